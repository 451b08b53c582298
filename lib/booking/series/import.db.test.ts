import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
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
  report.map(({ uid, outcome, booked, left, reason }) => [
    uid,
    outcome,
    booked,
    left,
    reason?.code,
  ]);

test("a trial run says what would happen, books nothing, and then it happens; twice is once", async ({
  ctx: visitor,
  given,
}) => {
  const room = await given.room();
  const ctx = given.as(
    visitor,
    await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
  );
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
    ["twice", "none", 0, 1, "booking.slot_taken"],
    ["night", "none", 0, 1, "booking.space_closed"],
    ["mars", "none", 0, 1, "series.event_zone"],
  ]);
  expect(await count()).toBe(1);

  const real = await importCalendar(ctx, FILE, { roomId: room.id, people: 4, dryRun: false });
  expect(lines(real)).toEqual(lines(trial));
  expect(await count()).toBe(5);

  for (const dryRun of [true, false])
    expect(
      lines(await importCalendar(ctx, FILE, { roomId: room.id, people: 4, dryRun })).slice(0, 2),
    ).toEqual([
      ["choir", "known", 0, 0, undefined],
      ["talk", "known", 0, 0, undefined],
    ]);
  expect(await count()).toBe(5);
  await expect(
    importCalendar(visitor, FILE, { roomId: room.id, people: 4, dryRun: true }),
  ).rejects.toMatchObject({
    kind: "forbidden",
  });
});

const calendar = (lines: string, method = "PUBLISH") =>
  `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nMETHOD:${method}\n${lines}\nEND:VCALENDAR\n`.replaceAll(
    "\n",
    "\r\n",
  );
const talk = (hour: number, more = "") => `BEGIN:VEVENT
UID:talk
SUMMARY:Talk
DTSTART:20260304T${hour}0000Z
DTEND:20260304T${hour + 1}0000Z
${more}END:VEVENT`;
const choir = (hour: number, more = "") => `BEGIN:VEVENT
UID:choir
SUMMARY:Choir
DTSTART;TZID=Europe/Brussels:20260303T${hour}0000
DTEND;TZID=Europe/Brussels:20260303T${hour + 1}0000
RRULE:FREQ=WEEKLY;COUNT=4
${more}END:VEVENT`;

describe("a file that comes again", () => {
  async function imports(visitor: Context, given: Given) {
    const room = await given.room();
    const ctx = given.as(
      visitor,
      await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
    );
    /** The trial run and the run itself: they say the same. */
    const take = async (text: string, anew = false) => {
      const input = { roomId: room.id, people: 4, anew };
      const trial = await importCalendar(ctx, text, { ...input, dryRun: true });
      const real = await importCalendar(ctx, text, { ...input, dryRun: false });
      expect(lines(real)).toEqual(lines(trial));
      return lines(real);
    };
    const standing = async () => {
      const { rows } = await ctx.db.execute<{ start: string; id: string }>(sql`
        select id, to_char(lower(during) at time zone 'Europe/Brussels', 'MM-DD HH24:MI') as start
        from booking where status = 'confirmed' order by during`);
      return rows;
    };
    return {
      ctx,
      take,
      standing,
      starts: async () => (await standing()).map(({ start }) => start),
    };
  }

  test("books nothing that was cancelled since, unless it is asked to", async ({
    ctx: visitor,
    given,
  }) => {
    const { ctx, take, standing, starts } = await imports(visitor, given);
    expect(await take(calendar(talk(13)))).toEqual([["talk", "all", 1, 0, undefined]]);
    const [first] = await standing();
    await cancelBooking(ctx, first!.id);
    expect(await take(calendar(talk(13)))).toEqual([
      ["talk", "none", 0, 1, "series.event_known_cancelled"],
    ]);
    expect(await starts()).toEqual([]);
    expect(await take(calendar(talk(13)), true)).toEqual([["talk", "all", 1, 0, undefined]]);
    expect(await starts()).toEqual(["03-04 14:00"]);
  });

  test("moves a booking and a series to the hours of the file", async ({ ctx: visitor, given }) => {
    const { take, standing, starts } = await imports(visitor, given);
    await take(calendar(`${talk(13)}\n${choir(10)}`));
    const before = (await standing()).map(({ id }) => id);
    expect(await take(calendar(`${talk(14)}\n${choir(11)}`))).toEqual([
      ["talk", "moved", 1, 0, undefined],
      ["choir", "moved", 4, 0, undefined],
    ]);
    expect(await starts()).toEqual([
      "03-03 11:00",
      "03-04 15:00",
      "03-10 11:00",
      "03-17 11:00",
      "03-24 11:00",
    ]);
    expect((await standing()).map(({ id }) => id)).toEqual(before);
    const without = choir(11, "EXDATE;TZID=Europe/Brussels:20260310T110000\n");
    expect(await take(calendar(without))).toEqual([["choir", "moved", 3, 0, undefined]]);
    expect(await starts()).toEqual(["03-03 11:00", "03-04 15:00", "03-17 11:00", "03-24 11:00"]);
  });

  test("takes back what it says is cancelled: a whole, or one date", async ({
    ctx: visitor,
    given,
  }) => {
    const { take, starts } = await imports(visitor, given);
    await take(calendar(`${talk(13)}\n${choir(10)}`));
    expect(await take(calendar(talk(13, "STATUS:CANCELLED\n")))).toEqual([
      ["talk", "cancelled", 1, 0, undefined],
    ]);
    const oneDate = `BEGIN:VEVENT
UID:choir
RECURRENCE-ID;TZID=Europe/Brussels:20260310T100000
DTSTART;TZID=Europe/Brussels:20260310T100000
END:VEVENT`;
    expect(await take(calendar(oneDate, "CANCEL"))).toEqual([
      ["choir", "cancelled", 1, 0, undefined],
    ]);
    expect(await starts()).toEqual(["03-03 10:00", "03-17 10:00", "03-24 10:00"]);
    expect(await take(calendar(choir(10), "CANCEL"))).toEqual([
      ["choir", "cancelled", 3, 0, undefined],
    ]);
    expect(await take(calendar(choir(10), "CANCEL"))).toEqual([
      ["choir", "none", 0, 1, "series.event_cancelled"],
    ]);
    expect(await starts()).toEqual([]);
  });
});
