import type { DeskDay, DeskEvent, DeskRoom } from "./desk-day.ts";

/** Hours that a day shows at least; open hours and bookings outside them make it longer. */
const LEAST = { from: 7, to: 22 };

const DAY_MINUTES = 24 * 60;
export const STEP_MINUTES = 15;

/**
 * A stretch of a day in quarters of an hour: the first is 1, where the day that is drawn begins.
 */
export type Stretch = { first: number; quarters: number };

export type PlacedEvent = DeskEvent &
  Stretch & {
    isNow: boolean;
    /**
     * It takes this room because it takes another of which this is a part, or that is a part of
     * this.
     */
    isShared: boolean;
  };

export type TimelineRow = { room: DeskRoom; events: PlacedEvent[] };

export type Timeline = {
  /** Whole hours of the space's clock. */
  from: number;
  to: number;
  rows: TimelineRow[];
  /** When the space is not open. */
  closed: Stretch[];
  /** Where the present is; null on another day, and outside the hours that are drawn. */
  now: number | null;
};

/** A day of a space as rows of rooms and columns of quarters, on the space's clock. */
export function timelineOf(
  day: DeskDay,
  date: Temporal.PlainDate,
  now: Temporal.Instant,
): Timeline {
  const { timeZone } = day.space;
  const minutes = ({ start, end }: { start: string; end: string }): [number, number] => [
    minutesOn(date, Temporal.Instant.from(start), timeZone),
    minutesOn(date, Temporal.Instant.from(end), timeZone),
  ];
  const open = day.open.map(minutes);
  const events = takingOf(day).map((taking) => ({ ...taking, span: minutes(taking.event) }));
  const spans = [...open, ...events.map(({ span }) => span)];
  const from = Math.min(LEAST.from, ...spans.map(([start]) => Math.floor(start / 60)));
  const to = Math.max(LEAST.to, ...spans.map(([, end]) => Math.ceil(end / 60)));
  const stretch = (start: number, end: number): Stretch => {
    const first = Math.floor((start - from * 60) / STEP_MINUTES);
    return {
      first: first + 1,
      quarters: Math.max(1, Math.ceil((end - from * 60) / STEP_MINUTES) - first),
    };
  };
  const rows: TimelineRow[] = day.rooms.map((room) => ({ room, events: [] }));
  const layered = events.toSorted(
    (one, other) => LAYERS.indexOf(one.event.kind) - LAYERS.indexOf(other.event.kind),
  );
  for (const { event, span, named, taken } of layered) {
    const placed = { ...event, ...stretch(...span), isNow: isDuring(event, now) };
    for (const row of rows)
      if (taken.has(row.room.id)) row.events.push({ ...placed, isShared: !named.has(row.room.id) });
  }
  const isToday = now.toZonedDateTimeISO(timeZone).toPlainDate().equals(date);
  const present = minutesOn(date, now, timeZone);
  return {
    from,
    to,
    rows,
    closed: gaps(open, [from * 60, to * 60]).map(([start, end]) => stretch(start, end)),
    now:
      isToday && present >= from * 60 && present < to * 60 ? stretch(present, present).first : null,
  };
}

/** What is drawn first lies below: a booking of whom rooms are kept for stands on what is kept. */
const LAYERS: DeskEvent["kind"][] = ["closure", "kept", "booking", "session", "request"];

export type FreeRoom = { name: string; until: Temporal.Instant | null };

/**
 * The rooms of a day that nobody has at a moment, with when the next begins in each, and how many
 * there are. Rooms that are put together from others are not counted, and what is kept for a group
 * takes none: its people have yet to come.
 */
export function roomsFree(
  day: DeskDay,
  now: Temporal.Instant,
): { free: FreeRoom[]; rooms: number; isOpen: boolean } {
  const isOpen = day.open.some((hours) => isDuring(hours, now));
  const rooms = day.rooms.filter(({ madeOf }) => madeOf.length === 0);
  const busy = new Set<string>();
  const next = new Map<string, Temporal.Instant>();
  for (const { event, taken } of takingOf(day)) {
    if (event.kind === "kept") continue;
    const start = Temporal.Instant.from(event.start);
    const isComing = Temporal.Instant.compare(start, now) > 0;
    const isNow = isDuring(event, now);
    for (const id of taken) {
      if (isNow) busy.add(id);
      const known = next.get(id);
      if (isComing && (!known || Temporal.Instant.compare(start, known) < 0)) next.set(id, start);
    }
  }
  const free = isOpen ? rooms.filter(({ id }) => !busy.has(id)) : [];
  return {
    free: free.map(({ id, name }) => ({ name, until: next.get(id) ?? null })),
    rooms: rooms.length,
    isOpen,
  };
}

type Taking = { event: DeskEvent; named: Set<string>; taken: Set<string> };

/**
 * Each event with the rooms that it names and all that it takes. Bookings and closures take the
 * parts of a room, and with them every room that has one of these; what is kept for a group names
 * each part itself.
 */
function takingOf({ events, rooms }: DeskDay): Taking[] {
  const holds = new Map(rooms.map((room) => [room.id, room.holds]));
  const withPart = new Map<string, string[]>();
  for (const room of rooms)
    for (const part of room.holds) withPart.set(part, [...(withPart.get(part) ?? []), room.id]);
  return events.map((event) => {
    const named = new Set(event.roomIds);
    const parts = event.kind === "kept" ? [] : event.roomIds.flatMap((id) => holds.get(id) ?? []);
    return {
      event,
      named,
      taken: new Set([...named, ...parts.flatMap((part) => withPart.get(part) ?? [])]),
    };
  });
}

function isDuring(
  { start, end }: { start: string; end: string },
  moment: Temporal.Instant,
): boolean {
  return Temporal.Instant.compare(start, moment) <= 0 && Temporal.Instant.compare(end, moment) > 0;
}

/**
 * Minutes after the midnight with which a day begins; its end for what comes later, and 0 for what
 * was before.
 */
function minutesOn(date: Temporal.PlainDate, at: Temporal.Instant, timeZone: string): number {
  const wall = at.toZonedDateTimeISO(timeZone);
  const order = Temporal.PlainDate.compare(wall.toPlainDate(), date);
  if (order !== 0) return order < 0 ? 0 : DAY_MINUTES;
  return wall.hour * 60 + wall.minute;
}

function gaps(spans: [number, number][], [from, to]: [number, number]): [number, number][] {
  const found: [number, number][] = [];
  let at = from;
  for (const [start, end] of spans.sort(([one], [other]) => one - other)) {
    if (start > at) found.push([at, Math.min(start, to)]);
    at = Math.max(at, end);
  }
  if (at < to) found.push([at, to]);
  return found;
}
