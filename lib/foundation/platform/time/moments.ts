import { z } from "zod";

/*
 * What people and programs write as a moment, a day or a time on a clock. Years of four digits: neither RFC 3339 nor the
 * database's texts know others. A year at either end is left out, since buffers, deadlines and zones are reckoned from it.
 */
const FIRST_YEAR = 2;
const LAST_YEAR = 9_998;

const STRICT = { overflow: "reject" } as const;

const NOT_A_DAY = "common.notADay";

/**
 * What stands behind a time in brackets names a calendar or a zone, of which the day and the offset
 * may be another: nothing is read beside them.
 *
 * @see RFC 9557
 */
function refuseBrackets(text: string): void {
  if (text.includes("[")) throw new RangeError("something in brackets");
}

/** @throws RangeError for what is no moment with an offset, or too far away */
export function readInstant(text: string): Temporal.Instant {
  refuseBrackets(text);
  const instant = Temporal.Instant.from(text);
  within(instant.toZonedDateTimeISO("UTC").year);
  return instant;
}

/** @throws RangeError for a day that does not exist, or too far away */
export function readDay(text: string): Temporal.PlainDate {
  refuseBrackets(text);
  const day = Temporal.PlainDate.from(text, STRICT);
  within(day.year);
  return day;
}

/**
 * A day as people here write it, 27/11/2026 or 27-11, or as addresses have it. Where a year is
 * given, it may be left out.
 * @throws RangeError for a day that does not exist, or too far away
 */
export function readTypedDay(typed: string, thisYear?: number): Temporal.PlainDate {
  const text = typed.trim();
  const [, day, month, year = thisYear] =
    /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}))?$/.exec(text) ?? [];
  if (!(day && month && year)) return readDay(text);
  return readDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** A day as a field shows it, in the order of the three languages. */
export function typedDay({ day, month, year }: Temporal.PlainDate): string {
  return `${day}/${month}/${year}`;
}

/**
 * A month as people here write it, 11/2026, or as addresses have it.
 * @throws RangeError for a month that does not exist, or too far away
 */
export function readTypedMonth(typed: string): Temporal.PlainYearMonth {
  const text = typed.trim();
  const [, month, year] = /^(\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
  const written = month && year ? `${year}-${month.padStart(2, "0")}` : text;
  if (!/^\d{4}-\d\d$/.test(written)) throw new RangeError("no month");
  return readDay(`${written}-01`).toPlainYearMonth();
}

/** A month as a field shows it. */
export function typedMonth({ month, year }: Temporal.PlainYearMonth): string {
  return `${month}/${year}`;
}

/** Hour and minutes as they are written here: 14:00, 14.00, 14u30, 14 h, 14:00 uur, 2.30 pm. */
const CLOCK = /^(\d{1,2})(?: ?[:.hu] ?(\d\d)?)? ?(?:h|u|uur|heures?)?(?: ?([ap])\.?m\.?)?$/;

/** The same without anything between them: 930, 1400. */
const DIGITS = /^(\d{1,2})(\d\d)$/;

/**
 * A time of a day as people here write it. Without "am" or "pm" it is on a clock of 24 hours.
 * @returns "14:30"; "24:00" for the midnight after the day
 * @throws RangeError for what is no time
 */
export function readTypedTime(typed: string): string {
  const text = typed.trim().toLowerCase().replace(/\s+/g, " ");
  const [, hour, minutes = "00", half] = CLOCK.exec(text) ?? DIGITS.exec(text) ?? [];
  const said = Number(hour);
  const isHour = half ? said >= 1 && said <= 12 : said <= 23 || (said === 24 && minutes === "00");
  if (!isHour || Number(minutes) > 59) throw new RangeError("no time of a day");
  const hours = half ? (said % 12) + (half === "p" ? 12 : 0) : said;
  return `${String(hours).padStart(2, "0")}:${minutes}`;
}

/** What was typed, as addresses and programs write it; as it stands where it cannot be read. */
export function writtenOr(read: (typed: string) => { toString(): string }, typed: string): string {
  return tried(read, typed)?.toString() ?? typed;
}

/** What was read of it; undefined where it cannot be. */
export function tried<T>(read: (text: string) => T, text: string): T | undefined {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

/**
 * What a clock shows: an offset behind it would be another clock.
 *
 * @throws RangeError for a day or an hour that does not exist, or too far away
 */
export function readWallTime(text: string): Temporal.PlainDateTime {
  refuseBrackets(text);
  if (/[t ].*[+-]/i.test(text)) throw new RangeError("an offset");
  const wall = Temporal.PlainDateTime.from(text, STRICT);
  within(wall.year);
  return wall;
}

/**
 * A moment with its offset, in what comes from outside. A local time without one names no instant.
 */
export function momentField(code: string) {
  return field(readInstant, code);
}

/** A day as people type it, with its year. */
export function typedDayField(code = NOT_A_DAY) {
  return field((typed) => readTypedDay(typed), code);
}

/** A day that stays a text: "2026-03-02". */
export function dayText(code = "common.check_field") {
  return z
    .string()
    .refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && tried(readDay, text) !== undefined, code);
}

/** A day as people type it, with its year, that becomes a text: "2026-03-02". */
export function typedDayText(code = NOT_A_DAY) {
  return field((typed) => readTypedDay(typed).toString(), code);
}

/** The same where a day need not be given: empty stays empty. */
export function typedDayTextOrNone(code = NOT_A_DAY) {
  return field(
    (typed) => (typed.trim() === "" ? "" : readTypedDay(typed).toString()),
    code,
  ).default("");
}

/** A month as people type it, that becomes a text: "2026-03". */
export function typedMonthText(code: string) {
  return field((typed) => readTypedMonth(typed).toString(), code);
}

/** A time of a day as people type it, that becomes a text: "14:00". */
export function typedTimeText(code = "common.notATime") {
  return field(readTypedTime, code);
}

function field<T>(read: (text: string) => T, code: string) {
  return z.string(code).transform((text, context) => {
    try {
      return read(text);
    } catch {
      context.addIssue({ code: "custom", message: code });
      return z.NEVER;
    }
  });
}

function within(year: number): void {
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new RangeError("a year out of reach");
}
