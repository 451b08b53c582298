import type { DeskDay, DeskEvent, DeskRoom } from "./desk-day.ts";

/** Hours that a day shows at least; open hours and bookings outside them make it longer. */
const LEAST = { from: 7, to: 22 };

const DAY_MINUTES = 24 * 60;
export const STEP_MINUTES = 15;

/** A stretch of a day in quarters of an hour: the first is 1, where the day that is drawn begins. */
export type Stretch = { first: number; quarters: number };

export type PlacedEvent = DeskEvent &
  Stretch & {
    isNow: boolean;
    /** It takes this room because it takes another of which this is a part, or that is a part of this. */
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
export function timelineOf(day: DeskDay, date: Temporal.PlainDate, now: Temporal.Instant): Timeline {
  const { timeZone } = day.space;
  const minutes = (text: string) => minutesOn(date, Temporal.Instant.from(text), timeZone);
  const spans = [...day.open, ...day.events].map(({ start, end }) => [minutes(start), minutes(end)]);
  const from = Math.min(LEAST.from, ...spans.map(([start = 0]) => Math.floor(start / 60)));
  const to = Math.max(LEAST.to, ...spans.map(([, end = 0]) => Math.ceil(end / 60)));
  const stretch = (start: number, end: number): Stretch => {
    const first = Math.floor((start - from * 60) / STEP_MINUTES);
    return { first: first + 1, quarters: Math.max(1, Math.ceil((end - from * 60) / STEP_MINUTES) - first) };
  };
  const placed = (room: DeskRoom) =>
    day.events
      .flatMap((event): PlacedEvent[] => {
        const isNamed = event.roomIds.includes(room.id);
        if (!isNamed && !sharesPart(room, event, day.rooms)) return [];
        const isNow =
          Temporal.Instant.compare(event.start, now) <= 0 && Temporal.Instant.compare(event.end, now) > 0;
        return [
          { ...event, ...stretch(minutes(event.start), minutes(event.end)), isNow, isShared: !isNamed },
        ];
      })
      .sort((one, other) => LAYERS.indexOf(one.kind) - LAYERS.indexOf(other.kind));
  const isToday = now.toZonedDateTimeISO(timeZone).toPlainDate().equals(date);
  const present = minutesOn(date, now, timeZone);
  return {
    from,
    to,
    rows: day.rooms.map((room) => ({ room, events: placed(room) })),
    closed: gaps(
      day.open.map(({ start, end }) => [minutes(start), minutes(end)]),
      [from * 60, to * 60],
    ).map(([start, end]) => stretch(start, end)),
    now: isToday && present >= from * 60 && present < to * 60 ? stretch(present, present).first : null,
  };
}

/** What is drawn first lies below: a booking of whom rooms are kept for stands on what is kept. */
const LAYERS: DeskEvent["kind"][] = ["closure", "kept", "booking", "session", "request"];

/** Bookings take the parts of a room, and with them every room that has one of these. Closures name each room they close. */
function sharesPart(room: DeskRoom, { kind, roomIds }: DeskEvent, rooms: DeskRoom[]): boolean {
  if (kind === "closure" || kind === "kept") return false;
  return rooms.some(
    ({ id, holds }) => roomIds.includes(id) && holds.some((part) => room.holds.includes(part)),
  );
}

/** Minutes after the midnight with which a day begins; its end for what comes later, and 0 for what was before. */
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
