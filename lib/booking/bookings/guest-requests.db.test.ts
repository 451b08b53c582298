import { eq, sql } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { bookings, guestBookings } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { guestToken } from "#lib/booking/guests/guest-link.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { NOW, test } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { answerRequest } from "./approvals.ts";
import { cancelBooking, changeBooking, restoreBooking } from "./commands.ts";
import { bookAsGuest, isBookedByKey, openGuestBooking } from "./guest-requests.ts";
import { composeBookingMail } from "./mails.ts";
import { acceptProposal, proposeBooking, proposedToMe } from "./proposals.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";
import { acceptOffer } from "./waiting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const later = Temporal.Now.instant().add({ hours: 1 });

const visitor = (ctx: Context): Context => ({ ...ctx, actor: { kind: "visitor" } });

async function wishFor(given: Given, change: Parameters<Given["room"]>[0] = {}) {
  const room = await given.room(change);
  return {
    roomId: room.id,
    start: at("10:00"),
    end: at("11:00"),
    people: 4,
    equipment: [],
    name: "Fatima",
    email: "",
    phone: "0470 12 34 56",
    locale: "nl" as const,
  };
}

/** The link of the one guest there is, as the letter names it. */
async function onlyLink(ctx: Context): Promise<string> {
  const [guest] = await ctx.db.select({ id: guestBookings.id }).from(guestBookings);
  return guestToken(guest?.id ?? "");
}

async function letters(ctx: Context): Promise<(Mail & { to: string })[]> {
  const sent: (Mail & { to: string })[] = [];
  const names = ["confirmed", "offered", "changed", "cancelled", "refused", "requested"];
  const templates = Object.fromEntries(
    names.map((name) => [`booking-${name}`, composeBookingMail]),
  );
  while (await deliverNext(ctx.db, templates, async (mail) => void sent.push(mail), later));
  return sent;
}

describe("a guest with a telephone number", () => {
  test("has the room when staff say yes, and a link that opens that booking alone", async ({
    ctx,
    given,
  }) => {
    const input = await wishFor(given);
    const key = crypto.randomUUID();
    const { token } = await bookAsGuest(visitor(ctx), input, key);
    expect(token).toMatch(/^[\w-]{22}$/);
    const { ctx: guest, booking } = await openGuestBooking(visitor(ctx), token!);
    expect(booking).toMatchObject({ status: "requested", bookedByName: "Fatima", people: 4 });
    expect(booking.answerBy).toEqual(NOW.add({ minutes: 30 }));
    const staff = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: booking.spaceId }]),
    );
    await answerRequest(staff, booking.id, { confirm: true, version: 1 });

    const other = await bookAsGuest(
      visitor(ctx),
      { ...input, start: at("14:00"), end: at("15:00") },
      crypto.randomUUID(),
    );
    const second = await openGuestBooking(visitor(ctx), other.token!);
    await expect(cancelBooking(guest, second.booking.id)).rejects.toMatchObject({
      kind: "not_found",
    });

    await changeBooking(guest, booking.id, {
      start: at("12:00"),
      end: at("13:00"),
      people: 5,
      version: 2,
    });
    await cancelBooking(guest, booking.id);
    await restoreBooking(guest, booking.id);
    expect((await openGuestBooking(visitor(ctx), token!)).booking).toMatchObject({
      status: "confirmed",
      people: 5,
    });
    await cancelBooking(guest, booking.id);
    await expect(
      changeBooking(guest, booking.id, {
        start: at("12:00"),
        end: at("13:00"),
        people: 5,
        version: 5,
      }),
    ).rejects.toMatchObject({ kind: "conflict", reason: { code: "booking.no_longer_stands" } });
    expect(await letters(ctx)).toEqual([]);
  });

  test("by a number nobody has confirmed keeps no room longer than half an hour", async ({
    ctx,
    given,
  }) => {
    const input = await wishFor(given);
    const { token } = await bookAsGuest(visitor(ctx), input, crypto.randomUUID());
    await sweepBookings(ctx.db, NOW.add({ minutes: 29 }));
    await expect(requestBooking(ctx, { ...input, purpose: "" })).rejects.toMatchObject({
      kind: "conflict",
    });
    await sweepBookings(ctx.db, NOW.add({ minutes: 31 }));
    await expect(requestBooking(ctx, { ...input, purpose: "" })).resolves.toMatchObject({
      status: "confirmed",
    });
    expect((await openGuestBooking(visitor(ctx), token!)).booking.status).not.toBe("confirmed");
  });

  test("bad requests of others stop no guest, whatever address they share", async ({
    ctx,
    given,
  }) => {
    const input = await wishFor(given);
    const here = { ...visitor(ctx), client: { address: "192.0.2.7", device: "" } };
    for (let at = 0; at < 130; at += 1) {
      const phone = `0470 12 ${String(at).padStart(4, "0")}`;
      const bad = { ...input, phone, people: 400 };
      await expect(bookAsGuest(here, bad, crypto.randomUUID())).rejects.toMatchObject({
        kind: "invalid",
      });
    }
    await expect(bookAsGuest(here, input, crypto.randomUUID())).resolves.toHaveProperty("token");
  });

  test("pressing twice is one booking; the same key for something else is refused", async ({
    ctx,
    given,
  }) => {
    const input = await wishFor(given);
    const key = crypto.randomUUID();
    const first = await bookAsGuest(visitor(ctx), input, key);
    expect(await bookAsGuest(visitor(ctx), input, key)).toEqual(first);
    expect(await ctx.db.$count(bookings)).toBe(1);
    await expect(bookAsGuest(visitor(ctx), { ...input, people: 5 }, key)).rejects.toMatchObject({
      reason: { code: "common.key_reused" },
    });
  });

  test("what was booked with a key is known by it as long as it takes the room, and by no other", async ({
    ctx,
    given,
  }) => {
    const input = await wishFor(given);
    const key = crypto.randomUUID();
    const { token } = await bookAsGuest(visitor(ctx), input, key);
    const rooms = [input.roomId];
    expect(await isBookedByKey(visitor(ctx), key, rooms, input)).toBe(true);
    expect(await isBookedByKey(visitor(ctx), crypto.randomUUID(), rooms, input)).toBe(false);
    const later = { start: input.end, end: input.end.add({ hours: 1 }) };
    expect(await isBookedByKey(visitor(ctx), key, rooms, later)).toBe(false);
    const { ctx: own, booking } = await openGuestBooking(visitor(ctx), token!);
    await cancelBooking(own, booking.id);
    expect(await isBookedByKey(visitor(ctx), key, rooms, input)).toBe(false);
  });

  test("the table holds the hash of the link, and no number beside the person's own", async ({
    ctx,
    given,
  }) => {
    const { token } = await bookAsGuest(visitor(ctx), await wishFor(given), crypto.randomUUID());
    const rows = JSON.stringify(await ctx.db.select().from(guestBookings));
    expect(rows).not.toContain(token);
    expect(rows).not.toMatch(/470123456/);
  });
});

describe("a guest with an address", () => {
  test("is written a link, and has the room when they press it", async ({ ctx, given }) => {
    const input = { ...(await wishFor(given)), email: "fatima@trivium.test", phone: "" };
    const key = crypto.randomUUID();
    expect(await bookAsGuest(visitor(ctx), input, key)).toEqual({ token: null });
    const [letter] = await letters(ctx);
    const token = letter?.text.match(/\/nl\/guest\/([\w-]+)/)?.[1] ?? "";
    expect(letter?.to).toBe("fatima@trivium.test");
    expect(token).not.toBe(guestToken(key));
    expect(letter?.invitation).toBeUndefined();

    const { ctx: guest, booking } = await openGuestBooking(visitor(ctx), token);
    expect(booking).toMatchObject({ status: "offered", answerBy: NOW.add({ hours: 2 }) });
    await expect(requestBooking(ctx, { ...input, purpose: "" })).rejects.toMatchObject({
      kind: "conflict",
    });
    await acceptOffer(guest, booking.id);
    expect((await openGuestBooking(visitor(ctx), token)).booking.status).toBe("confirmed");
    const [confirmed] = await letters(ctx);
    expect(confirmed?.text).toContain(`/nl/guest/${token}`);
    expect(confirmed?.invitation?.method).toBe("REQUEST");
  });

  test("is not proved by a key whose link somebody saw before", async ({ ctx, given }) => {
    const input = await wishFor(given);
    const key = crypto.randomUUID();
    const { token } = await bookAsGuest(visitor(ctx), input, key);
    // Forgotten, as a guest may ask and as retention does: the key is free again.
    await ctx.db.delete(guestBookings);
    await ctx.db.execute(sql`delete from idempotency_key`);
    const named = {
      ...input,
      start: at("12:00"),
      end: at("13:00"),
      email: "victim@trivium.test",
      phone: "",
    };
    expect(await bookAsGuest(visitor(ctx), named, key)).toEqual({ token: null });
    for (const seen of [token ?? "", guestToken(key)])
      await expect(openGuestBooking(visitor(ctx), seen)).rejects.toMatchObject({
        kind: "not_found",
      });
    expect((await openGuestBooking(visitor(ctx), await onlyLink(ctx))).booking.status).toBe(
      "offered",
    );
  });

  test("who never presses it loses the room after two hours", async ({ ctx, given }) => {
    const input = { ...(await wishFor(given)), email: "fatima@trivium.test", phone: "" };
    await bookAsGuest(visitor(ctx), input, crypto.randomUUID());
    await sweepBookings(ctx.db, NOW.add({ minutes: 119 }));
    await expect(requestBooking(ctx, { ...input, purpose: "" })).rejects.toMatchObject({
      kind: "conflict",
    });
    await sweepBookings(ctx.db, NOW.add({ minutes: 121 }));
    await expect(requestBooking(ctx, { ...input, purpose: "" })).resolves.toMatchObject({
      status: "confirmed",
    });
    const { ctx: guest, booking } = await openGuestBooking(visitor(ctx), await onlyLink(ctx));
    await expect(acceptOffer(guest, booking.id)).rejects.toMatchObject({
      reason: { code: "booking.offer_is_over" },
    });
  });

  test("of somebody with an account is still a guest, and opens nothing of theirs", async ({
    ctx,
    given,
  }) => {
    const known = await given.person([], { email: "known@trivium.test" });
    const input = { ...(await wishFor(given)), email: "known@trivium.test", phone: "" };
    await bookAsGuest(visitor(ctx), input, crypto.randomUUID());
    const [row] = await ctx.db.select().from(bookings);
    expect(row?.bookedBy).not.toBe(known.personId);
    const [person] = await ctx.db.select().from(people).where(eq(people.id, row!.bookedBy));
    expect(person).toMatchObject({ email: null, contactEmail: "known@trivium.test" });
  });

  test("in a room that needs an answer asks for it once the address is proved", async ({
    ctx,
    given,
  }) => {
    const input = {
      ...(await wishFor(given, { needsApproval: true })),
      email: "fatima@trivium.test",
      phone: "",
    };
    await bookAsGuest(visitor(ctx), input, crypto.randomUUID());
    const link = await onlyLink(ctx);
    const { ctx: guest, booking } = await openGuestBooking(visitor(ctx), link);
    const staff = await given.staff(booking.spaceId);
    await acceptOffer(guest, booking.id);
    expect((await openGuestBooking(visitor(ctx), link)).booking.status).toBe("requested");
    const { rows } = await ctx.db.execute<{ personId: string }>(
      sql`select person_id as "personId" from outbox_message where template = 'booking-asked'`,
    );
    expect(rows).toEqual([{ personId: staff.personId }]);
  });
});

describe("what a guest cannot", () => {
  test.for([
    [{ phone: "" }, "guest.needs_contact"],
    [{ phone: "12" }, "guest.check_phone"],
    [{ people: 13 }, "booking.over_capacity"],
    [{ start: at("20:00"), end: at("21:00") }, "booking.space_closed"],
  ] as const)("book with %j", async ([change, code], { ctx, given }) => {
    const book = bookAsGuest(
      visitor(ctx),
      { ...(await wishFor(given)), ...change },
      crypto.randomUUID(),
    );
    await expect(book).rejects.toMatchObject({ kind: "invalid", reason: { code } });
    expect(await ctx.db.$count(guestBookings)).toBe(0);
  });

  test("have a room for staff, nor more than three bookings ahead", async ({ ctx, given }) => {
    const input = await wishFor(given);
    const forStaff = await given.room({ spaceId: (await given.space()).id, bookableBy: "staff" });
    const book = (hour: number, change = {}) =>
      bookAsGuest(
        visitor(ctx),
        { ...input, start: at(`${hour}:00`), end: at(`${hour + 1}:00`), ...change },
        crypto.randomUUID(),
      );
    await expect(book(10, { roomId: forStaff.id })).rejects.toMatchObject({
      reason: { code: "booking.not_for_you" },
    });
    for (const hour of [10, 12, 14]) await book(hour);
    // The same number, written in another way and under another name.
    const again = { phone: "+32 470 12 34 56", name: "Somebody else" };
    await expect(book(16, again)).rejects.toMatchObject({
      reason: { code: "guest.too_many_ahead", most: 3 },
    });
    await expect(book(16, { phone: "0470 65 43 21" })).resolves.toMatchObject({
      token: expect.any(String),
    });
  });

  test("come back after too many bookings that nobody came to", async ({ ctx, given }) => {
    const space = await given.space({ missedAllowed: 0 });
    const input = await wishFor(given, { spaceId: space.id });
    await bookAsGuest(visitor(ctx), input, crypto.randomUUID());
    await ctx.db.update(bookings).set({ status: "missed" });
    const again = () =>
      bookAsGuest(
        visitor(ctx),
        { ...input, start: at("14:00"), end: at("15:00") },
        crypto.randomUUID(),
      );
    await expect(again()).rejects.toMatchObject({ reason: { code: "booking.missed_too_often" } });
    await ctx.db.update(bookings).set({ forgivenAt: NOW });
    await expect(again()).resolves.toBeTruthy();
  });

  test("open anything with a guessed link, or try for long; the right link goes on working", async ({
    ctx,
    given,
  }) => {
    const { token } = await bookAsGuest(visitor(ctx), await wishFor(given), crypto.randomUUID());
    const here = { ...visitor(ctx), client: { address: "192.0.2.7", device: "Phone" } };
    const guess = () => openGuestBooking(here, "AAAAAAAAAAAAAAAAAAAAAA");
    for (let tries = 0; tries < 60; tries += 1)
      await expect(guess()).rejects.toMatchObject({
        kind: "not_found",
        reason: { code: "guest.unknown_link" },
      });
    await expect(guess()).rejects.toMatchObject({ kind: "rate_limited" });
    await expect(openGuestBooking(here, token!)).resolves.toMatchObject({ locale: "nl" });
  });

  test("open a booking that was given to somebody else", async ({ ctx, given }) => {
    const { token } = await bookAsGuest(visitor(ctx), await wishFor(given), crypto.randomUUID());
    const { ctx: guest, booking } = await openGuestBooking(visitor(ctx), token!);
    const heir = given.as(ctx, await given.person([], { email: "heir@trivium.test" }));
    await proposeBooking(guest, booking.id, { email: "heir@trivium.test", kind: "hand_over" });
    await expect(openGuestBooking(visitor(ctx), token!)).resolves.toMatchObject({
      booking: { id: booking.id },
    });
    const [proposed] = await proposedToMe(heir);
    await acceptProposal(heir, proposed!.id);
    await expect(openGuestBooking(visitor(ctx), token!)).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});

plain(
  "of two guests at once for one room, one has it; of one who presses twice, once",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(8);
    const ctx: Context = { actor: { kind: "visitor" }, now: NOW, db, requestId: "test" };
    const input = await wishFor(givenOn(db));
    const key = crypto.randomUUID();
    const guests = [key, key, key, crypto.randomUUID(), crypto.randomUUID()].map((own, position) =>
      bookAsGuest(
        ctx,
        { ...input, phone: own === key ? input.phone : `047065432${position}` },
        own,
      ),
    );
    const outcomes = await Promise.allSettled(guests);
    const won = outcomes.filter(({ status }) => status === "fulfilled");
    expect([1, 3]).toContain(won.length);
    expect(await db.$count(bookings)).toBe(1);
    expect(await db.$count(guestBookings)).toBe(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected")
        expect(outcome.reason).toMatchObject({
          kind: "conflict",
          reason: { code: "booking.slot_taken" },
        });
    await database.drop();
  },
);
