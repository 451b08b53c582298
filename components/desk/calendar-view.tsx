"use client";

import FullCalendar from "@fullcalendar/react";
import interaction from "@fullcalendar/react/interaction";
import list from "@fullcalendar/react/list";
import fr from "@fullcalendar/react/locales/fr";
import nl from "@fullcalendar/react/locales/nl";
import classic from "@fullcalendar/react/themes/classic";
import resourceTimeline from "@fullcalendar/react-scheduler/resource-timeline";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";
import { useEffect, useRef, useState } from "react";

export type CalendarWords = Record<"booked" | "rooms" | "moved" | "refused" | "offline", string>;

type Props = {
  locale: string;
  space: string;
  timeZone: string;
  day: string;
  rooms: { id: string; title: string }[];
  words: CalendarWords;
};

type Event = {
  id: string;
  resourceId: string;
  start: string;
  end: string;
  title: string | null;
  people: number;
  editable: boolean;
  version: number;
};

/** The weeks of a space with its rooms as rows. What is moved here moves in the database, or comes back with the reason. */
export default function CalendarView({ locale, space, timeZone, day, rooms, words }: Props) {
  const [notice, setNotice] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<{ getApi(): { refetchEvents(): void } }>(null);
  const held = useRef(false);
  const missed = useRef(false);
  // What others book, move and cancel is asked for anew as soon as the server says that something changed; but nothing is
  // taken out of a hand that drags it.
  useEffect(() => {
    const told = new EventSource(`/api/v1/spaces/${space}/events/stream`);
    told.addEventListener("changed", () => {
      missed.current = held.current;
      if (!held.current) calendar.current?.getApi().refetchEvents();
    });
    return () => told.close();
  }, [space]);
  const take = () => {
    held.current = true;
  };
  const letGo = () => {
    held.current = false;
    if (missed.current) calendar.current?.getApi().refetchEvents();
    missed.current = false;
  };
  useEffect(() => {
    if (!box.current) return;
    mendRoles(box.current);
    const watch = new MutationObserver(() => box.current && mendRoles(box.current));
    watch.observe(box.current, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={box}>
      <p role="status" className="fact">
        {notice}
      </p>
      <FullCalendar
        ref={calendar as never}
        plugins={[classic, interaction, list, resourceTimeline]}
        schedulerLicenseKey="AGPL-My-Frontend-And-Backend-Are-Open-Source"
        locales={[nl, fr]}
        locale={locale}
        timeZone={timeZone}
        initialDate={day}
        initialView="resourceTimelineDay"
        headerToolbar={{
          start: "prev,next today",
          center: "title",
          end: "resourceTimelineDay,resourceTimelineWeek,listWeek",
        }}
        height="auto"
        slotMinTime="07:00"
        slotMaxTime="22:00"
        snapDuration="00:15"
        nowIndicator
        eventColor="var(--action)"
        eventContrastColor="var(--action-ink)"
        selectable
        editable
        resourceColumnHeaderContent={words.rooms}
        resources={rooms}
        events={async ({ startStr, endStr }: { startStr: string; endStr: string }) => {
          const query = new URLSearchParams({ start: startStr, end: endStr });
          const answer = await fetch(`/api/v1/spaces/${space}/events?${query}`);
          const { events }: { events: Event[] } = await answer.json();
          return events.map((event) => ({ ...event, title: event.title ?? words.booked }));
        }}
        eventClick={({ event }) => {
          if (event.extendedProps.version) location.assign(`/${locale}/me/bookings/${event.id}`);
        }}
        select={({ startStr, endStr, resource }) => {
          const [from = "", to = ""] = [startStr, endStr].map((text) => text.slice(11, 16));
          const query = new URLSearchParams({
            space,
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
        eventDrop={({ event, newResource, revert }) => void move(event, newResource?.id, revert)}
        eventResize={({ event, revert }) => void move(event, undefined, revert)}
      />
    </div>
  );

  async function move(event: MovedEvent, roomId: string | undefined, revert: () => void) {
    const { people, version } = event.extendedProps;
    const body = JSON.stringify({ start: event.startStr, end: event.endStr, people, version, roomId });
    const answer = await fetch(`/api/v1/bookings/${event.id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json", "accept-language": locale },
      body,
    }).catch(() => null);
    if (answer?.ok) {
      event.setExtendedProp("version", (await answer.json()).version);
      return setNotice(words.moved);
    }
    revert();
    setNotice(answer ? words.refused.replace("{reason}", (await answer.json()).title) : words.offline);
  }
}

type MovedEvent = {
  id: string;
  startStr: string;
  endStr: string;
  extendedProps: Record<string, unknown>;
  setExtendedProp: (name: string, value: unknown) => void;
};

const TABLE_ROLES = ["row", "rowgroup", "rowheader", "columnheader", "gridcell"];
const TABLE_FACTS = [
  "aria-rowcount",
  "aria-colcount",
  "aria-rowindex",
  "aria-colindex",
  "aria-owns",
  "aria-rowspan",
  "aria-colspan",
];

/**
 * The library (7.1.0) calls its drawing a grid but gives it no rows a reader could follow, and lets parts scroll that
 * no key reaches. A group is what it is; the list below is its table. What scrolls can be focused.
 */
function mendRoles(box: HTMLElement): void {
  for (const grid of box.querySelectorAll('[role="grid"], [role="treegrid"]'))
    grid.setAttribute("role", "group");
  for (const role of TABLE_ROLES)
    for (const part of box.querySelectorAll(`[role="${role}"]`)) part.removeAttribute("role");
  for (const fact of TABLE_FACTS)
    for (const part of box.querySelectorAll(`[${fact}]`)) part.removeAttribute(fact);
  for (const part of box.querySelectorAll<HTMLElement>("div"))
    if (part.tabIndex < 0 && /auto|scroll/.test(part.style.overflow)) part.tabIndex = 0;
}
