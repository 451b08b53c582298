import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { requestBooking } from "#lib/booking/requesting.ts";
import { test } from "#lib/fixtures/database.ts";
import { importCalendar } from "./import.ts";

const FILE = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:choir
SUMMARY:Choir
DTSTART;TZID=Europe/Brussels:20260303T100000
DTEND;TZID=Europe/Brussels:20260303T120000
RRULE:FREQ=WEEKLY;COUNT=4
END:VEVENT
BEGIN:VEVENT
UID:talk
SUMMARY:Talk
DTSTART:20260304T130000Z
DTEND:20260304T140000Z
END:VEVENT
BEGIN:VEVENT
UID:twice
SUMMARY:At the same time
DTSTART:20260304T133000Z
DTEND:20260304T143000Z
END:VEVENT
BEGIN:VEVENT
UID:night
SUMMARY:When it is closed
DTSTART:20260304T220000Z
DTEND:20260304T230000Z
END:VEVENT
BEGIN:VEVENT
UID:mars
SUMMARY:Elsewhere
DTSTART;TZID=Mars/Olympus:20260304T220000
DURATION:PT1H
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");

const lines = (report: Awaited<ReturnType<typeof importCalendar>>) =>
  report.map(({ uid, outcome, booked, left, reason }) => [uid, outcome, booked, left, reason?.code]);

test("a trial run says what would happen, books nothing, and then it happens; twice is once", async ({
  ctx: visitor,
  given,
}) => {
  const room = await given.room();
  const ctx = given.as(visitor, await given.person([{ role: "facilitator", spaceId: room.spaceId }]));
  const start = Temporal.Instant.from("2026-03-10T09:30:00Z");
  await requestBooking(ctx, {
    roomId: room.id,
    start,
    end: start.add({ minutes: 60 }),
    people: 2,
    equipment: [],
    purpose: "",
  });
  const count = async () => {
    const { rows } = await ctx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from booking where status = 'confirmed'`,
    );
    return rows[0]?.count;
  };

  const trial = await importCalendar(ctx, FILE, { roomId: room.id, people: 4, dryRun: true });
  expect(lines(trial)).toEqual([
    ["choir", "some", 3, 1, "booking.slot_taken"],
    ["talk", "all", 1, 0, undefined],
    ["twice", "none", 0, 1, "series.event_overlaps"],
    ["night", "none", 0, 1, "booking.space_closed"],
    ["mars", "none", 0, 1, "series.event_zone"],
  ]);
  expect(await count()).toBe(1);

  const real = await importCalendar(ctx, FILE, { roomId: room.id, people: 4, dryRun: false });
  expect(lines(real)).toEqual(
    lines(trial).map(([uid, ...rest]) =>
      uid === "twice" ? [uid, "none", 0, 1, "booking.slot_taken"] : [uid, ...rest],
    ),
  );
  expect(await count()).toBe(5);

  await importCalendar(ctx, FILE, { roomId: room.id, people: 4, dryRun: false });
  expect(await count()).toBe(5);
  await expect(
    importCalendar(visitor, FILE, { roomId: room.id, people: 4, dryRun: true }),
  ).rejects.toMatchObject({
    kind: "forbidden",
  });
});
