import type { Calendar, CalendarEvent, Span } from "#lib/booking/bookings/schema.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";

export type CalendarWords = Record<
  | "booked"
  | "rooms"
  | "today"
  // Its view of a week as a list.
  | "agenda"
  | "moved"
  | "layoutLeft"
  | "copied"
  | "refused"
  // For whoever is signed out by now: that they are, and the way to sign in.
  | "signInFirst"
  | "signIn"
  | "offline"
  | "unread"
  | "copy"
  | "hint"
  // A part that scrolls.
  | "scroll"
  // One, more with {count}; of a session with {taken} and {of}.
  | "person"
  | "people"
  | "places"
  | "checkedIn"
  | "withOther"
  // With {name}.
  | "closedFor"
  | "keptFor"
  // The kinds, each in a word.
  | "session"
  | "booking"
  | "request"
  | "night",
  string
>;

/** A room as a row of the calendar. @property holds the rooms it is made of: a hall takes its halves, and a half the hall */
export type Room = { id: string; title: string; detail: string; holds: string[] };

/** What is drawn of a space whose staff look: they see every booking whole. */
export type Found = Pick<Calendar, "closures" | "kept" | "open"> & { events: CalendarEvent[] };

/** The time that is drawn, as the calendar says it. */
export type Asked = { startStr: string; endStr: string };

type Drawing = {
  asked: Asked;
  words: CalendarWords;
  /** The booking that the panel beside it is about. */
  chosen: string | null;
};

/** What takes a room and is nothing to drag: a closure, a booking of a hall it is part of. */
const SHADED = { display: "background", editable: false } as const;

/** The ground of each kind, and what is read on it. */
const COLOURS = {
  session: { color: "var(--action)", contrastColor: "var(--action-ink)" },
  booking: { color: "var(--action-wash)", contrastColor: "var(--ink)" },
  request: { color: "var(--busy-wash)", contrastColor: "var(--ink)" },
};

export const NOTHING: Found = { events: [], closures: [], kept: [], open: [] };

/** More days than these are not hatched hour by hour. */
const MOST_DAYS_HATCHED = 1;

/** When a space is not open, of a time that is drawn. */
export function closedHours(open: Span[], { startStr, endStr }: Asked): Span[] {
  const [from, to] = [Date.parse(startStr), Date.parse(endStr)];
  if (to - from > (MOST_DAYS_HATCHED * 24 + 1) * 3_600_000) return [];
  const gaps: Span[] = [];
  let at = from;
  const gap = (until: number) => {
    if (until > at)
      gaps.push({ start: new Date(at).toISOString(), end: new Date(until).toISOString() });
  };
  for (const { start, end } of open) {
    gap(Math.min(Date.parse(start), to));
    at = Math.max(at, Date.parse(end));
  }
  gap(to);
  return gaps;
}

/** What is found, as the calendar takes it: each kind with its class and its word. */
export function drawnEvents(own: Room[], found: Found, { asked, words, chosen }: Drawing) {
  return [
    ...closedHours(found.open, asked).map((span) => drawnNight(own, span, words)),
    ...found.events.map((event) => drawnBooking(own, event, { words, chosen })),
    ...found.events.flatMap((event) => drawnBesideBooking(own, event, words)),
    ...found.kept.map((kept) => drawnKept(kept, words)),
    ...found.closures.map((closure) => drawnClosure(own, closure, words)),
  ];
}

const idsOf = (rooms: Room[]) => rooms.map(({ id }) => id);

function drawnNight(own: Room[], { start, end }: Span, words: CalendarWords) {
  const resourceIds = idsOf(own);
  return {
    id: `night ${resourceIds[0]} ${start}`,
    resourceIds,
    start,
    end,
    title: words.night,
    className: "calendar-night",
    ...SHADED,
  };
}

function drawnBooking(
  own: Room[],
  { resourceId, otherRooms, title, ...event }: CalendarEvent,
  { words, chosen }: Pick<Drawing, "words" | "chosen">,
) {
  const resourceIds = [resourceId, ...otherRooms];
  return {
    ...event,
    resourceIds,
    // Only its first room could go elsewhere.
    resourceEditable: otherRooms.length === 0,
    where: resourceIds.map((id) => own.find((room) => room.id === id)?.title ?? "").join(", "),
    title: title ?? words.booked,
    detail: detailOf(event, words),
    ...COLOURS[event.kind],
    className: `calendar-event calendar-${event.kind}${event.id === chosen ? " calendar-chosen" : ""}`,
  };
}

/** The halves of a hall that is booked, or the hall of a half. */
function drawnBesideBooking(
  own: Room[],
  { id, resourceId, otherRooms, start, end, title }: CalendarEvent,
  words: CalendarWords,
) {
  const resourceIds = alsoTaken(own, [resourceId, ...otherRooms]);
  if (resourceIds.length === 0) return [];
  return [
    {
      ...SHADED,
      id: `shared ${id}`,
      resourceIds,
      start,
      end,
      title: title ?? words.booked,
      detail: words.withOther,
      className: "calendar-shared",
    },
  ];
}

function drawnKept(
  { id, resourceIds, start, end, title }: Found["kept"][number],
  words: CalendarWords,
) {
  return {
    id: `kept ${id} ${start}`,
    resourceIds,
    start,
    end,
    title: words.keptFor.replace("{name}", isolated(title)),
    className: "calendar-kept",
    ...SHADED,
  };
}

function drawnClosure(
  own: Room[],
  { id, resourceIds, start, end, reason }: Found["closures"][number],
  words: CalendarWords,
) {
  return {
    id: `closed ${id} ${start}`,
    resourceIds: resourceIds.length > 0 ? resourceIds : idsOf(own),
    start,
    end,
    title: words.closedFor.replace("{name}", isolated(reason)),
    className: "calendar-closed",
    ...SHADED,
  };
}

/** The rooms that cannot be used either while these are: a hall and its halves take each other. */
function alsoTaken(own: Room[], ids: string[]): string[] {
  const parts = own.filter(({ id }) => ids.includes(id)).flatMap(({ holds }) => holds);
  return own
    .filter(({ id, holds }) => !ids.includes(id) && holds.some((part) => parts.includes(part)))
    .map(({ id }) => id);
}

/**
 * "7 of 10 · Session", "8 people · checked in · Booking": a narrow block cuts off the end, and its
 * kind is drawn as well.
 */
function detailOf(
  {
    kind,
    people,
    places,
    checkedIn,
    layout,
  }: Omit<CalendarEvent, "resourceId" | "otherRooms" | "title">,
  words: CalendarWords,
): string {
  const many = places
    ? words.places.replace("{taken}", String(places.taken)).replace("{of}", String(places.of))
    : people === 1
      ? words.person
      : words.people.replace("{count}", String(people));
  return [many, layout, checkedIn && words.checkedIn, words[kind]].filter(Boolean).join(" · ");
}
