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
