import type { BookingStatus } from "#db/booking-states.ts";
import type { AuditAction } from "#lib/modules.ts";
import type { News } from "./telling.ts";

export { BOOKING_STATES, type BookingStatus } from "#db/booking-states.ts";

/*
 * A booking's life: what may happen to it in which state, what it is afterwards, and what follows from it. `applyEvent`
 * (apply-event.ts) does what this table says and is the only function that writes the status of a booking that is there;
 * `writeBooking` (writing.ts) writes the first one. What the actor may do, and when, is asked elsewhere (allowed-actions.ts, and
 * the commands): the table says what is possible at all.
 */

/**
 * The state it comes to: one, or one of two where somebody may have to be asked for a yes first.
 */
type Target = BookingStatus | { asked: BookingStatus; otherwise: BookingStatus };

/** What becomes of the rooms and the equipment that it holds. */
type Time = "kept" | "taken" | "moved" | "shortened" | "given back";

type Transition = {
  /**
   * From each state in which it can happen, the state it leads to. `nothing`: there is no booking
   * yet.
   */
  from: Partial<Record<BookingStatus | "nothing", Target>>;
  /** Raises `version`: whoever edits what they saw before is refused. */
  version: boolean;
  /** Raises the iCalendar SEQUENCE: invitations and feeds follow. */
  sequence: boolean;
  time: Time;
  /**
   * The letter to everybody who has it, by the state it came to; none where the caller writes one
   * for several.
   */
  notification: Partial<Record<BookingStatus, News>>;
  /**
   * The action in the audit log; null where the caller records one for several, or where nobody
   * decided anything.
   */
  audit: AuditAction | null;
  /** Whoever waits for the time that came free is offered it. */
  waitlist: boolean;
  /**
   * Somebody comes to have it by this, so `canHold` is asked first: `applyEvent` wants what that
   * answered.
   */
  leave: boolean;
};

const RAISED = { version: true, sequence: true };
const UNRAISED = { version: false, sequence: false };
const SILENT = { notification: {}, audit: null };

export const TRANSITIONS = {
  /** Somebody books, or somebody books for them. */
  book: {
    from: { nothing: { asked: "requested", otherwise: "confirmed" } },
    ...UNRAISED,
    time: "taken",
    notification: { requested: "requested", confirmed: "confirmed" },
    audit: "booking.requested",
    waitlist: false,
    leave: true,
  },
  /**
   * A guest books: kept until they prove their address, or until staff say yes where no message can
   * reach them.
   */
  book_as_guest: {
    from: { nothing: { asked: "requested", otherwise: "offered" } },
    ...UNRAISED,
    time: "taken",
    notification: { requested: "requested", offered: "offered" },
    audit: "booking.requested",
    waitlist: false,
    leave: true,
  },
  /**
   * Time that came free, or another room after a closure, is kept for somebody until they answer.
   */
  offer: {
    from: { nothing: "offered" },
    ...UNRAISED,
    time: "taken",
    notification: { offered: "offered" },
    audit: "booking.offered",
    waitlist: false,
    leave: true,
  },
  /** Staff say yes. */
  approve: {
    from: { requested: "confirmed" },
    ...RAISED,
    time: "kept",
    notification: { confirmed: "confirmed" },
    audit: "booking.approved",
    waitlist: false,
    leave: true,
  },
  /** Staff say no. */
  refuse: {
    from: { requested: "refused" },
    ...RAISED,
    time: "given back",
    notification: { refused: "refused" },
    audit: "booking.refused",
    waitlist: true,
    leave: false,
  },
  /** Whoever it is kept for says yes. */
  accept: {
    from: { offered: { asked: "requested", otherwise: "confirmed" } },
    ...RAISED,
    time: "kept",
    notification: { requested: "requested", confirmed: "confirmed" },
    audit: "booking.offer_accepted",
    waitlist: false,
    leave: true,
  },
  /** Nobody answered in time. */
  lapse: {
    from: { requested: "refused", offered: "refused" },
    ...RAISED,
    time: "given back",
    notification: { refused: "refused" },
    audit: "booking.lapsed",
    waitlist: true,
    leave: false,
  },
  /**
   * Another time, other rooms, or another number of people. What was confirmed is asked anew where
   * a room wants a yes and it grows.
   */
  change: {
    from: { requested: "requested", confirmed: { asked: "requested", otherwise: "confirmed" } },
    ...RAISED,
    time: "moved",
    notification: { requested: "requested", confirmed: "changed" },
    audit: "booking.changed",
    waitlist: true,
    leave: true,
  },
  /**
   * The same for a date of a series that changes: one letter and one line in the log for all dates.
   */
  change_with_series: {
    from: { requested: "requested", confirmed: "confirmed" },
    ...RAISED,
    time: "moved",
    ...SILENT,
    waitlist: false,
    leave: false,
  },
  /**
   * Its owner, staff, a closure or a change of the room gives it back; who declines an offer
   * cancels it.
   */
  cancel: {
    from: { requested: "cancelled", offered: "cancelled", confirmed: "cancelled" },
    ...RAISED,
    time: "given back",
    notification: { cancelled: "cancelled" },
    audit: "booking.cancelled",
    waitlist: true,
    leave: false,
  },
  /**
   * A date that its series gives back: one letter and one line in the log for all dates, and then
   * the waiting list.
   */
  cancel_with_series: {
    from: { requested: "cancelled", offered: "cancelled", confirmed: "cancelled" },
    ...RAISED,
    time: "given back",
    ...SILENT,
    waitlist: false,
    leave: false,
  },
  /** A cancellation is taken back. */
  restore: {
    from: { cancelled: { asked: "requested", otherwise: "confirmed" } },
    ...RAISED,
    time: "taken",
    notification: { requested: "requested", confirmed: "confirmed" },
    audit: "booking.restored",
    waitlist: false,
    leave: true,
  },
  /** It ends now instead of later. */
  end_early: {
    from: { confirmed: "confirmed" },
    ...RAISED,
    time: "shortened",
    notification: { confirmed: "changed" },
    audit: "booking.ended_early",
    waitlist: true,
    leave: false,
  },
  /** Somebody else takes it over: by their own rules, so a room that wants a yes is asked anew. */
  hand_over: {
    from: { requested: "requested", confirmed: { asked: "requested", otherwise: "confirmed" } },
    ...RAISED,
    time: "kept",
    notification: { requested: "requested", confirmed: "handed" },
    audit: "booking.handed_over",
    waitlist: false,
    leave: true,
  },
  /** Staff saw that they came. */
  check_in: {
    from: { confirmed: "confirmed" },
    ...UNRAISED,
    time: "kept",
    notification: {},
    audit: "booking.checked_in",
    waitlist: false,
    leave: false,
  },
  /** They came by themselves: the visit is recorded, the booking only knows of it. */
  arrive: {
    from: { confirmed: "confirmed" },
    ...UNRAISED,
    time: "kept",
    ...SILENT,
    waitlist: false,
    leave: false,
  },
  /** Nobody came. */
  miss: {
    from: { confirmed: "missed" },
    ...RAISED,
    time: "given back",
    notification: { missed: "missed" },
    audit: "booking.missed",
    waitlist: true,
    leave: false,
  },
  /** It shall not count against whoever missed it. */
  forgive: {
    from: { missed: "missed" },
    ...UNRAISED,
    time: "kept",
    notification: {},
    audit: "booking.forgiven",
    waitlist: false,
    leave: false,
  },
} as const satisfies Record<string, Transition>;

export type BookingEvent = keyof typeof TRANSITIONS;

/** What happens to a booking that is there. */
export type StepEvent = {
  [E in BookingEvent]: (typeof TRANSITIONS)[E]["from"] extends { nothing: unknown } ? never : E;
}[BookingEvent];
/** What makes a booking. */
export type FirstEvent = Exclude<BookingEvent, StepEvent>;

/** What follows from an event. */
export function effectsOf(event: BookingEvent): Transition {
  return TRANSITIONS[event];
}

/** The states in which something can happen to a booking. */
export function statesBefore(event: StepEvent): BookingStatus[] {
  return Object.keys(TRANSITIONS[event].from) as BookingStatus[];
}

/** Whether it can happen to a booking in this state at all. */
export function isPossible(event: StepEvent, status: BookingStatus): boolean {
  return status in TRANSITIONS[event].from;
}

/** The state a new booking begins in. @param asked whether somebody has to say yes first */
export function firstState(event: FirstEvent, asked: boolean): BookingStatus {
  return resolved(TRANSITIONS[event].from.nothing, asked);
}

/**
 * The state an event leads to, or null where each booking stays what it is. From whichever state it
 * starts, it leads to one: lib/booking/bookings/transitions.test.ts holds that.
 *
 * @param asked whether somebody has to say yes first
 */
export function stateAfter(event: StepEvent, asked: boolean): BookingStatus | null {
  const steps = stepsOf(event, asked);
  return steps.every(([from, to]) => from === to) ? null : (steps[0]?.[1] ?? null);
}

/** From each state, where the event leads. */
export function stepsOf(
  event: StepEvent,
  asked: boolean,
): [from: BookingStatus, to: BookingStatus][] {
  const from: Partial<Record<BookingStatus, Target>> = TRANSITIONS[event].from;
  return Object.entries(from).map(([before, target]) => [
    before as BookingStatus,
    resolved(target, asked),
  ]);
}

function resolved(target: Target, asked: boolean): BookingStatus {
  if (typeof target === "string") return target;
  return asked ? target.asked : target.otherwise;
}
