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
import { askApi, isSignedOut } from "#components/api/ask.ts";
import { SignInAgain } from "#components/ui/sign-in-again.tsx";
import type { CalendarEvent } from "#lib/booking/bookings/schema.ts";
import { formatWallDay } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import {
  type Asked,
  type CalendarWords,
  drawnEvents,
  type Found,
  NOTHING,
  type Room,
} from "./calendar-events.ts";
import { type Frame, frameWith, isDrawn } from "./calendar-frame.ts";
import { type EventHours, hoursOn } from "./calendar-hours.ts";
import { copyBooking, moveBooking, type Outcome } from "./calendar-moves.ts";
import { mendRoles } from "./calendar-roles.ts";
import { whenStill } from "./calendar-still.ts";
import { useChanges } from "./use-changes.ts";

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
    rooms: Room[];
  }[];
  words: CalendarWords;
  /** What is said while days are being read. */
  reading: string;
  /** Called once the first days are read and drawn. */
  onDrawn: () => void;
};

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

type DrawnEvent = {
  event: Pick<MovedEvent, "startStr" | "endStr" | "extendedProps"> & { title: string };
  view: { type: string };
  timeText: string;
  timeClass?: string;
  titleClass?: string;
};

/** French of the library sets hours apart, "10:00 – 12:00": no page of ours does. */
const AROUND_DASH = /\s*[-–]\s*/;

/** What stands in events, one and the same function as well. */
const eventContents = new Map<string, (drawn: DrawnEvent) => ReactNode>();

function eventContentIn(locale: string, timeZone: string) {
  const key = `${locale} ${timeZone}`;
  const content =
    eventContents.get(key) ??
    ((drawn: DrawnEvent) => eventContent(drawn, hoursOn(drawn.event, localeOf(locale), timeZone)));
  eventContents.set(key, content);
  return content;
}

/** What stands in an event: its words and its kind; true leaves it to the library. */
function eventContent(
  { event, view, timeText, timeClass, titleClass }: DrawnEvent,
  hours: EventHours,
) {
  const { version, where, detail } = event.extendedProps as Partial<DrawnProps>;
  if (view.type.startsWith("resource"))
    return (
      <span className="calendar-what">
        <b>{event.title}</b>
        {detail && <span>{detail}</span>}
        <span className="unseen">{`${hours.words}, ${where}`}</span>
      </span>
    );
  if (!version) return true;
  return (
    <>
      <span className={timeClass}>
        {hours.isDoubtful ? hours.words : timeText.replace(AROUND_DASH, "–")}
      </span>
      <span className={titleClass}>
        <bdi>{event.title}</bdi>, <bdi>{where}</bdi>
        {detail && <span className="calendar-kind">{detail}</span>}
      </span>
    </>
  );
}

/** What an event of `drawnEvents` carries besides. A shaded one has no version. */
type DrawnProps = { version: number; where: string; detail: string };

/** How each view is drawn, beside what holds for all. */
function viewsIn(locale: string) {
  const formats = daysIn(locale);
  return {
    resourceTimelineDay: { titleFormat: formats.date },
    // A column for each day, as wide as the page: hours of a week are seven pages wide, and
    // nobody sees which day it is.
    resourceTimelineWeek: {
      slotDuration: { days: 1 },
      slotHeaderFormat: formats.shortDay,
      titleFormat: { day: "numeric", month: "short", year: "numeric" },
      eventDurationEditable: false,
      displayEventEnd: false,
    },
    dayGridMonth: { eventClass: "calendar-target", moreLinkClass: "calendar-target" },
    listWeek: {
      titleFormat: { day: "numeric", month: "short" },
      listDayAltFormat: formats.day,
      listItemEventBeforeClass: "calendar-dot",
      listItemEventTimeClass: "calendar-time",
      listItemEventTitleClass: "calendar-title",
    },
  } as const;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

const NARROW = "(max-width: 48rem)";
/** The calendar is shown without its days when they have not come by then, and says so. */
const FIRST_DAYS_MS = 3_000;
/** How soon days that could not be read are asked for again. */
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
  const [isOut, setSignedOut] = useState(false);
  const [frame, setFrame] = useState(hours);
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<{ getApi(): { refetchEvents(): void } }>(null);
  const copies = useRef<HTMLInputElement>(null);
  const held = useRef(false);
  const missed = useRef(false);
  const stopWaiting = useRef(() => {});
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What was read last of each space: it stays drawn while nothing newer can be read. */
  const last = useRef(new Map<string, { asked: string; found: Found }>());
  const isReading = useRef(true);
  const rooms = spaces.flatMap((space) =>
    space.rooms.map((room) => ({ ...room, space: space.name, slug: space.slug })),
  );
  const slugs = spaces.map(({ slug }) => slug).join(" ");
  useChanges(slugs, () => {
    missed.current = held.current;
    if (!held.current) calendar.current?.getApi().refetchEvents();
  });
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
    const mend = () => box.current && mendRoles(box.current, words.scroll);
    mend();
    const watch = new MutationObserver(mend);
    watch.observe(box.current, { childList: true, subtree: true });
    // On a narrower page, more of it scrolls.
    const size = new ResizeObserver(mend);
    size.observe(box.current);
    const late = setTimeout(begin(), FIRST_DAYS_MS);
    return () => {
      clearTimeout(late);
      clearTimeout(again.current);
      watch.disconnect();
      size.disconnect();
      stopWaiting.current();
    };
  }, [words.scroll]);
  return (
    <div ref={box} className="calendar-box">
      <p role="status" className="fact">
        {notice}
      </p>
      {isOut && <SignInAgain label={words.signIn} />}
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
        // Before the first hour of the page it would stand at that hour.
        nowIndicator={isDrawn(frame, new Date(), timeZone)}
        dayMaxEvents
        showNonCurrentDates={false}
        views={viewsIn(locale)}
        todayText={words.today}
        listText={words.agenda}
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
        eventContent={eventContentIn(locale, timeZone)}
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

  async function read(asked: Asked) {
    const found = await Promise.all(spaces.map(({ slug }) => readSpace(slug, asked)));
    say(found);
    clearTimeout(again.current);
    if (!found.every(isRead))
      again.current = setTimeout(() => calendar.current?.getApi().refetchEvents(), AGAIN_MS);
    return spaces.flatMap((space, at) => {
      const read = found[at];
      const shown = read && isRead(read) ? read : readBefore(space.slug, asked);
      return drawnEvents(space.rooms, shown, { asked, words, chosen });
    });
  }

  /** Why something could not be read, in place of what was said of it before. */
  function say(found: Read[]) {
    const isOut = found.includes("signed out");
    setSignedOut(isOut);
    if (isOut) return setNotice((now) => (now && now !== words.unread ? now : words.signInFirst));
    const isUnread = found.includes("away");
    setNotice((now) =>
      isUnread ? words.unread : [words.unread, words.signInFirst].includes(now) ? "" : now,
    );
  }

  /** What was read of the same days before: a room that is taken must not look free. */
  function readBefore(slug: string, { startStr, endStr }: Asked): Found {
    const before = last.current.get(slug);
    return before?.asked === `${startStr}/${endStr}` ? before.found : NOTHING;
  }

  async function readSpace(slug: string, { startStr, endStr }: Asked): Promise<Read> {
    const query = new URLSearchParams({ start: startStr, end: endStr });
    const reply = await askApi<Found>(`/api/v1/spaces/${slug}/events?${query}`, { locale });
    if (reply.is !== "answered") return isSignedOut(reply) ? "signed out" : "away";
    const found = reply.body;
    // Whoever is signed out hears when rooms are taken, and of no booking.
    if (!found.events.every((event) => "version" in event)) return "signed out";
    last.current.set(slug, { asked: `${startStr}/${endStr}`, found });
    setFrame((now) => {
      const wide = found.events.reduce((frame, event) => frameWith(frame, event, timeZone), now);
      // A frame that is merely new would draw the calendar again, which would read again.
      return wide.from === now.from && wide.to === now.to ? now : wide;
    });
    return found;
  }

  async function move(event: MovedEvent, roomId: string | undefined, revert: () => void) {
    const { people, version, layout } = event.extendedProps as CalendarEvent;
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
    setSignedOut("refused" in outcome && outcome.isSignedOut);
    if ("version" in outcome) return setNotice(done);
    const { refused } = outcome;
    setNotice(refused ? words.refused.replace("{reason}", refused) : words.offline);
  }
}

/** What came of reading the days of a space. */
type Read = Found | "away" | "signed out";

const isRead = (read: Read): read is Found => typeof read === "object";

type MovedEvent = {
  id: string;
  startStr: string;
  endStr: string;
  extendedProps: Record<string, unknown>;
  setExtendedProp: (name: string, value: unknown) => void;
};
