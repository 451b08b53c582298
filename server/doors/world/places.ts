import { randomUUID } from "node:crypto";
import { counterDevices } from "#db/schema/occupancy.ts";
import { organisationContacts, organisationMessages } from "#db/schema/partners.ts";
import { listedPlaces, placeClaims, placeImports } from "#db/schema/places.ts";
import { openings, photos } from "#db/schema/spaces.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { addActor } from "#lib/places/actors/commands.ts";
import { actorForm } from "#lib/places/actors/schema.ts";
import { addOverlay } from "#lib/places/overlays/commands.ts";
import { type Ground, hourOf, type Site, type Things } from "./ground.ts";

/** A space that is open from six until eleven in the evening. */
export async function openSpace({
  db,
  given,
  today,
}: Ground): Promise<{ id: string; slug: string }> {
  const space = await given.space();
  await db.insert(openings).values(
    Array.from({ length: 90 }, (_, after) => {
      const day = today.add({ days: after });
      return { spaceId: space.id, during: { start: hourOf(day, 6), end: hourOf(day, 23) } };
    }),
  );
  return space;
}

/** Its rooms: one that is booked, one that is free and large, and one where staff decides. */
export async function siteOf(
  { given }: Ground,
  { id, slug }: { id: string; slug: string },
): Promise<Site> {
  const rooms = { maxMinutes: 600, horizonDays: 300 };
  const room = await given.room({ spaceId: id, ...rooms });
  const free = await given.room({ spaceId: id, name: "Free", capacity: 60, ...rooms });
  const asking = await given.room({ spaceId: id, name: "Asking", needsApproval: true, ...rooms });
  const learner = await given.person([{ role: "learner", spaceId: id }]);
  const staff = await given.person([{ role: "facilitator", spaceId: id }]);
  return { id, slug, room: room.id, free: free.id, asking: asking.id, learner, staff };
}

/** What stands in a space: a counter, a photo and a layout. */
export async function thingsIn(
  { db, given }: Ground,
  { id, slug, room, free }: Site,
): Promise<Things> {
  const counterToken = newToken();
  const [counter] = await db
    .insert(counterDevices)
    .values({
      spaceId: id,
      kind: "count",
      name: "Counter",
      sensorId: randomUUID(),
      tokenHash: sha256(counterToken),
    })
    .returning();
  const [photo] = await db
    .insert(photos)
    .values({
      spaceId: id,
      resourceId: free,
      alt: { nl: "x", fr: "x", en: "x" },
      width: 1,
      height: 1,
      small: Buffer.from("x"),
      medium: Buffer.from("x"),
      large: Buffer.from("x"),
    })
    .returning();
  const layout = await given.layout(free);
  return {
    space: id,
    slug,
    room,
    free,
    counter: counter?.id ?? "",
    counterToken,
    photo: photo?.id ?? "",
    layout: layout.id,
  };
}

/** A place that another source tells of. */
export async function listedPlace({ db }: Ground): Promise<string> {
  const sourceId = randomUUID();
  const [place] = await db
    .insert(listedPlaces)
    .values({
      source: "A town",
      sourceId,
      licence: "CC0",
      name: "Open Huis",
      city: "Menen",
      country: "BE",
      lat: 50.7958,
      lon: 3.1217,
      cell: 0,
      search: " open huis menen ",
      record: {
        id: sourceId,
        nom: "Open Huis",
        commune: "Menen",
        code_postal: "8930",
        latitude: 50.7958,
        longitude: 3.1217,
        pays: "BE",
      },
      published: true,
    })
    .returning();
  return place?.id ?? "";
}

/** What somebody says of a listed place: that it is theirs. Nobody decided yet. */
export async function claimOf({ db }: Ground, placeId: string, personId: string): Promise<string> {
  const [claim] = await db
    .insert(placeClaims)
    .values({ placeId, personId, organisation: "A town", role: "Head", note: "It is ours" })
    .returning();
  return claim?.id ?? "";
}

/** What the map knows beside the spaces: a file of places, an actor with its letters, a layer. */
export async function onTheMap(ground: Ground): Promise<Things> {
  const { db, given, ctx, now } = ground;
  const [placeFile] = await db
    .insert(placeImports)
    .values({
      source: "A town",
      licence: "CC0",
      fileName: "places.json",
      bytes: 0,
      head: { kind: "json", encoding: "utf-8" },
      columnsHash: "json",
    })
    .returning();
  const listed = await listedPlace(ground);
  const waitingClaim = await claimOf(ground, listed, (await given.person()).personId);
  const networkActor = await addActor(
    ctx,
    actorForm.parse({
      name: `Hub ${randomUUID().slice(0, 8)}`,
      kind: "hub",
      fields: "it",
      activity: "regular",
      region: "vlaanderen",
      city: "Kortrijk",
      position: "50.82, 3.26",
      precision: "locality",
      languages: "nl",
      source: "its page",
      factsOn: "2026-01-05",
    }),
  );
  const overlay = await addOverlay(
    ctx,
    { name: { nl: "Laag", fr: "Couche", en: `Layer ${randomUUID().slice(0, 8)}` }, source: "us" },
    Buffer.from('{"type":"Point","coordinates":[3.26,50.83]}'),
  );
  const letterToken = newToken();
  await db
    .insert(organisationContacts)
    .values({ actorId: networkActor.id, address: "hub@hub.example", language: "nl" });
  await db.insert(organisationMessages).values({
    actorId: networkActor.id,
    senderName: "Noor",
    senderAddress: "noor@letter.example",
    message: "May we come and look?",
    tokenHash: sha256(letterToken),
    createdAt: now,
    expiresAt: now.add({ hours: 24 }),
  });
  return {
    networkActor: networkActor.slug,
    networkActorId: networkActor.id,
    overlay: overlay.slug,
    overlayId: overlay.id,
    placeFile: placeFile?.id ?? "",
    listedPlace: await listedPlace(ground),
    waitingClaim,
    letterToken,
  };
}
