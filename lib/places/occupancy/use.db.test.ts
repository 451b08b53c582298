import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { stockAllocations } from "#db/schema/allocation.ts";
import { attendances, personLines, tallyCells } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { counterDevices, readings, useHours, useMarks } from "#db/schema/occupancy.ts";
import { visits } from "#db/schema/presence.ts";
import { publishedUse } from "#db/schema/research.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { busyHours } from "./busy-hours.ts";
import { foreseen, meanError } from "./forecast.ts";
import { publishUse } from "./publish.ts";
import { refreshUse, refreshUseBetween } from "./refresh.ts";
import { yearOfUse } from "./use.ts";

/** Monday 9 March, when the week before is over. */
const LATER = NOW.add({ hours: 24 * 7 });

/** A day of this week, on the clock of Kortrijk in winter. */
const at = (day: number, hour: number, minute = 0) =>
  NOW.add({ hours: 24 * day + hour - 7 }).add({ minutes: minute });

async function week(ctx: Context, given: Given) {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id, capacity: 10 });
  const manager = given.as(
    { ...ctx, now: LATER },
    await given.person([{ role: "manager", spaceId: space.id }]),
  );
  const { personId } = await given.person();
  const book = (day: number, hour: number, change: Partial<typeof bookings.$inferInsert> = {}) =>
    ctx.db
      .insert(bookings)
      .values({
        spaceId: space.id,
        roomId: room.id,
        during: { start: at(day, hour), end: at(day, hour + 2) },
        people: 5,
        bookedBy: personId,
        ...change,
      })
      .returning({ id: bookings.id });
  const refresh = () => refreshUseBetween(ctx.db, NOW, LATER);
  const counter = async (roomId: string | null = null) => {
    const [device] = await ctx.db
      .insert(counterDevices)
      .values({
        spaceId: space.id,
        roomId,
        kind: "count",
        name: "x",
        sensorId: randomUUID(),
        tokenHash: randomUUID(),
      })
      .returning();
    return (observedAt: Temporal.Instant, count: number) =>
      ctx.db.insert(readings).values({
        deviceId: device!.id,
        key: observedAt.toString(),
        spaceId: space.id,
        observedAt,
        count,
      });
  };
  return { space, room, manager, book, refresh, counter };
}

test("frequency, occupancy and utilisation are those of their definition", async ({
  ctx,
  given,
}) => {
  const { space, room, manager, book, refresh } = await week(ctx, given);
  await book(0, 10);
  await book(1, 14, { people: 10 });
  await book(2, 10, { status: "cancelled" });
  await book(3, 10, { status: "missed" });
  await refresh();

  const use = await yearOfUse(manager, { year: 2026, space: space.slug });
  // Seven days from 9 to 18: 63 hours; two of them with 5 of 10, two with 10 of 10.
  const expected = { frequency: 4 / 63, occupancy: 0.75, utilisation: 3 / 63 };
  for (const line of [
    use.whole,
    ...[use.total, use.room, use.month].flatMap((lines) => lines.slice(0, 1)),
  ]) {
    expect(line.openHours).toBe(63);
    expect(line.missedHours).toBe(2);
    for (const [name, share] of Object.entries(expected))
      expect(line.shares.booked[name as keyof typeof expected], name).toBeCloseTo(share, 5);
    expect(line.missedShare).toBeCloseTo(2 / 6, 5);
    expect(line.shares.attended).toMatchObject({ frequency: 0, occupancy: null, utilisation: 0 });
    expect(line.shares.sensed).toMatchObject({
      frequency: null,
      occupancy: null,
      utilisation: null,
    });
  }
  expect(use.room[0]?.key).toBe(room.id);
  expect(use.weekday.map(({ key, openHours }) => [key, openHours])).toEqual(
    ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, 9]),
  );
  expect(use.weekday[0]?.shares.booked.frequency).toBeCloseTo(2 / 9, 5);
  expect(use.hour.map(({ key }) => key)).toEqual([
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
  ]);
  expect(use.hour[1]?.shares.booked.frequency).toBeCloseTo(1 / 7, 5);
});

test("booked, attended and sensed stand side by side", async ({ ctx, given }) => {
  const { space, room, manager, book, refresh, counter } = await week(ctx, given);
  await book(0, 10);
  const unused = await given.room({ spaceId: space.id, name: "Unused" });
  const come = async (until: number) => {
    for (let person = 0; person < 4; person += 1)
      await ctx.db.insert(visits).values({
        id: randomUUID(),
        spaceId: space.id,
        roomId: room.id,
        arrivedAt: at(0, 10),
        leftAt: at(0, until),
        source: "kiosk",
      });
  };
  await come(11);
  const say = await counter(room.id);
  for (const hour of [10, 11, 12, 13]) {
    await say(at(0, hour, 5), 3);
    await say(at(0, hour, 35), 5);
  }
  await say(at(0, 14, 5), 0);
  await refresh();

  const read = async () => (await yearOfUse(manager, { year: 2026, space: space.slug })).room;
  const [line, empty] = await read();
  expect(line?.shares.booked.frequency).toBeCloseTo(2 / 63, 5);
  expect(line?.shares.attended.frequency).toBeCloseTo(1 / 63, 5);
  // Five hours were watched; in four of them there were four people on average.
  expect(line?.shares.sensed.frequency).toBeCloseTo(0.8, 5);
  expect(line?.shares.sensed.occupancy).toBeCloseTo(0.4, 5);
  expect(empty).toMatchObject({
    key: unused.id,
    openHours: 63,
    shares: { booked: { frequency: 0 } },
  });
  // One hour is one meeting: how many came to it is not told. Four hours are.
  expect(line?.shares.attended).toMatchObject({
    occupancy: null,
    utilisation: null,
    isWithheld: true,
  });
  await ctx.db.delete(visits);
  await come(14);
  await refresh();
  expect((await read())[0]?.shares.attended.occupancy).toBeCloseTo(0.4, 5);
});

test("those of a session are ticked, written as lines or tallied: each counts as one", async ({
  ctx,
  given,
}) => {
  const { space, manager, book, refresh } = await week(ctx, given);
  const during = { start: at(0, 10), end: at(0, 14) };
  const [booking] = await book(0, 10, { during });
  const [session] = await ctx.db
    .insert(sessions)
    .values({
      spaceId: space.id,
      bookingId: booking?.id,
      facilitatorId: (await given.person()).personId,
      title: { en: "Mail" },
      topic: "communication",
      modality: "in_person",
      language: "en",
      places: 10,
      during,
    })
    .returning();
  const there = { spaceId: space.id, sessionId: session!.id };
  await ctx.db.insert(attendances).values({ ...there, personId: (await given.person()).personId });
  await ctx.db.insert(personLines).values({ ...there, id: randomUUID() });
  await ctx.db.insert(tallyCells).values({
    ...there,
    gender: "woman",
    ageBand: "not_asked",
    labourStatus: "inactive",
    people: 6,
  });
  await refresh();

  const [line] = (await yearOfUse(manager, { year: 2026, space: space.slug })).room;
  expect(line?.shares.attended.occupancy).toBeCloseTo(0.8, 5);
});

test("what changes further back is marked, and worked out again; twice is once", async ({
  ctx,
  given,
}) => {
  const { space, manager, book, refresh } = await week(ctx, given);
  const [made] = await book(0, 10);
  await refresh();
  const read = async () =>
    (await yearOfUse(manager, { year: 2026, space: space.slug })).total[0]?.shares.booked.frequency;
  expect(await read()).toBeCloseTo(2 / 63, 5);

  await ctx.db.update(bookings).set({ status: "missed" }).where(eq(bookings.id, made!.id));
  expect(await ctx.db.$count(useMarks, eq(useMarks.spaceId, space.id))).toBeGreaterThanOrEqual(2);
  await refreshUse(ctx.db, LATER);
  expect(await read()).toBe(0);
  expect(await ctx.db.$count(useMarks)).toBe(0);
  const hours = await ctx.db.$count(useHours);
  await refreshUse(ctx.db, LATER);
  expect(await ctx.db.$count(useHours)).toBe(hours);
});

test("what was made of readings outlives them", async ({ ctx, given }) => {
  const { space, manager, refresh, counter } = await week(ctx, given);
  const say = await counter();
  await say(at(0, 10, 5), 6);
  await refresh();
  await ctx.db.delete(readings);
  await refresh();
  const [line] = (await yearOfUse(manager, { year: 2026, space: space.slug })).total;
  expect(line?.shares.sensed.frequency).toBe(1);
});

test("a manager sees their own spaces, a learner none, a researcher no single space", async ({
  ctx,
  given,
}) => {
  const { space, manager, refresh } = await week(ctx, given);
  const other = await given.space();
  await refresh();
  const keys = async (who: Context) =>
    (await yearOfUse(who, { year: 2026 })).total.map(({ key }) => key);
  expect(await keys(manager)).toEqual([space.id]);
  const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  for (const { slug } of [space, other])
    await expect(yearOfUse(researcher, { year: 2026, space: slug })).rejects.toMatchObject({
      kind: "forbidden",
    });
  await expect(foreseen(researcher, space)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(yearOfUse(manager, { year: 2026, space: other.slug })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(yearOfUse(ctx, { year: 2026 })).rejects.toMatchObject({ kind: "forbidden" });
});

/** A week in which each half hour that is booked is booked by another person. */
async function bookedByOthers(ctx: Context, given: Given) {
  const { space, room, refresh } = await week(ctx, given);
  const book = async (hour: number) =>
    ctx.db.insert(bookings).values({
      spaceId: space.id,
      roomId: room.id,
      during: { start: at(0, hour), end: at(0, hour, 30) },
      people: 1,
      bookedBy: (await given.person()).personId,
    });
  return { space, refresh, book };
}

test("outsiders read what was booked in a region from five people on, when the month is closed", async ({
  ctx,
  given,
}) => {
  const { space, refresh, book } = await bookedByOthers(ctx, given);
  const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  const read = async (day: string) => {
    const now = Temporal.Instant.from(`${day}T12:00:00Z`);
    await ctx.db.delete(useMarks);
    await publishUse(ctx.db, now);
    return yearOfUse({ ...researcher, now }, { year: 2026 });
  };
  for (const hour of [9, 10, 11, 12, 13]) await book(hour);
  await refresh();
  expect((await read("2026-04-29")).total).toEqual([]);
  const { total, month, room: rooms, weekday, hour, equipment } = await read("2026-05-02");
  expect(total).toMatchObject([{ key: space.region, missedHours: null }]);
  expect(month.map(({ key }) => key)).toEqual(["3"]);
  expect([rooms, weekday, hour, equipment]).toEqual([[], [], [], []]);
  expect(total[0]?.shares.booked.frequency).toBeGreaterThan(0);
  for (const series of ["attended", "sensed"] as const)
    expect(total[0]?.shares[series]).toMatchObject({
      frequency: null,
      occupancy: null,
      isWithheld: true,
    });
  expect(total[0]?.shares.booked.occupancy).toBeNull();

  // One of the five goes: what was read stays as it was.
  const [one] = await ctx.db.select({ id: bookings.id }).from(bookings).limit(1);
  await ctx.db.delete(bookings).where(eq(bookings.id, one!.id));
  await refreshUseBetween(ctx.db, at(0, 0), at(1, 0));
  expect((await read("2026-05-03")).total).toEqual(total);
});

test("who looks at the use of rooms publishes nothing, and a month that is still worked out waits", async ({
  ctx,
  given,
}) => {
  const { space, refresh, book } = await bookedByOthers(ctx, given);
  const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  const now = Temporal.Instant.from("2026-05-02T12:00:00Z");
  const read = async () => (await yearOfUse({ ...researcher, now }, { year: 2026 })).total;
  for (const hour of [9, 10, 11, 12, 13]) await book(hour);
  await refresh();
  expect(await read()).toEqual([]);
  expect(await ctx.db.$count(publishedUse)).toBe(0);
  // Each booking marks the hours that it changes.
  expect(await publishUse(ctx.db, now)).toBe(0);
  await ctx.db.delete(useMarks);
  expect(await publishUse(ctx.db, now)).toBe(1);
  expect(await publishUse(ctx.db, now)).toBe(0);
  expect(await read()).toMatchObject([{ key: space.region }]);
});

test("a month in which four had booked when it was published is never told", async ({
  ctx,
  given,
}) => {
  const { refresh, book } = await bookedByOthers(ctx, given);
  const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  const read = async () => {
    const now = Temporal.Instant.from("2026-05-02T12:00:00Z");
    await ctx.db.delete(useMarks);
    await publishUse(ctx.db, now);
    return yearOfUse({ ...researcher, now }, { year: 2026 });
  };
  for (const hour of [9, 10, 11, 12]) await book(hour);
  await refresh();
  expect((await read()).total).toEqual([]);
  await book(13);
  await refreshUseBetween(ctx.db, at(0, 0), at(1, 0));
  expect((await read()).total).toEqual([]);
});

test("a busy hour is the median of the weeks, and hidden under four of them", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  await given.room({ spaceId: space.id, capacity: 20 });
  const hour = (weeks: number, hourOfDay: number, mean: number) =>
    ctx.db.execute(sql`insert into use_hour (space_id, hour, day, weekday, hour_of_day, capacity, open_minutes, sensed_mean)
      values (${space.id}, ${NOW.subtract({ hours: weeks * 168 })
        .add({ hours: hourOfDay })
        .toString()}::timestamptz, ${"2026-02-02"}::date, 1, ${hourOfDay}, 20, 60, ${mean})`);
  for (const [weeks, mean] of [2, 2, 11, 19, 19].entries()) await hour(weeks + 1, 10, mean);
  for (const weeks of [1, 2, 3]) await hour(weeks, 11, 8);
  // The week that runs is not told of, nor those long past.
  for (const weeks of [0, 9]) await hour(weeks, 11, 8);
  // Fewer than ten are quiet, also where they are nearly half.
  for (const weeks of [1, 2, 3, 4]) await hour(weeks, 12, 9);
  expect(await busyHours(ctx, space)).toEqual([
    { weekday: 1, hour: 10, band: "busy" },
    { weekday: 1, hour: 11, band: null },
    { weekday: 1, hour: 12, band: "quiet" },
  ]);
});

test("equipment is used by the pieces and hours that were booked, of those there are", async ({
  ctx,
  given,
}) => {
  const { space, manager, book, refresh } = await week(ctx, given);
  const laptops = await given.stock(space.id);
  const [made] = await book(0, 10);
  await ctx.db.insert(stockAllocations).values({
    spaceId: space.id,
    resourceId: laptops.id,
    bookingId: made!.id,
    quantity: 6,
    during: { start: at(0, 10), end: at(0, 12, 15) },
  });
  await refresh();
  const { equipment } = await yearOfUse(manager, { year: 2026, space: space.slug });
  expect(equipment).toEqual([
    { kind: "laptop", pieces: 12, bookings: 1, pieceHours: 12, share: 12 / (12 * 63) },
  ]);
});

test("what was foreseen stands beside what came, day by day", async ({ ctx, given }) => {
  const { space, room, manager, book, refresh, counter } = await week(ctx, given);
  const say = await counter();
  // On the five Mondays before this one there were six at eleven; on the sixth, ten.
  for (const weeks of [1, 2, 3, 4, 5]) await say(at(-7 * weeks, 11, 5), weeks === 5 ? 10 : 6);
  await say(at(0, 11, 5), 8);
  await refreshUseBetween(ctx.db, NOW.subtract({ hours: 24 * 40 }), NOW);
  await book(0, 10);
  await book(6, 10, { status: "missed" });
  const [held] = await book(1, 10);
  const { personId } = await given.person();
  const sessionId = randomUUID();
  await ctx.db.insert(sessions).values({
    id: sessionId,
    spaceId: space.id,
    bookingId: held!.id,
    facilitatorId: personId,
    title: { en: "x" },
    topic: "first_steps",
    modality: "in_person",
    language: "nl",
    places: 12,
    during: { start: at(1, 10), end: at(1, 12) },
  });
  for (let person = 0; person < 3; person += 1)
    await ctx.db
      .insert(enrolments)
      .values({ spaceId: space.id, sessionId, personId: (await given.person()).personId });
  await ctx.db.insert(visits).values({
    id: randomUUID(),
    spaceId: space.id,
    roomId: room.id,
    arrivedAt: at(0, 10),
    leftAt: at(0, 13),
    source: "kiosk",
  });
  await book(8, 10);
  await refresh();

  const days = await foreseen(manager, space);
  expect(days).toHaveLength(14);
  // Monday: a booking of five for two hours; at eleven usually six; one came for three hours, eight
  // were counted.
  expect(days[0]).toEqual({ day: "2026-03-02", booked: 10, usual: 6, attended: 3, sensed: 8 });
  // Tuesday: the enrolled count, not the places.
  expect(days[1]).toMatchObject({ booked: 6, usual: null, attended: 0, sensed: null });
  expect(days[6]).toMatchObject({ booked: 10 });
  // Today and later: only what is to be expected.
  expect(days[7]).toMatchObject({ day: "2026-03-09", usual: 6, attended: null, sensed: null });
  expect(days[8]).toMatchObject({ booked: 10, attended: null });
  expect(meanError(days, "usual", "sensed")).toBe(2);
  expect(meanError(days.slice(8), "booked", "attended")).toBeNull();
  await expect(foreseen(ctx, space)).rejects.toMatchObject({ kind: "forbidden" });
});
