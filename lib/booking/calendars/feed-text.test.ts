import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { occurrencesOf, type Timing } from "#lib/booking/series/rules.ts";
import { shownIn } from "#testing/calendar-reader.ts";
import { feedText } from "./feed-text.ts";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const words = { title: "Nacht", place: "Hangar K, Zaal", address: "8500 Kortrijk" };
const CHANGED = Temporal.Instant.from("2026-01-01T00:00:00Z");
const ROOM = "11111111-1111-4111-8111-111111111111";

/** The feed of one series, each of its dates kept as the rule has it. */
function feedOf(timing: Timing, timeZone: string) {
  const dates = occurrencesOf(timing, timeZone);
  const text = feedText(
    {
      name: "Feed",
      series: [
        {
          ...timing,
          ...words,
          id: "series",
          roomId: ROOM,
          timeZone,
          sequence: 0,
          changedAt: CHANGED,
        },
      ],
      bookings: dates.map(({ start, during }, position) => ({
        ...words,
        id: `date-${position}`,
        timeZone,
        during,
        roomId: ROOM,
        status: "confirmed",
        sequence: 0,
        changedAt: CHANGED,
        seriesId: "series",
        occurrence: start,
      })),
    },
    "trivium.test",
  );
  return { text, held: dates.map(({ during }) => `${during.start}/${during.end}`).sort() };
}

describe.each(["Europe/Brussels", "Europe/Paris"])("a feed in %s", (zone) => {
  test.each([
    ["an afternoon, in spring", "2026-03-27T14:00", "2026-03-27T16:00"],
    ["an afternoon, in autumn", "2026-10-23T14:00", "2026-10-23T16:00"],
    ["a night over the change, in spring", "2026-03-27T22:00", "2026-03-28T06:00"],
    ["a night over the change, in autumn", "2026-10-23T22:00", "2026-10-24T06:00"],
    ["from an hour that is skipped", "2026-03-27T02:30", "2026-03-27T05:00"],
    ["until an hour that is skipped", "2026-03-27T01:00", "2026-03-27T02:30"],
    ["from an hour that comes twice", "2026-10-23T02:30", "2026-10-23T05:00"],
    ["until an hour that comes twice", "2026-10-23T01:00", "2026-10-23T02:30"],
    ["beginning with an hour that is skipped", "2026-03-29T02:30", "2026-03-29T05:00"],
    ["beginning with an hour that comes twice", "2026-10-25T02:30", "2026-10-25T05:00"],
  ])("read by another library, has every date across the clock change: %s", (_, start, end) => {
    const timing = {
      firstStart: wall(start),
      firstEnd: wall(end),
      extraStarts: [],
      excludedStarts: [],
    };
    const { text, held } = feedOf({ ...timing, rule: "FREQ=DAILY;COUNT=5" }, zone);
    expect(shownIn(text)).toEqual(held);
    expect(text).toContain(`TZID:${zone}`);
    const zones = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vtimezone");
    expect(zones.map((one) => one.getFirstPropertyValue("tzid"))).toContain(zone);
  });
});
