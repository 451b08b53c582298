import { and, eq, gt } from "drizzle-orm";
import { neverNull } from "#db/expressions.ts";
import { bookingView } from "#db/schema/booking.ts";
import { resourceView } from "#db/schema/spaces.ts";
import type { Interval } from "#db/types.ts";
import { answerBy } from "#lib/booking/bookings/deadlines.ts";
import { offerRoom } from "#lib/booking/bookings/offering.ts";
import { readBooking } from "#lib/booking/bookings/queries.ts";
import { moveGuestLink } from "#lib/booking/guests/guest-bookings.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";

/** Rooms or times that are tried before nothing is offered. */
const TRIES = 3;

/**
 * Keeps another room of the space, at the same time or near it, for somebody whose booking was
 * displaced: three days, or until it starts. Theirs with one press; the link of a guest opens it
 * from now on.
 *
 * @returns whether there was one
 */
export async function offerInstead(ctx: Context, displacedId: string): Promise<boolean> {
  const displaced = await readBooking(ctx.db, displacedId);
  if (!displaced || Temporal.Instant.compare(displaced.during.start, ctx.now) <= 0) return false;
  const {
    bookedBy: personId,
    bookedByName: displayName,
    spaceSlug,
    during,
    people,
    equipment,
    purpose,
  } = displaced;
  // What the person themselves would be shown, not what the staff see who close the room.
  const asPerson: Context = {
    ...ctx,
    actor: { kind: "person", personId, displayName, locale: "en", roles: [], scopes: null },
  };
  const { items, alternatives } = await findAvailability(asPerson, {
    ...during,
    people,
    equipment,
    spaceSlug,
  });
  const near = alternatives.map(({ roomId, start, end }) => ({
    roomId,
    during: { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) },
  }));
  const choices = [...items.map(({ roomId }) => ({ roomId, during })), ...near].slice(0, TRIES);
  for (const choice of choices) {
    const asked = { personId, people, equipment, purpose, insteadOf: displacedId };
    const offer = { ...choice, ...asked, chosen: displaced };
    const bookingId = await offerRoom(ctx, {
      ...offer,
      answerBy: answerBy(choice.during.start, ctx.now),
    });
    if (!bookingId) continue;
    await moveGuestLink(ctx.db, displacedId, bookingId);
    return true;
  }
  return false;
}

export type Instead = {
  id: string;
  roomName: string;
  during: Interval;
  answerBy: Temporal.Instant;
  /** How its room is set up; null where it stays as it is. */
  layout: Title | null;
};

/**
 * What is kept for somebody instead of a booking they lost, and not answered yet. The caller has
 * seen that they may see it.
 */
export async function offeredInsteadOf(ctx: Context, displacedId: string): Promise<Instead | null> {
  const [found] = await ctx.db
    .select({
      id: bookingView.id,
      roomName: resourceView.name,
      during: bookingView.during,
      answerBy: neverNull(bookingView.answerBy),
      layout: layoutNames(bookingView.layoutId),
    })
    .from(bookingView)
    .innerJoin(resourceView, eq(resourceView.id, bookingView.roomId))
    .where(
      and(
        eq(bookingView.insteadOf, displacedId),
        eq(bookingView.status, "offered"),
        gt(bookingView.answerBy, ctx.now),
      ),
    );
  return found ?? null;
}
