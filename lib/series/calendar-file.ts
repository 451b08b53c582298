import ICAL from "ical.js";
import type { Interval } from "#db/types.ts";
import { instantOf } from "#lib/booking/clock.ts";
import { DomainError, type Reason } from "#lib/platform/errors.ts";
import { MOST_OCCURRENCES, occurrencesOf, type Timing } from "./rules.ts";

const MOST_BYTES = 1_000_000;
const MOST_COMPONENTS = 2_000;
const MOST_DATES = 2_000;
const LONGEST_PURPOSE = 500;

/** An event of a calendar file in the wall time of the space: once, or again and again; or why it cannot be taken. */
export type FileEvent = { uid: string; summary: string } & (
  | { kind: "once"; during: Interval }
  | { kind: "series"; timing: Timing }
  | { kind: "unusable"; reason: Reason }
);

/**
 * Reads the events of an iCalendar file (RFC 5545). What one event lacks is told of that event; a file that is too
 * large, or no calendar, is refused whole, before it is parsed.
 *
 * @throws DomainError too_large, invalid
 */
export function readCalendarFile(text: string, timeZone: string): FileEvent[] {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new DomainError("too_large", { code: "series.file_too_large" });
  const components = text.match(/^BEGIN:/gim)?.length ?? 0;
  if (components > MOST_COMPONENTS)
    throw new DomainError("too_large", { code: "series.file_too_many", count: MOST_COMPONENTS });
  const found = componentsIn(text);
  const moved = Map.groupBy(
    found.filter((event) => event.hasProperty("recurrence-id")),
    (event) => uidOf(event),
  );
  const events = found.map((event) => eventFrom(event, moved.get(uidOf(event)) ?? [], timeZone));

  let dates = 0;
  for (const event of events) {
    dates += event.kind === "series" ? occurrencesOf(event.timing, timeZone).length : 1;
    if (dates > MOST_DATES)
      throw new DomainError("too_large", { code: "series.file_too_many", count: MOST_DATES });
  }
  return events;
}

function componentsIn(text: string): ICAL.Component[] {
  try {
    const parsed: unknown[] = ICAL.parse(text);
    const calendars = (typeof parsed[0] === "string" ? [parsed] : parsed) as unknown[][];
    const roots = calendars.map((calendar) => new ICAL.Component(calendar));
    if (!roots.some(({ name }) => name === "vcalendar")) throw new Error("no calendar");
    return roots.flatMap((root) => root.getAllSubcomponents("vevent"));
  } catch (fault) {
    throw new DomainError("invalid", { code: "series.file_unreadable" }, { cause: fault });
  }
}

/** Told of one event, not of the file. */
class Unusable extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.reason = reason;
  }
}

function eventFrom(event: ICAL.Component, moved: ICAL.Component[], timeZone: string): FileEvent {
  const summary = String(event.getFirstPropertyValue("summary") ?? "").slice(0, LONGEST_PURPOSE);
  const named = { uid: uidOf(event), summary };
  try {
    return { ...named, ...whenOf(event, moved, timeZone) };
  } catch (fault) {
    if (fault instanceof Unusable || fault instanceof DomainError)
      return { ...named, kind: "unusable", reason: fault.reason };
    // The library throws plain errors of its own for values that are none.
    return { ...named, kind: "unusable", reason: { code: "series.event_unreadable" } };
  }
}

function whenOf(event: ICAL.Component, moved: ICAL.Component[], timeZone: string) {
  if (String(event.getFirstPropertyValue("status") ?? "").toUpperCase() === "CANCELLED")
    throw new Unusable({ code: "series.event_cancelled" });
  const rules = event.getAllProperties("rrule");
  if (rules.length > 1 || event.hasProperty("exrule")) throw new Unusable({ code: "series.event_two_rules" });
  const start = momentOf(event, "dtstart");
  const end = event.hasProperty("dtend") ? momentOf(event, "dtend") : afterDuration(event, start);
  const [rule] = rules;
  if (!rule || event.hasProperty("recurrence-id"))
    return { kind: "once", during: { start: start.in(timeZone), end: end.in(timeZone) } } as const;

  if (!start.hasClockOf(timeZone))
    throw new Unusable({ code: "series.event_other_clock", zone: start.zone ?? "" });
  const listed = (name: string) =>
    event.getAllProperties(name).flatMap((property) => wallsIn(property, timeZone));
  const excludedStarts = [
    ...listed("exdate"),
    ...moved.flatMap((one) => one.getAllProperties("recurrence-id")).flatMap((one) => wallsIn(one, timeZone)),
  ];
  const extraStarts = listed("rdate");
  if (excludedStarts.length > MOST_OCCURRENCES || extraStarts.length > MOST_OCCURRENCES)
    throw new Unusable({ code: "series.too_many_given" });
  const timing: Timing = {
    // The text as it stood: what our own reader refuses is told with its reason.
    rule: String(rule.toICALString()).replace(/^RRULE[^:]*:/i, ""),
    firstStart: start.wall,
    firstEnd: end.wall,
    extraStarts,
    excludedStarts,
  };
  occurrencesOf(timing, timeZone);
  return { kind: "series", timing } as const;
}

function uidOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue("uid") ?? "").slice(0, 250);
}

/** A DATE-TIME: what its clock showed, and which clock that was; null is the clock of the space. */
class FileMoment {
  readonly wall: Temporal.PlainDateTime;
  readonly zone: string | null;

  constructor(wall: Temporal.PlainDateTime, zone: string | null) {
    this.wall = wall;
    this.zone = zone;
  }

  in(timeZone: string): Temporal.Instant {
    return instantOf(this.wall, this.zone ?? timeZone);
  }

  /** Whether both clocks show the same all through the two years a series may last. */
  hasClockOf(timeZone: string): boolean {
    return Array.from({ length: 25 }, (_, month) => this.wall.add({ months: month })).every((wall) =>
      instantOf(wall, this.zone ?? timeZone).equals(instantOf(wall, timeZone)),
    );
  }
}

function momentOf(event: ICAL.Component, name: string): FileMoment {
  const property = event.getFirstProperty(name);
  if (!property) throw new Unusable({ code: "series.event_unreadable" });
  return fileMoment(rawValues(property)[0], property);
}

/** A year from 2000 on. Read from the text itself: the library makes a 3 March of 31 February. */
function fileMoment(value: unknown, property: ICAL.Property): FileMoment {
  const [, wall, utc] = /^(2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z)?$/.exec(String(value)) ?? [];
  if (property.type === "date") throw new Unusable({ code: "series.event_whole_days" });
  if (!wall) throw new Unusable({ code: "series.event_unreadable" });
  const tzid = property.getParameter("tzid");
  const zone = utc ? "UTC" : typeof tzid === "string" ? tzid.replace(/^\//, "") : null;
  if (zone !== null && !isKnownZone(zone))
    throw new Unusable({ code: "series.event_zone", zone: zone.slice(0, 60) });
  return new FileMoment(Temporal.PlainDateTime.from(wall, { overflow: "reject" }), zone);
}

/** The values of a property as they were written (RFC 7265, section 3.4). */
function rawValues(property: ICAL.Property): unknown[] {
  return (property.toJSON() as unknown[]).slice(3);
}

function isKnownZone(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone) !== null;
  } catch {
    return false;
  }
}

/** Dates of a list, as the clock of the space shows them. */
function wallsIn(property: ICAL.Property, timeZone: string): Temporal.PlainDateTime[] {
  return rawValues(property).map((value) =>
    fileMoment(value, property).in(timeZone).toZonedDateTimeISO(timeZone).toPlainDateTime(),
  );
}

function afterDuration(event: ICAL.Component, start: FileMoment): FileMoment {
  const length = event.getFirstPropertyValue("duration");
  if (!(length instanceof ICAL.Duration)) throw new Unusable({ code: "series.event_no_end" });
  return new FileMoment(start.wall.add({ seconds: length.toSeconds() }), start.zone);
}
