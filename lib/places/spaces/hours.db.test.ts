import { expect } from "vitest";
import { bookingsOutsideHours } from "#lib/booking/bookings/no-longer-fits.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import { test } from "#testing/database.ts";
import {
  exceptionsOf,
  markOfException,
  markOfHours,
  marksOfDays,
  removeException,
  seenDays,
  setException,
  setUsualHours,
} from "./hours.ts";
import { refreshOpenings } from "./openings.ts";
import { findSpace } from "./queries.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (roomId: string, start: string, end: string) => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const day = Temporal.PlainDate.from("2026-03-03");
const closed = { reason: { code: "booking.space_closed" } };

test("other hours on one day hold for search and booking at once, survive the night, and end when taken away", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const manager = given.as(ctx, await given.staff(space.id));
  await refreshOpenings(ctx.db, ctx.now);
  const early = await requestBooking(ctx, asked(room.id, "09:00", "10:00"));

  await setException(manager, space.id, { day, hours: [["14:00", "20:00"]], reason: "Market" });
  for (const again of [false, true]) {
    if (again) await refreshOpenings(ctx.db, ctx.now);
    const found = await findAvailability(ctx, {
      ...asked(room.id, "10:00", "11:00"),
      roomId: room.id,
    });
    expect(found.items).toEqual([]);
    await expect(requestBooking(ctx, asked(room.id, "10:00", "11:00"))).rejects.toMatchObject(
      closed,
    );
  }
  await expect(requestBooking(ctx, asked(room.id, "18:30", "19:30"))).resolves.toBeTruthy();
  expect(await exceptionsOf(ctx, space)).toEqual([
    { day: "2026-03-03", hours: "14:00-20:00", reason: "Market" },
  ]);
  expect((await bookingsOutsideHours(manager, space.id)).map(({ id }) => id)).toEqual([early.id]);

  await setException(manager, space.id, { day, hours: [], reason: "" });
  await expect(requestBooking(ctx, asked(room.id, "15:00", "16:00"))).rejects.toMatchObject(closed);
  await removeException(manager, space.id, "2026-03-03");
  await expect(requestBooking(ctx, asked(room.id, "15:00", "16:00"))).resolves.toBeTruthy();
  expect(await exceptionsOf(ctx, space)).toEqual([]);
});

test.for<[string, string, string, string, string | null]>([
  ["end in the hour that is skipped", "2026-03-29", "01:00", "02:45", "02:45"],
  ["begin in it", "2026-03-29", "02:00", "06:00", "02:00"],
  ["end as it begins", "2026-03-29", "01:00", "02:00", null],
  ["end there a day later", "2026-03-30", "01:00", "02:45", null],
])("hours that %s", async ([, text, from, to, time], { ctx, given }) => {
  const space = await given.space();
  const manager = given.as(ctx, await given.staff(space.id));
  const exception = {
    day: Temporal.PlainDate.from(text),
    hours: [[from, to] as [string, string]],
    reason: "",
  };
  const setting = setException(manager, space.id, exception);
  if (time === null) return expect(setting).resolves.toBeUndefined();
  await expect(setting).rejects.toMatchObject({ reason: { code: "spaces.time_skipped", time } });
});

test("hours that a colleague has set since they were seen are not written over", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const manager = given.as(ctx, await given.staff(space.id));
  const hours = (from: string) => ({
    week: Array.from({ length: 7 }, () => [[from, "17:00"] as [string, string]]),
    closedOnHolidays: false,
  });
  const seen = async () => markOfHours((await findSpace(ctx, space.slug)) ?? expect.fail());
  const both = await seen();
  await setUsualHours(manager, space.id, hours("08:00"), both);
  await expect(setUsualHours(manager, space.id, hours("09:00"), both)).rejects.toMatchObject({
    reason: { code: "common.changed_meanwhile" },
  });
  await setUsualHours(manager, space.id, hours("09:00"), await seen());
  expect((await findSpace(ctx, space.slug))?.openingHours).toContain("09:00");
});

test("hours of one day that a colleague has set since they were seen are neither written over nor taken away", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const manager = given.as(ctx, await given.staff(space.id));
  const changed = { reason: { code: "common.changed_meanwhile" } };
  const hours = (from: string, on = day) => ({
    day: on,
    hours: [[from, "17:00"]] as [string, string][],
    reason: "",
  });
  const seen = async () => seenDays.parse(marksOfDays(await exceptionsOf(ctx, space)));
  const none = await seen();
  await setException(manager, space.id, hours("08:00"), none);
  await expect(setException(manager, space.id, hours("09:00"), none)).rejects.toMatchObject(
    changed,
  );
  // Of another day nothing has changed.
  await setException(manager, space.id, hours("09:00", day.add({ days: 1 })), none);
  const both = await seen();
  await setException(manager, space.id, hours("10:00"), both);
  await expect(setException(manager, space.id, hours("11:00"), both)).rejects.toMatchObject(
    changed,
  );
  const text = day.toString();
  const remove = (mark: string | undefined) => removeException(manager, space.id, text, mark);
  await expect(remove(both.get(text))).rejects.toMatchObject(changed);
  expect((await exceptionsOf(ctx, space)).map((each) => each.hours)).toEqual([
    "10:00-17:00",
    "09:00-17:00",
  ]);
  const [now] = await exceptionsOf(ctx, space);
  const mark = markOfException(now ?? expect.fail());
  await remove(mark);
  // Gone is gone, whoever did it.
  await remove(mark);
  // Gone meanwhile, for whoever would change it.
  await expect(setException(manager, space.id, hours("12:00"), both)).rejects.toMatchObject(
    changed,
  );
});

test("managers set the hours of a week; nobody else, and not for a day that is over", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const manager = given.as(ctx, await given.staff(space.id));
  const helper = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
  const week = Array.from({ length: 7 }, (_, weekday) =>
    weekday === 1 ? [["10:00", "12:00"] as [string, string]] : [],
  );
  await expect(
    setUsualHours(helper, space.id, { week, closedOnHolidays: true }),
  ).rejects.toMatchObject({
    kind: "forbidden",
  });
  await setUsualHours(manager, space.id, { week, closedOnHolidays: true });
  await expect(requestBooking(ctx, asked(room.id, "10:00", "12:00"))).resolves.toBeTruthy();
  await expect(requestBooking(ctx, asked(room.id, "12:00", "13:00"))).rejects.toMatchObject(closed);
  const past = { day: Temporal.PlainDate.from("2026-03-01"), hours: [], reason: "" };
  await expect(setException(manager, space.id, past)).rejects.toMatchObject({
    reason: { code: "spaces.day_not_ahead" },
  });
});
