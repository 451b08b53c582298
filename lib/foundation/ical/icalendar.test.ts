import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { faultsIn } from "#testing/calendar-lines.ts";
import { type CalendarEvent, calendarText } from "./icalendar.ts";

const at = (text: string) => Temporal.ZonedDateTime.from(text);

const EVENT: CalendarEvent = {
  uid: "one@trivium.test",
  sequence: 2,
  stamp: Temporal.Instant.from("2026-03-01T08:00:00Z"),
  lastModified: Temporal.Instant.from("2026-03-01T08:00:00Z"),
  start: at("2026-03-10T10:00[Europe/Brussels]"),
  end: at("2026-03-10T12:00[Europe/Brussels]"),
  status: "CONFIRMED",
  summary: "Team",
  place: { title: "Zaal", address: "Kade 1", lat: 50.8, lon: 3.25 },
  url: "https://trivium.test/nl",
  organizer: { name: "Trivium", email: "no-reply@trivium.test" },
  attendee: "noor@trivium.test",
};

const first = (text: string) => new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent");

test("whatever people type arrives as they typed it, in lines that a strict reader takes", () => {
  // The sign that stands for a broken character is what the reader looks for: here nobody types it.
  const typed = fc
    .string({ unit: "binary", maxLength: 200 })
    .map((text) => text.replaceAll("\ufffd", ""));
  fc.assert(
    fc.property(typed, typed, typed, (summary, title, name) => {
      const text = calendarText({
        product: "Feed",
        name: name || "x",
        refreshMinutes: 15,
        events: [
          {
            ...EVENT,
            summary,
            place: { title },
            organizer: { name: title, email: "a@trivium.test" },
          },
        ],
      });
      expect(faultsIn(text)).toEqual([]);
      const plain = summary
        .replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, "\n")
        .replaceAll(/(?![\t\n])\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, "");
      expect(first(text)?.getFirstPropertyValue("summary") ?? "").toBe(plain);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["a control character", "Bell\u0007 and\u0000 nothing", "Bell and nothing"],
  ["lines of other systems", "one\rtwo\r\nthree\u2028four", "one\ntwo\nthree\nfour"],
  ["its own punctuation", "a, b; c\\n “d”: e", "a, b; c\\n “d”: e"],
  ["what begins a component", "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "x\nEND:VEVENT\nBEGIN:VALARM"],
  ["half a character", "x\ud83d!", "x!"],
  ["marks that turn the line around", "\u2066x\u202e!", "x!"],
])("text with %s", (_, typed, read) => {
  const text = calendarText({
    product: "Feed",
    name: typed,
    events: [{ ...EVENT, summary: typed }],
  });
  expect(faultsIn(text)).toEqual([]);
  expect(first(text)?.getFirstPropertyValue("summary")).toBe(read);
});

test("long lines are broken between characters, also outside the first plane", () => {
  const summary = "👩🏽‍🏫é€".repeat(60);
  const text = calendarText({ product: "Feed", events: [{ ...EVENT, summary }] });
  expect(faultsIn(text)).toEqual([]);
  expect(first(text)?.getFirstPropertyValue("summary")).toBe(summary);
});

test("a calendar with nothing in it is one all the same", () => {
  const text = calendarText({ product: "Feed", name: "Leeg", refreshMinutes: 15, events: [] });
  expect(faultsIn(text)).toEqual([]);
  expect(text).not.toContain("METHOD");
});

test("a strict reader finds what is wrong", () => {
  const text = calendarText({ product: "Feed", name: "Leeg", events: [EVENT] });
  for (const broken of [
    text.slice(0, -2),
    text.replace("\r\n", "\n"),
    text.replace("SUMMARY:Team", "SUMMARY:Team, all"),
    text.replace("SUMMARY:Team", `SUMMARY:${"x".repeat(80)}`),
    text.replace("SUMMARY:Team", "SUMMARY:\u0007"),
    text.replace("END:VCALENDAR", "X-WR-CALNAME:x\r\nEND:VCALENDAR"),
    text.replace(/UID:.*\r\n/, ""),
    text.replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, ""),
  ])
    expect(faultsIn(broken)).not.toEqual([]);
});
