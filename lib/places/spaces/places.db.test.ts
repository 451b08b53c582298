import { expect } from "vitest";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { setUsualHours } from "./hours.ts";
import { addPlace, changePlace, markOfPlace, placesOfNetwork, publishPlace } from "./places.ts";
import { allSpaces, findSpace, listSpaces, spotsOf } from "./queries.ts";
import { newSlug, type Place, placeForm, slugFrom, usualHours } from "./schema.ts";

const WEEK = Object.fromEntries(
  Array.from({ length: 7 }, (_, day) => [`day${day}`, "09:00-18:00"]),
);
const FORM = {
  name: "Bibliothèque d’Armentières",
  kind: "library",
  region: "hauts-de-france",
  language: "fr",
  address: "1 place du Marché",
  postcode: "59280",
  city: "Armentières",
  position: "50.6872, 2.8811",
  precision: "address",
  phone: "",
  website: "https://example.org",
  summary_fr: "Un lieu calme.",
  summary_nl: "",
  summary_en: "",
};
const input = (change = {}) =>
  placeForm
    .and(usualHours)
    .and(newSlug)
    .parse({ ...FORM, ...WEEK, ...change });
const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

async function isFound(ctx: Context, slug: string): Promise<boolean[]> {
  const lists = [
    (await listSpaces(ctx, { size: 100 })).items,
    await spotsOf(ctx, {}),
    await allSpaces(ctx),
    [await findSpace(ctx, slug)].filter((space) => space !== null),
  ];
  return lists.map((list) => list.some((space) => space.slug === slug));
}

test("a new space is nobody's to find or book until it is published, and no longer when that is taken back", async ({
  ctx,
  given,
}) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const { id, slug } = await addPlace(administrator, input());
  expect(slug).toBe("bibliotheque-d-armentieres-armentieres");
  const room = await given.room({ spaceId: id });
  const free = async () =>
    (
      await findAvailability(ctx, {
        roomId: room.id,
        start: at("10:00"),
        end: at("11:00"),
        people: 4,
        equipment: [],
      })
    ).items.length;

  expect(await isFound(ctx, slug)).toEqual([false, false, false, false]);
  expect(await free()).toBe(0);
  expect((await findSpace(administrator, slug))?.summary).toEqual({ fr: "Un lieu calme." });

  await publishPlace(administrator, id, true);
  expect(await isFound(ctx, slug)).toEqual([true, true, true, true]);
  expect(await free()).toBe(1);
  expect((await findSpace(ctx, slug))?.timeZone).toBe("Europe/Paris");

  await publishPlace(administrator, id, false);
  expect(await isFound(ctx, slug)).toEqual([false, false, false, false]);
  expect(await free()).toBe(0);
});

test("two of one name get two addresses; one that is asked for and taken is refused", async ({
  ctx,
  given,
}) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const first = await addPlace(administrator, input());
  const second = await addPlace(administrator, input());
  expect(second.slug).toBe(`${first.slug}-2`);
  await expect(addPlace(administrator, input({ slug: first.slug }))).rejects.toMatchObject({
    reason: { code: "spaces.slug_taken" },
  });
  expect(
    (await placesOfNetwork(administrator, { q: "", page: 1 })).items.filter(
      ({ published }) => !published,
    ),
  ).toHaveLength(2);
});

test("what a colleague has changed of a place since it was seen is not written over", async ({
  ctx,
  given,
}) => {
  const { id, slug } = await given.space();
  const manager = given.as(ctx, await given.staff(id));
  const seen = async () => {
    const space = await findSpace(ctx, slug);
    return markOfPlace(space ?? expect.fail());
  };
  const both = await seen();
  await changePlace(manager, id, input({ name: "De eerste" }), both);
  await expect(changePlace(manager, id, input({ name: "De tweede" }), both)).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "common.changed_meanwhile" },
  });
  expect(await findSpace(ctx, slug)).toMatchObject({ name: "De eerste" });
  // Hours are another form's: who has seen the facts saves them.
  const facts = await seen();
  await setUsualHours(manager, id, { week: [[], [], [], [], [], [], []], closedOnHolidays: true });
  await changePlace(manager, id, input({ name: "De tweede" }), facts);
  expect(await findSpace(ctx, slug)).toMatchObject({ name: "De tweede" });
});

test("administrators add, whoever manages a space changes it, and what is changed is seen", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const manager = given.as(ctx, await given.staff(space.id));
  const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
  const place: Place = input({
    ...{ name: "Nieuw", region: "vlaanderen" },
    audiences: ["students", "seniors", "students"],
  });
  for (const attempt of [
    () => addPlace(manager, input()),
    () => changePlace(elsewhere, space.id, place),
    () => publishPlace(elsewhere, space.id, false),
    () => placesOfNetwork(manager, { q: "", page: 1 }),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: "forbidden" });
  await changePlace(manager, space.id, place);
  expect(await findSpace(ctx, space.slug)).toMatchObject({
    name: "Nieuw",
    city: "Armentières",
    audiences: ["students", "seniors"],
    country: "BE",
    lat: 50.6872,
    slug: space.slug,
  });
});

test.each([
  ["position", "2.8811, 50.6872", "spaces.point_far_away"],
  ["position", "here", "spaces.not_a_point"],
  ["slug", "Été", "spaces.not_a_slug"],
  ["city", " ", "spaces.city_it"],
  ["name", "", "spaces.name_it"],
  ["phone", "call me", "spaces.not_a_phone"],
  ["audiences", "martians", "spaces.no_such_audience"],
  ["website", "javascript:alert(1)", "common.not_https"],
  ["day0", "9 to 5", "spaces.day_hours"],
])("%s %s is refused in words", (field, value, code) => {
  const parsed = placeForm
    .and(usualHours)
    .and(newSlug)
    .safeParse({ ...FORM, ...WEEK, [field]: value });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([code]);
});

test.each([
  ["Bibliothèque Armentières", "bibliotheque-armentieres"],
  ["  L’Œil & co.  ", "l-il-co"],
  ["日本", "space"],
])("%s has the address %s", (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

test("spaces stand in the order of the alphabet, also where one page ends and the next begins; rooms by their number", async ({
  ctx,
  given,
}) => {
  for (const name of [
    "Zwarte Doos",
    "École du Web",
    "Zaal",
    "atelier",
    "Ecole",
    "Étage 10",
    "Étage 2",
  ])
    await given.space({ name });
  const pages = [1, 2, 3].map((page) => listSpaces(ctx, { page, size: 3 }));
  const listed = (await Promise.all(pages)).flatMap(({ items }) => items.map(({ name }) => name));
  expect(listed).toEqual([
    "atelier",
    "Ecole",
    "École du Web",
    "Étage 2",
    "Étage 10",
    "Zaal",
    "Zwarte Doos",
  ]);
  expect((await spotsOf(ctx, {})).map(({ name }) => name)).toEqual(listed);

  const { id: spaceId, slug } = await given.space({ name: "Zolder" });
  for (const name of ["Room 10", "École", "Room 2", "zaal", "Foyer"])
    await given.room({ spaceId, name });
  const rooms = ["École", "Foyer", "Room 2", "Room 10", "zaal"];
  expect((await findSpace(ctx, slug))?.resources.map(({ name }) => name)).toEqual(rooms);
  const { items: free } = await findAvailability(ctx, {
    people: 12,
    equipment: [],
    spaceSlug: slug,
    start: at("10:00"),
    end: at("11:00"),
  });
  expect(free.map(({ roomName }) => roomName)).toEqual(rooms);
});
