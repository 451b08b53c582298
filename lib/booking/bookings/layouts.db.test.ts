import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { roomLayouts } from "#db/schema/spaces.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { deskDays } from "#lib/learning/sessions/desk-day.ts";
import {
  addLayout,
  changeLayout,
  layoutsOfRoom,
  markOfLayout,
  retireLayout,
} from "#lib/places/spaces/layouts.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { calendarOf } from "./calendar.ts";
import { cancelBooking, changeBooking, restoreBooking } from "./commands.ts";
import { bookAsGuest } from "./guest-requests.ts";
import { composeBookingMail, invitationFile } from "./mails.ts";
import { findBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { acceptOffer, joinWaiting, myWaits } from "./waiting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const DAY = { start: at("00:00"), end: at("23:59") };

const asked = (roomId: string, layoutId?: string, people = 4) => ({
  roomId,
  start: at("10:00"),
  end: at("11:00"),
  people,
  equipment: [],
  purpose: "",
  ...(layoutId ? { layoutId } : {}),
});
const refused = (code: string) => ({
  kind: "invalid",
  reason: { code },
  details: { field: "layoutId" },
});

/** A room with a layout for eight, another room beside it, and who runs both. */
async function place(ctx: Context, given: Given) {
  const room = await given.room();
  const other = await given.room({ spaceId: room.spaceId, name: "Zaal", capacity: 30 });
  const layout = await given.layout(room.id);
  const staff = given.as(ctx, await given.staff(room.spaceId));
  return { room, other, layout, staff };
}

test("a room is booked as it is, or set up in one of its ways", async ({ ctx, given }) => {
  const { room, other, layout, staff } = await place(ctx, given);
  const elsewhere = await given.layout(other.id);
  const retired = await given.layout(room.id, { retiredAt: ctx.now });
  const book = (id?: string, people?: number) => requestBooking(ctx, asked(room.id, id, people));

  await expect(book(crypto.randomUUID())).rejects.toMatchObject(refused("booking.unknown_layout"));
  await expect(book(elsewhere.id)).rejects.toMatchObject(refused("booking.layout_of_other_room"));
  await expect(book(retired.id)).rejects.toMatchObject(refused("booking.layout_retired"));
  await expect(book(layout.id, 9)).rejects.toMatchObject(refused("booking.layout_seats"));

  const { id, layoutId } = await book(layout.id, 8);
  expect(layoutId).toBe(layout.id);
  expect(await findBooking(ctx, id)).toMatchObject({ layout: { en: "Island tables" } });
  const { events } = await calendarOf(staff, await slugOf(staff, id), DAY);
  expect(events).toMatchObject([{ id, layout: "Eilandtafels" }]);
  const [day] = await deskDays(staff, [{ id: room.spaceId, within: DAY }]);
  expect(day?.events).toMatchObject([{ id, layout: "Eilandtafels" }]);
  expect(await invitationFile(ctx, id)).toContain("Eilandtafels");

  await cancelBooking(ctx, id);
  await restoreBooking(ctx, id);
  expect(await findBooking(ctx, id)).toMatchObject({ layoutId: layout.id });
});

async function slugOf(ctx: Context, bookingId: string): Promise<string> {
  return (await findBooking(ctx, bookingId))?.spaceSlug ?? "";
}

test("a guest books a layout too", async ({ ctx, given }) => {
  const { room, layout } = await place(ctx, given);
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  const guest = { name: "Ann", email: "ann@trivium.test", phone: "", locale: "nl" as const };

  await expect(
    bookAsGuest(visitor, { ...asked(room.id, layout.id, 9), ...guest }, crypto.randomUUID()),
  ).rejects.toMatchObject(refused("booking.layout_seats"));
  await bookAsGuest(visitor, { ...asked(room.id, layout.id), ...guest }, crypto.randomUUID());

  const kept = await ctx.db.select({ layoutId: bookings.layoutId }).from(bookings);
  expect(kept).toEqual([{ layoutId: layout.id }]);
});

test("a booking keeps its layout, takes another, and leaves it behind in another room", async ({
  ctx,
  given,
}) => {
  const { room, other, layout, staff } = await place(ctx, given);
  const rows = await given.layout(room.id, { names: { en: "Rows" }, seats: 6 });
  const { id, version } = await requestBooking(ctx, asked(room.id, layout.id));
  const change = { start: at("11:00"), end: at("12:00"), people: 4 };

  const later = await changeBooking(ctx, id, { ...change, version });
  expect(later.layoutId).toBe(layout.id);
  await retireLayout(staff, layout.id, true);
  const more = await changeBooking(ctx, id, { ...change, people: 8, version: later.version });
  expect(more.layoutId).toBe(layout.id);
  await expect(
    changeBooking(ctx, id, { ...change, people: 9, version: more.version }),
  ).rejects.toMatchObject(refused("booking.layout_seats"));

  const anew = { ...change, layoutId: rows.id, version: more.version };
  const inRows = await changeBooking(ctx, id, anew);
  expect(inRows.layoutId).toBe(rows.id);
  await expect(
    changeBooking(ctx, id, { ...anew, layoutId: layout.id, version: inRows.version }),
  ).rejects.toMatchObject(refused("booking.layout_retired"));
  const bare = await changeBooking(ctx, id, { ...anew, layoutId: null, version: inRows.version });
  expect(bare.layoutId).toBeNull();

  const again = await changeBooking(ctx, id, { ...anew, version: bare.version });
  const moved = { ...change, roomId: other.id, version: again.version };
  expect(await changeBooking(staff, id, moved)).toMatchObject({ roomId: other.id, layoutId: null });
  const booking = await findBooking(ctx, id);
  const mail = await composeBookingMail(ctx.db, {
    template: "booking-changed",
    data: { bookingId: id, sequence: booking?.sequence, leftLayout: { en: "Rows" } },
    locale: "en",
    to: "n@trivium.test",
    personId: booking?.bookedBy ?? null,
  });
  expect(mail?.text).toContain("It is not set up as: Rows");
});

test("the letter about a booking in another room says what stayed behind", async ({
  ctx,
  given,
}) => {
  const { room, other, layout, staff } = await place(ctx, given);
  const { id, version } = await requestBooking(ctx, asked(room.id, layout.id));
  const change = { start: at("10:00"), end: at("11:00"), people: 4, roomId: other.id, version };
  await changeBooking(staff, id, change);

  const { rows } = await ctx.db.execute<{ data: { leftLayout?: unknown } }>(
    "select data from outbox_message where template = 'booking-changed'",
  );
  expect(rows).toMatchObject([{ data: { leftLayout: { en: "Island tables" } } }]);
});

test("in a room with a layout of the same name the booking keeps it, and nothing is lost", async ({
  ctx,
  given,
}) => {
  const { room, other, layout, staff } = await place(ctx, given);
  const there = await given.layout(other.id);
  const { id, version } = await requestBooking(ctx, asked(room.id, layout.id));
  const change = { start: at("10:00"), end: at("11:00"), people: 4, roomId: other.id, version };

  expect(await changeBooking(staff, id, change)).toMatchObject({ layoutId: there.id });
  const { rows } = await ctx.db.execute<{ data: object }>(
    "select data from outbox_message where template = 'booking-changed'",
  );
  expect(rows.map(({ data }) => "leftLayout" in data)).toEqual([false]);
});

test("whoever waits says how the room is set up, and is offered it like that", async ({
  ctx,
  given,
}) => {
  const { room, layout } = await place(ctx, given);
  const waiting = given.as(ctx, await given.person());
  const { id: taken } = await requestBooking(ctx, asked(room.id));
  await expect(joinWaiting(waiting, asked(room.id, layout.id, 9))).rejects.toMatchObject(
    refused("booking.layout_seats"),
  );
  await joinWaiting(waiting, asked(room.id, layout.id));
  expect(await myWaits(waiting)).toMatchObject([{ layout: { en: "Island tables" } }]);
  await cancelBooking(ctx, taken);

  const offered = await one(ctx, "status = 'offered'");
  expect(offered).toMatchObject({ layoutId: layout.id });
  await acceptOffer(waiting, offered.id);
  expect(await findBooking(waiting, offered.id)).toMatchObject({ layoutId: layout.id });
});

test("whoever waits again keeps their turn, and what they asked last counts", async ({
  ctx,
  given,
}) => {
  const { room, layout } = await place(ctx, given);
  const first = given.as(ctx, await given.person());
  const second = given.as(ctx, await given.person());
  const { id: taken } = await requestBooking(ctx, asked(room.id));
  const joined = await joinWaiting(first, asked(room.id));
  expect(joined).toMatchObject({ isAgain: false });
  await joinWaiting(second, asked(room.id));

  expect(await joinWaiting(first, asked(room.id, layout.id, 6))).toEqual({
    id: joined.id,
    isAgain: true,
  });
  expect(await myWaits(first)).toMatchObject([{ before: 0, layout: { en: "Island tables" } }]);
  await cancelBooking(ctx, taken);
  const offered = await one(ctx, "status = 'offered'");
  expect(await findBooking(first, offered.id)).toMatchObject({ layoutId: layout.id, people: 6 });
});

async function one(ctx: Context, where: string): Promise<{ id: string; layoutId: string | null }> {
  const { rows } = await ctx.db.execute<{ id: string; layoutId: string | null }>(
    `select id, layout_id as "layoutId" from booking where ${where}`,
  );
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

test("the database keeps a layout with its own room", async ({ ctx, given }) => {
  const { room, other, layout } = await place(ctx, given);
  const { id } = await requestBooking(ctx, asked(room.id, layout.id));

  await expect(
    ctx.db.transaction((db) =>
      db.execute(`update booking set room_id = '${other.id}' where id = '${id}'`),
    ),
  ).rejects.toMatchObject({ cause: { constraint: "booking_layout_of_its_room" } });
});

test("webhooks hear how the room is set up, and of a change of that alone", async ({
  ctx,
  given,
}) => {
  const { room, layout } = await place(ctx, given);
  await ctx.db.insert(webhooks).values({
    spaceId: room.spaceId,
    url: "https://example.org/in",
    events: ["booking.confirmed", "booking.changed"],
    secret: "x",
  });
  const { id, version } = await requestBooking(ctx, asked(room.id, layout.id));
  const same = { start: at("10:00"), end: at("11:00"), people: 4 };
  await changeBooking(ctx, id, { ...same, version, layoutId: null });

  const told = await ctx.db
    .select({ event: webhookDeliveries.event, payload: webhookDeliveries.payload })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.bookingId, id))
    .orderBy(webhookDeliveries.createdAt);
  expect(told).toHaveLength(2);
  expect(told).toContainEqual({
    event: "booking.confirmed",
    payload: expect.objectContaining({ layoutId: layout.id }),
  });
  expect(told).toContainEqual({
    event: "booking.changed",
    payload: expect.objectContaining({ layoutId: null }),
  });
});

test("who runs a space names its layouts, says for how many, and retires them", async ({
  ctx,
  given,
}) => {
  const { room, layout, staff } = await place(ctx, given);
  const stranger = given.as(ctx, await given.staff((await given.space()).id));
  const words = { names: { fr: "Rangées" }, seats: 12 };

  await expect(changeLayout(stranger, layout.id, words)).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(retireLayout(ctx, layout.id, true)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(changeLayout(staff, layout.id, { ...words, seats: 13 })).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "spaces.layout_seats_room", capacity: 12 },
    details: { field: "seats" },
  });
  const [seen] = await layoutsOfRoom(ctx, room.id);
  const both = markOfLayout(seen ?? expect.fail());
  await changeLayout(staff, layout.id, words, both);
  await expect(changeLayout(staff, layout.id, { ...words, seats: 3 }, both)).rejects.toMatchObject({
    reason: { code: "common.changed_meanwhile" },
  });
  expect(await layoutsOfRoom(ctx, room.id)).toMatchObject([words]);
  await retireLayout(staff, layout.id, true);
  expect(await layoutsOfRoom(ctx, room.id)).toEqual([]);
  await retireLayout(staff, layout.id, false);

  const plan = { width: 500, depth: 400, objects: [] };
  const stock = await given.stock(room.spaceId);
  await expect(addLayout(staff, { ...words, roomId: stock.id, plan })).rejects.toMatchObject({
    reason: { code: "booking.unknown_room" },
  });
  await addLayout(staff, { ...words, roomId: room.id, plan });
  expect(await ctx.db.$count(roomLayouts, eq(roomLayouts.resourceId, room.id))).toBe(2);
});
