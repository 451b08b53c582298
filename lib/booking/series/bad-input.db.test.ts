import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { bookingRequest } from "#lib/booking/bookings/schema.ts";
import { type ClosurePlan, closeRooms } from "#lib/booking/closures/closures.ts";
import { ALL_KEPT, brokenPromises } from "#lib/cli/invariants.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { test } from "#testing/database.ts";
import { bookSeries } from "./commands.ts";
import { importCalendar } from "./import.ts";
import { type Choice, seriesInput } from "./schema.ts";

const REFUSE: Choice = { decisions: [], onConflict: "refuse" };
const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (time: string, day = 3) => Temporal.Instant.from(`2026-03-0${day}T${time}:00+01:00`);
const event = (...lines: string[]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//x//x//EN",
    "BEGIN:VEVENT",
    "UID:1",
    "DTSTART:20260303T100000",
    "DURATION:PT1H",
  ]
    .concat(lines, ["END:VEVENT", "END:VCALENDAR", ""])
    .join("\r\n");

test("what nobody should ask for is refused with a reason, nothing is half done, and the service goes on", async ({
  ctx,
  given,
}) => {
  const { id: roomId, spaceId } = await given.room({ maxMinutes: 600 });
  await given.stock(spaceId, { quantity: 5 });
  const staff = given.as(ctx, await given.staff(spaceId));
  const asked = {
    roomId,
    start: at("10:00"),
    end: at("11:00"),
    people: 1,
    equipment: [],
    purpose: "",
  };
  const series = (rule: string) => ({
    ...{ roomId, rule, people: 1, equipment: [], purpose: "", extraStarts: [], excludedStarts: [] },
    ...{ firstStart: wall("2026-03-03T12:00"), firstEnd: wall("2026-03-03T13:00") },
  });
  const closure: ClosurePlan = {
    ...{ spaceId, roomIds: [roomId], reason: "x", repeat: "once", until: null },
    ...{ from: wall("2026-03-04T09:00"), to: wall("2026-03-04T18:00") },
  };
  await closeRooms(staff, closure, []);
  const gone = await requestBooking(ctx, asked);
  await cancelBooking(ctx, gone.id);
  const kept = await requestBooking(ctx, asked);
  const held = async () =>
    (
      await ctx.db.execute(
        sql`select booking_id, resource_id, during::text from allocation order by 1, 2, 3`,
      )
    ).rows;
  const before = await held();

  const laptops = (quantity: number) => ({
    ...asked,
    start: at("14:00"),
    end: at("15:00"),
    equipment: [{ kind: "laptop", quantity }],
  });
  const into = (day: number, more = {}) => ({
    start: at("10:00", day),
    end: at("11:00", day),
    people: 1,
    version: 1,
    ...more,
  });
  const refusals: [what: string, () => Promise<unknown>][] = [
    ["a series of 100,000", () => bookSeries(staff, series("FREQ=DAILY;COUNT=100000"), REFUSE)],
    [
      "a series of 500 years",
      () => bookSeries(staff, series("FREQ=YEARLY;UNTIL=25260303T110000Z"), REFUSE),
    ],
    ["a rule with a typo", () => bookSeries(staff, series("FREQ=DAYLY;COUNT=2"), REFUSE)],
    [
      "a booking of 500 years",
      () => requestBooking(ctx, { ...asked, end: Temporal.Instant.from("2526-03-03T10:00:00Z") }),
    ],
    ["a billion laptops", () => requestBooking(ctx, laptops(1e9))],
    ["moving into a closure", () => changeBooking(ctx, kept.id, into(4))],
    ["changing what was cancelled", () => changeBooking(ctx, gone.id, into(3, { version: 2 }))],
    [
      "changing what somebody else changed",
      () => changeBooking(ctx, kept.id, into(3, { version: 7 })),
    ],
    [
      "a file of 50 MB",
      () =>
        importCalendar(staff, event(`DESCRIPTION:${"x".repeat(50_000_000)}`), {
          roomId,
          people: 1,
          dryRun: false,
        }),
    ],
  ];
  for (const [what, run] of refusals) {
    const error = await run().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error, what).toBeInstanceOf(DomainError);
    expect((error as DomainError).status, what).toBeLessThan(500);
  }
  // A file is a report, event by event.
  const bomb = event(
    "RRULE:FREQ=DAILY;COUNT=3",
    ...Array.from(
      { length: 50_000 },
      (_, day) =>
        `EXDATE:2026${String(1 + (day % 12)).padStart(2, "0")}01T${String(day % 24).padStart(2, "0")}0000`,
    ),
  );
  const report = await importCalendar(staff, bomb, { roomId, people: 1, dryRun: true }).catch(
    (error: unknown) => error,
  );
  if (!Array.isArray(report)) expect(report).toBeInstanceOf(DomainError);

  for (const quantity of [-1, 0, 1e9, 1.5])
    expect(
      bookingRequest.safeParse({
        ...laptops(quantity),
        start: "2026-03-03T10:00:00Z",
        end: "2026-03-03T11:00:00Z",
      }).success,
    ).toBe(false);
  expect(
    seriesInput.safeParse({
      ...series("FREQ=DAILY;COUNT=2"),
      extraStarts: Array.from({ length: 400 }, () => "2026-03-03T10:00"),
    }).success,
  ).toBe(false);

  expect(await held()).toEqual(before);
  expect(await brokenPromises(ctx.db)).toEqual({ ...ALL_KEPT, brokenChains: expect.any(Number) });
  await expect(requestBooking(ctx, laptops(5))).resolves.toMatchObject({ status: "confirmed" });
}, 60_000);
