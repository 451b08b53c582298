import ICAL from "ical.js";
import { expect, test } from "vitest";
import { invitation } from "./invitation.ts";
import type { BookingView } from "./queries.ts";

const now = Temporal.Instant.from("2026-10-20T08:00:00Z");
const words = {
  summary: "Zaal Leie, Hangar K; “Küche”",
  description: "Regel één\nrègle deux",
  url: "https://trivium.test/nl",
};

function booking(change: Partial<BookingView> = {}): BookingView {
  return {
    id: "0f0f0f0f-1111-4111-8111-0f0f0f0f0f0f",
    status: "confirmed",
    roomId: "11111111-1111-4111-8111-111111111111",
    roomName: "Zaal Leie",
    spaceId: "22222222-2222-4222-8222-222222222222",
    spaceSlug: "hangar-k",
    spaceName: "Hangar K",
    address: "Kortrijk Weide, 8500 Kortrijk",
    lat: 50.82537,
    lon: 3.2545,
    timeZone: "Europe/Brussels",
    during: {
      start: Temporal.Instant.from("2026-10-24T12:00:00Z"),
      end: Temporal.Instant.from("2026-10-24T14:00:00Z"),
    },
    people: 8,
    layoutId: null,
    layout: null,
    leftLayout: null,
    equipment: [],
    session: null,
    purpose: "",
    seriesId: null,
    inSeries: null,
    insteadOf: null,
    wasConfirmed: true,
    bookedBy: "33333333-3333-4333-8333-333333333333",
    sequence: 0,
    version: 1,
    bookedByName: "Noor",
    otherRooms: [],
    otherRoomNames: [],
    note: "",
    answerBy: null,
    createdAt: now,
    changedAt: now,
    checkedInAt: null,
    sessionIsPlanned: false,
    forgivenAt: null,
    cancelledAt: null,
    sharedWith: [],
    ...change,
  };
}

/** Read by a library that did not write it, with the zone rules that came along. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const component = calendar.getFirstSubcomponent("vevent")!;
  return { calendar, component, event: new ICAL.Event(component) };
}

test.each([
  ["before the clocks change", "2026-10-24T12:00:00Z", 14],
  ["on the day they change", "2026-10-25T12:00:00Z", 13],
])("says the wall time of the space %s", (_, start, hour) => {
  const during = {
    start: Temporal.Instant.from(start),
    end: Temporal.Instant.from(start).add({ hours: 2 }),
  };
  const { calendar, component, event } = read(
    invitation(booking({ during }), words, now, "lien@trivium.test"),
  );

  expect(component.getFirstProperty("dtstart")?.getParameter("tzid")).toBe("Europe/Brussels");
  expect(calendar.getFirstSubcomponent("vtimezone")?.getFirstPropertyValue("tzid")).toBe(
    "Europe/Brussels",
  );
  expect(event.startDate.hour).toBe(hour);
  expect(event.startDate.toJSDate().toISOString()).toBe(new Date(start).toISOString());
});

test("an hour that comes twice is written in UTC", () => {
  const during = {
    start: Temporal.Instant.from("2026-10-25T00:30:00Z"),
    end: Temporal.Instant.from("2026-10-25T02:30:00Z"),
  };
  const text = invitation(booking({ during }), words, now);
  // Programs differ in which 02:30 they take: there is no doubt in UTC.
  expect(text).toContain("DTSTART:20261025T003000Z\r\n");
  expect(text).toContain("DTEND:20261025T023000Z\r\n");
});

test("keeps its UID, raises its SEQUENCE and takes itself back", () => {
  const first = read(invitation(booking(), words, now, "lien@trivium.test"));
  const changed = read(invitation(booking({ sequence: 1 }), words, now, "lien@trivium.test"));
  const cancelled = read(
    invitation(booking({ sequence: 2, status: "cancelled" }), words, now, "lien@trivium.test"),
  );

  expect(new Set([first, changed, cancelled].map(({ event }) => event.uid)).size).toBe(1);
  expect([first, changed, cancelled].map(({ event }) => event.sequence)).toEqual([0, 1, 2]);
  expect(first.calendar.getFirstPropertyValue("method")).toBe("REQUEST");
  expect(cancelled.calendar.getFirstPropertyValue("method")).toBe("CANCEL");
  expect(cancelled.component.getFirstPropertyValue("status")).toBe("CANCELLED");
  expect(first.event.attendees).toHaveLength(1);
});

test("survives its own punctuation, in lines no longer than 75 octets", () => {
  const text = invitation(booking(), words, now, "lien@trivium.test");
  expect(read(text).event.summary).toBe(words.summary);
  expect(read(text).event.description).toBe(words.description);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});

test("a file to keep asks for no answer", () => {
  const { calendar, event } = read(invitation(booking(), words, now));
  expect(calendar.getFirstPropertyValue("method")).toBeNull();
  expect(event.attendees).toHaveLength(0);
});
