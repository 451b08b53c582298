import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import type { Interval } from "#db/types.ts";
import { earlier } from "#lib/booking/allocation/rules.ts";
import { addGuestLink, guestOfLink } from "#lib/booking/guests/guest-bookings.ts";
import { contactHash as hashFor, phoneFrom } from "#lib/booking/guests/guest-contact.ts";
import { guestToken } from "#lib/booking/guests/guest-link.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { addGuest } from "#lib/foundation/identity/people/accounts.ts";
import { blockOf, limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import {
  answerOfKey,
  answerOnce,
  keepFirstAnswer,
} from "#lib/foundation/platform/database/idempotency.ts";
import { lockOne } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { withAlternatives } from "./clash.ts";
import { acceptBy } from "./deadlines.ts";
import { type BookingView, ownBookingInRooms, readBooking } from "./queries.ts";
import { bookWithin, type Unproved } from "./requesting.ts";
import type { BookingRequest, GuestRequest } from "./schema.ts";

/**
 * Bookings that one address or number may have ahead of it: quotas count people, and each guest is
 * a new one.
 */
const MOST_AHEAD = 3;
/** How long a missed booking counts against an address or number, as long as it is known. */
const MISSED_DAYS = 90;

/** Who asks with a key and has no account: the key is theirs alone. */
const GUEST = "guest";

/**
 * How long a room is kept for somebody of whom a number is all that is known, and nobody has
 * confirmed it.
 */
const UNCONFIRMED_MINUTES = 30;

/**
 * @property token opens the booking; null when it goes to the address or the number alone, which
 *   must be proved first
 */
export type GuestBooking = { token: string | null };

/**
 * Books for somebody without an account. With an address, the room is kept until the link in the
 * letter is pressed, two hours at most. With a telephone number alone it is kept for half an hour:
 * until the link in the message is pressed or, where no messages leave, until staff have said yes;
 * the link is then shown on the screen. An invented number holds nothing longer.
 *
 * @param key idempotency key: the same key and request get the first answer again, and one booking.
 *   It says nothing of the link, which is worked out from an id of our own: whoever chooses a key
 *   must not be able to know the link that proves an address.
 * @throws DomainError conflict with alternatives when somebody was first; invalid with the rule
 *   that refuses
 */
export async function bookAsGuest(
  ctx: Context,
  {
    name,
    email,
    phone: typed,
    locale,
    ...input
  }: Omit<GuestRequest, "purpose"> & { purpose?: string; locale: Locale },
  key: string,
): Promise<GuestBooking> {
  const request = { ...input, purpose: input.purpose ?? "" };
  const phone = await phoneIn(ctx, request.roomId, typed);
  if (typed && !phone) throw unusable("phone", "guest.check_phone");
  const contact = email || phone;
  if (!contact) throw unusable("email", "guest.needs_contact");
  const contactHash = hashFor(contact);
  const ask = { actorKey: GUEST, key, request: { name, contact: contactHash, ...request } };
  const guest = { name, email, phone, locale, contactHash };
  const booked = answerOnce(ctx.db, ask, async () => {
    await limit(ctx, {
      key: `guest:${contactHash}:${blockOf(ctx)}`,
      attempts: 10,
      windowMinutes: 60,
    });
    return transaction(ctx.db, async (db) => {
      const answer = await bookForNewGuest({ ...ctx, db }, guest, request);
      await keepFirstAnswer(db, ask, answer);
      return answer;
    });
  });
  const answer = await booked.catch(async (error: unknown) => {
    throw await withAlternatives(ctx, error, request);
  });
  return guestBookingFrom(answer, key);
}

type NewGuest = {
  name: string;
  /** Empty when there is none: there is a telephone number then. */
  email: string;
  phone: string | null;
  locale: Locale;
  contactHash: string;
};

/**
 * What is kept under a guest's key: the id behind their link, and whether the link is shown on the
 * screen. Answers kept before guests had ids of their own say `proved`, and their id is the key.
 */
type KeptAnswer = { shown?: boolean; proved?: boolean; guestId?: string };

/** In a transaction of the caller's: the guest, their booking and their link, within the limits. */
async function bookForNewGuest(
  ctx: Context,
  { name, email, phone, locale, contactHash }: NewGuest,
  request: BookingRequest,
): Promise<KeptAnswer> {
  // In the transaction: only what is booked counts. What is refused keeps nobody else from
  // booking.
  await limit(ctx, { key: `guests-from:${blockOf(ctx)}`, attempts: 120, windowMinutes: 60 });
  await respectGuestLimits(ctx, request.roomId, contactHash);
  const contactEmail = email || null;
  const personId = await addGuest(ctx.db, { displayName: name, contactEmail, phone, locale });
  const isShown = !email && !settings().smsHook;
  const unproved: Unproved = {
    byStaff: isShown,
    until: email
      ? acceptBy(request.start, ctx.now)
      : earlier(request.start, ctx.now.add({ minutes: UNCONFIRMED_MINUTES })),
  };
  const asTheGuest = asGuest(ctx, { personId, name, locale });
  const booking = await bookWithin(asTheGuest, request, undefined, unproved);
  const guestId = randomUUID();
  await addGuestLink(ctx.db, { id: guestId, bookingId: booking.id, personId, contactHash });
  return { shown: isShown, guestId };
}

/** What was typed in a field, or was not, is refused at that field. */
function unusable(field: "email" | "phone", code: string): DomainError {
  return new DomainError("invalid", { code }, { details: { field } });
}

/** @throws DomainError conflict: too many ahead, or too many that nobody came to */
async function respectGuestLimits(
  { db, now }: Context,
  roomId: string,
  contactHash: string,
): Promise<void> {
  const at = sql`${now.toString()}::timestamptz`;
  await db.execute(sql`select ${lockOne(`guest:${contactHash}`)}`);
  const rows = await rowsOf<{ ahead: number; missed: boolean }>(
    db,
    sql`
      select count(*) filter (where booking.status in ${listed(HOLDING)}
        and upper(booking.during) > ${at})::int as ahead,
        count(*) filter (where booking.status = 'missed' and booking.forgiven_at is null
          and booking.space_id = room.space_id
          and upper(booking.during) > ${at} - make_interval(days => ${MISSED_DAYS}))
            > min(space.missed_allowed) as missed
      from spaces_resource room join spaces_space space on space.id = room.space_id
        left join guests_booking guest on guest.contact_hash = ${contactHash}
        left join booking on booking.id = guest.booking_id
      where room.id = ${roomId}`,
  );
  const { ahead = 0, missed = false } = rows[0] ?? {};
  if (ahead >= MOST_AHEAD)
    throw new DomainError("conflict", { code: "guest.too_many_ahead", most: MOST_AHEAD });
  if (missed) throw new DomainError("conflict", { code: "booking.missed_too_often" });
}

async function phoneIn({ db }: Context, roomId: string, typed: string): Promise<string | null> {
  const rows = await rowsOf<{ country: string }>(
    db,
    sql`
      select space.country from spaces_resource resource join spaces_space space
        on space.id = resource.space_id where resource.id = ${roomId}`,
  );
  return phoneFrom(typed, rows[0]?.country ?? "");
}

/**
 * Whether one of these rooms is taken at that time by what a guest booked with this key. It says
 * nothing of whose booking that is: the device that has the key may be somebody else's by now.
 */
export async function isBookedByKey(
  ctx: Context,
  key: string,
  roomIds: string[],
  during: Interval,
): Promise<boolean> {
  const answer = await answerOfKey(ctx.db, { actorKey: GUEST, key });
  const guest = answer && (await guestOfLink(ctx.db, linkOf(answer.body as KeptAnswer, key).token));
  if (!guest) return false;
  return (await ownBookingInRooms(asGuest(ctx, guest), roomIds, during)) !== null;
}

function guestBookingFrom(answer: KeptAnswer, key: string): GuestBooking {
  const { token, isShown } = linkOf(answer, key);
  return { token: isShown ? token : null };
}

function linkOf(
  { shown, proved = false, guestId }: KeptAnswer,
  key: string,
): { token: string; isShown: boolean } {
  return { token: guestToken(guestId ?? key), isShown: shown ?? proved };
}

/**
 * @property ctx the guest's own: whoever has the link does with this booking what its owner may do
 */
export type OpenedGuest = { ctx: Context; guestId: string; locale: Locale; booking: BookingView };

/**
 * The one booking that a link opens. Only links that open nothing are counted: whoever guesses is
 * slowed down, and the right link always works.
 *
 * @throws DomainError not_found; rate_limited after many wrong ones
 */
export async function openGuestBooking(ctx: Context, token: string): Promise<OpenedGuest> {
  const guest = await guestOfLink(ctx.db, token);
  const booking = guest && (await readBooking(ctx.db, guest.bookingId));
  // Staff gave it to somebody else: it is no longer the guest's.
  if (!guest || booking?.bookedBy !== guest.personId) {
    await limit(ctx, { key: `guest-link:${blockOf(ctx)}`, attempts: 60, windowMinutes: 15 });
    throw new DomainError("not_found", { code: "guest.unknown_link" });
  }
  const { guestId, locale } = guest;
  return { ctx: asGuest(ctx, guest), guestId, locale, booking };
}

function asGuest(
  ctx: Context,
  { personId, name, locale }: { personId: string; name: string; locale: Locale },
): Context {
  const actor: PersonActor = {
    kind: "person",
    personId,
    displayName: name,
    locale,
    roles: [],
    scopes: ["booking.request"],
  };
  return { ...ctx, actor };
}
