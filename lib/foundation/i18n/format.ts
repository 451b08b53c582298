import type { Locale } from "./locales.ts";

/** How the people of the region write: the 24-hour clock everywhere. */
const TAGS: Record<Locale, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };

/**
 * What the first of a month is written with: French counts it, "mardi 1er décembre", as no
 * formatter does in Belgium.
 */
const FIRST: Record<Locale, [RegExp, string]> = {
  nl: [/(?!)/, ""],
  fr: [/(^| )1(?= \p{L})/u, "$11er"],
  en: [/(?!)/, ""],
};

/** The shapes in which days and times are said. */
const SHAPES = {
  date: { weekday: "long", day: "numeric", month: "long" },
  dateOfYear: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  shortDay: { weekday: "short", day: "numeric", month: "short" },
  day: { day: "numeric", month: "long", year: "numeric" },
  dayOfMonth: { day: "numeric", month: "long" },
  shortMonth: { month: "short" },
  month: { month: "long", year: "numeric" },
  weekday: { weekday: "long" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Formatters are kept: to make one takes a hundred times as long as to use it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const numberFormatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: Locale, zone: string, shape: keyof typeof SHAPES): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${shape}`;
  const known =
    formatters.get(key) ??
    new Intl.DateTimeFormat(TAGS[locale], { timeZone: zone, ...SHAPES[shape] });
  formatters.set(key, known);
  return known;
}

/** "Wednesday 25 November", with the year when it is not this one. */
export function formatDate(
  locale: Locale,
  at: Temporal.Instant,
  zone: string,
  now?: Temporal.Instant,
): string {
  const year = at.toZonedDateTimeISO(zone).year;
  const sameYear = now ? now.toZonedDateTimeISO(zone).year === year : true;
  return written(locale, at.epochMilliseconds, zone, sameYear ? "date" : "dateOfYear");
}

function written(locale: Locale, at: number, zone: string, shape: "date" | "dateOfYear"): string {
  return formatter(locale, zone, shape)
    .format(at)
    .replace(",", "")
    .replace(...FIRST[locale]);
}

/** "Wednesday 25 November, 14:30", for browsers that have no Temporal; in milliseconds. */
export function formatClock(locale: Locale, at: number, zone: string): string {
  return `${written(locale, at, zone, "date")}, ${formatTimeAt(locale, at, zone)}`;
}

/**
 * "14:30", of milliseconds. In the night in which a clock goes back, an hour comes twice: then it is
 * said which of the two is meant, "02:30 (winter time)".
 */
export function formatTimeAt(locale: Locale, at: number, zone: string): string {
  const time = clockTime(locale, at, zone);
  if (!changesNear(at, zone)) return time;
  const [first, second] = TWICE[locale];
  if (clockTime(locale, at + HOUR, zone) === time) return `${time} (${first})`;
  return clockTime(locale, at - HOUR, zone) === time ? `${time} (${second})` : time;
}

/** What the first and the second of two equal hours are called. */
const TWICE: Record<Locale, [string, string]> = {
  nl: ["zomertijd", "wintertijd"],
  fr: ["heure d’été", "heure d’hiver"],
  en: ["summer time", "winter time"],
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a clock shows, which is not always one moment. */
function clockTime(locale: Locale, at: number, zone: string): string {
  return formatter(locale, zone, "time").format(at).replace(" h ", ":");
}

/** Days of UTC and zones, and whether a clock there is changed then; so many of them are kept. */
const changes = new Map<string, boolean>();
const MOST_KEPT = 1_000;

/** Whether a clock of the zone is changed within half a day of the day of a moment. */
function changesNear(at: number, zone: string): boolean {
  const day = Math.floor(at / DAY);
  const key = `${zone} ${day}`;
  const known = changes.get(key);
  if (known !== undefined) return known;
  // Two days apart: the same time, unless something happened in between.
  const [before, after] = [day - 0.5, day + 1.5].map((days) => clockTime("en", days * DAY, zone));
  if (changes.size >= MOST_KEPT) changes.clear();
  changes.set(key, before !== after);
  return before !== after;
}

/** "14:30", and which of the two where a clock shows it twice. */
export function formatTime(locale: Locale, at: Temporal.Instant, zone: string): string {
  return formatTimeAt(locale, at.epochMilliseconds, zone);
}

/** "Wednesday 25 November, 14:30". */
export function formatDateTime(locale: Locale, at: Temporal.Instant, zone: string): string {
  return `${formatDate(locale, at, zone)}, ${formatTime(locale, at, zone)}`;
}

/**
 * A text in which no line ends after a dash: "14:00–16:00" stays together however narrow the page
 * is. A word joiner (U+2060) follows the dash: for what people read on a page, never for letters,
 * files and data.
 */
export function unbroken(text: string): string {
  return text.replaceAll("–", "–\u2060");
}

/** "14:00–16:00", unbroken. */
export function formatTimeRange(
  locale: Locale,
  { start, end }: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
): string {
  return unbroken(`${formatTime(locale, start, zone)}–${formatTime(locale, end, zone)}`);
}

/** The space in "25 November" and "1er décembre": a line that ends there is read twice. */
const DAY_AND_MONTH = /(?<=(?:^|[\s\u2060])\d{1,2}(?:er)?) (?=\p{L})/gu;

/**
 * "Wednesday 25 November, 14:00–16:00", unbroken, each day beside its month; both days when it
 * passes midnight.
 */
export function formatDateTimeRange(
  locale: Locale,
  during: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
): string {
  return unbroken(plainDateTimeRange(locale, during, zone)).replace(DAY_AND_MONTH, "\u00a0");
}

/**
 * "Wednesday 25 November, 14:00–16:00" without anything unseen in it: for letters, and for what
 * another program shows.
 */
export function plainDateTimeRange(
  locale: Locale,
  { start, end }: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
): string {
  const sameDay = start
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .equals(end.toZonedDateTimeISO(zone).toPlainDate());
  const until = sameDay ? formatTime(locale, end, zone) : formatDateTime(locale, end, zone);
  return `${formatDateTime(locale, start, zone)}–${until}`;
}

export function formatNumber(
  locale: Locale,
  value: number,
  options?: Intl.NumberFormatOptions,
): string {
  const key = `${locale} ${options ? JSON.stringify(options) : ""}`;
  const known = numberFormatters.get(key) ?? new Intl.NumberFormat(TAGS[locale], options);
  numberFormatters.set(key, known);
  return known.format(value);
}

/** "Sat 21 Nov": where there is little room. */
export function formatShortDay(locale: Locale, day: Temporal.PlainDate): string {
  return formatWallDay(locale, "shortDay", day.toZonedDateTime("UTC").epochMilliseconds);
}

/**
 * A day for a script that may know no `Temporal`.
 *
 * @param at milliseconds of its midnight, were the clock on the wall that of UTC
 */
export function formatWallDay(
  locale: Locale,
  shape: "date" | "shortDay" | "day",
  at: number,
): string {
  return formatter(locale, "UTC", shape)
    .format(at)
    .replace(",", "")
    .replace(...FIRST[locale]);
}

/** "21 November 2026": the day of a fact. */
export function formatDay(locale: Locale, day: Temporal.PlainDate): string {
  return formatter(locale, "UTC", "day")
    .format(day.toZonedDateTime("UTC").epochMilliseconds)
    .replace(...FIRST[locale]);
}

/** "21 November": the first and the last day of a week. */
export function formatDayOfMonth(locale: Locale, day: Temporal.PlainDate): string {
  return formatter(locale, "UTC", "dayOfMonth")
    .format(day.toZonedDateTime("UTC").epochMilliseconds)
    .replace(...FIRST[locale]);
}

/** The first day of a week and its last: "7" and "13 December", or "30 November" and "6 December". */
export function formatWeekEnds(
  locale: Locale,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): { from: string; to: string } {
  const to = formatDayOfMonth(locale, last);
  if (first.month !== last.month) return { from: formatDayOfMonth(locale, first), to };
  return { from: formatDayOfMonth(locale, first).replace(/\s.*/, ""), to };
}

/** "Thursday", as a sentence begins. */
export function formatWeekday(locale: Locale, day: Temporal.PlainDate): string {
  const name = weekdayNames(locale)[day.dayOfWeek - 1] ?? "";
  return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}

/** "Nov": on a leaf of a calendar. */
export function formatShortMonth(locale: Locale, day: Temporal.PlainDate): string {
  return formatter(locale, "UTC", "shortMonth").format(
    day.toZonedDateTime("UTC").epochMilliseconds,
  );
}

/** "March 2026". */
export function formatMonth(locale: Locale, month: Temporal.PlainYearMonth): string {
  const first = month.toPlainDate({ day: 1 }).toZonedDateTime("UTC").epochMilliseconds;
  return formatter(locale, "UTC", "month").format(first);
}

/** The days of the week, Monday first. */
export function weekdayNames(locale: Locale): string[] {
  const monday = Temporal.Instant.from("2026-03-02T12:00:00Z");
  return Array.from({ length: 7 }, (_, day) =>
    formatter(locale, "UTC", "weekday").format(monday.add({ hours: 24 * day }).epochMilliseconds),
  );
}

/** "Mon", "lun", "ma": where there is little room. */
export function shortWeekdayNames(locale: Locale): string[] {
  return weekdayNames(locale).map((name) => name.slice(0, locale === "nl" ? 2 : 3));
}

const UNITS = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
] as const;

/** "2 days", "1 hour and 30 minutes": a number of minutes as people say it. */
export function formatLength(locale: Locale, minutes: number): string {
  const parts: string[] = [];
  let rest = Math.round(minutes);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0)
      parts.push(formatNumber(locale, count, { style: "unit", unit, unitDisplay: "long" }));
  }
  return parts.length > 0
    ? new Intl.ListFormat(TAGS[locale], { type: "conjunction" }).format(parts)
    : formatNumber(locale, 0, { style: "unit", unit: "minute", unitDisplay: "long" });
}
