import { isolated } from "#lib/foundation/i18n/isolate.ts";

export type CalendarWords = Record<
  | "booked"
  | "rooms"
  | "today"
  // Its view of a week as a list.
  | "list"
  | "moved"
  | "layoutLeft"
  | "copied"
  | "refused"
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

/** A booking as the API has it for a calendar. */
export type CalendarEvent = {
  id: string;
  resourceId: string;
  otherRooms: string[];
  start: string;
  end: string;
  title: string | null;
  people: number;
  kind: "session" | "booking" | "request";
  checkedIn: boolean;
  places: { taken: number; of: number } | null;
  /** How its room is set up; null where it stays as it is. */
  layout: string | null;
  editable: boolean;
  version: number;
};

export type Span = { start: string; end: string };
type Closure = Span & { id: string; resourceIds: string[]; reason: string };
type Kept = Span & { id: string; resourceIds: string[]; title: string };
export type Found = { events: CalendarEvent[]; closures: Closure[]; kept: Kept[]; open: Span[] };

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
  const all = own.map(({ id }) => id);
  return [
    ...closedHours(found.open, asked).map(({ start, end }) => ({
      id: `night ${all[0]} ${start}`,
      resourceIds: all,
      start,
      end,
      title: words.night,
      className: "calendar-night",
      ...SHADED,
    })),
    ...found.events.map(({ resourceId, otherRooms, title, ...event }) => ({
      ...event,
      resourceIds: [resourceId, ...otherRooms],
      // Only its first room could go elsewhere.
      resourceEditable: otherRooms.length === 0,
      where: [resourceId, ...otherRooms]
        .map((id) => own.find((room) => room.id === id)?.title ?? "")
        .join(", "),
      title: title ?? words.booked,
      detail: detailOf(event, words),
      ...COLOURS[event.kind],
      className: `calendar-event calendar-${event.kind}${event.id === chosen ? " calendar-chosen" : ""}`,
    })),
    ...found.events.flatMap(({ id, resourceId, otherRooms, start, end, title }) => {
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
    }),
    ...found.kept.map(({ id, resourceIds, start, end, title }) => ({
      id: `kept ${id} ${start}`,
      resourceIds,
      start,
      end,
      title: words.keptFor.replace("{name}", isolated(title)),
      className: "calendar-kept",
      ...SHADED,
    })),
    ...found.closures.map(({ id, resourceIds, start, end, reason }) => ({
      id: `closed ${id} ${start}`,
      resourceIds: resourceIds.length > 0 ? resourceIds : all,
      start,
      end,
      title: words.closedFor.replace("{name}", isolated(reason)),
      className: "calendar-closed",
      ...SHADED,
    })),
  ];
}

/** The rooms that cannot be used either while these are: a hall and its halves take each other. */
function alsoTaken(own: Room[], ids: string[]): string[] {
  const parts = own.filter(({ id }) => ids.includes(id)).flatMap(({ holds }) => holds);
  return own
    .filter(({ id, holds }) => !ids.includes(id) && holds.some((part) => parts.includes(part)))
    .map(({ id }) => id);
}

/** "Session · 7 of 10", "Booking · 8 people · checked in". */
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
  return [words[kind], many, layout, checkedIn && words.checkedIn].filter(Boolean).join(" · ");
}
