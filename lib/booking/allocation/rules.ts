import type { Interval } from "#db/types.ts";

/** Bookings for one person in an hour, whoever makes them. */
export const MOST_AN_HOUR = 200;

export type Refusal = { code: string; [value: string]: string | number };

/** What the rules know of a room. Lengths in minutes. */
export type BookableRoom = {
  capacity: number;
  minMinutes: number;
  maxMinutes: number;
  stepMinutes: number;
  /** The last day on which a booking may begin, counted from today on the clock of the space. */
  horizonDays: number;
  timeZone: string;
  /** How long before it starts a booking must be made. */
  noticeMinutes: number;
  outOfServiceReason: string | null;
  outOfServiceUntil: Temporal.Instant | null;
  /** Whether it is for people like whoever asks. */
  mayBook: boolean;
  missedTooOften: boolean;
  openings: Interval[];
  /** Times kept for a group that whoever asks is not of, and what the group is called. */
  kept: { during: Interval; title: string }[];
};

export type RoomRequest = Interval & { people: number };

/** What somebody has already when they ask for a change of it. */
export type Had = RoomRequest & {
  /** In other rooms than those they ask for, or as somebody else's. */
  isElsewhere?: boolean;
};

/**
 * Why the room cannot take this booking, or null. Overlaps are the database's to refuse.
 *
 * @param had what is changed: the rules for a beginning do not concern a start that stays, and what
 *   only becomes smaller is always possible
 */
export function refusalFor(
  request: RoomRequest,
  room: BookableRoom,
  now: Temporal.Instant,
  had: Had | null = null,
): Refusal | null {
  const startStays = had?.start.equals(request.start) ?? false;
  if (!isBefore(request.start, request.end)) return { code: "booking.ends_before_start" };
  if (isBefore(startStays ? request.end : request.start, now))
    return { code: "booking.in_the_past" };
  if (had && isSmaller(request, had)) return null;
  return (
    (startStays ? null : tooFarAhead(request, room, now)) ??
    notForThem(room) ??
    (startStays ? null : tooLate(request, room, now)) ??
    unfitRoom(request, room)
  );
}

/** Whether a request takes nothing that its booking does not have already. */
function isSmaller(request: RoomRequest, had: Had): boolean {
  return !had.isElsewhere && contains(had, request) && request.people <= had.people;
}

function tooFarAhead(
  { start }: Interval,
  { horizonDays, timeZone }: BookableRoom,
  now: Temporal.Instant,
): Refusal | null {
  const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(timeZone).toPlainDate();
  if (dayOf(now).until(dayOf(start)).days <= horizonDays) return null;
  return { code: "booking.too_far_ahead", horizonDays };
}

function tooLate(
  { start }: Interval,
  { noticeMinutes: minutes }: BookableRoom,
  now: Temporal.Instant,
): Refusal | null {
  return isBefore(start, now.add({ minutes })) ? { code: "booking.too_late", minutes } : null;
}

function notForThem({ mayBook, missedTooOften }: BookableRoom): Refusal | null {
  if (!mayBook) return { code: "booking.not_for_you" };
  return missedTooOften ? { code: "booking.missed_too_often" } : null;
}

/** Why the room does not suit the booking, whoever makes it and whenever they do. */
function unfitRoom(request: RoomRequest, room: BookableRoom): Refusal | null {
  if (isOutOfService(room, request)) return { code: "booking.out_of_service" };
  const unfit = unfitLength(request, room);
  if (unfit) return unfit;
  if (request.people > room.capacity)
    return { code: "booking.over_capacity", capacity: room.capacity };
  if (!room.openings.some((opening) => contains(opening, request)))
    return { code: "booking.space_closed" };
  const kept = room.kept.find(({ during }) => overlaps(during, request));
  return kept ? { code: "booking.kept_for_others", group: kept.title } : null;
}

function unfitLength(
  { start, end }: Interval,
  { minMinutes, maxMinutes, stepMinutes }: BookableRoom,
): Refusal | null {
  const minutes = start.until(end).total("minutes");
  if (minutes < minMinutes) return { code: "booking.too_short", minutes: minMinutes };
  if (minutes > maxMinutes) return { code: "booking.too_long", minutes: maxMinutes };
  return minutes % stepMinutes === 0 ? null : { code: "booking.odd_length", minutes: stepMinutes };
}

/**
 * The first rule of any of the rooms that refuses; together they take as many people as each of
 * them.
 */
export function refusalOfAll(
  request: RoomRequest,
  rooms: BookableRoom[],
  now: Temporal.Instant,
  had: Had | null = null,
): Refusal | null {
  const capacity = rooms.reduce((sum, room) => sum + room.capacity, 0);
  for (const room of rooms) {
    const refusal = refusalFor(request, { ...room, capacity }, now, had);
    if (refusal) return refusal;
  }
  return null;
}

/**
 * [start, end) held in the room: the booking, and the time to make ready before it and to tidy up
 * after it.
 */
export function heldFor(
  { start, end }: Interval,
  room: { bufferBeforeMinutes: number; bufferMinutes: number },
): Interval {
  return {
    start: start.subtract({ minutes: room.bufferBeforeMinutes }),
    end: end.add({ minutes: room.bufferMinutes }),
  };
}

function isOutOfService(room: BookableRoom, { start }: Interval): boolean {
  return (
    room.outOfServiceReason !== null &&
    (!room.outOfServiceUntil || isBefore(start, room.outOfServiceUntil))
  );
}

export function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return isBefore(one, other) ? one : other;
}

export function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

function overlaps(one: Interval, other: Interval): boolean {
  return isBefore(one.start, other.end) && isBefore(other.start, one.end);
}

export function contains(outer: Interval, inner: Interval): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}
