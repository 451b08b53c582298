import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { personLines } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { counterDevices, readings } from "#db/schema/occupancy.ts";
import { visits } from "#db/schema/presence.ts";
import { sessions } from "#db/schema/sessions.ts";
import { NOW, test } from "#testing/database.ts";
import { attendedHours, bookedHours, sensedHours, usedHours } from "./used-hours.ts";

/** A minute of the first day, counted from 10 o'clock. */
const at = (minutes: number) => NOW.add({ hours: 3, minutes });
const during = (from: number, until: number) => ({ start: at(from), end: at(until) });

/**
 * What a query finds for the two hours from 10 o'clock: the hour's number, the room, and its
 * figures.
 */
async function foundIn(db: Database, spaceId: string, query: SQL) {
  await db.execute(sql`create temporary table due_hour (space_id uuid, hour timestamptz)`);
  for (const minutes of [0, 60])
    await db.execute(
      sql`insert into due_hour values (${spaceId}, ${at(minutes).toString()}::timestamptz)`,
    );
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select to_jsonb(found) - 'space_id' - 'hour' || jsonb_build_object('hour',
      extract(epoch from hour - ${at(0).toString()}::timestamptz) / 3600) as found
    from (${query}) found order by hour, room_id nulls last`);
  await db.execute(sql`drop table due_hour`);
  return rows.map(({ found }) => found);
}

test("what is booked counts by the minute, and a combined room as its parts, by seats", async ({
  ctx: { db },
  given,
}) => {
  const space = await given.space();
  const small = await given.room({ spaceId: space.id, capacity: 10 });
  const large = await given.room({ spaceId: space.id, capacity: 20 });
  const hall = await given.room({ spaceId: space.id, capacity: 30, madeOf: [small.id, large.id] });
  const { personId: bookedBy } = await given.person();
  const booking = { spaceId: space.id, bookedBy, people: 6 };
  await db.insert(bookings).values([
    { ...booking, roomId: hall.id, during: during(30, 90) },
    { ...booking, roomId: small.id, during: during(90, 120), status: "missed" },
    { ...booking, roomId: small.id, during: during(0, 30), status: "cancelled" },
  ]);
  const rooms = [small.id, large.id].toSorted();
  const line = (hour: number, room_id: string | null, people: number) => ({
    ...{ hour, room_id, minutes: 30, people_minutes: 30 * people },
    missed: hour === 1 && room_id !== large.id ? 30 : null,
  });
  const peopleOf = (room: string) => (room === small.id ? 2 : 4);
  expect(await foundIn(db, space.id, bookedHours())).toEqual(
    [0, 1].flatMap((hour) => [
      ...rooms.map((room) => line(hour, room, peopleOf(room))),
      line(hour, null, 6),
    ]),
  );
});

test("who was there counts by the list of a session in its room, and by visits of free use", async ({
  ctx: { db },
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const { personId } = await given.person();
  const [booking] = await db
    .insert(bookings)
    .values({
      ...{ spaceId: space.id, roomId: room.id, bookedBy: personId, people: 8 },
      during: during(0, 60),
    })
    .returning({ id: bookings.id });
  const [session] = await db
    .insert(sessions)
    .values({
      ...{ spaceId: space.id, bookingId: booking?.id, facilitatorId: personId, title: { en: "x" } },
      ...{ topic: "first_steps", modality: "in_person", language: "nl", places: 12 },
      during: during(30, 60),
    })
    .returning({ id: sessions.id });
  const sheet = { spaceId: space.id, sessionId: session?.id ?? "" };
  await db.insert(personLines).values([1, 2, 3].map(() => ({ ...sheet, id: randomUUID() })));
  const visit = { spaceId: space.id, source: "kiosk" } as const;
  await db.insert(visits).values([
    { ...visit, id: randomUUID(), arrivedAt: at(0), leftAt: at(40) },
    { ...visit, id: randomUUID(), arrivedAt: at(80), leftAt: at(90), roomId: room.id },
  ]);
  expect(await foundIn(db, space.id, attendedHours())).toEqual([
    { hour: 0, room_id: room.id, minutes: 30, people_minutes: 90 },
    { hour: 0, room_id: null, minutes: 60, people_minutes: 130 },
    { hour: 1, room_id: room.id, minutes: 10, people_minutes: 10 },
    { hour: 1, room_id: null, minutes: 10, people_minutes: 10 },
  ]);
});

test("counters of people add up, and doors are walked through: never below nobody", async ({
  ctx: { db },
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const device = async (kind: "count" | "in_out", roomId: string | null) => {
    const names = { name: "x", sensorId: randomUUID(), tokenHash: randomUUID() };
    const [made] = await db
      .insert(counterDevices)
      .values({ spaceId: space.id, roomId, kind, ...names })
      .returning({ id: counterDevices.id });
    return made?.id ?? "";
  };
  const [one, other] = [await device("count", room.id), await device("count", room.id)];
  const door = await device("in_out", null);
  const reading = (deviceId: string, minutes: number, said: object) => ({
    ...{ deviceId, spaceId: space.id, key: randomUUID(), observedAt: at(minutes) },
    ...said,
  });
  await db
    .insert(readings)
    .values([
      reading(one, 10, { count: 2 }),
      reading(one, 20, { count: 4 }),
      reading(other, 30, { count: 5 }),
      reading(door, 5, { in: 1, out: 4 }),
      reading(door, 70, { in: 7, out: 0 }),
      reading(door, 80, { in: 0, out: 2 }),
    ]);
  expect(await foundIn(db, space.id, sensedHours())).toEqual([
    { hour: 0, room_id: room.id, mean: 8, peak: 9, seen: 3 },
    { hour: 0, room_id: null, mean: 0, peak: 0, seen: 1 },
    { hour: 1, room_id: null, mean: 6, peak: 7, seen: 2 },
  ]);
  expect(await foundIn(db, space.id, usedHours())).toMatchObject([
    { hour: 0, room_id: room.id, mean: 8, booked: 0, attended: 0 },
    { hour: 0, room_id: null, mean: 0, peak: 0, seen: 1 },
    { hour: 1, room_id: null, mean: 6, peak: 7, seen: 2 },
  ]);
});
