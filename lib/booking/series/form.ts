import { z } from "zod";
import { partySize } from "#lib/booking/allocation/schema.ts";
import { layoutField } from "#lib/booking/bookings/schema.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { wallEnd, wallMoment, wallTime } from "#lib/foundation/platform/time/days.ts";
import {
  readTypedDay,
  readWallTime,
  tried,
  typedDayText,
  typedDayTextOrNone,
  typedTimeText,
} from "#lib/foundation/platform/time/moments.ts";
import { parseRule, type Rule, ruleText, WEEKDAYS } from "./rule-text.ts";
import { PATTERNS, type SeriesChange, type SeriesInput } from "./schema.ts";

const text = (most: number) => z.string().trim().max(most).default("");

const ruleFields = {
  interval: z.coerce
    .number({ error: "series.interval" })
    .int("series.interval")
    .min(1, "series.interval")
    .max(99, "series.interval")
    .default(1),
  weekdays: z.preprocess((value) => [value ?? []].flat(), z.array(z.enum(WEEKDAYS)).max(7)),
  ends: z.enum(["until", "count"]).default("until"),
  until: typedDayTextOrNone(),
  count: text(6),
};

const hours = { from: typedTimeText(), to: typedTimeText() };
const purpose = z
  .string()
  .trim()
  .min(1, "booking.needs_purpose")
  .max(500, "booking.purpose_too_long");

/** A series as its form and its address say it: days and hours on the clock of the space. */
export const seriesFields = z.object({
  roomId: z.uuid("booking.unknown_room"),
  day: typedDayText(),
  ...hours,
  every: z.enum(PATTERNS),
  ...ruleFields,
  excluded: text(4_000),
  extra: text(4_000),
  people: partySize,
  layoutId: layoutField,
  purpose,
});

/** A change of a series as its form says it; `every` is empty where the rule stays. */
export const changeFields = z.object({
  id: z.uuid("series.unknown"),
  version: z.coerce.number().int(),
  scope: z.enum(["following", "all"]),
  /** The first date that changes, by the rule. */
  occurrence: z.string().max(20).default(""),
  roomId: z.uuid("booking.unknown_room"),
  ...hours,
  every: z.enum(["", ...PATTERNS]).default(""),
  ...ruleFields,
  people: partySize,
  purpose,
});

export type SeriesFields = z.output<typeof seriesFields>;
export type ChangeFields = z.output<typeof changeFields>;

/** @throws DomainError invalid, for a day or an hour that does not exist */
export function inputFrom(fields: SeriesFields, timeZone: string): SeriesInput {
  const { roomId, people, purpose, layoutId, from, to } = fields;
  const day = dayOf(fields.day);
  const firstStart = at(day, from);
  const firstEnd = endAt(day, to);
  if (!wallMoment(fields.day, from, timeZone)) throw notAMoment();
  return {
    roomId,
    rule: ruleOf({ ...fields, every: fields.every }, day, timeZone),
    firstStart,
    firstEnd,
    extraStarts: daysIn(fields.extra).map((one) => at(one, from)),
    excludedStarts: daysIn(fields.excluded).map((one) => at(one, from)),
    people,
    equipment: [],
    purpose,
    layoutId,
  };
}

type Whole = { rule: string; timeZone: string; dates: { occurrence: Temporal.PlainDateTime }[] };

/**
 * What the form changes of a series. Its rule stays when neither how often nor the last day was
 * touched.
 *
 * @param first the first date that changes: what "the third Tuesday" is counted from
 */
export function changeFrom(
  fields: ChangeFields,
  first: Temporal.PlainDate,
  series: Whole,
): SeriesChange {
  const { version, scope, occurrence, roomId, people, purpose, weekdays } = fields;
  const every = fields.every || (weekdays.length > 0 ? "weekly" : "");
  const now = parseRule(series.rule, series.timeZone);
  const { interval } = fields;
  const endsAsNow = fields.ends === "until" && fields.until === lastDayOf(series);
  const rule = every
    ? ruleOf({ ...fields, every }, first, series.timeZone)
    : ruleText({ ...now, interval, end: endOf(fields) }, series.timeZone);
  return {
    version,
    scope,
    occurrence: occurrence ? readWallTime(occurrence) : undefined,
    from: timeOf(fields.from),
    to: endAt(first, fields.to).toPlainTime(),
    roomId,
    people,
    purpose,
    rule: !every && endsAsNow && interval === now.interval ? undefined : rule,
  };
}

/** The day of its last date, as a form takes it. */
export function lastDayOf({ dates }: Pick<Whole, "dates">): string {
  return dates.at(-1)?.occurrence.toPlainDate().toString() ?? "";
}

/** The hours of a series as a form takes them. */
export function hoursOf(start: Temporal.PlainDateTime, end: Temporal.PlainDateTime) {
  const clock = (wall: Temporal.PlainDateTime) => wallTime(wall.toZonedDateTime("UTC"));
  return { from: clock(start), to: clock(end) };
}

type Pattern = (typeof PATTERNS)[number];
type RuleFields = Pick<SeriesFields, "interval" | "weekdays" | "ends" | "until" | "count"> & {
  every: Pattern;
};

function ruleOf(fields: RuleFields, first: Temporal.PlainDate, timeZone: string): string {
  const { every, interval, weekdays } = fields;
  const weekday = WEEKDAYS[first.dayOfWeek - 1] ?? "MO";
  const nth = Math.ceil(first.day / 7);
  const byPattern: Record<Pattern, Pick<Rule, "frequency" | "days" | "monthDays">> = {
    daily: { frequency: "DAILY", days: [], monthDays: [] },
    weekly: {
      frequency: "WEEKLY",
      days: weekdays.length > 0 ? weekdays : [weekday],
      monthDays: [],
    },
    monthly_date: { frequency: "MONTHLY", days: [], monthDays: [first.day] },
    // Not every month has a fifth Tuesday: whoever starts on one means the last.
    monthly_weekday: {
      frequency: "MONTHLY",
      days: [`${nth === 5 ? -1 : nth}${weekday}`],
      monthDays: [],
    },
    monthly_last: { frequency: "MONTHLY", days: [`-1${weekday}`], monthDays: [] },
  };
  return ruleText(
    {
      ...byPattern[every],
      interval,
      positions: [],
      months: [],
      yearDays: [],
      weeks: [],
      weekStart: "MO",
      end: endOf(fields),
    },
    timeZone,
  );
}

function endOf({ ends, until, count }: Omit<RuleFields, "every">): Rule["end"] {
  if (ends === "until") {
    if (!until) throw new DomainError("invalid", { code: "series.needs_end" });
    return { until: dayOf(until).toPlainDateTime("23:59:59") };
  }
  if (!/^[1-9]\d{0,5}$/.test(count)) throw new DomainError("invalid", { code: "series.needs_end" });
  return { count: Number(count) };
}

function daysIn(list: string): Temporal.PlainDate[] {
  return list
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(dayOf);
}

/** Of this millennium: rules and calendars write years of four digits. */
function dayOf(written: string): Temporal.PlainDate {
  const day = tried(readTypedDay, written);
  if (!day || day.year < 2000 || day.year > 2999) throw notAMoment();
  return day;
}

function timeOf(written: string): Temporal.PlainTime {
  try {
    return Temporal.PlainTime.from(written, { overflow: "reject" });
  } catch {
    throw notAMoment();
  }
}

function at(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  return day.toPlainDateTime(timeOf(time));
}

function endAt(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  try {
    return wallEnd(day, time);
  } catch {
    throw notAMoment();
  }
}

function notAMoment(): DomainError {
  return new DomainError("invalid", { code: "booking.not_a_moment" });
}
