import type { ComponentProps } from "react";
import type { TimelineEvent, Timeline as TimelineView } from "#components/desk/timeline.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatTime, formatTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { DeskDay, DeskEvent } from "#lib/learning/sessions/desk-day.ts";
import { type PlacedEvent, timelineOf } from "#lib/learning/sessions/timeline.ts";

type Asked = {
  locale: Locale;
  date: Temporal.PlainDate;
  now: Temporal.Instant;
  /** How the day is called. */
  dayName: string;
  hrefOf: (event: DeskEvent, space: DeskDay["space"]) => string;
  /** The event that a panel beside it is about. */
  chosen?: string | undefined;
};

/** A day of a space in the words of its reader: as rows, and as the list of a narrow screen. */
export function dayView(day: DeskDay, asked: Asked) {
  const { locale, date, now, dayName } = asked;
  const t = translator(locale, "desk");
  const { timeZone } = day.space;
  const line = timelineOf(day, date, now);
  const view: ComponentProps<typeof TimelineView> = {
    label: labelled(locale, day.space.name, t("dayView.timeline", { day: dayName })),
    from: line.from,
    to: line.to,
    closed: line.closed,
    rows: line.rows.map(({ room, events }) => ({
      id: room.id,
      name: room.name,
      detail: t(room.madeOf.length > 0 ? "dayView.joined" : "dayView.seats", {
        count: room.capacity,
      }),
      events: events.map((placed) => drawnEvent(placed, day, asked)),
    })),
    now: line.now === null ? null : { first: line.now, time: formatTime(locale, now, timeZone) },
    words: { rooms: t("rooms"), closedHours: t("kinds.night") },
  };
  const placed = line.rows.flatMap(({ events }) => events);
  return { view, list: listOf(placed, day, asked), line };
}

function drawnEvent(
  placed: PlacedEvent,
  { space }: DeskDay,
  { locale, hrefOf, chosen }: Asked,
): TimelineEvent {
  const t = translator(locale, "desk");
  return {
    key: `${placed.id} ${placed.start}`,
    kind: placed.kind,
    href: hrefOf(placed, space),
    title: placed.title,
    detail: placed.isShared ? t("dayView.withOther") : detailOf(placed, t),
    hours: hoursOf(placed, locale, space.timeZone),
    first: placed.first,
    quarters: placed.quarters,
    isNow: placed.isNow,
    isShared: placed.isShared,
    isChosen: placed.id === chosen,
  };
}

/** Each event once, in order of time, with the rooms that it takes. */
function listOf(all: PlacedEvent[], day: DeskDay, asked: Asked) {
  const t = translator(asked.locale, "desk");
  const roomNames = new Map(day.rooms.map(({ id, name }) => [id, name]));
  const ofRooms = (ids: string[]) =>
    ids.length === day.rooms.length && ids.length > 1
      ? t("closures.all")
      : ids.map((id) => roomNames.get(id) ?? "").join(" + ");
  const named = all.filter(({ isShared }) => !isShared);
  return [...new Map(named.map((placed) => [`${placed.id} ${placed.start}`, placed])).values()]
    .sort((one, other) => Temporal.Instant.compare(one.start, other.start))
    .map((placed) => ({
      ...drawnEvent(placed, day, asked),
      room: ofRooms(placed.roomIds),
      word:
        placed.isNow && placed.kind === "session" ? t("dayView.now") : t(`kinds.${placed.kind}`),
      detail:
        [peopleOf(placed, t), placed.layout].filter(Boolean).join(" · ") ||
        t(`kinds.${placed.kind}`),
    }));
}

export function hoursOf(
  { start, end }: Pick<DeskEvent, "start" | "end">,
  locale: Locale,
  timeZone: string,
): string {
  const [from, until] = [Temporal.Instant.from(start), Temporal.Instant.from(end)];
  return formatTimeRange(locale, { start: from, end: until }, timeZone);
}

/** Its kind in a word, then what else is known: "Session · 7 of 10". */
export function detailOf(event: DeskEvent, t: Translate): string {
  return [
    t(`kinds.${event.kind}`),
    peopleOf(event, t),
    event.layout,
    event.isCheckedIn && t("dayView.checkedIn"),
  ]
    .filter(Boolean)
    .join(" · ");
}

function peopleOf({ session, people }: DeskEvent, t: Translate): string | null {
  if (session) return t("dayView.enrolled", { taken: session.taken, places: session.places });
  return people === null ? null : t("dayView.people", { count: people });
}
