import { randomUUID } from "node:crypto";
import type { Database } from "#db/client.ts";
import { people, roleAssignments } from "#db/schema/identity.ts";
import { openings, resources, roomLayouts, spaces } from "#db/schema/spaces.ts";
import type { Context, HeldRole, PersonActor } from "#lib/foundation/identity/context.ts";

const WEEK_START = Temporal.PlainDate.from("2026-02-23");
const DAYS_OPEN = 60;

/**
 * The small world of the tests: a space in Kortrijk, open 09:00 to 18:00 every day, with a room for
 * twelve.
 */
export function givenOn(db: Database) {
  const given = {
    async person(
      roles: HeldRole[] = [],
      change: Partial<typeof people.$inferInsert> = {},
    ): Promise<PersonActor> {
      const [row] = await db
        .insert(people)
        .values({
          displayName: "Noor",
          email: `${randomUUID()}@trivium.test`,
          locale: "nl",
          ...change,
        })
        .returning();
      const personId = row!.id;
      if (roles.length > 0)
        await db.insert(roleAssignments).values(roles.map((held) => ({ personId, ...held })));
      return {
        kind: "person",
        personId,
        displayName: row!.displayName,
        locale: "nl",
        roles,
        scopes: null,
      };
    },

    async space(change: Partial<typeof spaces.$inferInsert> = {}) {
      const [space] = await db
        .insert(spaces)
        .values({
          slug: `space-${randomUUID().slice(0, 8)}`,
          name: "La Fabrique",
          kind: "makerspace",
          country: "BE",
          region: "vlaanderen",
          language: "nl",
          city: "Kortrijk",
          lat: 50.8279,
          lon: 3.2646,
          precision: "building",
          timeZone: "Europe/Brussels",
          openingHours: "Mo-Su 09:00-18:00",
          source: "invented",
          licence: "CC0-1.0",
          ...change,
        })
        .returning();
      await db.insert(openings).values(
        Array.from({ length: DAYS_OPEN }, (_, day) => {
          const date = WEEK_START.add({ days: day });
          const at = (hour: number) =>
            date.toPlainDateTime({ hour }).toZonedDateTime(space!.timeZone).toInstant();
          return { spaceId: space!.id, during: { start: at(9), end: at(18) } };
        }),
      );
      return space!;
    },

    async room(change: Partial<typeof resources.$inferInsert> = {}) {
      const spaceId = change.spaceId ?? (await given.space()).id;
      const [room] = await db
        .insert(resources)
        .values({ kind: "room", name: "Atelier", capacity: 12, ...change, spaceId })
        .returning();
      return room!;
    },

    /** Twelve laptops, unless told otherwise. */
    async stock(spaceId: string, change: Partial<typeof resources.$inferInsert> = {}) {
      const [stock] = await db
        .insert(resources)
        .values({
          spaceId,
          kind: "stock",
          name: "Laptops",
          equipmentKind: "laptop",
          quantity: 12,
          ...change,
        })
        .returning();
      return stock!;
    },

    /** A way to set up a room, for eight. */
    async layout(resourceId: string, change: Partial<typeof roomLayouts.$inferInsert> = {}) {
      const [layout] = await db
        .insert(roomLayouts)
        .values({
          resourceId,
          names: { nl: "Eilandtafels", fr: "Tables en îlots", en: "Island tables" },
          seats: 8,
          plan: { width: 600, depth: 500, objects: [] },
          ...change,
        })
        .returning();
      return layout!;
    },

    /** Who runs a space. */
    staff: (spaceId: string) => given.person([{ role: "manager", spaceId }]),

    /** The same world seen by somebody else. */
    as: (ctx: Context, actor: PersonActor): Context => ({ ...ctx, actor }),
  };
  return given;
}

export type Given = ReturnType<typeof givenOn>;
