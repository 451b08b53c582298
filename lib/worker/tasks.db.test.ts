import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { askForClosure, readClosure } from "#lib/booking/closures/closure-task.ts";
import {
  askForImport,
  isLongImport,
  readImport,
  takeLookedAt,
} from "#lib/booking/series/import-task.ts";
import { failureOf, findTask, runNextTask } from "#lib/foundation/platform/queues/tasks.ts";
import { test } from "#testing/database.ts";
import { allTasks } from "./tasks.ts";

const handlers = await allTasks();

// The worker's clock is the real one: days are counted from it.
const now = Temporal.Now.instant();
const today = now.toZonedDateTimeISO("Europe/Brussels").toPlainDate();
const openDays = (spaceId: string) => sql`
  insert into opening (space_id, during) select ${spaceId}, tstzrange(
    (day::date + time '08:00') at time zone 'Europe/Brussels', (day::date + time '20:00') at time zone 'Europe/Brussels')
  from generate_series(${today.toString()}::date, ${today.add({ days: 200 }).toString()}::date, interval '1 day') as day`;
const compact = (day: Temporal.PlainDate) => day.toString().replaceAll("-", "");

const file = (events: string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${events.join("")}END:VCALENDAR\r\n`;
const event = (uid: string, start: Temporal.PlainDate, rule = "") =>
  `BEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:${uid}\r\nDTSTART:${compact(start)}T100000\r\nDURATION:PT1H\r\n${rule}END:VEVENT\r\n`;

test("a file is looked at by the worker, taken when whoever asked says so, once, and says what part of a series is meant", async ({
  ctx: visitor,
  given,
}) => {
  const space = await given.space();
  await visitor.db.execute(sql`delete from opening where space_id = ${space.id}`);
  await visitor.db.execute(openDays(space.id));
  const room = await given.room({ spaceId: space.id, horizonDays: 60 });
  const ctx = {
    ...given.as(visitor, await given.person([{ role: "facilitator", spaceId: space.id }])),
    now,
  };
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const text = file([
    event("endless", monday.subtract({ weeks: 160 }), "RRULE:FREQ=WEEKLY\r\n"),
    event("over", monday.subtract({ weeks: 160 }), "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
    ...Array.from({ length: 60 }, (_, day) => event(`lesson-${day}`, monday.add({ days: 8 }))),
  ]);
  const input = {
    text,
    as: "bookings" as const,
    space: space.slug,
    roomId: room.id,
    people: 2,
    dryRun: true,
    seen: [],
    anew: false,
  };
  expect(isLongImport(input)).toBe(true);
  expect(isLongImport({ ...input, text: file([event("one", today)]) })).toBe(false);
  const { personId } = ctx.actor as { personId: string };
  const bookings = async () => {
    const { rows } = await ctx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from booking where room_id = ${room.id}`,
    );
    return rows[0]?.count ?? 0;
  };

  const id = await askForImport(ctx, input, "form");
  expect(await askForImport(ctx, input, "form")).toBe(id);
  await expect(takeLookedAt(ctx, id, { cancel: false, anew: false })).rejects.toMatchObject({
    kind: "not_found",
  });
  await runNextTask(ctx.db, handlers);
  const looked = await findTask(ctx.db, id, personId);
  const report = looked && readImport(looked).events;
  expect(await bookings()).toBe(0);
  const coming = report?.[0];
  expect(coming).toMatchObject({ uid: "endless", outcome: "all" });
  const first = Temporal.PlainDate.from(coming?.cut?.from ?? "");
  const last = Temporal.PlainDate.from(coming?.cut?.until ?? "");
  expect([first.dayOfWeek, last.dayOfWeek]).toEqual([1, 1]);
  expect(first.since(today).days).toBeLessThan(8);
  expect(today.add({ days: 60 }).since(last).days).toBeLessThan(8);
  expect(coming?.booked).toBe(first.until(last, { largestUnit: "weeks" }).weeks + 1);
  expect(report?.[1]).toMatchObject({ outcome: "none", reason: { code: "booking.in_the_past" } });

  const taken = await takeLookedAt(ctx, id, { cancel: false, anew: false });
  expect(await takeLookedAt(ctx, id, { cancel: false, anew: false })).toBe(taken);
  await runNextTask(ctx.db, handlers);
  const done = await findTask(ctx.db, taken, personId);
  expect(done && readImport(done).events).toEqual(report);
  expect(await bookings()).toBe((coming?.booked ?? 0) + 1);
  expect(await runNextTask(ctx.db, handlers)).toBe(false);
});

test("a closure with many bookings is made by the worker; one whose bookings changed meanwhile changes nothing, and says so", async ({
  ctx: visitor,
  given,
}) => {
  const space = await given.space();
  await visitor.db.execute(sql`delete from opening where space_id = ${space.id}`);
  await visitor.db.execute(openDays(space.id));
  const room = await given.room({ spaceId: space.id });
  const day = today.add({ days: 10 });
  const book = async (hour: number) => {
    const start = day
      .toZonedDateTime({ timeZone: "Europe/Brussels", plainTime: { hour } })
      .toInstant();
    const asked = {
      roomId: room.id,
      start,
      end: start.add({ hours: 1 }),
      people: 2,
      equipment: [],
      purpose: "",
    };
    return (await requestBooking({ ...visitor, now }, asked)).id;
  };
  const seen = [await book(9), await book(10), await book(11)];
  const ctx = { ...given.as(visitor, await given.staff(space.id)), now };
  const { personId } = ctx.actor as { personId: string };
  const input = {
    spaceId: space.id,
    space: space.slug,
    rooms: [room.id],
    day: day.toString(),
    from: "00:00",
    lastDay: "",
    to: "24:00",
    repeat: "once" as const,
    until: "",
    reason: "Painting",
    seen,
  };
  const tooLate = await askForClosure(ctx, { ...input, seen: seen.slice(1) }, "first form");
  await runNextTask(ctx.db, handlers);
  const failed = await findTask(ctx.db, tooLate, personId);
  expect(failed && failureOf(failed)).toEqual({ code: "booking.closure_list_changed" });
  const standing = async () => {
    const { rows } = await ctx.db.execute<{ count: number }>(
      sql`select count(*)::int as count from booking where room_id = ${room.id} and status = 'confirmed'`,
    );
    return rows[0]?.count;
  };
  expect(await standing()).toBe(3);

  const id = await askForClosure(ctx, input, "second form");
  await runNextTask(ctx.db, handlers);
  const made = await findTask(ctx.db, id, personId);
  expect(made && readClosure(made).done).toMatchObject({ cancelled: 3 });
  expect(await standing()).toBe(0);
});

test("whoever lost their role meanwhile has nothing done in their name", async ({
  ctx: visitor,
  given,
}) => {
  const room = await given.room();
  const ctx = given.as(
    visitor,
    await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
  );
  const { personId } = ctx.actor as { personId: string };
  const input = { text: file([]), as: "bookings" as const, space: "x", roomId: room.id, people: 1 };
  const id = await askForImport(ctx, { ...input, dryRun: true, seen: [], anew: false }, "form");
  await ctx.db.execute(sql`delete from role_assignment where person_id = ${personId}`);
  await runNextTask(ctx.db, handlers);
  const task = await findTask(ctx.db, id, personId);
  expect(task && failureOf(task)).toMatchObject({ code: "identity.not_allowed" });
});
