import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import { NOW, test } from "#testing/database.ts";
import { cancelBooking, changeBooking, endBookingEarly, restoreBooking } from "./commands.ts";
import { freeHold, holdTime } from "./hold-room.ts";
import { acceptMandate, offeredToMe, offerMandate } from "./mandate-offers.ts";
import { endMandate, myMandates } from "./mandates.ts";
import { findBooking, myBookings } from "./queries.ts";
import { requestBooking } from "./requesting.ts";

const at = (time: string, day = 3) => Temporal.Instant.from(`2026-03-0${day}T${time}:00+01:00`);
const asked = (roomId: string, start = "10:00", end = "11:00", more = {}) => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
  ...more,
});
const refused = (code: string) => ({ reason: { code } });

test("a hall and its halves keep each other out, the halves do not", async ({ ctx, given }) => {
  const left = await given.room({ name: "Left", capacity: 10 });
  const { spaceId } = left;
  const right = await given.room({ spaceId, name: "Right", capacity: 10 });
  const hall = await given.room({
    spaceId,
    name: "Hall",
    capacity: 20,
    madeOf: [left.id, right.id],
  });

  await requestBooking(ctx, asked(left.id));
  await requestBooking(ctx, asked(right.id));
  await requestBooking(ctx, asked(hall.id, "11:00", "12:00"));

  await expect(requestBooking(ctx, asked(hall.id, "10:30", "11:00"))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  await expect(requestBooking(ctx, asked(right.id, "11:30", "12:30"))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  const { items } = await findAvailability(ctx, {
    start: at("11:00"),
    end: at("12:00"),
    people: 1,
    equipment: [],
  });
  expect(items).toEqual([]);
});

test("several rooms are taken together or not at all", async ({ ctx, given }) => {
  const one = await given.room({ capacity: 6 });
  const two = await given.room({ spaceId: one.spaceId, capacity: 6 });
  const both = { resources: [one.id, two.id], people: 12 };

  const booking = await requestBooking(ctx, asked(one.id, "10:00", "11:00", both));
  expect(booking.resources).toEqual([one.id, two.id]);
  await expect(requestBooking(ctx, asked(two.id))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );

  await requestBooking(ctx, asked(two.id, "13:00", "14:00"));
  await expect(requestBooking(ctx, asked(one.id, "13:00", "14:00", both))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  await expect(requestBooking(ctx, asked(one.id, "13:00", "14:00"))).resolves.toMatchObject({
    people: 4,
  });
});

test("the time to make ready belongs to the booking", async ({ ctx, given }) => {
  const { id } = await given.room({ bufferBeforeMinutes: 30 });
  await requestBooking(ctx, asked(id, "10:00", "11:00"));
  await expect(requestBooking(ctx, asked(id, "11:00", "12:00"))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  await expect(requestBooking(ctx, asked(id, "11:30", "12:00"))).resolves.toBeTruthy();
});

test("a stock of another space is lent, and is away while it travels", async ({ ctx, given }) => {
  const here = await given.room();
  const elsewhere = await given.room();
  await given.stock(elsewhere.spaceId, {
    equipmentKind: "camera",
    quantity: 1,
    lendable: true,
    travelMinutes: 60,
  });
  const camera = { equipment: [{ kind: "camera", quantity: 1 }] };
  const search = (start: string, end: string) =>
    findAvailability(ctx, { start: at(start), end: at(end), people: 1, ...camera }).then(
      ({ items }) => items.map(({ roomId }) => roomId),
    );

  await requestBooking(ctx, asked(here.id, "10:00", "11:00", camera));

  await expect(
    requestBooking(ctx, asked(elsewhere.id, "11:30", "12:00", camera)),
  ).rejects.toMatchObject(refused("booking.equipment_taken"));
  expect(await search("11:30", "12:00")).toEqual([]);
  expect(await search("12:00", "13:00")).toContain(elsewhere.id);
  await expect(
    requestBooking(ctx, asked(elsewhere.id, "12:00", "13:00", camera)),
  ).resolves.toBeTruthy();
});

test("a room for the enrolled is neither shown nor given to others", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ bookableBy: "staff" });
  const staff = given.as(ctx, await given.staff(spaceId));
  const search = { start: at("10:00"), end: at("11:00"), people: 1, equipment: [] };

  expect((await findAvailability(ctx, search)).items).toEqual([]);
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(
    refused("booking.not_for_you"),
  );
  expect((await findAvailability(staff, search)).items).toHaveLength(1);
  await expect(requestBooking(staff, asked(id))).resolves.toMatchObject({ status: "confirmed" });
});

test("notice binds learners, not staff", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ noticeMinutes: 24 * 60 + 5 * 60 });
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(refused("booking.too_late"));
  const staff = given.as(ctx, await given.staff(spaceId));
  await expect(requestBooking(staff, asked(id))).resolves.toBeTruthy();
});

test("a hold keeps others out, its holder in, and nobody once it ran out", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room();
  const other = given.as(ctx, await given.person());
  await holdTime(ctx, asked(id));

  expect((await findAvailability(other, asked(id))).items).toEqual([]);
  expect((await findAvailability(ctx, asked(id))).items).toHaveLength(1);
  await expect(requestBooking(other, asked(id))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  await expect(holdTime(other, asked(id))).rejects.toMatchObject(refused("booking.slot_taken"));

  const later = { ...other, now: NOW.add({ minutes: 10 }) };
  expect((await findAvailability(later, asked(id))).items).toHaveLength(1);
  await expect(requestBooking(later, asked(id))).resolves.toBeTruthy();
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(refused("booking.slot_taken"));
});

test("a hold of a hall goes as a whole, for a booking of its half as for its closing", async ({
  ctx,
  given,
}) => {
  const left = await given.room({ name: "Left", capacity: 10 });
  const { spaceId } = left;
  const right = await given.room({ spaceId, name: "Right", capacity: 10 });
  const hall = await given.room({
    spaceId,
    name: "Hall",
    capacity: 20,
    madeOf: [left.id, right.id],
  });
  const other = given.as(ctx, await given.person());
  const staff = given.as(ctx, await given.staff(spaceId));

  await holdTime(ctx, asked(hall.id));
  await requestBooking(ctx, asked(left.id));
  await expect(requestBooking(other, asked(right.id))).resolves.toBeTruthy();

  await holdTime(ctx, asked(hall.id, "13:00", "14:00"));
  const day = "2026-03-03";
  const plan = {
    spaceId,
    roomIds: [left.id],
    repeat: "once" as const,
    until: null,
    reason: "Painting",
  };
  const window = {
    from: Temporal.PlainDateTime.from(`${day}T13:00`),
    to: Temporal.PlainDateTime.from(`${day}T14:00`),
  };
  await closeRooms(staff, { ...plan, ...window }, []);
  await expect(requestBooking(other, asked(right.id, "13:00", "14:00"))).resolves.toBeTruthy();
});

test("a hold that was freed, or moved, leaves nothing behind", async ({ ctx, given }) => {
  const { id } = await given.room();
  const other = given.as(ctx, await given.person());
  await holdTime(ctx, asked(id));
  await holdTime(ctx, asked(id, "13:00", "14:00"));
  await expect(requestBooking(other, asked(id))).resolves.toBeTruthy();
  await freeHold(ctx);
  await expect(requestBooking(other, asked(id, "13:00", "14:00"))).resolves.toBeTruthy();
});

test.for([
  [{ period: "day", maxBookings: 1 }, "booking.quota_bookings_day"],
  [{ period: "week", maxHours: 1 }, "booking.quota_hours_week"],
  [{ period: "month", maxBookings: 1 }, "booking.quota_bookings_month"],
  [{ period: "ahead", maxBookings: 1 }, "booking.quota_bookings_ahead"],
] as const)(
  "a quota of %o refuses the second booking, not that of staff",
  async ([quota, code], { ctx, given }) => {
    const { id, spaceId } = await given.room();
    await ctx.db.insert(bookingQuotas).values({ spaceId, ...quota });
    const first = await requestBooking(ctx, asked(id));
    const second = asked(id, "13:00", "14:00");

    await expect(requestBooking(ctx, second)).rejects.toMatchObject(refused(code));
    await expect(requestBooking(given.as(ctx, await given.person()), second)).resolves.toBeTruthy();
    const staff = given.as(ctx, await given.staff(spaceId));
    await requestBooking(staff, asked(id, "15:00", "16:00"));
    await requestBooking(staff, asked(id, "16:00", "17:00"));

    // What is moved is not counted beside itself.
    const moved = { start: at("14:00"), end: at("15:00"), people: 4, version: first.version };
    await expect(changeBooking(ctx, first.id, moved)).resolves.toBeTruthy();
  },
);

test("a cancellation can be taken back for ten minutes, unless the time is gone", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room();
  const booking = await requestBooking(ctx, asked(id));
  await cancelBooking(ctx, booking.id);
  await restoreBooking({ ...ctx, now: NOW.add({ minutes: 9 }) }, booking.id);
  expect(await findBooking(ctx, booking.id)).toMatchObject({ status: "confirmed", sequence: 2 });

  await cancelBooking(ctx, booking.id);
  await expect(
    restoreBooking({ ...ctx, now: NOW.add({ minutes: 10 }) }, booking.id),
  ).rejects.toMatchObject(refused("booking.too_late_to_restore"));
  await requestBooking(given.as(ctx, await given.person()), asked(id));
  await expect(restoreBooking(ctx, booking.id)).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  expect(await findBooking(ctx, booking.id)).toMatchObject({ status: "cancelled" });
});

test("what ends early frees the rest, with its equipment", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ bufferMinutes: 15 });
  await given.stock(spaceId, { quantity: 2 });
  const laptops = { equipment: [{ kind: "laptop", quantity: 2 }] };
  const booking = await requestBooking(ctx, asked(id, "10:00", "12:00", laptops));
  const during = { ...ctx, now: at("10:30").add({ seconds: 20 }) };

  await expect(endBookingEarly(ctx, booking.id)).rejects.toMatchObject(
    refused("booking.not_running"),
  );
  await endBookingEarly(during, booking.id);

  expect(await findBooking(ctx, booking.id)).toMatchObject({ during: { end: at("10:31") } });
  const { rows } = await ctx.db.execute(
    sql`select template from outbox_message where data ->> 'sequence' = '1'`,
  );
  expect(rows).toEqual([{ template: "booking-changed" }]);
  await expect(requestBooking(during, asked(id, "10:45", "12:00", laptops))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  await expect(requestBooking(during, asked(id, "11:00", "12:00", laptops))).resolves.toBeTruthy();
});

test("a helper books in somebody's name while the mandate lasts", async ({ ctx, given }) => {
  const { id } = await given.room();
  const helper = await given.person([], { email: `helper-${crypto.randomUUID()}@trivium.test` });
  const { rows } = await ctx.db.execute<{ email: string }>(
    sql`select email from person where id = ${helper.personId}`,
  );
  const asHelper = given.as(ctx, helper);
  const person = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  const inTheirName = asked(id, "10:00", "11:00", { for: person });

  await expect(requestBooking(asHelper, inTheirName)).rejects.toMatchObject(
    refused("booking.no_mandate"),
  );
  await offerMandate(ctx, { email: rows[0]!.email.toUpperCase(), days: 7 });
  await expect(requestBooking(asHelper, inTheirName)).rejects.toMatchObject(
    refused("booking.no_mandate"),
  );
  await acceptMandate(asHelper, (await offeredToMe(asHelper))[0]!.id);
  const booking = await requestBooking(asHelper, inTheirName);

  expect(await myBookings(ctx)).toMatchObject([{ id: booking.id, bookedBy: person }]);
  expect(await myBookings(asHelper)).toMatchObject([{ id: booking.id }]);
  const late = { ...asHelper, now: NOW.add({ hours: 24 * 7 }) };
  expect(await findBooking(late, booking.id)).toBeNull();

  const [mandate] = await myMandates(asHelper);
  await endMandate(ctx, mandate!.id);
  expect(await findBooking(asHelper, booking.id)).toBeNull();
});

test("the time to tidy a hall up stays when it ends early, and what was lent has its way home", async ({
  ctx,
  given,
}) => {
  const left = await given.room();
  const { spaceId } = left;
  const right = await given.room({ spaceId });
  const hall = await given.room({ spaceId, madeOf: [left.id, right.id].sort(), bufferMinutes: 60 });
  const lender = await given.room();
  await given.stock(lender.spaceId, { quantity: 1, lendable: true, travelMinutes: 60 });
  const laptop = { equipment: [{ kind: "laptop", quantity: 1 }] };
  const booking = await requestBooking(ctx, asked(hall.id, "10:00", "13:00", laptop));
  const during = { ...ctx, now: at("10:30") };

  await endBookingEarly(during, booking.id);

  for (const [room, more, code] of [
    [left, {}, "booking.slot_taken"],
    [lender, laptop, "booking.equipment_taken"],
  ] as const) {
    await expect(
      requestBooking(during, asked(room.id, "11:00", "11:30", more)),
    ).rejects.toMatchObject(refused(code));
    await expect(
      requestBooking(during, asked(room.id, "11:30", "12:00", more)),
    ).resolves.toBeTruthy();
  }
});
