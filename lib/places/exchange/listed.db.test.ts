import { sql } from "drizzle-orm";
import { expect } from "vitest";
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
import { clustersOf, countListed, findListedPlace, listedPlacesBy } from "./listed.ts";
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
