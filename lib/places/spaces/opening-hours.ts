import OpeningHours from "opening_hours";
import type { Interval } from "#db/types.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { reachedAt } from "#lib/foundation/platform/time/clock.ts";
import "#lib/foundation/platform/settings/settings.ts"; // the library reads the process's local time: settings make that UTC

/**
 * What decides when a space is open. `openingHours` in OpenStreetMap's syntax, in the space's wall
 * time.
 */
export type Hours = {
  openingHours: string;
  country: "BE" | "FR";
  region: string;
  timeZone: string;
};

const HOLIDAY_STATES: Record<string, string> = {
  vlaanderen: "Vlaanderen",
  wallonie: "Wallonie",
  "hauts-de-france": "Hauts-de-France",
};

const known = new Map<string, OpeningHours>();

/** @throws DomainError invalid when the hours cannot be read */
function parse({ openingHours, country, region }: Hours): OpeningHours {
  const key = `${country} ${region} ${openingHours}`;
  const parsed = known.get(key) ?? read(openingHours, country, region);
  known.set(key, parsed);
  return parsed;
}

function read(openingHours: string, country: Hours["country"], region: string): OpeningHours {
  const address = { country_code: country.toLowerCase(), state: HOLIDAY_STATES[region] ?? "" };
  try {
    return new OpeningHours(openingHours, { lat: 50.7, lon: 3.2, address });
  } catch (fault) {
    // The library throws strings.
    throw new DomainError("invalid", { code: "spaces.hours_unreadable" }, { cause: fault });
  }
}

/**
 * When a space is open between two days (the last one excluded), as moments. A wall time that a
 * clock change skips is where the clock jumps; one that comes twice is the first. What lies wholly
 * inside the skipped hour does not happen.
 */
export function openIntervals(
  hours: Hours,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Interval[] {
  return instantsOf(wallIntervals(parse(hours), from, until), hours.timeZone);
}

/**
 * When a place is surely open between two days (the last one excluded), and when its hours do not
 * tell, as "by appointment" does not. Nothing is kept of what was read.
 *
 * @throws DomainError invalid when the hours cannot be read
 */
export function surelyOpen(
  hours: Hours,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): { open: Interval[]; unsure: Interval[] } {
  const { openingHours, country, region, timeZone } = hours;
  const all = wallIntervals(read(openingHours, country, region), from, until);
  const those = (isUnsure: boolean) =>
    instantsOf(
      all.filter((interval) => interval.isUnsure === isUnsure),
      timeZone,
    );
  return { open: those(false), unsure: those(true) };
}

/**
 * The hours of one week as wall times ("09:00–12:00"), Monday first; an empty list is a closed day.
 */
export function weekOf(hours: Hours, monday: Temporal.PlainDate): string[][] {
  return Array.from({ length: 7 }, (_, day) => {
    const date = monday.add({ days: day });
    return wallIntervals(parse(hours), date, date.add({ days: 1 })).map(
      ({ start, end }) =>
        `${wallTime(start)}–${end.toPlainDate().equals(date) ? wallTime(end) : "24:00"}`,
    );
  });
}

/**
 * Whether hours of a place can be read: a week of them, at most so many characters. Nothing is kept
 * of what was read.
 */
export function areReadable(openingHours: string, country: Hours["country"]): boolean {
  if (openingHours.length > MOST_CHARACTERS) return false;
  try {
    read(openingHours, country, "");
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Longer than any week with its holidays; the library takes its time for what is longer. */
const MOST_CHARACTERS = 500;

/** The same for a page: null when the hours cannot be read. */
export function readableWeek(hours: Hours, monday: Temporal.PlainDate): string[][] | null {
  try {
    return weekOf(hours, monday);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

type WallInterval = {
  start: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
  /** Whether it is open then, the hours do not tell. */
  isUnsure: boolean;
};

/** The library takes and gives `Date`s whose UTC fields are wall times. */
function wallIntervals(
  read: OpeningHours,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): WallInterval[] {
  const midnight = (date: Temporal.PlainDate) => new Date(`${date.toString()}T00:00:00Z`);
  const wall = (date: Date) => Temporal.PlainDateTime.from(date.toISOString().slice(0, 19));
  return read
    .getOpenIntervals(midnight(from), midnight(until))
    .map(([start, end, isUnsure]) => ({ start: wall(start), end: wall(end), isUnsure }));
}

function instantsOf(intervals: readonly WallInterval[], timeZone: string): Interval[] {
  return intervals
    .map(({ start, end }) => ({ start: reachedAt(start, timeZone), end: reachedAt(end, timeZone) }))
    .filter(({ start, end }) => Temporal.Instant.compare(start, end) < 0);
}

function wallTime(at: Temporal.PlainDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}
