import { sql } from "drizzle-orm";
import { resources, spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { PLACES } from "./places.ts";

const HOURS = [
  "Mo-Fr 08:30-22:00; Sa 09:00-18:00; PH off",
  "Mo-Fr 09:00-18:00; Sa 09:00-13:00; PH off",
  "Mo-Sa 09:00-20:00; PH off",
  "Mo-Su 08:00-21:00",
];

/** Rooms carry the names of the rivers of the region. */
const ROOMS = [
  {
    name: { nl: "Zaal Leie", fr: "Salle Lys" },
    capacity: 10,
    features: ["projector", "wheelchair", "whiteboard"],
  },
  {
    name: { nl: "Zaal Schelde", fr: "Salle Escaut" },
    capacity: 16,
    features: ["projector", "wheelchair"],
  },
  { name: { nl: "Zaal Deule", fr: "Salle Deûle" }, capacity: 6, features: ["whiteboard"] },
  {
    name: { nl: "Zaal Mandel", fr: "Salle Marque" },
    capacity: 30,
    features: ["projector", "wheelchair", "hearing-loop"],
  },
];

/** Real places, with rooms, equipment and hours that are invented. The same ones every time. */
export async function seedSpaces(ctx: Context, places = PLACES): Promise<void> {
  const rows = await ctx.db
    .insert(spaces)
    .values(
      places.map((place, at) => ({
        ...place,
        audiences: place.kind === "higher-education" ? ["students"] : [],
        address: place.address || null,
        postcode: place.postcode || null,
        timeZone: place.country === "FR" ? "Europe/Paris" : "Europe/Brussels",
        openingHours: HOURS[at % HOURS.length] ?? "",
      })),
    )
    .returning({ id: spaces.id, language: spaces.language });

  await ctx.db.insert(resources).values(
    rows.flatMap(({ id: spaceId, language }, at) => [
      ...ROOMS.slice(0, 2 + (at % 3)).map(({ name, capacity, features }) => ({
        spaceId,
        kind: "room",
        name: language === "fr" ? name.fr : name.nl,
        capacity: capacity + (at % 3) * 2,
        features,
        bufferMinutes: at % 4 === 0 ? 15 : 0,
        // The largest is precious: staff say yes first, and it is given away when nobody comes.
        needsApproval: capacity >= 30,
        releaseMinutes: capacity >= 30 ? 15 : null,
      })),
      {
        spaceId,
        kind: "stock",
        name: "Laptops",
        equipmentKind: "laptop",
        quantity: 8 + (at % 3) * 4,
      },
      {
        spaceId,
        kind: "stock",
        name: "Camera",
        equipmentKind: "camera",
        quantity: 1,
        lendable: true,
        travelMinutes: 60,
      },
    ]),
  );
  await joinRooms(ctx);
}

/** In places with four rooms the first two are halves of a hall. */
async function joinRooms({ db }: Context): Promise<void> {
  await db.execute(sql`
    insert into resource (space_id, kind, name, capacity, features, made_of)
    select space_id, 'room', string_agg(name, ' + ' order by name), sum(capacity),
      '{projector,wheelchair}', array_agg(id order by id)
    from resource room where kind = 'room' and 'wheelchair' = any(features) and capacity < 30
      and (select count(*) from resource other where other.space_id = room.space_id
        and other.kind = 'room') = 4
    group by space_id`);
}
