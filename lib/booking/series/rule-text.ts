import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { readDay } from "#lib/foundation/platform/time/moments.ts";

export const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

export type Frequency = (typeof FREQUENCIES)[number];
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * A recurrence rule as we keep it. Its last moment is a wall time of the space, itself included.
 */
export type Rule = {
  frequency: Frequency;
  interval: number;
  /** "TU"; in a month also "3TU" and "-1TU", in a year up to "53TU". */
  days: string[];
  /** 1 to 31, or counted from the end of the month: -1 is its last day. */
  monthDays: number[];
  /** Which of the days that fit in a month, or a year: -1 is the last of them. */
  positions: number[];
  /** The months it is limited to, 1 to 12. */
  months: number[];
  /** Days of the year, 1 to 366, or counted from its end; and weeks of it. */
  yearDays: number[];
  weeks: number[];
  weekStart: Weekday;
  end: { count: number } | { until: Temporal.PlainDateTime };
};

/** The rule of what happens on one day; dates may be added to it. */
export const ONCE = "FREQ=DAILY;COUNT=1";

const LONGEST_TEXT = 500;
const LARGEST = 999_999;

/** Parts that must not stand in a rule of this frequency. */
const MISPLACED: Record<Frequency, string[]> = {
  DAILY: ["BYWEEKNO", "BYYEARDAY", "BYSETPOS"],
  WEEKLY: ["BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"],
  MONTHLY: ["BYWEEKNO", "BYYEARDAY"],
  YEARLY: [],
};

/** How often a weekday comes in a month, and in a year: "5TU", "53TU". */
const MOST_NTH: Record<Frequency, number> = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 53 };

/**
 * Reads an RFC 5545 RRULE, and says what is wrong with one it cannot take.
 *
 * Rules by the day or longer only, and only rules that end. UNTIL may be a date, a wall time or, as
 * the RFC asks beside a DTSTART with a zone, a moment in UTC.
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
  const positions = list("BYSETPOS", (value) => nonZero(value, frequency === "YEARLY" ? 366 : 31));
  const weeks = list("BYWEEKNO", (value) => nonZero(value, 53));
  const nth = days.find((day) => day.length > 2);
  if (weeks.length > 0 && nth) refuse({ code: "series.rule_value", part: "BYDAY", value: nth });
  if (positions.length > 0 && days.length + monthDays.length === 0)
    refuse({ code: "series.rule_part_missing", part: "BYDAY" });
  return {
    frequency,
    interval: one("INTERVAL", (value) => numberIn(value, 1, LARGEST)) ?? 1,
    days,
    monthDays,
    positions,
    months: list("BYMONTH", (value) => numberIn(value, 1, 12)),
    yearDays: list("BYYEARDAY", (value) => nonZero(value, 366)),
    weeks,
    weekStart: one("WKST", (value) => member(WEEKDAYS, value)) ?? "MO",
    end: count === null ? { until: until as Temporal.PlainDateTime } : { count },
  };
}

/** The rule as RFC 5545 writes it beside a DTSTART with a zone: UNTIL in UTC. */
export function ruleText(rule: Rule, timeZone: string): string {
  const {
    frequency,
    interval,
    days,
    monthDays,
    positions,
    months,
    yearDays,
    weeks,
    weekStart,
    end,
  } = rule;
  return [
    `FREQ=${frequency}`,
    interval > 1 && `INTERVAL=${interval}`,
    "count" in end ? `COUNT=${end.count}` : `UNTIL=${utcText(end.until, timeZone)}`,
    months.length > 0 && `BYMONTH=${months.join(",")}`,
    weeks.length > 0 && `BYWEEKNO=${weeks.join(",")}`,
    yearDays.length > 0 && `BYYEARDAY=${yearDays.join(",")}`,
    days.length > 0 && `BYDAY=${days.join(",")}`,
    monthDays.length > 0 && `BYMONTHDAY=${monthDays.join(",")}`,
    positions.length > 0 && `BYSETPOS=${positions.join(",")}`,
    weekStart !== "MO" && `WKST=${weekStart}`,
  ]
    .filter(Boolean)
    .join(";");
}

const KNOWN = [
  "FREQ",
  "INTERVAL",
  "COUNT",
  "UNTIL",
  "BYMONTH",
  "BYWEEKNO",
  "BYYEARDAY",
  "BYDAY",
  "BYMONTHDAY",
  "BYSETPOS",
  "WKST",
];

function partsOf(text: string): Map<string, string> {
  if (text.length > LONGEST_TEXT)
    refuse({ code: "series.rule_too_long", characters: LONGEST_TEXT });
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    const [name = "", value = "", ...rest] = part.split("=");
    if (!name || !value || rest.length > 0)
      refuse({ code: "series.rule_unreadable", part: part || ";" });
    if (!KNOWN.includes(name)) refuse({ code: "series.rule_part_unknown", part: name });
    if (parts.has(name)) refuse({ code: "series.rule_part_twice", part: name });
    parts.set(name, value);
  }
  return parts;
}

/** "TU"; in a month or a year also the nth or, counted from its end, the last. */
function weekdayIn(value: string, frequency: Frequency): string | null {
  const [, nth, day] = /^([+-]?[1-9]\d?)?([A-Z]{2})$/.exec(value) ?? [];
  if (!day || !member(WEEKDAYS, day) || Math.abs(Number(nth ?? 0)) > MOST_NTH[frequency])
    return null;
  return nth ? `${Number(nth)}${day}` : day;
}

function wallUntil(value: string, timeZone: string): Temporal.PlainDateTime | null {
  const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(value) ?? [];
  if (!date) return null;
  try {
    const wall = readDay(date).toPlainDateTime(
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
  const number = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : 0;
  return number !== 0 && Math.abs(number) <= most ? number : null;
}

function member<T extends string>(words: readonly T[], word: string): T | null {
  return words.find((known) => known === word) ?? null;
}

function refuse(reason: Reason): never {
  throw new DomainError("invalid", reason);
}
