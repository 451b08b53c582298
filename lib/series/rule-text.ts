import { DomainError, type Reason } from "#lib/platform/errors.ts";

export const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY"] as const;
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

export type Frequency = (typeof FREQUENCIES)[number];
export type Weekday = (typeof WEEKDAYS)[number];

/** A recurrence rule as we keep it. Its last moment is a wall time of the space, itself included. */
export type Rule = {
  frequency: Frequency;
  interval: number;
  /** "TU"; in a month also "3TU" and "-1TU". */
  days: string[];
  /** 1 to 31, or counted from the end of the month: -1 is its last day. */
  monthDays: number[];
  /** Which of a month's days that fit: -1 is the last of them. */
  positions: number[];
  weekStart: Weekday;
  end: { count: number } | { until: Temporal.PlainDateTime };
};

const LONGEST_TEXT = 500;
const LARGEST = 999_999;

/** Parts that must not stand in a rule of this frequency. */
const MISPLACED: Record<Frequency, string[]> = {
  DAILY: ["BYDAY", "BYMONTHDAY", "BYSETPOS"],
  WEEKLY: ["BYMONTHDAY", "BYSETPOS"],
  MONTHLY: [],
};

/**
 * Reads an RFC 5545 RRULE, and says what is wrong with one it cannot take.
 *
 * Daily, weekly and monthly rules only, and only rules that end. UNTIL may be a date, a wall time or, as the RFC asks
 * beside a DTSTART with a zone, a moment in UTC.
 *
 * @throws DomainError invalid
 */
export function parseRule(text: string, timeZone: string): Rule {
  const parts = partsOf(text.trim().replace(/^RRULE:/i, ""));
  const one = <T>(name: string, read: (value: string) => T | null): T | null => {
    const value = parts.get(name);
    if (value === undefined) return null;
    const found = read(value);
    if (found === null) refuse({ code: "series.rule_value", part: name, value });
    return found;
  };
  const list = <T>(name: string, read: (value: string) => T | null): T[] =>
    one(name, (value) => {
      const items = value.split(",").map(read);
      return items.includes(null) ? null : (items as T[]);
    }) ?? [];

  const frequency = one("FREQ", (value) => member(FREQUENCIES, value));
  if (!frequency) refuse({ code: "series.rule_part_missing", part: "FREQ" });
  const misplaced = MISPLACED[frequency].find((name) => parts.has(name));
  if (misplaced) refuse({ code: "series.rule_part_misplaced", part: misplaced, frequency });

  const count = one("COUNT", (value) => numberIn(value, 1, LARGEST));
  const until = one("UNTIL", (value) => wallUntil(value, timeZone));
  if (count !== null && until !== null) refuse({ code: "series.rule_two_ends" });
  if (count === null && until === null) refuse({ code: "series.rule_no_end" });

  const days = list("BYDAY", (value) => weekdayIn(value, frequency));
  const monthDays = list("BYMONTHDAY", (value) => nonZero(value, 31));
  const positions = list("BYSETPOS", (value) => nonZero(value, 31));
  if (positions.length > 0 && days.length + monthDays.length === 0)
    refuse({ code: "series.rule_part_missing", part: "BYDAY" });
  return {
    frequency,
    interval: one("INTERVAL", (value) => numberIn(value, 1, LARGEST)) ?? 1,
    days,
    monthDays,
    positions,
    weekStart: one("WKST", (value) => member(WEEKDAYS, value)) ?? "MO",
    end: count === null ? { until: until as Temporal.PlainDateTime } : { count },
  };
}

/** The rule as RFC 5545 writes it beside a DTSTART with a zone: UNTIL in UTC. */
export function ruleText(rule: Rule, timeZone: string): string {
  const { frequency, interval, days, monthDays, positions, weekStart, end } = rule;
  return [
    `FREQ=${frequency}`,
    interval > 1 && `INTERVAL=${interval}`,
    "count" in end ? `COUNT=${end.count}` : `UNTIL=${utcText(end.until, timeZone)}`,
    days.length > 0 && `BYDAY=${days.join(",")}`,
    monthDays.length > 0 && `BYMONTHDAY=${monthDays.join(",")}`,
    positions.length > 0 && `BYSETPOS=${positions.join(",")}`,
    weekStart !== "MO" && `WKST=${weekStart}`,
  ]
    .filter(Boolean)
    .join(";");
}

const KNOWN = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"];

function partsOf(text: string): Map<string, string> {
  if (text.length > LONGEST_TEXT) refuse({ code: "series.rule_too_long", characters: LONGEST_TEXT });
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    const [name = "", value = "", ...rest] = part.split("=");
    if (!name || !value || rest.length > 0) refuse({ code: "series.rule_unreadable", part: part || ";" });
    if (!KNOWN.includes(name)) refuse({ code: "series.rule_part_unknown", part: name });
    if (parts.has(name)) refuse({ code: "series.rule_part_twice", part: name });
    parts.set(name, value);
  }
  return parts;
}

/** "TU"; in a month also the nth or, counted from its end, the last. */
function weekdayIn(value: string, frequency: Frequency): string | null {
  const [, nth, day] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(value) ?? [];
  if (!day || !member(WEEKDAYS, day) || (nth && frequency !== "MONTHLY")) return null;
  return nth ? `${Number(nth)}${day}` : day;
}

function wallUntil(value: string, timeZone: string): Temporal.PlainDateTime | null {
  const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(value) ?? [];
  if (!date) return null;
  try {
    const wall = Temporal.PlainDate.from(date, { overflow: "reject" }).toPlainDateTime(
      time ? Temporal.PlainTime.from(`T${time}`, { overflow: "reject" }) : "23:59:59",
    );
    return utc ? wall.toZonedDateTime("UTC").withTimeZone(timeZone).toPlainDateTime() : wall;
  } catch {
    return null;
  }
}

function utcText(wall: Temporal.PlainDateTime, timeZone: string): string {
  const utc = wall.toZonedDateTime(timeZone).withTimeZone("UTC").toPlainDateTime();
  return `${utc.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "")}Z`;
}

function numberIn(value: string, least: number, most: number): number | null {
  const number = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

function nonZero(value: string, most: number): number | null {
  const number = /^[+-]?\d{1,2}$/.test(value) ? Number(value) : 0;
  return number !== 0 && Math.abs(number) <= most ? number : null;
}

function member<T extends string>(words: readonly T[], word: string): T | null {
  return words.find((known) => known === word) ?? null;
}

function refuse(reason: Reason): never {
  throw new DomainError("invalid", reason);
}
