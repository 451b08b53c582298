import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { listed, STANDING } from "#db/booking-states.ts";
import { startOf } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { bookingProposals, bookings, coOrganisers } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import type { Interval } from "#db/types.ts";
import { canHold, keptFor } from "#lib/booking/allocation/holding.ts";
import { bookableRooms } from "#lib/booking/allocation/rooms-to-book.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  authenticated,
  authorise,
  can,
  inPerson,
} from "#lib/foundation/identity/permission/policy.ts";
import { actorByPerson } from "#lib/foundation/identity/sign-in/askers.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { addressee } from "./addressee.ts";
import { isOver, mayPropose, viewerOf } from "./allowed-actions.ts";
import { applyEvent } from "./apply-event.ts";
import { ownBooking } from "./commands.ts";
import { answerBy } from "./deadlines.ts";
import { type BookingView, readBooking } from "./queries.ts";
import { isPossible } from "./transitions.ts";

export const PROPOSALS = ["share", "hand_over"] as const;
export type ProposalKind = (typeof PROPOSALS)[number];

/** A proposal waits so many days, and never longer than its booking lasts. */
const DAYS = 7;
const MOST_AN_HOUR = 10;
const MOST_SHOWN = 50;

/**
 * Asks somebody to look after a booking as well, or to take it over. Nothing changes until they say
 * yes, and whoever asks is answered alike whether somebody has the address or nobody does. A second
 * one to take it over replaces the first, as does a second one to the same address.
 *
 * @throws DomainError forbidden for whoever only shares it; rate_limited after ten in an hour
 */
export async function proposeBooking(
  ctx: Context,
  id: string,
  { email, kind }: { email: string; kind: ProposalKind },
): Promise<void> {
  const booking = await ownBooking(ctx, id);
  const { personId: madeBy } = authenticated(ctx.actor, "booking.request", "booking.manage");
  if (!mayPropose(viewerOf(ctx.actor, booking)))
    throw new DomainError("forbidden", { code: "booking.only_whose_it_is" });
  refuseUnlessItStands(ctx, booking);
  await refuseSession(ctx, booking);
  await limit(ctx, { key: `proposal:${madeBy}`, attempts: MOST_AN_HOUR, windowMinutes: 60 });
  await transaction(ctx.db, async (db) => {
    const found = await addressee(db, email);
    const { addressHash } = found;
    // Their own address is known to whoever booked, and to nobody else: staff are answered as for
    // an address nobody has.
    if (found.personId === madeBy && madeBy === booking.bookedBy)
      throw new DomainError("invalid", { code: "booking.is_theirs_already" });
    const personId = found.personId === booking.bookedBy ? null : found.personId;
    const week = ctx.now.add({ hours: 24 * DAYS });
    const endsAt =
      Temporal.Instant.compare(week, booking.during.end) < 0 ? week : booking.during.end;
    await db
      .delete(bookingProposals)
      .where(
        and(
          eq(bookingProposals.bookingId, id),
          eq(bookingProposals.kind, kind),
          kind === "hand_over" ? undefined : eq(bookingProposals.addressHash, addressHash),
        ),
      );
    const [made] = await db
      .insert(bookingProposals)
      .values({ bookingId: id, kind, personId, addressHash, madeBy, endsAt })
      .onConflictDoNothing()
      .returning({ id: bookingProposals.id });
    if (!made) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    if (personId)
      await enqueue(db, { template: "booking-proposed", personId, data: { proposalId: made.id } });
    await recordAudit(db, {
      actor: ctx.actor,
      action: kind === "share" ? "booking.share_proposed" : "booking.hand_over_proposed",
      spaceId: booking.spaceId,
      subject: id,
    });
  });
}

/**
 * Says yes. A booking that is taken over is the actor's from now on, by their own rules and limits;
 * whose it was is told, and has no part in it any more. In a room that needs a yes, the staff are
 * asked anew unless it was they who proposed it.
 *
 * @throws DomainError not_found for a proposal to somebody else, or that is over; with the rule or
 *   limit that refuses
 */
export async function acceptProposal(ctx: Context, id: string): Promise<{ bookingId: string }> {
  const { personId } = inPerson(ctx.actor);
  authorise(ctx.actor, "booking.request");
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const { bookingId, kind, madeBy } = await openProposal(within, id, personId);
    const booking = await readBooking(db, bookingId);
    if (!booking) throw unknownProposal();
    refuseUnlessItStands(ctx, booking);
    await refuseSession(within, booking);
    if (kind === "share") await share(within, booking, personId);
    else await takeOver(within, booking, madeBy);
    await claim(within, id);
    return { bookingId };
  });
}

async function share(
  ctx: Context,
  { id, spaceId, bookedBy, sequence }: BookingView,
  personId: string,
) {
  if (personId === bookedBy) return;
  const added = await ctx.db
    .insert(coOrganisers)
    .values({ bookingId: id, personId })
    .onConflictDoNothing()
    .returning({ personId: coOrganisers.personId });
  if (added.length === 0) return;
  await enqueue(ctx.db, {
    template: "booking-shared",
    personId,
    data: { bookingId: id, sequence, shares: true },
  });
  await enqueue(ctx.db, {
    template: "booking-answered",
    personId: bookedBy,
    data: { bookingId: id, kind: "share" },
  });
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "booking.shared",
    spaceId,
    subject: id,
    data: { with: personId },
  });
}

/** The one place where a booking comes to be somebody else's. */
async function takeOver(ctx: Context, booking: BookingView, madeBy: string): Promise<void> {
  const { db } = ctx;
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage");
  const { id, spaceId, during, people, version, bookedBy } = booking;
  const seen = await bookableRooms(ctx, [booking.roomId, ...booking.otherRooms], during, personId);
  // The time is taken already, so it is neither too late nor too early for it; whom a room is kept
  // for is asked.
  const rooms = keptFor(seen).map((room, at) => ({ ...room, kept: seen[at]?.kept ?? [] }));
  const had = { ...during, people, isElsewhere: true };
  const leave = await canHold(ctx, { personId, during, people, rooms, bookingId: id, had });

  const maker = await actorByPerson(db, madeBy);
  const staffGaveIt = maker !== null && can(maker, "booking.manage", { spaceId });
  const asked =
    booking.status === "confirmed" &&
    !staffGaveIt &&
    seen.some(({ needsApproval }) => needsApproval);
  const [handed] = await applyEvent(ctx, "hand_over", {
    where: sql`id = ${id} and version = ${version}`,
    leave,
    asked,
    ...(asked ? { answerBy: answerBy(during.start, ctx.now) } : {}),
    set: { bookedBy: personId, madeBy: null },
    // They have it themselves now; whose it was hears of it in a letter of its own.
    between: async ({ sequence }) => {
      await db
        .delete(coOrganisers)
        .where(and(eq(coOrganisers.bookingId, id), eq(coOrganisers.personId, personId)));
      const data = { bookingId: id, sequence };
      await enqueue(db, { template: "booking-given-away", personId: bookedBy, data });
    },
    audit: { from: bookedBy, to: personId },
  });
  if (!handed) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
}

/** Declines. Whoever asked gets the same message as when nobody answers: that nobody took it. */
export async function refuseProposal(ctx: Context, id: string): Promise<void> {
  const { personId } = inPerson(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const { bookingId, kind, madeBy } = await openProposal({ ...ctx, db }, id, personId);
    await claim({ ...ctx, db }, id);
    await enqueue(db, {
      template: "booking-unanswered",
      personId: madeBy,
      data: { bookingId, kind },
    });
  });
}

/**
 * Takes a proposal back, for whoever may make one.
 *
 * @throws DomainError not_found also when it was answered meanwhile
 */
export async function withdrawProposal(ctx: Context, id: string): Promise<{ bookingId: string }> {
  const [found] = await ctx.db
    .select({ bookingId: bookingProposals.bookingId })
    .from(bookingProposals)
    .where(eq(bookingProposals.id, id));
  if (!found) throw unknownProposal();
  const booking = await ownBooking(ctx, found.bookingId);
  if (!mayPropose(viewerOf(ctx.actor, booking)))
    throw new DomainError("forbidden", { code: "booking.only_whose_it_is" });
  await ctx.db.delete(bookingProposals).where(eq(bookingProposals.id, id));
  return found;
}

export type Proposal = { id: string; kind: ProposalKind; endsAt: Temporal.Instant };

const proposalColumns = {
  id: bookingProposals.id,
  kind: sql<ProposalKind>`${bookingProposals.kind}`,
  endsAt: bookingProposals.endsAt,
};

/** What of a booking waits for an answer, for whoever may propose it. */
export async function proposalsOf(ctx: Context, booking: BookingView): Promise<Proposal[]> {
  if (!mayPropose(viewerOf(ctx.actor, booking))) return [];
  return ctx.db
    .select(proposalColumns)
    .from(bookingProposals)
    .where(and(eq(bookingProposals.bookingId, booking.id), gt(bookingProposals.endsAt, ctx.now)))
    .orderBy(bookingProposals.createdAt, bookingProposals.id);
}

export type ProposedToMe = Proposal & {
  madeByName: string;
  spaceName: string;
  roomName: string;
  timeZone: string;
  during: Interval;
  people: number;
};

/** What others would share with the actor or give to them, the soonest first. */
export async function proposedToMe(ctx: Context): Promise<ProposedToMe[]> {
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage");
  return ctx.db
    .select({
      ...proposalColumns,
      madeByName: personView.displayName,
      spaceName: spaceView.name,
      roomName: resourceView.name,
      timeZone: spaceView.timeZone,
      during: bookings.during,
      people: bookings.people,
    })
    .from(bookingProposals)
    .innerJoin(bookings, eq(bookings.id, bookingProposals.bookingId))
    .innerJoin(personView, eq(personView.id, bookingProposals.madeBy))
    .innerJoin(spaceView, eq(spaceView.id, bookings.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, bookings.roomId))
    .where(
      and(
        eq(bookingProposals.personId, personId),
        gt(bookingProposals.endsAt, ctx.now),
        inArray(bookings.status, STANDING),
      ),
    )
    .orderBy(startOf(bookings.during), bookingProposals.id)
    .limit(MOST_SHOWN);
}

/**
 * Proposals that nobody answered: whoever made them hears that it is still theirs.
 *
 * @returns how many
 */
export async function lapseProposals(ctx: Context): Promise<number> {
  return transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{
      bookingId: string;
      madeBy: string;
      kind: string;
      stands: boolean;
    }>(
      db,
      sql`
        delete from booking_proposal where id in (select id from booking_proposal
          where ends_at <= ${ctx.now.toString()}::timestamptz for update skip locked)
        returning booking_id, made_by, kind,
          exists (select from booking where booking.id = booking_id
          and status in ${listed(STANDING)} and upper(during) > ${ctx.now.toString()}::timestamptz) as stands`,
    );
    for (const { bookingId, madeBy, kind, stands } of rows)
      if (stands)
        await enqueue(db, {
          template: "booking-unanswered",
          personId: madeBy,
          data: { bookingId, kind },
        });
    return rows.length;
  });
}

async function openProposal({ db, now }: Context, id: string, personId: string) {
  const [open] = await db
    .select({
      bookingId: bookingProposals.bookingId,
      kind: proposalColumns.kind,
      madeBy: bookingProposals.madeBy,
    })
    .from(bookingProposals)
    .where(
      and(
        eq(bookingProposals.id, id),
        eq(bookingProposals.personId, personId),
        gt(bookingProposals.endsAt, now),
      ),
    );
  if (!open) throw unknownProposal();
  return open;
}

/** It is answered once. After the booking's row, as whoever cancels the booking takes them. */
async function claim({ db }: Context, id: string): Promise<void> {
  const { rowCount } = await db.delete(bookingProposals).where(eq(bookingProposals.id, id));
  if (!rowCount) throw unknownProposal();
}

function unknownProposal(): DomainError {
  return new DomainError("not_found", { code: "booking.proposal_is_over" });
}

function refuseUnlessItStands({ now }: Context, booking: BookingView): void {
  if (!isPossible("hand_over", booking.status))
    throw new DomainError("conflict", { code: "booking.no_longer_stands" });
  if (isOver(booking, now)) throw new DomainError("conflict", { code: "booking.is_over" });
}

/** The room of a session goes where its session goes. */
async function refuseSession({ db }: Context, { id }: BookingView): Promise<void> {
  const { rowCount } = await db.execute(sql`select from sessions_session session
    where booking_id = ${id} limit 1`);
  if (rowCount) throw new DomainError("conflict", { code: "booking.goes_with_session" });
}
