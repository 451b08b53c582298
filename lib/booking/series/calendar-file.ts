import { setImmediate as nextTurn } from "node:timers/promises";
import ICAL from "ical.js";
import { findIana } from "windows-iana";
import type { Interval } from "#db/types.ts";
import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { instantOf } from "#lib/foundation/platform/time/clock.ts";
import { readWallTime } from "#lib/foundation/platform/time/moments.ts";
import { type Cut, fromNowOn, type Window } from "./from-now-on.ts";
import { ONCE, parseRule } from "./rule-text.ts";
import { effortOf, MOST_OCCURRENCES, occurrencesOf, type Timing } from "./rules.ts";
import { LARGEST_FILE_BYTES } from "./schema.ts";

const MOST_COMPONENTS = 2_000;
const MOST_DATES = 2_000;
/** Days that are looked at to work the rules of one file out: a second or two. */
const MOST_EFFORT = 64_000;
const LONGEST_PURPOSE = 500;

/**
 * An event of a calendar file in the wall time of the space: once, or again and again; or why it
 * cannot be taken. Whole days last from midnight to midnight.
 */
export type FileEvent = {
  uid: string;
  /** Which date of a repeated event it is, as the file writes it; empty for the whole. */
  recurrenceId: string;
  summary: string;
} & (
  | { kind: "once"; during: Interval; wholeDays: boolean }
  /**
   * `written` is the timing as the file has it, where only a part of it is taken; `dates` counts
   * those that are.
   */
  | {
      kind: "series";
      timing: Timing;
      written: Timing;
      cut: Cut | null;
      dates: number;
      wholeDays: boolean;
    }
  /** The file takes it back: METHOD:CANCEL or STATUS:CANCELLED; the whole, or one date of it. */
  | { kind: "cancelled"; date: Temporal.PlainDateTime | null }
  | { kind: "unusable"; reason: Reason }
);

/**
 * Reads the events of an iCalendar file (RFC 5545). What one event lacks is told of that event; a
 * file that is too large, or no calendar, is refused whole, before it is parsed.
 *
 * @param window with it, series that have begun or do not end are taken in part
 * @throws DomainError too_large, invalid
 */
export function readCalendarFile(text: string, timeZone: string, window?: Window): FileEvent[] {
  return [...eventsIn(text, timeZone, window)];
}

/**
 * {@link readCalendarFile}, one event after the other: other requests have their turn in between.
 */
export async function readInTurns(
  text: string,
  timeZone: string,
  window?: Window,
): Promise<FileEvent[]> {
  const events: FileEvent[] = [];
  for (const event of eventsIn(text, timeZone, window)) {
    events.push(event);
    await nextTurn();
  }
  return events;
}

/** How many dates a file may hold, guessed from its text without reading it. */
export function guessDates(text: string): number {
  const events = text.match(/^BEGIN:VEVENT/gim)?.length ?? 0;
  const repeated = [...text.matchAll(/^RRULE[:;](.*)$/gim)].map(([, rule = ""]) => {
    const count = Number(/\bCOUNT=(\d{1,7})\b/i.exec(rule)?.[1] ?? Number.NaN);
    return Number.isNaN(count) ? (/FREQ=DAILY/i.test(rule) ? MOST_OCCURRENCES : 53) : count;
  });
  return repeated.reduce((sum, count) => sum + count, events);
}

function* eventsIn(text: string, timeZone: string, window?: Window): Generator<FileEvent, void> {
  if (Buffer.byteLength(text) > LARGEST_FILE_BYTES)
    throw new DomainError("too_large", { code: "series.file_too_large" });
  const components = text.match(/^BEGIN:/gim)?.length ?? 0;
  if (components > MOST_COMPONENTS)
    throw new DomainError("too_large", { code: "series.file_too_many", count: MOST_COMPONENTS });
  const promised = [...text.matchAll(/^RRULE[:;].*\bCOUNT=(\d{1,3})\b/gim)].map(([, count]) =>
    Number(count),
  );
  if (
    !window &&
    promised.filter((count) => count <= MOST_OCCURRENCES).reduce((sum, count) => sum + count, 0) >
      MOST_DATES
  )
    throw tooManyDates();
  const found = componentsIn(text);
  if (found.reduce((sum, event) => sum + effortOfEvent(event, timeZone), 0) > MOST_EFFORT)
    throw tooManyDates();
  const moved = movedDates(found, timeZone);
  // Counted while they are worked out, so that no more is worked out than may be.
  let dates = 0;
  for (const one of found) {
    const event = eventFrom(one, moved, timeZone, window);
    dates += event.kind === "series" ? event.dates : 1;
    if (dates > MOST_DATES) throw tooManyDates();
    yield event;
  }
}

/** What working out its rule costs; an unreadable rule is not worked out. */
function effortOfEvent(event: ICAL.Component, timeZone: string): number {
  const text = ruleOf(event);
  if (text === null) return 0;
  try {
    return effortOf(
      parseRule(/\b(COUNT|UNTIL)=/i.test(text) ? text : `${text};COUNT=${MOST_DATES}`, timeZone),
    );
  } catch {
    return 0;
  }
}

/** Of each series, the dates that stand as events of their own: read once, however many ask. */
type Moved = (uid: string) => { starts: Temporal.PlainDateTime[]; isRanged: boolean };

function movedDates(found: ICAL.Component[], timeZone: string): Moved {
  const byUid = Map.groupBy(
    found.filter((event) => event.hasProperty("recurrence-id")),
    (event) => uidOf(event),
  );
  const known = new Map<string, ReturnType<Moved>>();
  return (uid) => {
    const earlier = known.get(uid);
    if (earlier) return earlier;
    const events = byUid.get(uid) ?? [];
    const isRanged = events.some(isRange);
    if (events.length > MOST_OCCURRENCES) throw new Unusable({ code: "series.too_many_given" });
    const starts = events
      .flatMap((one) => one.getAllProperties("recurrence-id"))
      .flatMap((one) => wallsIn(one, timeZone));
    known.set(uid, { starts, isRanged });
    return { starts, isRanged };
  };
}

function isRange(event: ICAL.Component): boolean {
  return event.getAllProperties("recurrence-id").some((property) => property.getParameter("range"));
}

/** Its rule as text; null where it has none. */
function ruleOf(event: ICAL.Component): string | null {
  const [rule] = [...event.getAllProperties("x-rrule"), ...event.getAllProperties("rrule")];
  if (!rule) return null;
  return rule.name === "rrule" ? rule.toICALString() : String(rawValues(rule)[0]);
}

function tooManyDates(): DomainError {
  return new DomainError("too_large", { code: "series.file_too_many", count: MOST_DATES });
}

function componentsIn(text: string): ICAL.Component[] {
  try {
    const parsed: unknown[] = ICAL.parse(withRulesAsText(text));
    const calendars = (typeof parsed[0] === "string" ? [parsed] : parsed) as unknown[][];
    const roots = calendars.map((calendar) => new ICAL.Component(calendar));
    if (!roots.some(({ name }) => name === "vcalendar")) throw new Error("no calendar");
    for (const root of roots) refuseAnswers(root);
    return roots.flatMap((root) => root.getAllSubcomponents("vevent"));
  } catch (fault) {
    if (fault instanceof DomainError) throw fault;
    throw new DomainError("invalid", { code: "series.file_unreadable" }, { cause: fault });
  }
}

/** An answer to an invitation books nothing. */
function refuseAnswers(calendar: ICAL.Component): void {
  const method = String(calendar.getFirstPropertyValue("method") ?? "").toUpperCase();
  if (["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"].includes(method))
    throw new DomainError("invalid", { code: "series.file_method", method });
}

/** Stands for a list of dates that is longer than a series may be: it is not worked out. */
const TOO_MANY_GIVEN = "X-TOO-MANY-GIVEN";

/** A rule by which the clocks of a zone change once a year. */
const CLOCK_RULE =
  /^RRULE:FREQ=YEARLY(;(BYMONTH=\d\d?|BYDAY=-?\d?[A-Z]{2}|BYMONTHDAY=[\d,]{1,40}|UNTIL=\w+|WKST=[A-Z]{2}|INTERVAL=1))*$/i;

/**
 * Rules become plain text for our own reader: the library gives the whole file up for one with a
 * typo, and would work out whatever stands in it. Only those of time zones stay, when they are what
 * such rules are.
 */
function withRulesAsText(text: string): string {
  const unfolded = text.replace(/\r?\n[ \t]/g, "");
  const bounded = unfolded.replace(/^(?:RDATE|EXDATE)[:;].*$/gim, (line) =>
    line.split(",").length > MOST_OCCURRENCES ? `${TOO_MANY_GIVEN}:1` : line,
  );
  return bounded.replace(/^(RRULE|EXRULE)[:;].*$/gim, (line) =>
    CLOCK_RULE.test(line.trim()) ? line : `X-${line}`,
  );
}

/** Told of one event, not of the file. */
class Unusable extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.reason = reason;
  }
}

function eventFrom(
  event: ICAL.Component,
  moved: Moved,
  timeZone: string,
  window?: Window,
): FileEvent {
  const summary = String(event.getFirstPropertyValue("summary") ?? "").slice(0, LONGEST_PURPOSE);
  const named = { uid: uidOf(event), recurrenceId: recurrenceOf(event), summary };
  try {
    return { ...named, ...whenOf(event, moved, timeZone, window) };
  } catch (fault) {
    if (fault instanceof Unusable || fault instanceof DomainError)
      return { ...named, kind: "unusable", reason: fault.reason };
    // The library throws plain errors of its own for values that are none.
    return { ...named, kind: "unusable", reason: { code: "series.event_unreadable" } };
  }
}

/** @throws Unusable for what such an event says, and we do not read */
function refuseUnread(event: ICAL.Component, rules: unknown[], moved: Moved): void {
  if (rules.length > 1 || event.hasProperty("x-exrule"))
    throw new Unusable({ code: "series.event_two_rules" });
  if (event.hasProperty(TOO_MANY_GIVEN.toLowerCase()))
    throw new Unusable({ code: "series.too_many_given" });
  const isDate = event.hasProperty("recurrence-id");
  if (isRange(event) || (!isDate && moved(uidOf(event)).isRanged))
    throw new Unusable({ code: "series.event_part", part: "RANGE=THISANDFUTURE" });
  if (event.getAllProperties("rdate").some(({ type }) => type === "period"))
    throw new Unusable({ code: "series.event_part", part: "RDATE;VALUE=PERIOD" });
}

function whenOf(event: ICAL.Component, moved: Moved, timeZone: string, window?: Window) {
  const said = (property: unknown) => String(property ?? "").toUpperCase();
  if (
    said(event.getFirstPropertyValue("status")) === "CANCELLED" ||
    said(event.parent?.getFirstPropertyValue("method")) === "CANCEL"
  )
    return { kind: "cancelled", date: dateIn(event, timeZone) } as const;
  const rules = [...event.getAllProperties("x-rrule"), ...event.getAllProperties("rrule")];
  refuseUnread(event, rules, moved);
  const start = momentOf(event, "dtstart");
  const end = event.hasProperty("dtend") ? momentOf(event, "dtend") : afterDuration(event, start);
  const { wholeDays } = start;
  const isRepeated = rules.length > 0 || event.hasProperty("rdate");
  if (!isRepeated || event.hasProperty("recurrence-id"))
    return {
      kind: "once",
      during: {
        start: start.in(timeZone),
        end: event.hasProperty("dtend") ? end.in(timeZone) : elapsed(event, start, timeZone),
      },
      wholeDays,
    } as const;

  const written = timingIn(event, { start, end }, moved, timeZone);
  const { timing, cut } = window
    ? fromNowOn(written, timeZone, window)
    : { timing: written, cut: null };
  const dates = occurrencesOf(timing, timeZone).length;
  return { kind: "series", timing, written, cut, dates, wholeDays } as const;
}

/**
 * When an event repeats, as the file says it; dates that the file moves elsewhere are taken out.
 *
 * @throws Unusable when its clock is not that of the space, or it lists too many dates
 */
function timingIn(
  event: ICAL.Component,
  { start, end }: { start: FileMoment; end: FileMoment },
  moved: Moved,
  timeZone: string,
): Timing {
  if (!start.hasClockOf(timeZone))
    throw new Unusable({ code: "series.event_other_clock", zone: start.zone ?? "" });
  const listed = (name: string) =>
    event.getAllProperties(name).flatMap((property) => {
      const walls = wallsIn(property, timeZone);
      // A day named in a series with hours: whatever begins on that day by the rule.
      return property.type === "date" && !start.wholeDays
        ? walls.map((day) => day.withPlainTime(start.wall.toPlainTime()))
        : walls;
    });
  const excludedStarts = [...listed("exdate"), ...moved(uidOf(event)).starts];
  const extraStarts = listed("rdate");
  if (excludedStarts.length > MOST_OCCURRENCES || extraStarts.length > MOST_OCCURRENCES)
    throw new Unusable({ code: "series.too_many_given" });
  return {
    rule: ruleOf(event) ?? ONCE,
    firstStart: start.wall,
    firstEnd: end.wall,
    extraStarts,
    excludedStarts,
  };
}

function uidOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue("uid") ?? "").slice(0, 250);
}

function recurrenceOf(event: ICAL.Component): string {
  const property = event.getFirstProperty("recurrence-id");
  return property ? String(rawValues(property)[0]).slice(0, 40) : "";
}

/** The date that a RECURRENCE-ID names, on the clock of the space. */
function dateIn(event: ICAL.Component, timeZone: string): Temporal.PlainDateTime | null {
  const property = event.getFirstProperty("recurrence-id");
  return (property && wallsIn(property, timeZone)[0]) ?? null;
}

/** A DATE-TIME: what its clock showed, and which clock that was; null is the clock of the space. */
class FileMoment {
  readonly wall: Temporal.PlainDateTime;
  readonly zone: string | null;
  /** A DATE: its first moment. */
  readonly wholeDays: boolean;
  /** The rules of a zone that only the file knows: Outlook has names of its own. */
  readonly rules: ICAL.Timezone | null;

  constructor(
    wall: Temporal.PlainDateTime,
    zone: string | null,
    { wholeDays = false, rules = null }: { wholeDays?: boolean; rules?: ICAL.Timezone | null } = {},
  ) {
    this.wall = wall;
    this.zone = zone;
    this.wholeDays = wholeDays;
    this.rules = rules;
  }

  after(length: Temporal.DurationLike): FileMoment {
    return new FileMoment(this.wall.add(length), this.zone, this);
  }

  in(timeZone: string): Temporal.Instant {
    return this.#at(this.wall, timeZone);
  }

  /** Whether both clocks show the same all through the two years a series may last. */
  hasClockOf(timeZone: string): boolean {
    return Array.from({ length: 25 }, (_, month) => this.wall.add({ months: month })).every(
      (wall) => this.#at(wall, timeZone).equals(instantOf(wall, timeZone)),
    );
  }

  #at(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
    if (!this.rules) return instantOf(wall, this.zone ?? timeZone);
    const time = ICAL.Time.fromDateTimeString(wall.toString({ smallestUnit: "second" }));
    time.zone = this.rules;
    return Temporal.Instant.fromEpochMilliseconds(time.toUnixTime() * 1000);
  }
}

function momentOf(event: ICAL.Component, name: string): FileMoment {
  const property = event.getFirstProperty(name);
  if (!property) throw new Unusable({ code: "series.event_unreadable" });
  return fileMoment(rawValues(property)[0], property);
}

/** A year from 2000 on. Read from the text itself: the library makes a 3 March of 31 February. */
function fileMoment(value: unknown, property: ICAL.Property): FileMoment {
  if (property.type === "date" && /^2\d{3}-\d\d-\d\d$/.test(String(value)))
    return new FileMoment(wallOf(`${value}T00:00`), null, { wholeDays: true });
  const [, wall, utc] = /^(2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z)?$/.exec(String(value)) ?? [];
  if (!wall) throw new Unusable({ code: "series.event_unreadable" });
  const tzid = property.getParameter("tzid");
  if (utc || typeof tzid !== "string") return new FileMoment(wallOf(wall), utc ? "UTC" : null);
  const zone = knownZone(tzid);
  if (zone) return new FileMoment(wallOf(wall), zone);
  const rules = property.parent?.parent?.getTimeZoneByID(tzid);
  if (!rules) throw new Unusable({ code: "series.event_zone", zone: tzid.slice(0, 60) });
  const unread = rules.component
    .getAllSubcomponents()
    .flatMap((part) => [...part.getAllProperties("x-rrule"), ...part.getAllProperties("x-exrule")])
    .map((one) => String(rawValues(one)[0]).slice(0, 80));
  if (unread[0] !== undefined)
    throw new Unusable({ code: "series.event_zone_rule", line: `RRULE:${unread[0]}` });
  return new FileMoment(wallOf(wall), tzid, { rules });
}

/**
 * A zone by its name: as IANA has it, also behind the name of whoever wrote the file, or as Windows
 * has it.
 */
function knownZone(tzid: string): string | null {
  const parts = tzid.replace(/^\/+/, "").split("/");
  const names = parts.map((_, position) => parts.slice(position).join("/"));
  return names.find(isKnownZone) ?? findIana(tzid)[0] ?? null;
}

/** @throws RangeError for a day or an hour that does not exist */
function wallOf(text: string): Temporal.PlainDateTime {
  return readWallTime(text);
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

/**
 * When something ends that says how long it lasts: its days by the calendar, its hours by the time
 * that passes, also where the clocks change in between.
 *
 * @see RFC 5545 section 3.3.6
 */
function elapsed(event: ICAL.Component, start: FileMoment, timeZone: string): Temporal.Instant {
  const length = event.getFirstPropertyValue("duration");
  if (!(length instanceof ICAL.Duration)) return afterDuration(event, start).in(timeZone);
  const { weeks, days, hours, minutes, seconds, isNegative } = length;
  const sign = isNegative ? -1 : 1;
  return start
    .after({ days: sign * (7 * weeks + days) })
    .in(timeZone)
    .add({ hours: sign * hours, minutes: sign * minutes, seconds: sign * seconds });
}

function afterDuration(event: ICAL.Component, start: FileMoment): FileMoment {
  const length = event.getFirstPropertyValue("duration");
  if (start.wholeDays && !length) return start.after({ days: 1 });
  if (!(length instanceof ICAL.Duration)) throw new Unusable({ code: "series.event_no_end" });
  return start.after({ seconds: length.toSeconds() });
}
