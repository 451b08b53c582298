import { z } from "zod";

/*
 * What people and programs write as a moment, a day or a time on a clock. Years of four digits: neither RFC 3339 nor the
 * database's texts know others. A year at either end is left out, since buffers, deadlines and zones are reckoned from it.
 */
const FIRST_YEAR = 2;
const LAST_YEAR = 9_998;

const STRICT = { overflow: "reject" } as const;

/** @throws RangeError for what is no moment with an offset, or too far away */
export function readInstant(text: string): Temporal.Instant {
  const instant = Temporal.Instant.from(text);
  within(instant.toZonedDateTimeISO("UTC").year);
  return instant;
}

/** @throws RangeError for a day that does not exist, or too far away */
export function readDay(text: string): Temporal.PlainDate {
  const day = Temporal.PlainDate.from(text, STRICT);
  within(day.year);
  return day;
}

/**
 * A day as people here write it, 27/11/2026 or 27-11, or as addresses have it. Where a year is given, it may be left out.
 * @throws RangeError for a day that does not exist, or too far away
 */
export function readTypedDay(typed: string, thisYear?: number): Temporal.PlainDate {
  const text = typed.trim();
  const [, day, month, year = thisYear] = /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}))?$/.exec(text) ?? [];
  if (!(day && month && year)) return readDay(text);
  return readDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** A day as a field shows it, in the order of the three languages. */
export function typedDay({ day, month, year }: Temporal.PlainDate): string {
  return `${day}/${month}/${year}`;
}

/** @throws RangeError for a day or an hour that does not exist, or too far away */
export function readWallTime(text: string): Temporal.PlainDateTime {
  const wall = Temporal.PlainDateTime.from(text, STRICT);
  within(wall.year);
  return wall;
}

/** A moment with its offset, in what comes from outside. A local time without one names no instant. */
export function momentField(code: string) {
  return field(readInstant, code);
}

/** A day, in what comes from outside. */
export function dayField(code: string) {
  return field(readDay, code);
}

/** A day that stays a text: "2026-03-02". */
export function dayText(code = "common.check_field") {
  return z.string().refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && isReadable(readDay, text), code);
}

/** A day as people type it, with its year, that becomes a text: "2026-03-02". */
export function typedDayText(code = "common.check_field") {
  return field((typed) => readTypedDay(typed).toString(), code);
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

function isReadable(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}

function within(year: number): void {
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new RangeError("a year out of reach");
}
