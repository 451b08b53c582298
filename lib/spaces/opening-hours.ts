import OpeningHours from "opening_hours";
import type { Interval } from "#db/types.ts";
import "#lib/platform/settings.ts"; // the library reads the process's local time: settings make that UTC

/** What decides when a space is open. `openingHours` in OpenStreetMap's syntax, in the space's wall time. */
export type Hours = { openingHours: string; country: "BE" | "FR"; region: string; timeZone: string };

const HOLIDAY_STATES: Record<string, string> = {
  vlaanderen: "Vlaanderen",
  wallonie: "Wallonie",
  "hauts-de-france": "Hauts-de-France",
};

const known = new Map<string, OpeningHours>();

/** @throws Error when the hours cannot be read */
function parse({ openingHours, country, region }: Hours): OpeningHours {
  const key = `${country} ${region} ${openingHours}`;
  const parsed =
    known.get(key) ??
    new OpeningHours(openingHours, {
      lat: 50.7,
      lon: 3.2,
      address: { country_code: country.toLowerCase(), state: HOLIDAY_STATES[region] ?? "" },
    });
  known.set(key, parsed);
  return parsed;
}

/**
 * When a space is open between two days (the last one excluded), as moments.
 * A wall time that a clock change skips moves forward by the gap; one that comes twice is the first.
 */
export function openIntervals(hours: Hours, from: Temporal.PlainDate, until: Temporal.PlainDate): Interval[] {
  const wall = (date: Date) => date.toISOString().slice(0, 19);
  const toInstant = (date: Date) =>
    Temporal.PlainDateTime.from(wall(date))
      .toZonedDateTime(hours.timeZone, { disambiguation: "compatible" })
      .toInstant();
  const midnight = (date: Temporal.PlainDate) => new Date(`${date.toString()}T00:00:00Z`);

  return parse(hours)
    .getOpenIntervals(midnight(from), midnight(until))
    .map(([start, end]) => ({ start: toInstant(start), end: toInstant(end) }));
}

/** The hours of one week as wall times ("09:00–12:00"), Monday first; an empty list is a closed day. */
export function weekOf(hours: Hours, monday: Temporal.PlainDate): string[][] {
  const wall = (at: Temporal.Instant) =>
    at.toZonedDateTimeISO(hours.timeZone).toPlainTime().toString({ smallestUnit: "minute" });
  return Array.from({ length: 7 }, (_, day) => {
    const date = monday.add({ days: day });
    return openIntervals(hours, date, date.add({ days: 1 })).map(
      ({ start, end }) => `${wall(start)}–${wall(end)}`,
    );
  });
}
