import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { personLines } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { counterDevices, readings } from "#db/schema/occupancy.ts";
import { visits } from "#db/schema/presence.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cases } from "#testing/cases.ts";
import { NOW, test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { refreshUse, refreshUseBetween } from "./refresh.ts";

/** A week and a half after a Monday morning. */
const LATER = NOW.add({ hours: 24 * 10 });

/** A day of these, on the clock of Kortrijk in winter. */
const at = (day: number, hour: number, minute = 0) =>
  NOW.add({ hours: 24 * day + hour - 7 }).add({ minutes: minute });

async function house(ctx: Context, given: Given) {
  const space = await given.space();
  const spaceId = space.id;
  const left = await given.room({ spaceId, name: "Left", capacity: 10 });
  const right = await given.room({ spaceId, name: "Right", capacity: 20 });
  const hall = await given.room({
    spaceId,
    name: "Hall",
    capacity: 30,
    madeOf: [left.id, right.id],
  });
  const { personId } = await given.person();
  const device = async (kind: "count" | "in_out", roomId: string | null) => {
    const [made] = await ctx.db
      .insert(counterDevices)
      .values({ spaceId, roomId, kind, name: "x", sensorId: randomUUID(), tokenHash: randomUUID() })
      .returning({ id: counterDevices.id });
    return made?.id ?? "";
  };
  return { db: ctx.db, spaceId, personId, rooms: [left.id, right.id, hall.id], device };
}

/** Every line that says something, as numbers and texts. */
async function linesOf(
  db: Database,
  table: "use_hour" | "use_month" | "use_year",
  spaceId: string,
) {
  const { rows } = await db.execute<Record<string, string | number | null>>(sql`
    select line.* from ${sql.raw(table)} line where space_id = ${spaceId}
      and (booked_minutes + missed_minutes + attended_minutes > 0 or open_minutes > 0)
    order by (to_jsonb(line) - 'capacity')::text`);
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))
    .filter(
      (row) =>
        !row.room_id ||
        Number(row.booked_minutes) + Number(row.missed_minutes) > 0 ||
        row.attended_minutes ||
        row.sensed_mean !== undefined,
    )
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "number" ? Number(value.toPrecision(4)) : String(value),
        ]),
      ),
    )
    .sort((one, other) => JSON.stringify(keyOf(one)).localeCompare(JSON.stringify(keyOf(other))));
}

function keyOf({ room_id, hour, month, year, grain, value }: Record<string, unknown>) {
  return [room_id, hour, month, year, grain, value];
}

const slot = {
  day: fc.nat(9),
  hour: fc.integer({ min: 8, max: 18 }),
  minute: fc.constantFrom(0, 20, 45),
};
const pick = fc.nat(2);
const step = fc.oneof(
  fc.record({
    kind: fc.constant("book"),
    ...slot,
    room: pick,
    other: fc.option(pick),
    people: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ kind: fc.constant("move"), which: fc.nat(9), ...slot, room: pick }),
  fc.record({
    kind: fc.constant("decide"),
    which: fc.nat(9),
    status: fc.constantFrom("confirmed", "cancelled", "missed"),
  }),
  fc.record({
    kind: fc.constant("visit"),
    ...slot,
    room: fc.option(pick),
    minutes: fc.integer({ min: 1, max: 150 }),
  }),
  fc.record({
    kind: fc.constant("leave later"),
    which: fc.nat(9),
    minutes: fc.integer({ min: 1, max: 150 }),
  }),
  fc.record({ kind: fc.constant("hold session"), ...slot, room: fc.option(pick) }),
  fc.record({
    kind: fc.constant("fill sheet"),
    which: fc.nat(9),
    lines: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant("call off"), which: fc.nat(9) }),
  fc.record({ kind: fc.constant("count"), ...slot, people: fc.nat(12) }),
  fc.record({ kind: fc.constant("pass"), ...slot, in: fc.nat(8), out: fc.nat(8) }),
  fc.record({ kind: fc.constant("refresh") }),
);

type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

/**
 * Does these to a house that has been lived in, bringing its use up to date between them and after
 * them.
 */
async function live(house: Awaited<ReturnType<typeof houseOf>>, steps: Step[]) {
  const { db, spaceId, personId, rooms, counter, door } = house;
  const booked: string[] = [];
  const seen: { id: string; arrivedAt: Temporal.Instant }[] = [];
  const held: string[] = [];
  const during = ({ day, hour, minute }: { day: number; hour: number; minute: number }) => ({
    start: at(day, hour, minute),
    end: at(day, hour, minute).add({ minutes: 90 }),
  });
  const roomOf = (index: number | null) => (index === null ? null : (rooms[index] ?? null));
  const one = <Kept>(list: Kept[], which: number) => list[which % Math.max(1, list.length)];
  for (const did of steps) {
    if (did.kind === "book") {
      const id = randomUUID();
      const others = did.other === null || did.other === did.room ? [] : [rooms[did.other] ?? ""];
      await db.insert(bookings).values({
        id,
        spaceId,
        roomId: rooms[did.room] ?? "",
        otherRooms: others,
        during: during(did),
        people: did.people,
        bookedBy: personId,
      });
      booked.push(id);
    } else if (did.kind === "move") {
      const id = one(booked, did.which);
      if (id)
        await db
          .update(bookings)
          .set({ during: during(did), roomId: rooms[did.room] ?? "", otherRooms: [] })
          .where(eq(bookings.id, id));
    } else if (did.kind === "decide") {
      const id = one(booked, did.which);
      if (id) await db.update(bookings).set({ status: did.status }).where(eq(bookings.id, id));
    } else if (did.kind === "visit") {
      const id = randomUUID();
      const arrivedAt = during(did).start;
      await db.insert(visits).values({
        id,
        spaceId,
        roomId: roomOf(did.room === 2 ? 1 : did.room),
        arrivedAt,
        leftAt: arrivedAt.add({ minutes: did.minutes }),
        source: "kiosk",
      });
      seen.push({ id, arrivedAt });
    } else if (did.kind === "leave later") {
      const visit = one(seen, did.which);
      if (visit)
        await db
          .update(visits)
          .set({ leftAt: visit.arrivedAt.add({ minutes: did.minutes }) })
          .where(eq(visits.id, visit.id));
    } else if (did.kind === "hold session") {
      const roomId = roomOf(did.room);
      const [booking] = roomId
        ? await db
            .insert(bookings)
            .values({ spaceId, roomId, during: during(did), people: 8, bookedBy: personId })
            .returning({ id: bookings.id })
        : [];
      const id = randomUUID();
      await db.insert(sessions).values({
        id,
        spaceId,
        bookingId: booking?.id,
        facilitatorId: personId,
        title: { en: "x" },
        topic: "first_steps",
        modality: "in_person",
        language: "nl",
        places: 12,
        during: during(did),
      });
      held.push(id);
    } else if (did.kind === "fill sheet") {
      const id = one(held, did.which);
      if (!id) continue;
      await db
        .insert(personLines)
        .values(
          Array.from({ length: did.lines }, () => ({ id: randomUUID(), spaceId, sessionId: id })),
        );
      await db
        .update(sessions)
        .set({ sheetVersion: sql`sheet_version + 1` })
        .where(eq(sessions.id, id));
    } else if (did.kind === "call off") {
      const id = one(held, did.which);
      if (id) await db.update(sessions).set({ status: "cancelled" }).where(eq(sessions.id, id));
    } else if (did.kind === "count" || did.kind === "pass") {
      const observedAt = during(did).start;
      await db
        .insert(readings)
        .values({
          deviceId: did.kind === "count" ? counter : door,
          key: observedAt.toString(),
          spaceId,
          observedAt,
          ...(did.kind === "count" ? { count: did.people } : { in: did.in, out: did.out }),
        })
        .onConflictDoNothing();
    } else {
      await refreshUse(db, LATER);
    }
  }
  await refreshUse(db, LATER);
}

async function houseOf(ctx: Context, given: Given) {
  const made = await house(ctx, given);
  return {
    ...made,
    counter: await made.device("count", made.rooms[0] ?? null),
    door: await made.device("in_out", null),
  };
}

test("brought up to date again and again, use is what it is when it is worked out whole", async ({
  ctx,
  given,
}) => {
  const tables = ["use_hour", "use_month", "use_year"] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const lived = await houseOf(ctx, given);
      const { db, spaceId } = lived;
      // One after the other, as they share a connection.
      const linesOfAll = async () => {
        const lines: Record<string, unknown> = {};
        for (const table of tables) lines[table] = await linesOf(db, table, spaceId);
        return lines;
      };
      await refreshUseBetween(db, NOW, LATER);
      await live(lived, steps);
      const kept = await linesOfAll();
      for (const table of tables)
        await db.execute(sql`delete from ${sql.raw(table)} where space_id = ${spaceId}`);
      await refreshUseBetween(db, NOW, LATER);
      const whole = await linesOfAll();
      expect(kept).toEqual(whole);
      await db.execute(
        sql`update counter_device set revoked_at = now() where space_id = ${spaceId}`,
      );
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? cases(6, 40)) },
  );
}, 180_000);

test("a joined room is used through its parts, and a second room beside the first", async ({
  ctx,
  given,
}) => {
  const { db, spaceId, personId, rooms } = await house(ctx, given);
  const [left, right, hall] = rooms;
  const book = (day: number, roomId: string, change: Partial<typeof bookings.$inferInsert> = {}) =>
    db.insert(bookings).values({
      spaceId,
      roomId,
      during: { start: at(day, 10), end: at(day, 11) },
      people: 15,
      bookedBy: personId,
      ...change,
    });
  await book(0, hall ?? "");
  await book(1, left ?? "", { otherRooms: [right ?? ""] });
  await refreshUseBetween(db, NOW, LATER);
  const { rows } = await db.execute(sql`
    select room_id as room, booked_minutes::int as minutes, booked_people_minutes::int as people from use_hour
    where space_id = ${spaceId} and booked_minutes > 0 order by hour, people`);
  expect(rows).toEqual(
    [0, 1].flatMap(() => [
      { room: left, minutes: 60, people: 300 },
      { room: right, minutes: 60, people: 600 },
      { room: null, minutes: 60, people: 900 },
    ]),
  );
});

test("who stays while others go fills the hour once", async ({ ctx, given }) => {
  const { db, spaceId } = await house(ctx, given);
  for (const [from, until] of [
    [0, 20],
    [10, 30],
    [45, 60],
  ] as const)
    await db.insert(visits).values({
      id: randomUUID(),
      spaceId,
      arrivedAt: at(0, 10, from),
      leftAt: at(0, 10, until),
      source: "kiosk",
    });
  await refreshUseBetween(db, NOW, LATER);
  const { rows } = await db.execute(sql`
    select attended_minutes::int as minutes, attended_people_minutes::int as people from use_hour where space_id = ${spaceId} and attended_minutes > 0`);
  expect(rows).toEqual([{ minutes: 45, people: 55 }]);
});

test("what a door missed is forgotten when the place closes, and one door is as good as another", async ({
  ctx,
  given,
}) => {
  const { db, spaceId, device } = await house(ctx, given);
  const [front, back] = [await device("in_out", null), await device("in_out", null)];
  const pass = (deviceId: string, when: Temporal.Instant, arrived: number, out: number) =>
    db.insert(readings).values({
      deviceId,
      key: when.toString(),
      spaceId,
      observedAt: when,
      in: arrived,
      out,
    });
  await pass(front, at(0, 10, 30), 9, 0);
  await pass(back, at(0, 11, 30), 0, 4);
  // Five were never seen leaving; the place closed at 18:00. Somebody cleans until 19:00.
  await pass(front, at(0, 18, 30), 1, 0);
  await pass(front, at(1, 9, 30), 2, 0);
  await refreshUseBetween(db, NOW, LATER);
  const { rows } = await db.execute<{ hour: string; mean: number }>(sql`
    select to_char(hour at time zone 'Europe/Brussels', 'DD HH24') as hour, sensed_mean as mean from use_hour
    where space_id = ${spaceId} and sensed_mean is not null order by use_hour.hour`);
  expect(rows).toEqual([
    { hour: "02 10", mean: 9 },
    { hour: "02 11", mean: 5 },
    { hour: "02 18", mean: 1 },
    { hour: "03 09", mean: 3 },
  ]);
});

test("the hours of a year are drawn once from when a space is open", async ({ ctx, given }) => {
  const { db, spaceId } = await house(ctx, given);
  await db.execute(sql`set local track_functions = 'all'`);
  await refreshUseBetween(db, NOW.subtract({ hours: 24 * 365 }), NOW, [spaceId]);
  const { rows: open } = await db.execute<{ hours: number }>(
    sql`select count(*)::int as hours from use_hour where space_id = ${spaceId}`,
  );
  const { rows: drawn } = await db.execute<{ calls: number }>(
    sql`select calls::int from pg_stat_xact_user_functions where funcname = 'hours_of'`,
  );
  expect(open[0]?.hours).toBeGreaterThan(1_000);
  // Once for an opening, of which there is one a day or two.
  expect(drawn[0]?.calls).toBeLessThan(1_000);
});
