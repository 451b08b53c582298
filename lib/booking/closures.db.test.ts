import { expect } from "vitest";
import { NOW, test } from "#lib/fixtures/database.ts";
import { type ClosurePlan, closeRooms, closuresOf, previewClosure, reopen, windowsOf } from "./closures.ts";
import { requestBooking } from "./commands.ts";
import { findAvailability, findBooking } from "./queries.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (roomId: string, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });
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
  expect(await findBooking(ctx, inside.id)).toMatchObject({ status: "cancelled", note: "Painting" });
  expect(await findBooking(ctx, outside.id)).toMatchObject({ status: "confirmed" });
  expect((await findAvailability(ctx, asked(id))).items).toEqual([]);
  await expect(requestBooking(staff, asked(id))).rejects.toMatchObject(refused("booking.slot_taken"));
});

test("what two closures close stays closed until both are over", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const whole = await closeRooms(staff, plan(spaceId), []);
  const one = await closeRooms(staff, plan(spaceId, { roomIds: [id], reason: "Leak" }), []);
  expect(await closuresOf(ctx, spaceId)).toHaveLength(2);

  await reopen(staff, whole.id);
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(refused("booking.slot_taken"));
  await reopen(staff, one.id);
  await expect(requestBooking(ctx, asked(id))).resolves.toBeTruthy();
  await expect(reopen(staff, one.id)).rejects.toMatchObject(refused("booking.unknown_closure"));
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
  ["each week to the last day", { repeat: "weekly", until: Temporal.PlainDate.from("2026-03-31") }, 5],
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

test("what is over is not closed, nor without a reason", async ({ ctx, given }) => {
  const { spaceId } = await given.room();
  const staff = { ...given.as(ctx, await given.staff(spaceId)), now: NOW.add({ hours: 48 }) };
  await expect(closeRooms(staff, plan(spaceId), [])).rejects.toMatchObject(refused("booking.in_the_past"));
  await expect(closeRooms(staff, plan(spaceId, { reason: " " }), [])).rejects.toMatchObject(
    refused("booking.closure_needs_reason"),
  );
});
