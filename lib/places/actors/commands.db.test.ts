import { expect } from "vitest";
import type { Context, Role } from "#lib/foundation/identity/context.ts";
import { ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import { test } from "#testing/database.ts";
import { addActor, changeActor, retireActor } from "./commands.ts";
import {
  actorCounts,
  actorForStaff,
  actorsForStaff,
  actorsWhere,
  findActor,
  listActors,
} from "./queries.ts";
import { type ActorInput, actorForm } from "./schema.ts";

const input = (change: Record<string, unknown> = {}): ActorInput =>
  actorForm.parse({
    name: "Hangar K",
    kind: "hub",
    fields: ["it", "work"],
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.825, 3.254",
    precision: "building",
    languages: "nl",
    does_nl: "Werkt samen.",
    source: "its page",
    factsOn: "2026-03-01",
    ...change,
  });

const network = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", name: "test" } });

test("what staff add is found by everybody, with its source, and no longer once it is retired", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId: space.id }]));
  const { id, slug } = await addActor(manager, input());
  expect(slug).toBe("hangar-k-kortrijk");
  const seen = await findActor(ctx, slug);
  expect(seen).toMatchObject({
    country: "BE",
    does: { nl: "Werkt samen." },
    source: "its page",
    revision: 1,
  });
  expect(await actorCounts(ctx)).toEqual([{ kind: "hub", region: "vlaanderen", count: 1 }]);

  await retireActor(manager, { id, revision: 1 }, true);
  expect(await findActor(ctx, slug)).toBeNull();
  expect((await listActors(ctx, { page: 1, size: 8 })).total).toBe(0);
  expect(await actorForStaff(manager, slug)).toMatchObject({ revision: 2 });
  await retireActor(manager, { id, revision: 2 }, false);
  expect(await findActor(ctx, slug)).not.toBeNull();
});

test.for<[who: string, role: Role | null, isAllowed: boolean]>([
  ["a visitor", null, false],
  ["a learner", "learner", false],
  ["a facilitator", "facilitator", false],
  ["a partner", "partner", false],
  ["a manager", "manager", true],
  ["an administrator", "administrator", true],
])("%s may add, change, retire and list all: %s", async ([, role, isAllowed], { ctx, given }) => {
  const space = await given.space();
  const { id } = await addActor(network(ctx), input({ name: "Known" }));
  const own = ["learner", "facilitator", "manager"].includes(role ?? "") ? space.id : null;
  const asked: Context =
    role === null
      ? { ...ctx, actor: { kind: "visitor" } }
      : given.as(ctx, await given.person([{ role, spaceId: own }]));
  const commands = [
    () => addActor(asked, input()),
    () => changeActor(asked, { id, revision: 1 }, input()),
    () => retireActor(asked, { id, revision: 2 }, true),
    () => actorsForStaff(asked, { q: "", page: 1 }),
  ];
  for (const command of commands) {
    if (isAllowed) await command();
    else
      await expect(command()).rejects.toMatchObject({
        kind: role === null ? "unauthenticated" : "forbidden",
      });
  }
});

test("whoever changes what somebody else has changed meanwhile is told so, and what is nobody's is not there", async ({
  ctx,
}) => {
  const staff = network(ctx);
  const { id, slug } = await addActor(staff, input());
  await changeActor(staff, { id, revision: 1 }, input({ city: "Menen", position: "50.79, 3.12" }));
  await expect(changeActor(staff, { id, revision: 1 }, input())).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "actors.changed_meanwhile" },
  });
  expect(await findActor(ctx, slug)).toMatchObject({ city: "Menen", revision: 2 });
  const nobody = "00000000-0000-4000-8000-000000000000";
  await expect(retireActor(staff, { id: nobody, revision: 1 }, true)).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("a fact is not read tomorrow, and a second one of the name gets an address of its own", async ({
  ctx,
}) => {
  const staff = network(ctx);
  await expect(addActor(staff, input({ factsOn: "2026-03-03" }))).rejects.toMatchObject({
    reason: { code: "actors.not_yet" },
  });
  await addActor(staff, input());
  expect((await addActor(staff, input())).slug).toBe("hangar-k-kortrijk-2");
});

test("a list is narrowed by what each is, where and in which language", async ({ ctx }) => {
  const staff = network(ctx);
  await addActor(staff, input());
  await addActor(
    staff,
    input({
      name: "Rencontre",
      kind: "meet-up",
      fields: "learning",
      region: "wallonie",
      city: "Tournai",
      position: "50.6, 3.39",
      languages: ["fr", "nl"],
    }),
  );
  const named = async (filter: Parameters<typeof actorsWhere>[1]) =>
    (await actorsWhere(ctx, filter)).map(({ name }) => name);
  expect(await named({})).toEqual(["Hangar K", "Rencontre"]);
  expect(await named({ region: "wallonie" })).toEqual(["Rencontre"]);
  expect(await named({ field: "it" })).toEqual(["Hangar K"]);
  expect(await named({ language: "nl" })).toEqual(["Hangar K", "Rencontre"]);
  expect(await named({ kind: "school" })).toEqual([]);
  expect(await named({ area: { west: 3.2, east: 3.3, south: 50.8, north: 50.9 } })).toEqual([
    "Hangar K",
  ]);
  expect(await listActors(ctx, { page: 2, size: 1 })).toMatchObject({
    items: [{ name: "Rencontre" }],
    total: 2,
  });
});

test("staff look through all of them by name and town, a page at a time, those that are shown first", async ({
  ctx,
}) => {
  const staff = network(ctx);
  const found = async (q: string, page = 1) => {
    const { items, total } = await actorsForStaff(staff, { q, page });
    return { names: items.map(({ name }) => name), total };
  };
  expect(await found("")).toEqual({ names: [], total: 0 });
  const names = Array.from(
    { length: ROWS_PER_PAGE },
    (_, at) => `Club ${String(at).padStart(2, "0")}`,
  );
  for (const name of names) await addActor(staff, input({ name }));
  const old = await addActor(staff, input({ name: "Atelier Élan", city: "Lille" }));
  await retireActor(staff, { id: old.id, revision: 1 }, true);

  expect(await found("")).toEqual({ names, total: ROWS_PER_PAGE + 1 });
  expect(await found("", 2)).toEqual({ names: ["Atelier Élan"], total: ROWS_PER_PAGE + 1 });
  expect(await found("elan rijsel")).toEqual({ names: ["Atelier Élan"], total: 1 });
  for (const nothing of ["nowhere", "%"])
    expect(await found(nothing)).toEqual({ names: [], total: 0 });
});
