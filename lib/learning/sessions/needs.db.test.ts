import { describe, expect, test as plain } from "vitest";
import { enrolments } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { sessionToPlan } from "#testing/sessions.ts";
import { planSession } from "./commands.ts";
import { changeNeeds, enrol, withdraw } from "./enrolment.ts";
import { placeOf, placesOf, readSession } from "./queries.ts";
import { NO_NEEDS } from "./schema.ts";

const WITH_SOMEBODY = { ...NO_NEEDS, companion: true };

describe("somebody who comes along", () => {
  test("takes a place, and nobody who waits is overtaken", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 3 });
    const { id } = await planSession(facilitator, plan);
    const [one, two, three] = [
      given.as(ctx, await given.person()),
      given.as(ctx, await given.person()),
      given.as(ctx, await given.person()),
    ];
    expect(await enrol(one, id, WITH_SOMEBODY)).toEqual({ status: "enrolled" });
    expect(await enrol(two, id, WITH_SOMEBODY)).toEqual({ status: "waiting" });
    // One place is free, and is kept for whoever waits for two.
    expect(await enrol(three, id)).toEqual({ status: "waiting" });
    expect(await readSession(ctx.db, id)).toMatchObject({ enrolled: 1, taken: 2, waiting: 2 });

    // The companion stays at home: two places, for those who waited first.
    expect(await changeNeeds(one, id, NO_NEEDS)).toEqual({ status: "enrolled" });
    expect(await placeOf(two, id)).toMatchObject({ status: "enrolled", companion: true });
    expect(await placeOf(three, id)).toMatchObject({ status: "waiting", position: 1 });
    await expect(changeNeeds(one, id, WITH_SOMEBODY)).rejects.toMatchObject({
      reason: { code: "sessions.no_place_for_companion" },
    });
    await withdraw(two, id);
    expect(await placeOf(three, id)).toMatchObject({ status: "enrolled" });
  });

  test("can be left at home for the one place there is", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 1 });
    const { id } = await planSession(facilitator, plan);
    const learner = given.as(ctx, await given.person());
    expect(await enrol(learner, id, WITH_SOMEBODY)).toEqual({ status: "waiting" });
    expect(await changeNeeds(learner, id, NO_NEEDS)).toEqual({ status: "enrolled" });
  });
});

test("wishes are seen by the team of the space, and go when the place is given back", async ({
  ctx,
  given,
}) => {
  const { facilitator, plan } = await sessionToPlan(ctx, given);
  const { id } = await planSession(facilitator, plan);
  const learner = given.as(ctx, await given.person());
  await enrol(learner, id, { companion: false, interpreter: "uk", childcare: true });
  expect(await placesOf(facilitator, id)).toMatchObject([
    { displayName: "Noor", status: "enrolled", interpreter: "uk", childcare: true },
  ]);
  await expect(placesOf(learner, id)).rejects.toMatchObject({ kind: "forbidden" });
  const elsewhere = await given.space();
  const other = given.as(ctx, await given.staff(elsewhere.id));
  await expect(placesOf(other, id)).rejects.toMatchObject({ kind: "forbidden" });

  await withdraw(learner, id);
  expect(await ctx.db.select().from(enrolments)).toMatchObject([
    { status: "cancelled", interpreter: null, childcare: false },
  ]);
});

plain(
  "twenty with and without somebody ask for seven places at once, and some change their mind: never more than seven",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(20);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 7 });
    const { id } = await planSession(facilitator, plan);
    const people = await Promise.all(
      Array.from({ length: 20 }, async () => given.as(ctx, await given.person())),
    );
    const taken = async () => (await readSession(db, id))!.taken;

    await Promise.all(
      people.map((person, n) => enrol(person, id, n % 2 === 0 ? WITH_SOMEBODY : NO_NEEDS)),
    );
    expect(await taken()).toBeLessThanOrEqual(7);
    await Promise.all(
      people.map((person, n) =>
        n % 3 === 0
          ? withdraw(person, id)
          : changeNeeds(person, id, n % 3 === 1 ? NO_NEEDS : WITH_SOMEBODY).catch(() => null),
      ),
    );
    expect(await taken()).toBeLessThanOrEqual(7);

    // Whoever has a place came before whoever waits, or the first who waits needs more than there
    // is.
    const rows = (await db.select().from(enrolments)).filter(
      ({ status }) => status !== "cancelled",
    );
    const waiting = rows
      .filter(({ status }) => status === "waiting")
      .sort((one, other) => Temporal.Instant.compare(one.createdAt, other.createdAt));
    const [first] = waiting;
    expect(waiting.length).toBeGreaterThan(0);
    expect(7 - (await taken())).toBeLessThan(first?.companion ? 2 : 1);
    await database.drop();
  },
);
