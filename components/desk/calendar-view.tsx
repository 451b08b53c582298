"use client";

import FullCalendar from "@fullcalendar/react";
import dayGrid from "@fullcalendar/react/daygrid";
import interaction from "@fullcalendar/react/interaction";
import list from "@fullcalendar/react/list";
import enGb from "@fullcalendar/react/locales/en-gb";
import fr from "@fullcalendar/react/locales/fr";
import nl from "@fullcalendar/react/locales/nl";
import classic from "@fullcalendar/react/themes/classic";
import adaptive from "@fullcalendar/react-scheduler/adaptive";
import resourceTimeline from "@fullcalendar/react-scheduler/resource-timeline";
import { askApi } from "#components/api/ask.ts";
import { formatWallDay } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { copyBooking, moveBooking, type Outcome } from "./calendar-moves.ts";
import { mendRoles } from "./calendar-roles.ts";
import { whenStill } from "./calendar-still.ts";

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

type Props = {
  locale: string;
  /** The clock on which all are drawn: that of the first space. */
  timeZone: string;
  day: string;
  /** The booking that the panel beside it is about. */
  chosen: string | null;
  /**
   * The hours that the space keeps, "08:00" to "24:00": bookings outside them make the day longer.
   */
  hours: Frame;
  spaces: {
    slug: string;
    name: string;
    /** Each with the rooms it is made of: a hall takes its halves, and a half the hall. */
    rooms: { id: string; title: string; detail: string; holds: string[] }[];
  }[];
  words: CalendarWords;
  /** What is said while days are being read. */
  reading: string;
  /** Called once the first days are read and drawn. */
  onDrawn: () => void;
};

type Event = {
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

type Span = { start: string; end: string };
type Closure = Span & { id: string; resourceIds: string[]; reason: string };
type Kept = Span & { id: string; resourceIds: string[]; title: string };
type Found = { events: Event[]; closures: Closure[]; kept: Kept[]; open: Span[] };

/** From when to when a day is drawn: "08:00", "24:00". */
export type Frame = { from: string; to: string };

/** "08": the hours of a day stand beside one another on a laptop. */
const hourOf = ({ start }: { start: { hour: number } }) => String(start.hour).padStart(2, "0");

/**
 * How days are written, as on every page: the library writes "1 décembre". One and the same function
 * for each, as a new one would draw the calendar again.
 */
const dayFormats = new Map<string, ReturnType<typeof makeDayFormats>>();

function daysIn(locale: string) {
  const formats = dayFormats.get(locale) ?? makeDayFormats(localeOf(locale));
  dayFormats.set(locale, formats);
  return formats;
}

function makeDayFormats(locale: Locale) {
  const format =
    (shape: "date" | "shortDay" | "day") =>
    ({ start }: { start: { marker: Date } }) =>
      formatWallDay(locale, shape, start.marker.getTime());
  return { date: format("date"), shortDay: format("shortDay"), day: format("day") };
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

/** What takes a room and is nothing to drag: a closure, a booking of a hall it is part of. */
const SHADED = { display: "background", editable: false } as const;

/** The ground of each kind, and what is read on it. */
const COLOURS = {
  session: { color: "var(--action)", contrastColor: "var(--action-ink)" },
  booking: { color: "var(--action-wash)", contrastColor: "var(--ink)" },
  request: { color: "var(--busy-wash)", contrastColor: "var(--ink)" },
};

const NOTHING: Found = { events: [], closures: [], kept: [], open: [] };

/** More days than these are not hatched hour by hour. */
const MOST_DAYS_HATCHED = 1;

/** When a space is not open, of a time that is drawn. */
function closedHours(
  open: Span[],
  { startStr, endStr }: { startStr: string; endStr: string },
): Span[] {
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

const NARROW = "(max-width: 48rem)";
/** The calendar is shown without its days when they have not come by then, and says so. */
const FIRST_DAYS_MS = 3_000;
const AGAIN_MS = 10_000;

/**
 * The weeks of a space with its rooms as rows. What is moved here moves in the database, or comes
 * back with the reason.
 */
export default function CalendarView({
  locale,
  spaces,
  timeZone,
  day,
  chosen,
  hours,
  words,
  reading,
  onDrawn,
}: Props) {
  const [notice, setNotice] = useState("");
  const [frame, setFrame] = useState(hours);
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<{ getApi(): { refetchEvents(): void } }>(null);
  const copies = useRef<HTMLInputElement>(null);
  const held = useRef(false);
  const missed = useRef(false);
  const stopWaiting = useRef(() => {});
  const isReading = useRef(true);
  const rooms = spaces.flatMap((space) =>
    space.rooms.map((room) => ({ ...room, space: space.name, slug: space.slug })),
  );
  const slugs = spaces.map(({ slug }) => slug).join(" ");
  // What others book, move and cancel is asked for anew as soon as the server says that something
  // changed; but nothing is taken out of a hand that drags it.
  useEffect(() => {
    const streams = new Map<string, EventSource>();
    const again = new Set<ReturnType<typeof setTimeout>>();
    const look = () => {
      missed.current = held.current;
      if (!held.current) calendar.current?.getApi().refetchEvents();
    };
    const listen = (space: string, isAgain: boolean) => {
      const source = new EventSource(`/api/v1/spaces/${space}/events/stream`);
      streams.set(space, source);
      source.addEventListener("changed", look);
      source.addEventListener("open", () => isAgain && look());
      // A browser asks again by itself when a stream breaks off, and never again after "not now".
      source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED)
          again.add(setTimeout(() => listen(space, true), AGAIN_MS));
      });
    };
    for (const slug of slugs.split(" ")) listen(slug, false);
    return () => {
      for (const wait of again) clearTimeout(wait);
      for (const source of streams.values()) source.close();
    };
  }, [slugs]);
  const take = () => {
    held.current = true;
  };
  const letGo = () => {
    held.current = false;
    if (missed.current) calendar.current?.getApi().refetchEvents();
    missed.current = false;
  };
  const begin = useEffectEvent(() => {
    // The days may have come before this page was there to show them, or while it was hidden.
    showReading(isReading.current);
    return onDrawn;
  });
  useEffect(() => {
    if (!box.current) return;
    mendRoles(box.current);
    const watch = new MutationObserver(() => box.current && mendRoles(box.current));
    watch.observe(box.current, { childList: true, subtree: true });
    const late = setTimeout(begin(), FIRST_DAYS_MS);
    return () => {
      clearTimeout(late);
      watch.disconnect();
      stopWaiting.current();
    };
  }, []);
  const roomNames = new Map(rooms.map(({ id, title }) => [id, title]));
  return (
    <div ref={box} className="calendar-box">
      <p role="status" className="fact">
        {notice}
      </p>
      <p className="calendar-reading">
        <span className="at-work">{reading}</span>
      </p>
      <FullCalendar
        ref={calendar as never}
        plugins={[classic, interaction, list, dayGrid, adaptive, resourceTimeline]}
        schedulerLicenseKey="AGPL-My-Frontend-And-Backend-Are-Open-Source"
        locales={[nl, fr, enGb]}
        // English as people here write it: the day before the month, 24 hours.
        locale={locale === "en" ? "en-gb" : locale}
        timeZone={timeZone}
        initialDate={day}
        initialView={window.matchMedia(NARROW).matches ? "listWeek" : "resourceTimelineDay"}
        headerToolbar={{
          start: "prev,next today",
          center: "title",
          end: "resourceTimelineDay,resourceTimelineWeek,dayGridMonth,listWeek",
        }}
        height="auto"
        slotMinTime={frame.from}
        slotMaxTime={frame.to}
        slotHeaderFormat={hourOf}
        eventTimeFormat={CLOCK}
        snapDuration="00:15"
        nowIndicator
        dayMaxEvents
        showNonCurrentDates={false}
        views={{
          resourceTimelineDay: { titleFormat: daysIn(locale).date },
          // A column for each day, as wide as the page: hours of a week are seven pages wide, and
          // nobody sees which day it is.
          resourceTimelineWeek: {
            slotDuration: { days: 1 },
            slotHeaderFormat: daysIn(locale).shortDay,
            titleFormat: { day: "numeric", month: "short", year: "numeric" },
            eventDurationEditable: false,
            displayEventEnd: false,
          },
          dayGridMonth: { eventClass: "calendar-target", moreLinkClass: "calendar-target" },
          listWeek: {
            titleFormat: { day: "numeric", month: "short" },
            listDayAltFormat: daysIn(locale).day,
            listItemEventTimeClass: "calendar-time",
            listItemEventTitleClass: "calendar-title",
          },
        }}
        todayText={words.today}
        listText={words.list}
        toolbarTitleClass="calendar-period"
        buttonClass="calendar-button"
        eventColor="var(--action)"
        eventContrastColor="var(--action-ink)"
        selectable
        editable
        eventMinHeight={44}
        resourceColumnHeaderContent={words.rooms}
        resourceColumnsWidth={spaces.length > 1 ? 196 : 152}
        resourceOrder=""
        {...(spaces.length > 1 ? { resourceGroupField: "space" } : {})}
        resourceCellContent={({ resource }) => (
          <span className="calendar-room">
            <b>{resource?.title}</b>
            <small>{resource?.extendedProps.detail}</small>
          </span>
        )}
        resources={rooms}
        events={read}
        loading={showReading}
        eventContent={({ event, view, timeText, timeClass, titleClass }) => {
          const { version, where, detail } = event.extendedProps;
          if (view.type.startsWith("resource"))
            return (
              <span className="calendar-what">
                <b>{event.title}</b>
                {detail && <span>{detail}</span>}
              </span>
            );
          if (!version) return true;
          return (
            <>
              <span className={timeClass}>{timeText}</span>
              <span className={titleClass}>
                <bdi>{event.title}</bdi>, <bdi>{where}</bdi>
                {detail && <span className="calendar-kind">{detail}</span>}
              </span>
            </>
          );
        }}
        backgroundEventContent={({ event }) => (
          <span className="calendar-what">
            <b>{event.title}</b>
          </span>
        )}
        eventClick={({ event }) => {
          if (event.extendedProps.version) open(event.id, event.startStr.slice(0, 10));
        }}
        select={({ startStr, endStr, resource, allDay }) => {
          const [from = "", to = ""] = allDay
            ? []
            : [startStr, endStr].map((text) => text.slice(11, 16));
          const query = new URLSearchParams({
            space: rooms.find(({ id }) => id === resource?.id)?.slug ?? spaces[0]?.slug ?? "",
            day: startStr.slice(0, 10),
            from,
            to,
            room: resource?.id ?? "",
          });
          location.assign(`/${locale}/desk/bookings/new?${query}`);
        }}
        eventDragStart={take}
        eventDragStop={letGo}
        eventResizeStart={take}
        eventResizeStop={letGo}
        eventDrop={({ event, newResource, revert, jsEvent }) => {
          const copying = copies.current?.checked || jsEvent.altKey || jsEvent.ctrlKey;
          void (copying ? copy : move)(event, newResource?.id, revert);
        }}
        eventResize={({ event, revert }) => void move(event, undefined, revert)}
      />
      <div className="calendar-hand">
        <p className="fact">{words.hint}</p>
        <label className="tick">
          <input type="checkbox" ref={copies} />
          {words.copy}
        </label>
      </div>
    </div>
  );

  /** Told to the page without drawing it again, which would read again. */
  function showReading(isStillReading: boolean) {
    isReading.current = isStillReading;
    if (!box.current) return;
    box.current.setAttribute("aria-busy", String(isStillReading));
    stopWaiting.current();
    if (!isStillReading) stopWaiting.current = whenStill(box.current, onDrawn);
  }

  /** The panel beside the calendar: the same page, about this booking. */
  function open(id: string, on: string) {
    const query = new URLSearchParams(location.search);
    query.set("day", on);
    query.set("event", id);
    location.assign(`${location.pathname}?${query}#panel`);
  }

  async function read(asked: { startStr: string; endStr: string }) {
    const found = await Promise.all(spaces.map(({ slug }) => readSpace(slug, asked)));
    if (found.includes(null)) setNotice(words.unread);
    return spaces.flatMap((space, at) => drawn(space.rooms, found[at] ?? NOTHING, asked));
  }

  async function readSpace(
    slug: string,
    { startStr, endStr }: { startStr: string; endStr: string },
  ) {
    const query = new URLSearchParams({ start: startStr, end: endStr });
    const reply = await askApi<Found>(`/api/v1/spaces/${slug}/events?${query}`, { locale });
    if (reply.is !== "answered") return null;
    const found = reply.body;
    setFrame((now) => {
      const wide = found.events.reduce((frame, event) => frameWith(frame, event, timeZone), now);
      // A frame that is merely new would draw the calendar again, which would read again.
      return wide.from === now.from && wide.to === now.to ? now : wide;
    });
    return found;
  }

  /** What is found, as the calendar takes it: each kind with its class and its word. */
  function drawn(
    own: Props["spaces"][number]["rooms"],
    found: Found,
    asked: { startStr: string; endStr: string },
  ) {
    const all = own.map(({ id }) => id);
    const alsoTaken = (ids: string[]) => {
      const parts = own.filter(({ id }) => ids.includes(id)).flatMap(({ holds }) => holds);
      return own
        .filter(({ id, holds }) => !ids.includes(id) && holds.some((part) => parts.includes(part)))
        .map(({ id }) => id);
    };
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
        where: [resourceId, ...otherRooms].map((id) => roomNames.get(id) ?? "").join(", "),
        title: title ?? words.booked,
        detail: detailOf(event),
        ...COLOURS[event.kind],
        className: `calendar-event calendar-${event.kind}${event.id === chosen ? " calendar-chosen" : ""}`,
      })),
      ...found.events.flatMap(({ id, resourceId, otherRooms, start, end, title }) => {
        const resourceIds = alsoTaken([resourceId, ...otherRooms]);
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

  /** "Session · 7 of 10", "Booking · 8 people · checked in". */
  function detailOf({
    kind,
    people,
    places,
    checkedIn,
    layout,
  }: Pick<Event, "kind" | "people" | "places" | "checkedIn" | "layout">) {
    const many = places
      ? words.places.replace("{taken}", String(places.taken)).replace("{of}", String(places.of))
      : people === 1
        ? words.person
        : words.people.replace("{count}", String(people));
    return [words[kind], many, layout, checkedIn && words.checkedIn].filter(Boolean).join(" · ");
  }

  async function move(event: MovedEvent, roomId: string | undefined, revert: () => void) {
    const { people, version, layout } = event.extendedProps as Event;
    const place = { start: event.startStr, end: event.endStr, roomId };
    const outcome = await moveBooking(locale, event.id, { people, version }, place);
    if ("version" in outcome) event.setExtendedProp("version", outcome.version);
    else revert();
    const isLeft = layout && "layoutId" in outcome && outcome.layoutId === null;
    notify(outcome, isLeft ? `${words.moved} ${words.layoutLeft}` : words.moved);
  }

  /** The one that was dragged goes back to its place; its copy comes with what is read anew. */
  async function copy(event: MovedEvent, roomId: string | undefined, revert: () => void) {
    const place = { start: event.startStr, end: event.endStr, roomId };
    revert();
    const outcome = await copyBooking(locale, event.id, place);
    if ("version" in outcome) calendar.current?.getApi().refetchEvents();
    notify(outcome, words.copied);
  }

  function notify(outcome: Outcome, done: string) {
    if ("version" in outcome) return setNotice(done);
    const { refused } = outcome;
    setNotice(refused ? words.refused.replace("{reason}", refused) : words.offline);
  }
}

/** A day that is drawn long enough for an event, in whole hours of the space's clock. */
function frameWith(
  { from, to }: Frame,
  { start, end }: { start: string; end: string },
  timeZone: string,
): Frame {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const wall = (text: string) => {
    const parts = clock.formatToParts(new Date(text));
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "00";
    return { day: part("day"), hour: part("hour"), minute: part("minute") };
  };
  const [first, last] = [wall(start), wall(end)];
  const endsAtMidnight = last.hour === "00" && last.minute === "00";
  if (first.day !== last.day && !endsAtMidnight) return { from: "00:00", to: "24:00" };
  const until = endsAtMidnight ? 24 : Number(last.hour) + (last.minute === "00" ? 0 : 1);
  const [begins, ends] = [`${first.hour}:00`, `${String(until).padStart(2, "0")}:00`];
  return { from: begins < from ? begins : from, to: ends > to ? ends : to };
}

type MovedEvent = {
  id: string;
  startStr: string;
  endStr: string;
  extendedProps: Record<string, unknown>;
  setExtendedProp: (name: string, value: unknown) => void;
};
