import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { listedHours } from "#db/schema/places.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  audiencesThere,
  equipmentKinds,
  findSpace,
  listSpaces,
} from "#lib/places/spaces/queries.ts";
import { KINDS } from "#lib/places/spaces/schema.ts";
import { test } from "#testing/database.ts";
import { kindOf, spaceFrom } from "./as-space.ts";
import { checkRow } from "./check.ts";
import { type PlaceRecord, STANDARD_FIELDS } from "./fields.ts";
import { readListedHours } from "./hours.ts";
import {
  clustersOf,
  countListed,
  countUnknown,
  findListedPlace,
  type ListedFilter,
  listedPlacesBy,
} from "./listed.ts";
import { csvCells, recordOfSpace } from "./write.ts";

const HERE = { west: 2.5, south: 50.3, east: 3.9, north: 51.1 };

type Row = {
  name: string;
  city: string;
  lat: number;
  lon: number;
  published?: boolean;
  spaceId?: string;
  country?: "BE" | "FR";
  record?: Partial<PlaceRecord>;
};

async function listed({ db }: Context, rows: Row[]): Promise<void> {
  for (const { name, city, lat, lon, published = true, spaceId = null, ...more } of rows)
    await db.execute(sql`
      insert into listed_place (source, source_id, licence, name, city, country, lat, lon, cell, search, record, published, space_id)
      values ('A town', ${crypto.randomUUID()}, 'CC0', ${name}, ${city}, ${more.country ?? "BE"}, ${lat}, ${lon}, 0, searched_text(${`${name} ${city}`}),
        ${JSON.stringify(more.record ?? {})}::jsonb, ${published}, ${spaceId}::uuid)`);
}

test("places are counted where they lie near each other, one alone has its name, and closer each has", async ({
  ctx,
}) => {
  await listed(ctx, [
    { name: "A", city: "Kortrijk", lat: 50.8279, lon: 3.2646 },
    { name: "B", city: "Kortrijk", lat: 50.828, lon: 3.2647 },
    { name: "C", city: "Kortrijk", lat: 50.8281, lon: 3.2648 },
    { name: "Alone", city: "Tournai", lat: 50.6056, lon: 3.3879 },
    { name: "Away", city: "Namur", lat: 50.46, lon: 4.86 },
  ]);
  const counted = await clustersOf(ctx, { bbox: HERE }, 10);
  expect(counted.map(({ count, name, city }) => [count, name, city])).toEqual([
    [3, null, null],
    [1, "Alone", "Tournai"],
  ]);
  expect(counted[0]?.area).toEqual({ south: 50.8279, north: 50.8281, west: 3.2646, east: 3.2648 });
  const close = await clustersOf(ctx, { bbox: { ...HERE, south: 50.8, west: 3.2 } }, 15);
  expect(close.map(({ name }) => name).toSorted()).toEqual(["A", "B", "C"]);
  expect(await clustersOf(ctx, { bbox: HERE, q: "doornik" }, 10)).toMatchObject([
    { name: "Alone" },
  ]);
});

test("what is not published, or has become a space, is nobody's to find", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  await listed(ctx, [
    { name: "Médiathèque", city: "Kortrijk", lat: 50.8, lon: 3.2 },
    { name: "Hidden", city: "Kortrijk", lat: 50.8, lon: 3.2, published: false },
    { name: "Became", city: "Kortrijk", lat: 50.8, lon: 3.2, spaceId },
  ]);
  expect(await countListed(ctx, {})).toBe(1);
  const [found, ...more] = await listedPlacesBy(ctx, { q: "mediatheque courtrai", page: 1 });
  expect([found?.name, more]).toEqual(["Médiathèque", []]);
  expect(await findListedPlace(ctx, found?.id ?? "")).toMatchObject({ name: "Médiathèque" });
  expect(await listedPlacesBy(ctx, { page: 2 })).toEqual([]);
  expect(await countListed(ctx, { q: "—" })).toBe(0);
  expect(await countListed(ctx, { bbox: { ...HERE, north: 50.4 } })).toBe(0);
  for (const id of ["x", "1", crypto.randomUUID()])
    expect(await findListedPlace(ctx, id)).toBeNull();
});

test("spaces can be narrowed by the language at the desk, and by what can be borrowed", async ({
  ctx,
  given,
}) => {
  const dutch = await given.space();
  const french = await given.space({ language: "fr" });
  await given.stock(french.id);
  const slugs = async (filter: { language?: string; equipment?: string }) =>
    (await listSpaces(ctx, filter)).items.map(({ slug }) => slug);
  expect(await slugs({ language: "nl" })).toEqual([dutch.slug]);
  expect(await slugs({ equipment: "laptop" })).toEqual([french.slug]);
  expect(await slugs({ language: "nl", equipment: "laptop" })).toEqual([]);
  expect(await equipmentKinds(ctx)).toEqual(["laptop"]);
});

test("they can be narrowed by kind, by whom they are for and help, and by side of the border", async ({
  ctx,
}) => {
  const records: Partial<PlaceRecord>[] = [
    {},
    { genre: "school", typologie: "BIB" },
    { typologie: "CCAS|BIB" },
    ...["OF", "TIERS_LIEUX", "EPN", "RFS", "FABLAB", "FT", "TIERS_LIEUX|OF", "ASSO"].map(
      (typologie) => ({ typologie }),
    ),
    { publics_specifiquement_adresses: "Jeunes|Femmes", genre: "library" },
    { publics_specifiquement_adresses: "Seniors", prise_en_charge_specifique: "Handicaps moteurs" },
  ];
  await listed(
    ctx,
    records.map((record, at) => ({
      ...{ name: `Place ${at}`, city: "Lille", lat: 50.6 + at / 100, lon: 3, record },
      country: at % 2 === 0 ? "FR" : "BE",
    })),
  );
  const found = async (filter: Parameters<typeof listedPlacesBy>[1]) =>
    (await listedPlacesBy(ctx, filter)).map(({ name }) => name);
  // The database reads the kind as the page names it.
  for (const kind of KINDS)
    expect(await found({ kind, page: 1 }), kind).toEqual(
      records.flatMap((record, at) =>
        kindOf(record as PlaceRecord) === kind ? [`Place ${at}`] : [],
      ),
    );
  expect(await found({ audience: "women", page: 1 })).toEqual(["Place 11"]);
  expect(await found({ audience: "seniors", wheelchair: true, page: 1 })).toEqual(["Place 12"]);
  expect(await found({ audience: "students", page: 1 })).toEqual([]);
  expect(await countListed(ctx, { country: "BE" })).toBe(6);
  const counted = await clustersOf(ctx, { bbox: HERE, audience: "seniors" }, 12);
  expect(counted.map(({ name }) => name)).toEqual(["Place 12"]);
});

test("they can be narrowed by language and by what is open now; who does not tell is counted apart", async ({
  ctx,
}) => {
  const rows: [name: string, country: "BE" | "FR", hours?: string, langue?: string][] = [
    ["Always", "BE", "24/7", "nl"],
    ["Now and then", "BE", "Mo-Fr 09:00-12:00,14:00-18:00"],
    ["By night", "FR", "Mo-Su 20:00-02:00", "fr"],
    ["On appointment", "FR", 'Mo-Fr 10:00-12:00, Mo-Fr 13:00-16:00 "sur rendez-vous"', "fr"],
    ["Silent", "FR"],
    ["Unreadable", "BE", "when the lamp burns", "nl"],
  ];
  await listed(
    ctx,
    rows.map(([name, country, horaires, langue]) => ({
      ...{ name, country, city: "Lille", lat: 50.6, lon: 3 },
      record: { ...(horaires && { horaires }), ...(langue && { langue }) },
    })),
  );
  const at = async (time: string, filter: ListedFilter = {}) => {
    const openAt = Temporal.PlainDateTime.from(time).toZonedDateTime("Europe/Paris").toInstant();
    const items = await listedPlacesBy(ctx, { ...filter, openAt, page: 1 });
    const counted = await clustersOf(ctx, { ...filter, openAt, bbox: HERE }, 15);
    expect(counted.map(({ name }) => name).toSorted()).toEqual(items.map(({ name }) => name));
    expect(await countListed(ctx, { ...filter, openAt })).toBe(items.length);
    const { hours } = await countUnknown(ctx, { ...filter, openAt });
    return [items.map(({ name }) => name).join(), hours];
  };
  // Nothing was read yet: of nobody is it known.
  const now = Temporal.Instant.from("2026-03-03T08:00:00Z");
  expect(await at("2026-03-03T11:00")).toEqual(["", 6]);
  // The hours that two share are read once.
  await listed(ctx, [
    { name: "Always too", city: "Menen", lat: 50.6, lon: 3, record: { horaires: "24/7" } },
    { name: "Hidden", city: "Menen", lat: 50.6, lon: 3, published: false },
  ]);
  expect(await readListedHours(ctx.db, now)).toBe(5);
  expect(await readListedHours(ctx.db, now)).toBe(0);
  expect(await at("2026-03-03T11:00")).toEqual([
    "Always,Always too,Now and then,On appointment",
    2,
  ]);
  expect(await at("2026-03-03T13:00")).toEqual(["Always,Always too", 3]);
  expect(await at("2026-03-04T01:00")).toEqual(["Always,Always too,By night", 2]);
  expect(await at("2026-03-03T21:00", { language: "fr" })).toEqual(["By night", 0]);
  expect(await at("2026-03-03T11:00", { q: "menen" })).toEqual(["Always too", 0]);
  // A month later nobody read them again: what was worked out does not reach so far.
  expect(await at("2026-04-03T11:00")).toEqual(["", 7]);
  expect(await readListedHours(ctx.db, Temporal.Instant.from("2026-04-03T08:00:00Z"))).toBe(5);
  expect((await at("2026-04-03T11:00"))[1]).toBe(2);

  const spoken = async (language: "nl" | "fr") => [
    (await listedPlacesBy(ctx, { language, page: 1 })).map(({ name }) => name).join(),
    (await countUnknown(ctx, { language })).language,
  ];
  expect(await spoken("nl")).toEqual(["Always,Unreadable", 3]);
  expect(await spoken("fr")).toEqual(["By night,On appointment", 3]);
});

test("until when it is open is told where that was asked, and hours that nobody says are forgotten", async ({
  ctx,
}) => {
  await listed(ctx, [
    {
      ...{ name: "Open", city: "Menen", lat: 50.8, lon: 3.1 },
      record: { horaires: "Mo-Fr 09:00-12:00" },
    },
  ]);
  const now = Temporal.Instant.from("2026-03-03T10:00:00Z");
  await readListedHours(ctx.db, now);
  const [asked] = await listedPlacesBy(ctx, { openAt: now, page: 1 });
  expect(asked?.openUntil?.toString()).toBe("2026-03-03T11:00:00Z");
  const [other] = await listedPlacesBy(ctx, { page: 1 });
  expect(other?.openUntil).toBeNull();
  await ctx.db.execute(sql`update listed_place set record = '{"horaires": "Mo 09:00-12:00"}'`);
  expect(await listedPlacesBy(ctx, { openAt: now, page: 1 })).toEqual([]);
  await readListedHours(ctx.db, now);
  expect((await ctx.db.select().from(listedHours)).map(({ hours }) => hours)).toEqual([
    "Mo 09:00-12:00",
  ]);
  expect(await countUnknown(ctx, { openAt: now })).toEqual({ hours: 0, language: 0 });
});

test("spaces can be narrowed by whom they are for, and the standard brings it there and back", async ({
  ctx,
  given,
}) => {
  await given.space();
  const { slug } = await given.space({ audiences: ["young-people", "families"] });
  expect((await listSpaces(ctx, { audience: "families" })).items).toMatchObject([{ slug }]);
  expect((await listSpaces(ctx, { audience: "women" })).total).toBe(0);
  expect(await audiencesThere(ctx)).toEqual(["families", "young-people"]);

  const space = await findSpace(ctx, slug);
  const cells = csvCells(recordOfSpace(space!));
  expect(cells).toContain("Jeunes|Familles et/ou enfants");
  const { record } = checkRow(
    Object.fromEntries(STANDARD_FIELDS.map((field, at) => [field, cells[at]])),
  );
  expect(spaceFrom(record!, "vlaanderen").audiences).toEqual(["young-people", "families"]);
});
