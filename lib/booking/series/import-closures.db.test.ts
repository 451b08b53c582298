import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { closuresOf } from "#lib/booking/closures/closures.ts";
import { test } from "#testing/database.ts";
import { importClosures } from "./import-closures.ts";

const FILE = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:easter
SUMMARY:Easter holidays
DTSTART;VALUE=DATE:20260406
DTEND;VALUE=DATE:20260411
END:VEVENT
BEGIN:VEVENT
UID:cleaning
SUMMARY:Cleaning
DTSTART;TZID=Europe/Brussels:20260306T090000
DTEND;TZID=Europe/Brussels:20260306T110000
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Europe/Brussels:20260313T090000
END:VEVENT
BEGIN:VEVENT
UID:past
SUMMARY:Long ago
DTSTART;VALUE=DATE:20250406
END:VEVENT
BEGIN:VEVENT
UID:forever
SUMMARY:Five hundred years
DTSTART:20260310T090000Z
DTEND:25260310T090000Z
END:VEVENT
BEGIN:VEVENT
UID:silent
DTSTART;VALUE=DATE:20260420
END:VEVENT
BEGIN:VEVENT
UID:typo
SUMMARY:Typo
DTSTART;VALUE=DATE:20260420
RRULE:FREQ=WEKLY;COUNT=2
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");

const lines = (report: Awaited<ReturnType<typeof importClosures>>) =>
  report.map(({ uid, outcome, booked, reason, displaced }) => [
    uid,
    outcome,
    booked,
    reason?.code,
    displaced.length,
  ]);

const REFUSED = [
  ["past", "none", 0, "booking.in_the_past", 0],
  ["forever", "none", 0, "booking.closure_too_long", 0],
  ["silent", "none", 0, "booking.closure_needs_reason", 0],
  ["typo", "none", 0, "series.rule_value", 0],
];

test("a calendar file closes rooms: looked at first, cancelling nobody who was not shown, and twice is once", async ({
  ctx: visitor,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const ctx = given.as(visitor, await given.staff(space.id));
  const book = (start: string) =>
    requestBooking(visitor, {
      roomId: room.id,
      start: Temporal.Instant.from(start),
      end: Temporal.Instant.from(start).add({ hours: 1 }),
      people: 2,
      equipment: [],
      purpose: "Choir",
    });
  const inTheWay = await book("2026-03-20T08:30:00Z");
  await book("2026-03-13T08:30:00Z");
  const input = { space: space.slug, roomIds: [], seen: [], dryRun: true };
  const closed = async () => {
    const { rows } = await ctx.db.execute<{ line: string }>(sql`
      select to_char(lower(part) at time zone 'Europe/Brussels', 'MM-DD HH24:MI') || ' ' || to_char(upper(part) at time zone 'Europe/Brussels', 'MM-DD HH24:MI') as line
      from closure cross join unnest(windows) as part order by part`);
    return rows.map(({ line }) => line);
  };
  const statusOf = async (id: string) =>
    (await ctx.db.execute<{ status: string }>(sql`select status from booking where id = ${id}`))
      .rows[0]?.status;

  const look = await importClosures(ctx, FILE, input);
  expect(lines(look)).toEqual([
    ["easter", "all", 1, undefined, 0],
    ["cleaning", "all", 4, undefined, 1],
    ...REFUSED,
  ]);
  expect(look[1]?.displaced).toMatchObject([{ id: inTheWay.id, title: "Choir" }]);
  expect(await closed()).toEqual([]);

  const careful = await importClosures(ctx, FILE, { ...input, dryRun: false });
  expect(lines(careful)).toEqual([
    ["easter", "all", 1, undefined, 0],
    ["cleaning", "none", 0, "series.event_displaces", 1],
    ...REFUSED,
  ]);
  expect(await closed()).toEqual(["04-06 00:00 04-11 00:00"]);
  expect(await statusOf(inTheWay.id)).toBe("confirmed");

  const bold = await importClosures(ctx, FILE, { ...input, seen: [inTheWay.id], dryRun: false });
  expect(lines(bold).slice(0, 2)).toEqual([
    ["easter", "none", 0, "series.event_closed_already", 0],
    ["cleaning", "all", 4, undefined, 1],
  ]);
  // The summer hour began between the third and the fourth Friday: it is still nine o'clock.
  expect(await closed()).toEqual([
    "03-06 09:00 03-06 11:00",
    "03-20 09:00 03-20 11:00",
    "03-27 09:00 03-27 11:00",
    "04-03 09:00 04-03 11:00",
    "04-06 00:00 04-11 00:00",
  ]);
  expect(await statusOf(inTheWay.id)).toBe("cancelled");
  await expect(book("2026-04-07T09:00:00Z")).rejects.toMatchObject({
    reason: { code: "booking.room_is_closed", why: "Easter holidays" },
  });
  await expect(importClosures(visitor, FILE, input)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(importClosures(ctx, FILE, { ...input, space: "nowhere" })).rejects.toMatchObject({
    reason: { code: "spaces.unknown" },
  });
});

test("a file that comes again moves its closures, takes them back, and closes nothing twice", async ({
  ctx: visitor,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const ctx = given.as(visitor, await given.staff(space.id));
  const file = (day: string, more = "") =>
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:h\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:${day}\r\nDURATION:P2D\r\n${more}END:VEVENT\r\nEND:VCALENDAR\r\n`;
  const input = { space: space.slug, roomIds: [room.id], seen: [] };
  /** The trial run and the run itself: they say the same. */
  const take = async (text: string, anew = false) => {
    const trial = lines(await importClosures(ctx, text, { ...input, anew, dryRun: true }));
    expect(lines(await importClosures(ctx, text, { ...input, anew, dryRun: false }))).toEqual(
      trial,
    );
    const { rows } = await ctx.db.execute<{ day: string }>(sql`
      select to_char(lower(during) at time zone 'Europe/Brussels', 'MM-DD') || ' ' || to_char(upper(during) at time zone 'Europe/Brussels', 'MM-DD') as day
      from allocation where kind = 'closure' and active order by during`);
    return [...(trial[0]?.slice(1, 4) ?? []), ...rows.map(({ day }) => day)];
  };
  expect(await take(file("20260406"))).toEqual(["all", 1, undefined, "04-06 04-08"]);
  expect(await take(file("20260406"))).toEqual([
    "none",
    0,
    "series.event_closed_already",
    "04-06 04-08",
  ]);
  expect((await take(file("20260407"))).slice(0, 3)).toEqual(["moved", 1, undefined]);
  const [standing] = await closuresOf(ctx, space.id);
  expect(standing?.windows.map(({ start, end }) => `${start}/${end}`)).toEqual([
    "2026-04-06T22:00:00Z/2026-04-08T22:00:00Z",
  ]);
  expect(await closuresOf(ctx, space.id)).toHaveLength(1);
  // The day that it left is free, the day that both had stayed closed.
  const book = (day: string) => {
    const start = Temporal.Instant.from(`2026-04-${day}T09:00:00Z`);
    const asked = {
      roomId: room.id,
      start,
      end: start.add({ hours: 1 }),
      people: 2,
      equipment: [],
      purpose: "",
    };
    return requestBooking(visitor, asked);
  };
  await expect(book("07")).rejects.toMatchObject({ reason: { code: "booking.room_is_closed" } });
  await expect(book("06")).resolves.toMatchObject({ status: "confirmed" });

  expect(await take(file("20260407", "STATUS:CANCELLED\r\n"))).toEqual(["cancelled", 1, undefined]);
  expect(await take(file("20260407"))).toEqual(["none", 0, "series.event_known_cancelled"]);
  expect((await take(file("20260407"), true)).slice(0, 3)).toEqual(["all", 1, undefined]);
  expect(await closuresOf(ctx, space.id)).toHaveLength(1);
});
