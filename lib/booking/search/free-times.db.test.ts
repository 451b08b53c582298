import { describe, expect } from "vitest";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { test } from "#testing/database.ts";
import { findFreeTimes, hourly } from "./free-times.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const day = { start: at("00:00"), end: at("23:59") };
const starts = (times: { during: { start: Temporal.Instant } }[]) =>
  times.map(({ during }) =>
    during.start.toZonedDateTimeISO("Europe/Brussels").toPlainTime().toString().slice(0, 5),
  );

describe("free times of a space", () => {
  test("lie within its hours, and what is offered can be booked", async ({ ctx, given }) => {
    const space = await given.space();
    const room = await given.room({ spaceId: space.id, bufferMinutes: 15 });
    const input = { spaceSlug: space.slug, people: 4, minutes: 120, equipment: [] };
    const book = (start: Temporal.Instant) =>
      requestBooking(ctx, {
        roomId: room.id,
        start,
        end: start.add({ minutes: 120 }),
        people: 4,
        equipment: [],
        purpose: "",
      });

    const before = await findFreeTimes(ctx, input, day);
    expect(starts(before).at(0)).toBe("09:00");
    expect(starts(before).at(-1)).toBe("16:00");

    const { id } = await book(at("12:00"));
    const after = await findFreeTimes(ctx, input, day);
    expect(starts(after)).toEqual(["09:00", "09:30", "14:30", "15:00", "15:30", "16:00"]);
    for (const { during } of [after[1]!, after[2]!])
      await cancelBooking(ctx, (await book(during.start)).id);

    const moving = await findFreeTimes(ctx, { ...input, roomId: room.id, moving: id }, day);
    expect(starts(moving)).toEqual(starts(before));
  });

  test("need the room and the things that were asked for", async ({ ctx, given }) => {
    const space = await given.space();
    const small = await given.room({ spaceId: space.id, name: "Small", capacity: 4 });
    const large = await given.room({
      spaceId: space.id,
      name: "Large",
      capacity: 20,
      features: ["projector"],
    });
    const find = (people: number, kind?: string) =>
      findFreeTimes(
        ctx,
        {
          spaceSlug: space.slug,
          people,
          minutes: 60,
          equipment: kind ? [{ kind, quantity: 1 }] : [],
        },
        day,
      );
    const rooms = async (...input: Parameters<typeof find>) => [
      ...new Set((await find(...input)).map(({ roomId }) => roomId)),
    ];

    expect(await rooms(4)).toEqual([small.id]);
    expect(await rooms(5)).toEqual([large.id]);
    expect(await rooms(2, "projector")).toEqual([large.id]);
    expect(await rooms(21)).toEqual([]);
    expect(await rooms(2, "camera")).toEqual([]);
  });

  test("never lie in the past", async ({ ctx, given }) => {
    const space = await given.space();
    await given.room({ spaceId: space.id });
    const input = { spaceSlug: space.slug, people: 1, minutes: 60, equipment: [] };
    const times = await findFreeTimes({ ...ctx, now: at("15:20") }, input, day);
    expect(starts(times)).toEqual(["15:30", "16:00", "16:30", "17:00"]);
  });
});

test("a choice of times is an hour apart, and keeps what a clash pushed to the half hour", () => {
  const times = ["09:00", "09:30", "10:00", "11:30", "12:00", "12:30"].map((time) => ({
    during: { start: at(time), end: at(time).add({ hours: 1 }) },
  }));
  expect(starts(hourly(times))).toEqual(["09:00", "10:00", "11:30", "12:30"]);
});
