import type { BookingStatus } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import type { Actor, Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { canRestore } from "./deadlines.ts";
import type { BookingView } from "./queries.ts";
import { isPossible, type StepEvent } from "./transitions.ts";

/** What somebody can do with a booking, in the order in which a page shows it. */
export const BOOKING_ACTIONS = [
  "accept",
  "approve",
  "refuse",
  "restore",
  "arrive",
  "check_in",
  "note_missed",
  "forgive",
  "end_early",
  "change",
  "propose",
  "cancel",
] as const;
export type BookingAction = (typeof BOOKING_ACTIONS)[number];

/** What the rules know of a booking. */
export type BookingFacts = {
  status: BookingStatus;
  during: Interval;
  /** Until when somebody has to answer. */
  answerBy: Temporal.Instant | null;
  checkedInAt: Temporal.Instant | null;
  cancelledAt: Temporal.Instant | null;
  forgivenAt: Temporal.Instant | null;
  /** A session takes place in it, or was to. */
  hasSession: boolean;
  /** A session that is planned needs its room. */
  sessionIsPlanned: boolean;
};

/**
 * Who looks at it. Whoever may see a booking is its owner, shares it, holds a mandate, is staff of
 * its space, or has its link.
 */
export type Viewer = {
  isOwner: boolean;
  /** May book at all: a token may be for something else. */
  mayBook: boolean;
  /** Staff of its space: facilitators and managers. */
  isStaff: boolean;
  /** Manages its space. */
  isManager: boolean;
  /** Has the link of a guest's booking, and no account. */
  isGuest: boolean;
};

/** Who an actor is to a booking that they may see. */
export function viewerOf(
  actor: Actor,
  { bookedBy, spaceId }: { bookedBy: string; spaceId: string },
  { isGuest = false }: { isGuest?: boolean } = {},
): Viewer {
  return {
    isOwner: actor.kind === "person" && actor.personId === bookedBy,
    mayBook: can(actor, "booking.request"),
    isStaff: can(actor, "booking.manage", { spaceId }),
    isManager: can(actor, "space.manage", { spaceId }),
    isGuest,
  };
}

/** {@link actionsFor} a booking as it is read, for an actor who may see it. */
export function allowedActions(
  { actor, now }: Pick<Context, "actor" | "now">,
  booking: BookingView,
  { isGuest = false }: { isGuest?: boolean } = {},
): BookingAction[] {
  const facts = { ...booking, hasSession: booking.session !== null };
  return actionsFor(facts, viewerOf(actor, booking, { isGuest }), now);
}

/** A booking as the API shows it to an actor who may see it, with what they can do with it now. */
export function shownBooking(
  ctx: Pick<Context, "actor" | "now">,
  { during, ...booking }: BookingView,
) {
  return {
    ...booking,
    start: during.start.toString(),
    end: during.end.toString(),
    allowedActions: allowedActions(ctx, { during, ...booking }),
  };
}

/** How long before the start somebody may be checked in. */
export const EARLY_MINUTES = 15;
/** How long after the end a manager can still say that nobody came. */
const MISSED_HOURS = 24;

type Rule = (booking: BookingFacts, viewer: Viewer, now: Temporal.Instant) => boolean;

/** To each action, the event that it brings about, and who may do it when. */
const RULES: Record<BookingAction, { event: StepEvent; may: Rule }> = {
  accept: {
    event: "accept",
    may: (booking, { isOwner, mayBook }, now) => isOwner && mayBook && isOpen(booking, now),
  },
  approve: {
    event: "approve",
    may: (booking, { isStaff }, now) => isStaff && isOpen(booking, now),
  },
  refuse: { event: "refuse", may: (booking, { isStaff }, now) => isStaff && isOpen(booking, now) },
  restore: {
    event: "restore",
    may: (booking, { mayBook }, now) => mayBook && canRestore(booking, now),
  },
  arrive: {
    event: "arrive",
    may: (booking, { isOwner }, now) => isOwner && mayArrive(booking, now),
  },
  check_in: {
    event: "check_in",
    may: (booking, { isStaff }, now) => isStaff && !booking.checkedInAt && canCome(booking, now),
  },
  note_missed: {
    event: "miss",
    may: (booking, { isManager }, now) => isManager && mayBeMissed(booking, now),
  },
  forgive: { event: "forgive", may: ({ forgivenAt }, { isManager }) => isManager && !forgivenAt },
  end_early: {
    event: "end_early",
    may: (booking, { mayBook }, now) => mayBook && shortened(booking, now) !== null,
  },
  change: { event: "change", may: (booking, { mayBook }, now) => mayBook && !isOver(booking, now) },
  propose: {
    event: "hand_over",
    may: (booking, viewer, now) =>
      mayPropose(viewer) && !booking.hasSession && !isOver(booking, now),
  },
  cancel: {
    event: "cancel",
    may: (booking, { mayBook }, now) =>
      mayBook && !booking.sessionIsPlanned && !isOver(booking, now),
  },
};

/**
 * What somebody who may see a booking can do with it now. Pages, the page of a guest, the tablet at
 * the door and the API ask here; the commands look again when it is done. What the database alone
 * decides (whether a time is still free) is not asked.
 */
export function actionsFor(
  booking: BookingFacts,
  viewer: Viewer,
  now: Temporal.Instant,
): BookingAction[] {
  return BOOKING_ACTIONS.filter((action) => {
    const { event, may } = RULES[action];
    return isPossible(event, booking.status) && may(booking, viewer, now);
  });
}

/** Whether somebody may offer a booking to others: whose it is, and the staff of its space. */
export function mayPropose({ isOwner, isStaff, isGuest }: Viewer): boolean {
  return (isOwner || isStaff) && !isGuest;
}

/**
 * The time a running booking has left behind it when it ends at the next whole minute; null when it
 * does not run, or is in its last minute.
 */
export function shortened(
  { during }: { during: Interval },
  now: Temporal.Instant,
): Interval | null {
  const end = now.round({ smallestUnit: "minute", roundingMode: "ceil" });
  return isBefore(during.start, now) && isBefore(end, during.end)
    ? { start: during.start, end }
    : null;
}

export function isOver({ during }: { during: Interval }, now: Temporal.Instant): boolean {
  return !isBefore(now, during.end);
}

const isOpen = ({ answerBy }: BookingFacts, now: Temporal.Instant) =>
  answerBy !== null && isBefore(now, answerBy);

/**
 * Whether whoever has a booking has come for it when they are seen at the space, be it at the
 * tablet or with their link.
 */
export function mayArrive(
  booking: Pick<BookingFacts, "status" | "during" | "checkedInAt">,
  now: Temporal.Instant,
): boolean {
  return isPossible("arrive", booking.status) && !booking.checkedInAt && canCome(booking, now);
}

const canCome = (booking: { during: Interval }, now: Temporal.Instant) =>
  !isBefore(now, booking.during.start.subtract({ minutes: EARLY_MINUTES })) &&
  !isOver(booking, now);

const mayBeMissed = ({ during, checkedInAt, hasSession }: BookingFacts, now: Temporal.Instant) =>
  !checkedInAt &&
  !hasSession &&
  isBefore(during.start, now) &&
  isBefore(now.subtract({ hours: MISSED_HOURS }), during.end);

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
