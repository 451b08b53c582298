import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { counterDevices } from "#db/schema/occupancy.ts";
import { visits } from "#db/schema/presence.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cases } from "#testing/cases.ts";
import { NOW, test } from "#testing/database.ts";
import type { givenOn } from "#testing/given.ts";
import { addDevice, deviceByToken } from "./devices.ts";
import { recordReadings } from "./ingest.ts";
import { bandsOf, occupancyNow, publicPeople, spaceNow, spacesNow } from "./now.ts";
import type { DeviceKind } from "./schema.ts";

type Given = ReturnType<typeof givenOn>;

/** Eleven in the morning, in Kortrijk. */
const ELEVEN = NOW.add({ hours: 4 });

async function world(ctx: Context, given: Given, kind: DeviceKind, { inRoom = false } = {}) {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id, capacity: 20 });
  const other = await given.room({ spaceId: space.id, name: "Other", capacity: 20 });
  const at: Context = { ...ctx, now: ELEVEN };
  const manager = given.as(at, await given.person([{ role: "manager", spaceId: space.id }]));
  const sensorId = randomUUID();
  const token = await addDevice(manager, {
    spaceSlug: space.slug,
    roomId: inRoom ? room.id : null,
    kind,
    name: "Counter",
    sensorId,
    intervalMinutes: 5,
  });
  const visitor: Context = { ...at, actor: { kind: "visitor" } };
  const device = await deviceByToken(visitor, token);
  const say = (
    items: { minutes: number; count?: number; in?: number; out?: number }[],
    now: Temporal.Instant = ELEVEN,
  ) =>
    recordReadings({ ...visitor, now }, device, {
      isHistory: true,
      items: items.map(({ minutes, ...said }) => ({
        sensorId,
        kind,
        observedAt: ELEVEN.subtract({ minutes }).toString(),
        ...said,
      })),
    });
  const visit = (change: Partial<typeof visits.$inferInsert>) =>
    ctx.db.insert(visits).values({
      id: randomUUID(),
      spaceId: space.id,
      arrivedAt: ELEVEN.subtract({ minutes: 60 }),
      source: "kiosk",
      ...change,
    });
  return { space, room, other, manager, visitor, say, visit };
}

test("the latest count is told: a word to everybody, a number to staff", async ({ ctx, given }) => {
  const { space, manager, visitor, say } = await world(ctx, given, "count");
  await say([
    { minutes: 2, count: 18 },
    { minutes: 7, count: 30 },
  ]);
  const open = await occupancyNow({ ...visitor, now: ELEVEN.add({ minutes: 4 }) }, space.slug);
  expect(open).toEqual({
    space: space.slug,
    band: "busy",
    observedAt: ELEVEN.toString(),
    ageSeconds: 240,
    isStale: false,
    source: "counter",
    certainty: "counted",
    atLeast: 15,
  });
  expect(await occupancyNow(manager, space.slug)).toMatchObject({
    people: 18,
    capacity: 40,
    source: "counter",
    certainty: "counted",
  });
  expect(await publicPeople(visitor, space.slug)).toMatchObject({ value: 15 });
});

test("fewer than five are nobody's number", async ({ ctx, given }) => {
  const { space, manager, visitor, say } = await world(ctx, given, "count");
  await say([{ minutes: 1, count: 4 }]);
  expect(await occupancyNow(manager, space.slug)).toMatchObject({ people: null, band: "quiet" });
  expect(await publicPeople(visitor, space.slug)).toBeNull();
});

test("a room that one group has booked shows nothing of that group", async ({ ctx, given }) => {
  const { space, room, manager, visitor, say } = await world(ctx, given, "count", { inRoom: true });
  await say([{ minutes: 1, count: 9 }]);
  const [before] = (await occupancyNow(manager, space.slug)).rooms ?? [];
  expect(before).toMatchObject({ roomId: room.id, people: 9, band: "busy" });
  const learner = await given.person();
  await ctx.db.insert(bookings).values({
    spaceId: space.id,
    roomId: room.id,
    during: { start: ELEVEN.subtract({ hours: 1 }), end: ELEVEN.add({ hours: 1 }) },
    people: 9,
    bookedBy: learner.personId,
  });
  const told = await occupancyNow(manager, space.slug);
  expect(told).toMatchObject({ people: null, band: null });
  expect(told.rooms?.[0]).toMatchObject({ people: null, band: null });
  // To everybody fewer than ten are quiet, with or without a group.
  expect(await occupancyNow(visitor, space.slug)).toMatchObject({ band: "quiet", atLeast: null });
  expect(await publicPeople(visitor, space.slug)).toBeNull();
});

test("a group that has two rooms, or a joined one, is one group in each of them", async ({
  ctx,
  given,
}) => {
  const { space, room, other, manager, say } = await world(ctx, given, "count", { inRoom: true });
  const hall = await given.room({
    spaceId: space.id,
    name: "Hall",
    capacity: 40,
    madeOf: [room.id, other.id],
  });
  await say([{ minutes: 1, count: 9 }]);
  const { personId } = await given.person();
  const told = async () =>
    (await occupancyNow(manager, space.slug)).rooms?.find(({ roomId }) => roomId === room.id)
      ?.people;
  expect(await told()).toBe(9);
  const [booking] = await ctx.db
    .insert(bookings)
    .values({
      spaceId: space.id,
      roomId: other.id,
      otherRooms: [room.id],
      during: { start: ELEVEN.subtract({ hours: 1 }), end: ELEVEN.add({ hours: 1 }) },
      people: 9,
      bookedBy: personId,
    })
    .returning({ id: bookings.id });
  expect(await told()).toBeNull();
  await ctx.db.update(bookings).set({ otherRooms: [] }).where(eq(bookings.id, booking!.id));
  expect(await told()).toBe(9);
  await ctx.db.update(bookings).set({ roomId: hall.id }).where(eq(bookings.id, booking!.id));
  expect(await told()).toBeNull();
});

test("the door of a place tells no number of the one group that is in it", async ({
  ctx,
  given,
}) => {
  const { space, other, manager, visitor, say } = await world(ctx, given, "count");
  await say([{ minutes: 1, count: 13 }]);
  expect(await publicPeople(visitor, space.slug)).toMatchObject({ value: 10 });
  const { personId } = await given.person();
  const [booking] = await ctx.db
    .insert(bookings)
    .values({
      spaceId: space.id,
      roomId: other.id,
      during: { start: ELEVEN.subtract({ hours: 1 }), end: ELEVEN.add({ hours: 1 }) },
      people: 12,
      bookedBy: personId,
    })
    .returning({ id: bookings.id });
  expect(await publicPeople(visitor, space.slug)).toBeNull();
  expect(await occupancyNow(manager, space.slug)).toMatchObject({ people: null });
  await ctx.db.update(bookings).set({ people: 6 }).where(eq(bookings.id, booking!.id));
  expect(await publicPeople(visitor, space.slug)).toMatchObject({ value: 10 });
});

test("all places are told in one answer, as everybody may know them", async ({ ctx, given }) => {
  const { space, visitor, say } = await world(ctx, given, "count");
  const quiet = await given.space();
  await say([{ minutes: 2, count: 18 }]);
  expect(await bandsOf(visitor, [space.slug, quiet.slug])).toEqual(
    new Map([
      [space.slug, "busy"],
      [quiet.slug, null],
    ]),
  );
  expect((await spacesNow(visitor, "all")).map(({ slug }) => slug)).toContain(quiet.slug);
  expect(await spacesNow(visitor, [quiet.id])).toHaveLength(1);
  expect(await bandsOf(visitor, [])).toEqual(new Map());
});

test("a counter that is silent is stale, and the register speaks instead where there is one", async ({
  ctx,
  given,
}) => {
  const { space, manager, say, visit } = await world(ctx, given, "count");
  await say([{ minutes: 11, count: 22 }]);
  expect(await occupancyNow(manager, space.slug)).toMatchObject({
    isStale: true,
    band: null,
    people: 22,
  });
  for (let person = 0; person < 6; person += 1) await visit({});
  expect(await occupancyNow(manager, space.slug)).toMatchObject({
    isStale: false,
    people: 6,
    source: "visits",
    certainty: "registered",
  });
});

test("who stayed by the counter overnight has gone home", async ({ ctx, given }) => {
  const { space, manager, say, visit } = await world(ctx, given, "in_out");
  // Yesterday it closed at 18:00.
  await say([
    { minutes: 20 * 60, in: 30, out: 3 },
    { minutes: 90, in: 9, out: 1 },
    { minutes: 3, in: 0, out: 1 },
  ]);
  await visit({ arrivedAt: ELEVEN.subtract({ hours: 20 }) });
  expect(await occupancyNow(manager, space.slug)).toMatchObject({
    people: 7,
    certainty: "derived",
  });
});

test("whoever came and whoever left, in any order, twice and late: never below nobody", async ({
  ctx,
  given,
}) => {
  const { space, manager, say, visit } = await world(ctx, given, "in_out");
  let minute = 70 * 1_440;
  const moves = fc.array(
    fc.record({ in: fc.nat(4), out: fc.nat(4), copies: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  const orders = fc.tuple(moves, fc.infiniteStream(fc.nat()));
  await fc.assert(
    fc.asyncProperty(orders, async ([steps, dice]) => {
      // Each run has a day of its own, behind those before it.
      minute -= 1_440;
      const end = ELEVEN.subtract({ minutes: minute });
      let inside = 0;
      const said = steps.map(({ in: arrived, out: leaving, copies }, at) => {
        const out = Math.min(leaving, inside + arrived);
        inside += arrived - out;
        return { minutes: minute + (steps.length - at), in: arrived, out, copies };
      });
      const sent = said
        .flatMap(({ copies, ...step }) => Array.from({ length: copies }, () => step))
        .map((step) => ({ step, luck: dice.next().value ?? 0 }))
        .sort((one, other) => one.luck - other.luck)
        .map(({ step }) => step);
      const half = Math.floor(sent.length / 2);
      if (half > 0) await say(sent.slice(0, half));
      await say(sent.slice(half));
      const { figure } = await spaceNow({ ...manager, now: end }, space.slug);
      expect(figure?.people).toBe(Math.min(inside, 40));
    }),
    { numRuns: cases(12, 50) },
  );

  const stays = fc.array(fc.record({ came: fc.nat(100), stayed: fc.option(fc.nat(100)) }), {
    maxLength: 15,
  });
  await fc.assert(
    fc.asyncProperty(stays, async (list) => {
      minute -= 1_440;
      const now = ELEVEN.subtract({ minutes: minute });
      let inside = 0;
      for (const { came, stayed } of list) {
        const arrivedAt = now.subtract({ minutes: came });
        const leftAt = stayed === null ? null : arrivedAt.add({ minutes: stayed });
        if (leftAt === null || Temporal.Instant.compare(leftAt, now) > 0) inside += 1;
        await visit({ arrivedAt, leftAt });
      }
      const { figure } = await spaceNow({ ...manager, now }, space.slug);
      const registered = figure?.source === "visits" ? figure.people : 0;
      expect(registered).toBe(inside);
    }),
    { numRuns: cases(12, 50) },
  );
});

test("a place that nobody counts says so, and one that is not there is not found", async ({
  ctx,
  given,
}) => {
  const { slug } = await given.space();
  expect(await occupancyNow({ ...ctx, actor: { kind: "visitor" } }, slug)).toMatchObject({
    band: null,
  });
  await expect(occupancyNow(ctx, "nowhere")).rejects.toMatchObject({ kind: "not_found" });
});

test("of a lone visitor nothing can be seen, whoever counts", async ({ ctx, given }) => {
  for (const kind of ["count", "in_out", null] as const) {
    const { space, visitor, say, visit } = await world(ctx, given, kind ?? "count");
    if (!kind) await ctx.db.delete(counterDevices).where(eq(counterDevices.spaceId, space.id));
    const seen = async (minutes: number) => {
      const now = ELEVEN.add({ minutes });
      const all = await occupancyNow({ ...visitor, now }, space.slug);
      return [
        all,
        await bandsOf({ ...visitor, now }, [space.slug]),
        await publicPeople({ ...visitor, now }, space.slug),
      ];
    };
    const before = [await seen(0), await seen(7), await seen(15)];
    const arrived = { minutes: 1, ...(kind === "in_out" ? { in: 1, out: 0 } : { count: 1 }) };
    if (kind) await say([arrived]);
    await visit({ arrivedAt: ELEVEN.subtract({ minutes: 5 }) });
    expect([await seen(0), await seen(7), await seen(15)], String(kind)).toEqual(before);
    // With many it says so: the test would see a difference.
    for (let person = 0; person < 36; person += 1)
      await visit({ arrivedAt: ELEVEN.subtract({ minutes: 5 }) });
    if (kind)
      await say([{ minutes: 0, ...(kind === "in_out" ? { in: 37, out: 0 } : { count: 38 }) }]);
    expect(await seen(15), String(kind)).not.toEqual(before[2]);
  }
});

test("ten who arrive between two quarters are one change, at the quarter", async ({
  ctx,
  given,
}) => {
  const { space, visitor, say } = await world(ctx, given, "count");
  await say([{ minutes: 1, count: 9 }]);
  const at = (minutes: number) =>
    occupancyNow({ ...visitor, now: ELEVEN.add({ minutes }) }, space.slug);
  expect(await at(0)).toMatchObject({ band: "quiet", atLeast: null });
  for (let arrival = 1; arrival <= 10; arrival += 1) {
    await say([{ minutes: -arrival, count: 9 + arrival }], ELEVEN.add({ minutes: arrival }));
    const told = await at(arrival + 1);
    expect(told).toMatchObject({ band: "quiet", atLeast: null, observedAt: ELEVEN.toString() });
  }
  expect(await at(15)).toMatchObject({ band: "busy", atLeast: 15 });
});

test("a researcher hears what everybody hears: they did not count", async ({ ctx, given }) => {
  const { space, manager, say } = await world(ctx, given, "count");
  await say([{ minutes: 2, count: 18 }]);
  const researcher = given.as(manager, await given.person([{ role: "researcher", spaceId: null }]));
  expect(await occupancyNow(researcher, space.slug)).not.toHaveProperty("people");
  expect(await occupancyNow(manager, space.slug)).toHaveProperty("people");
});
