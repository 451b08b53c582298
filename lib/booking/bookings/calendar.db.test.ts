import { describe, expect } from "vitest";
import { closeRooms, reopen } from "#lib/booking/closures/closures.ts";
import { test } from "#testing/database.ts";
import { bookingsToday, calendarOf } from "./calendar.ts";
import { changeBooking } from "./commands.ts";
import { requestBooking } from "./requesting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-02T${time}:00+01:00`);
const day = { start: at("00:00"), end: at("23:59") };

describe("a space's calendar", () => {
  test("shows everybody that a room is taken, and what for to those who may know", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const room = await given.room({ spaceId: space.id });
    const staff = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
    const elsewhere = given.as(
      ctx,
      await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
    );
    const booked = {
      roomId: room.id,
      start: at("10:00"),
      end: at("11:00"),
      people: 3,
      equipment: [],
      purpose: "Mail",
    };
    const { id } = await requestBooking(ctx, booked);
    const seen = async (who: typeof ctx) => (await calendarOf(who, space.slug, day)).events;

    const taken = { id, resourceId: room.id, people: 3, version: 1 };
    expect(await seen(ctx)).toMatchObject([{ ...taken, title: "Mail", editable: true }]);
    expect(await seen(staff)).toMatchObject([{ ...taken, title: "Mail", editable: true }]);
    const visitor = { ...ctx, actor: { kind: "visitor" as const } };
    for (const outsider of [elsewhere, visitor])
      expect(await seen(outsider)).toEqual([
        {
          resourceId: room.id,
          start: expect.any(String),
          end: expect.any(String),
          title: null,
          editable: false,
        },
      ]);
    expect(Temporal.Instant.from((await seen(ctx))[0]!.start)).toEqual(at("10:00"));

    expect(await bookingsToday(staff)).toMatchObject([{ id, title: "Mail" }]);
    expect(await bookingsToday(elsewhere)).toEqual([]);
    await expect(bookingsToday(ctx)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

test("others see busy hours from today on: no people, nothing past, not where one booking ends and the next begins", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const book = (start: string, end: string, people: number) =>
    requestBooking(ctx, {
      roomId: room.id,
      start: at(start),
      end: at(end),
      people,
      equipment: [],
      purpose: "",
    });
  await book("10:00", "11:00", 3);
  await book("11:00", "12:00", 1);
  await book("15:00", "16:00", 2);
  const seen = async (now: Temporal.Instant) =>
    (await calendarOf({ ...ctx, now, actor: { kind: "visitor" } }, space.slug, day)).events.map(
      ({ start, end }) => [Temporal.Instant.from(start), Temporal.Instant.from(end)].map(String),
    );
  const busy = [
    ["10:00", "12:00"],
    ["15:00", "16:00"],
  ].map((times) => times.map((time) => String(at(time))));
  expect(await seen(at("17:00"))).toEqual(busy);
  expect(await seen(at("17:00").add({ hours: 24 }))).toEqual([]);
  expect(
    (await calendarOf({ ...ctx, now: at("17:00").add({ hours: 24 }) }, space.slug, day)).events,
  ).toHaveLength(3);
});

test("a calendar shows what is closed and why, and every room that a booking takes", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const other = await given.room({ spaceId: space.id, name: "Other" });
  const staff = given.as(ctx, await given.staff(space.id));
  const time = { start: at("10:00"), end: at("11:00") };
  const resources = [room.id, other.id];
  await requestBooking(ctx, {
    ...time,
    roomId: room.id,
    resources,
    people: 3,
    equipment: [],
    purpose: "",
  });
  const plan = {
    spaceId: space.id,
    roomIds: [other.id],
    from: Temporal.PlainDateTime.from("2026-03-02T12:00"),
    to: Temporal.PlainDateTime.from("2026-03-02T13:00"),
    repeat: "once" as const,
    until: null,
    reason: "Paint",
  };
  const { id } = await closeRooms(staff, plan, []);

  const { events } = await calendarOf(staff, space.slug, day);
  expect(events).toMatchObject([{ resourceId: room.id, otherRooms: [other.id] }]);
  const visitor = await calendarOf({ ...ctx, actor: { kind: "visitor" } }, space.slug, day);
  expect(new Set(visitor.events.map(({ resourceId }) => resourceId))).toEqual(new Set(resources));
  const { closures } = visitor;
  expect(closures).toMatchObject([{ id, resourceIds: [other.id], reason: "Paint" }]);
  expect(Temporal.Instant.from(closures[0]!.start)).toEqual(at("12:00"));
  await reopen(staff, id);
  expect((await calendarOf(ctx, space.slug, day)).closures).toEqual([]);
  await expect(calendarOf(ctx, "nowhere", day)).rejects.toMatchObject({ kind: "not_found" });
});

describe("a booking in another room", () => {
  test("is for staff of its space, within the space, and only where it is free", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const room = await given.room({ spaceId: space.id });
    const other = await given.room({ spaceId: space.id, name: "Other" });
    const foreign = await given.room();
    const staff = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
    const time = { start: at("10:00"), end: at("11:00"), people: 3 };
    const { id } = await requestBooking(ctx, {
      ...time,
      roomId: room.id,
      equipment: [],
      purpose: "",
    });
    const change = { ...time, version: 1 };

    await expect(changeBooking(ctx, id, { ...change, roomId: other.id })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(changeBooking(staff, id, { ...change, roomId: foreign.id })).rejects.toMatchObject(
      {
        reason: { code: "booking.unknown_room" },
      },
    );
    expect(await changeBooking(staff, id, { ...change, roomId: other.id })).toMatchObject({
      roomId: other.id,
      version: 2,
    });
    await requestBooking(ctx, { ...time, roomId: room.id, equipment: [], purpose: "" });
    await expect(
      changeBooking(staff, id, { ...change, version: 2, roomId: room.id }),
    ).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "booking.slot_taken" },
    });
  });
});
