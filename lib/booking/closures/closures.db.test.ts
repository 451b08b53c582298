import { describe, expect } from "vitest";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { bookAsGuest, openGuestBooking } from "#lib/booking/bookings/guest-requests.ts";
import { composeBookingMail } from "#lib/booking/bookings/mails.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { acceptOffer } from "#lib/booking/bookings/waiting.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { saveResource } from "#lib/places/spaces/resources.ts";
import { resourceRules } from "#lib/places/spaces/schema.ts";
import { NOW, test } from "#testing/database.ts";
import {
  type ClosurePlan,
  closeRooms,
  closuresOf,
  previewClosure,
  reopen,
  windowsOf,
} from "./closures.ts";
import { offeredInsteadOf } from "./instead.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const days = (count: number, time: string) => at(time).add({ hours: 24 * count });
const asked = (roomId: string, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });
const ruleset = (name: string) =>
  resourceRules.parse({
    kind: "room",
    name,
    capacity: "12",
    quantity: "1",
    minMinutes: "30",
    maxMinutes: "480",
    stepMinutes: "15",
    bufferBeforeMinutes: "0",
    bufferMinutes: "0",
    horizonDays: "90",
    noticeMinutes: "0",
    releaseMinutes: "",
    travelMinutes: "0",
    bookableBy: "everyone",
  });
const plan = (spaceId: string, change: Partial<ClosurePlan> = {}): ClosurePlan => ({
  spaceId,
  roomIds: [],
  from: Temporal.PlainDateTime.from("2026-03-03T09:00"),
  to: Temporal.PlainDateTime.from("2026-03-03T12:00"),
  repeat: "once",
  until: null,
  reason: "Painting",
  ...change,
});

test("a closure displaces what its maker has seen, and nothing else", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const [inside, outside] = [
    await requestBooking(ctx, asked(id)),
    await requestBooking(ctx, asked(id, "13:00", "14:00")),
  ];

  const { displaced } = await previewClosure(staff, plan(spaceId));
  expect(displaced.map((booking) => booking.id)).toEqual([inside.id]);
  await expect(closeRooms(staff, plan(spaceId), [])).rejects.toMatchObject(
    refused("booking.closure_list_changed"),
  );
  expect(await findBooking(ctx, inside.id)).toMatchObject({ status: "confirmed" });

  await closeRooms(staff, plan(spaceId), [inside.id]);
  expect(await findBooking(ctx, inside.id)).toMatchObject({
    status: "cancelled",
    note: "Painting",
  });
  expect(await findBooking(ctx, outside.id)).toMatchObject({ status: "confirmed" });
  expect((await findAvailability(ctx, asked(id))).items).toEqual([]);
  await expect(requestBooking(staff, asked(id))).rejects.toMatchObject(
    refused("booking.room_is_closed"),
  );
});

test("what two closures close stays closed until both are over", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const whole = await closeRooms(staff, plan(spaceId), []);
  const one = await closeRooms(staff, plan(spaceId, { roomIds: [id], reason: "Leak" }), []);
  expect(await closuresOf(ctx, spaceId)).toHaveLength(2);

  await reopen(staff, whole.id);
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(
    refused("booking.room_is_closed"),
  );
  await reopen(staff, one.id);
  await expect(requestBooking(ctx, asked(id))).resolves.toBeTruthy();
  await expect(reopen(staff, one.id)).rejects.toMatchObject(refused("booking.unknown_closure"));
});

test("a room that is added while its space is closed is closed as well, and ending one closure asks no other room", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const afternoon = {
    from: Temporal.PlainDateTime.from("2026-03-03T13:00"),
    to: Temporal.PlainDateTime.from("2026-03-03T17:00"),
  };
  const whole = await closeRooms(staff, plan(spaceId), []);
  const later = await closeRooms(staff, plan(spaceId, afternoon), []);
  const one = await closeRooms(
    staff,
    plan(spaceId, { ...afternoon, roomIds: [id], reason: "Leak" }),
    [],
  );

  const { id: added } = await saveResource(staff, null, spaceId, ruleset("New room"));
  await expect(requestBooking(ctx, asked(added))).rejects.toMatchObject(
    refused("booking.room_is_closed"),
  );
  await expect(requestBooking(ctx, asked(added, "12:00", "13:00"))).resolves.toBeTruthy();

  await reopen(staff, later.id);
  await expect(requestBooking(ctx, asked(added, "13:00", "14:00"))).resolves.toBeTruthy();
  await expect(requestBooking(ctx, asked(id, "13:00", "14:00"))).rejects.toMatchObject(
    refused("booking.room_is_closed"),
  );
  await reopen(staff, one.id);
  await expect(requestBooking(ctx, asked(id, "13:00", "14:00"))).resolves.toBeTruthy();
  await expect(requestBooking(ctx, asked(added))).rejects.toMatchObject(
    refused("booking.room_is_closed"),
  );
  await reopen(staff, whole.id);
  await expect(requestBooking(ctx, asked(added))).resolves.toBeTruthy();
});

test("a closure of a hall goes with its parts when these change", async ({ ctx, given }) => {
  const one = await given.room();
  const { spaceId } = one;
  const [two, three] = [await given.room({ spaceId }), await given.room({ spaceId })];
  const staff = given.as(ctx, await given.staff(spaceId));
  const hall = await saveResource(staff, null, spaceId, {
    ...ruleset("Hall"),
    madeOf: [one.id, two.id],
  });
  await closeRooms(staff, plan(spaceId, { roomIds: [hall.id] }), []);

  await saveResource(staff, hall.id, spaceId, { ...ruleset("Hall"), madeOf: [one.id, three.id] });
  const closed = refused("booking.room_is_closed");
  await expect(requestBooking(ctx, asked(one.id))).rejects.toMatchObject(closed);
  await expect(requestBooking(ctx, asked(three.id))).rejects.toMatchObject(closed);
  await expect(requestBooking(ctx, asked(two.id))).resolves.toBeTruthy();
});

test("a closure that began days ago displaces what is not over, and nothing of the past stands in its way", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const past = await requestBooking(ctx, asked(id));
  const running = await requestBooking(ctx, {
    ...asked(id),
    start: days(2, "10:00"),
    end: days(2, "12:00"),
  });
  const coming = await requestBooking(ctx, {
    ...asked(id),
    start: days(3, "10:00"),
    end: days(3, "12:00"),
  });
  const meanwhile = { ...staff, now: days(2, "11:00") };
  const since = plan(spaceId, { to: Temporal.PlainDateTime.from("2026-03-09T12:00") });

  const { displaced } = await previewClosure(meanwhile, since);
  expect(displaced.map((booking) => booking.id)).toEqual([running.id, coming.id]);
  await closeRooms(meanwhile, since, [running.id, coming.id]);

  expect(await findBooking(ctx, past.id)).toMatchObject({ status: "confirmed" });
  for (const { id: other } of [running, coming])
    expect(await findBooking(ctx, other)).toMatchObject({ status: "cancelled" });
});

test("learners close nothing, nor do the staff of another place", async ({ ctx, given }) => {
  const { spaceId } = await given.room();
  const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
  for (const somebody of [ctx, elsewhere])
    await expect(closeRooms(somebody, plan(spaceId), [])).rejects.toMatchObject(
      refused("identity.not_allowed"),
    );
});

const wall = (text: string) => Temporal.PlainDateTime.from(text);
test.for<[string, Partial<ClosurePlan>, number | string]>([
  ["once", {}, 1],
  [
    "each week to the last day",
    { repeat: "weekly", until: Temporal.PlainDate.from("2026-03-31") },
    5,
  ],
  ["each year", { repeat: "yearly", until: Temporal.PlainDate.from("2028-12-31") }, 3],
  ["each week without an end is once", { repeat: "weekly" }, 1],
  [
    "too often",
    { repeat: "weekly", until: Temporal.PlainDate.from("2028-03-31") },
    "booking.closure_too_often",
  ],
  ["backwards", { to: wall("2026-03-03T08:00") }, "booking.ends_before_start"],
  ["for 500 years", { to: wall("2526-03-03T08:00") }, "booking.closure_too_long"],
])("a closure %s", ([, change, expected]) => {
  const windows = () => windowsOf(plan("", change), "Europe/Brussels");
  if (typeof expected === "number") expect(windows()).toHaveLength(expected);
  else expect(windows).toThrow(expected);
});

test.each([
  ["that begins in an hour that is skipped", "2026-03-29T02:30", "2026-03-29T06:00"],
  ["that ends in an hour that is skipped", "2026-03-28T22:00", "2026-03-29T02:30"],
])("a closure %s is none", (_, from, to) => {
  const windows = () => windowsOf(plan("", { from: wall(from), to: wall(to) }), "Europe/Brussels");
  expect(windows).toThrow("booking.not_a_moment");
});

test.each([
  [
    "02:10",
    "02:40",
    ["2026-03-22T01:10:00Z/2026-03-22T01:40:00Z", "2026-04-05T00:10:00Z/2026-04-05T00:40:00Z"],
  ],
  [
    "01:00",
    "02:30",
    [
      "2026-03-22T00:00:00Z/2026-03-22T01:30:00Z",
      "2026-03-29T00:00:00Z/2026-03-29T01:00:00Z",
      "2026-04-04T23:00:00Z/2026-04-05T00:30:00Z",
    ],
  ],
])(
  "a closure of each week from %s to %s, over the night with an hour less",
  (from, to, expected) => {
    const weekly = plan("", {
      from: wall(`2026-03-22T${from}`),
      to: wall(`2026-03-22T${to}`),
      repeat: "weekly",
      until: Temporal.PlainDate.from("2026-04-05"),
    });
    const windows = windowsOf(weekly, "Europe/Brussels");
    expect(windows.map(({ start, end }) => `${start}/${end}`)).toEqual(expected);
  },
);

test("what is over is not closed, nor without a reason", async ({ ctx, given }) => {
  const { spaceId } = await given.room();
  const staff = { ...given.as(ctx, await given.staff(spaceId)), now: NOW.add({ hours: 48 }) };
  await expect(closeRooms(staff, plan(spaceId), [])).rejects.toMatchObject(
    refused("booking.in_the_past"),
  );
  await expect(closeRooms(staff, plan(spaceId, { reason: " " }), [])).rejects.toMatchObject(
    refused("booking.closure_needs_reason"),
  );
});

describe("whoever is displaced", () => {
  const small = (spaceId: string) => plan(spaceId, { roomIds: [], reason: "Leak" });

  test("is offered another room of the space at the same time, and has it with one press", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const other = await given.room({ spaceId, name: "Other", capacity: 30 });
    const staff = given.as(ctx, await given.staff(spaceId));
    const waiting = given.as(ctx, await given.person());
    const own = await requestBooking(ctx, asked(id));
    const request = { ...asked(other.id, "09:00", "12:00"), people: 20 };
    const inTheWay = await requestBooking(waiting, request);
    await cancelBooking(waiting, inTheWay.id);

    const { offered } = await closeRooms(staff, { ...small(spaceId), roomIds: [id] }, [own.id]);
    expect(offered).toBe(1);
    expect(await findBooking(ctx, own.id)).toMatchObject({ status: "cancelled" });
    const instead = await offeredInsteadOf(ctx, own.id);
    expect(instead).toMatchObject({
      roomName: "Other",
      during: { start: at("10:00"), end: at("11:00") },
    });
    await expect(requestBooking(waiting, request)).rejects.toMatchObject(
      refused("booking.slot_taken"),
    );
    await acceptOffer(ctx, instead!.id);
    expect(await findBooking(ctx, instead!.id)).toMatchObject({
      status: "confirmed",
      insteadOf: own.id,
      people: 4,
    });
    expect(await offeredInsteadOf(ctx, own.id)).toBeNull();
  });

  test("keeps how its room is set up where the other room has it, and is told where it has not", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const other = await given.room({ spaceId, name: "Other", capacity: 30 });
    const [layout, there] = [await given.layout(id), await given.layout(other.id)];
    const rows = await given.layout(id, { names: { en: "Rows" } });
    const staff = given.as(ctx, await given.staff(spaceId));
    const [islands, inRows] = [
      await requestBooking(ctx, { ...asked(id), layoutId: layout.id }),
      await requestBooking(ctx, { ...asked(id, "11:00", "12:00"), layoutId: rows.id }),
    ];
    const closed = { ...plan(spaceId), roomIds: [id] };
    const { offered } = await closeRooms(staff, closed, [islands.id, inRows.id]);
    expect(offered).toBe(2);

    const kept = await offeredInsteadOf(ctx, islands.id);
    expect(kept).toMatchObject({ roomName: "Other", layout: { en: "Island tables" } });
    expect(await findBooking(ctx, kept!.id)).toMatchObject({
      layoutId: there.id,
      leftLayout: null,
    });
    const bare = await offeredInsteadOf(ctx, inRows.id);
    expect(bare).toMatchObject({ roomName: "Other", layout: null });
    const booking = await findBooking(ctx, bare!.id);
    expect(booking).toMatchObject({ layoutId: null, leftLayout: { en: "Rows" } });
    const letter = await composeBookingMail(ctx.db, {
      template: "booking-offered",
      data: { bookingId: bare!.id, sequence: 0 },
      locale: "en",
      to: "n@trivium.test",
      personId: booking!.bookedBy,
    });
    expect(letter?.text).toContain("It is not set up as: Rows");
  });

  test("is offered a time near it when every room is closed, and nothing when none is left", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    const [first, second] = [
      await requestBooking(ctx, asked(id)),
      await requestBooking(given.as(ctx, await given.person()), asked(id, "11:00", "12:00")),
    ];
    expect(await closeRooms(staff, small(spaceId), [first.id, second.id])).toMatchObject({
      offered: 2,
    });
    const instead = await offeredInsteadOf(ctx, first.id);
    expect(instead?.during.start.toString()).toBe(at("12:00").toString());
    expect((await offeredInsteadOf(ctx, second.id))?.during.start.toString()).toBe(
      at("13:00").toString(),
    );

    const far = await requestBooking(ctx, {
      ...asked(id),
      start: days(5, "10:00"),
      end: days(5, "11:00"),
    });
    const week = plan(spaceId, {
      from: Temporal.PlainDateTime.from("2026-03-06T00:00"),
      to: Temporal.PlainDateTime.from("2026-03-12T00:00"),
    });
    expect(await closeRooms(staff, week, [far.id])).toMatchObject({ offered: 0 });
    expect(await offeredInsteadOf(ctx, far.id)).toBeNull();
  });

  test("as a guest, keeps their link: it opens what is offered instead", async ({ ctx, given }) => {
    const { id, spaceId } = await given.room();
    await given.room({ spaceId, name: "Other" });
    const staff = given.as(ctx, await given.staff(spaceId));
    const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
    const { purpose: _, ...input } = asked(id);
    const guest = {
      ...input,
      name: "Fatima",
      email: "",
      phone: "0470 12 34 56",
      locale: "nl" as const,
    };
    const { token } = await bookAsGuest(visitor, guest, crypto.randomUUID());
    const { booking } = await openGuestBooking(visitor, token!);
    await closeRooms(staff, { ...small(spaceId), roomIds: [id] }, [booking.id]);
    const opened = await openGuestBooking(visitor, token!);
    expect(opened.booking).toMatchObject({
      status: "offered",
      roomName: "Other",
      insteadOf: booking.id,
    });
    await acceptOffer(opened.ctx, opened.booking.id);
    expect((await openGuestBooking(visitor, token!)).booking.status).toBe("confirmed");
  });
});

test("nobody moves a booking into a closure", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const { id: bookingId } = await requestBooking(ctx, asked(id, "14:00", "15:00"));
  await closeRooms(staff, plan(spaceId), []);
  const move = { start: at("10:00"), end: at("11:00"), people: 4, version: 1 };
  for (const who of [ctx, staff])
    await expect(changeBooking(who, bookingId, move)).rejects.toMatchObject(
      refused("booking.room_is_closed"),
    );
  expect(await findBooking(ctx, bookingId)).toMatchObject({ status: "confirmed", version: 1 });
});
