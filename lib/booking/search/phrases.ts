import { laterThatDay, minutesUntil, wallEnd } from "#lib/foundation/platform/time/days.ts";
import {
  DAY_WORDS,
  FILLERS,
  MONTH,
  MONTHS,
  NEXT,
  NOW,
  NUMBERS,
  PART_WORDS,
  PARTS,
  type Part,
  THIS,
  WEEK,
  WEEKDAYS,
  WEEKEND,
} from "./phrase-words.ts";
import { MAX_PHRASE } from "./schema.ts";

/**
 * When somebody wants to come: hours of some days, all of them, or any part of them that is long
 * enough.
 */
export type When = {
  first: Temporal.PlainDate;
  last: Temporal.PlainDate;
  from: Temporal.PlainTime;
  to: Temporal.PlainTime;
  /** How long, when any part will do; null for all of it. */
  minutes: number | null;
};

export type NotUnderstood = { code: string; [value: string]: string };

/** Without a length, and without hours: this long. */
const USUAL_MINUTES = 120;
/** Hours of a day when nothing is said of them: the longest a place is open. */
const WHOLE = { from: "08:00", to: "22:00" };

type Draft = {
  day?: Temporal.PlainDate;
  /** Of several days, that begin with `day`. */
  lastDay?: Temporal.PlainDate;
  /** 1 is Monday. */
  weekday?: number;
  span?: "week" | "weekend" | "month";
  isNext?: boolean;
  isThis?: boolean;
  isNow?: boolean;
  part?: Part;
  from?: Temporal.PlainTime;
  to?: Temporal.PlainTime;
  minutes?: number;
};

class Twice extends Error {}

/**
 * Reads "tomorrow afternoon", "dinsdag 10-12", "2 heures cette semaine". A weekday is the coming
 * one; "next Tuesday" is never today.
 *
 * @param now on the clock of the region
 * @returns what was understood, or the key of the sentence that says what was not
 */
export function readPhrase(text: string, now: Temporal.ZonedDateTime): When | NotUnderstood {
  if (text.length > MAX_PHRASE) return { code: "booking.phrase_too_long" };
  const draft: Draft = {};
  let rest = plain(text);
  try {
    while (rest) {
      const taken = take(rest, draft, now.toPlainDate());
      if (taken === 0) return { code: "booking.phrase_unknown", word: firstWord(rest) };
      rest = rest.slice(taken).replace(/^[\s,;.]+/, "");
    }
    if (draft.isNow) setNow(draft, now);
  } catch (error) {
    if (error instanceof Twice) return { code: "booking.phrase_two_times" };
    if (error instanceof RangeError) return { code: "booking.not_a_moment" };
    throw error;
  }
  if (Object.keys(draft).length === 0) return { code: "booking.phrase_empty" };
  return whenOf(draft, now);
}

/** Without accents and capitals; words that belong together are held together by a hyphen. */
function plain(text: string): string {
  const said = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[’‘´`]/g, "'")
    .replace(/[–—−]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  const days = WEEKDAYS.join(" ").split(" ").join("|");
  const parts = "ochtend|morgen|voormiddag|namiddag|middag|avond";
  return said
    .replace(new RegExp(`\\bvan(${parts})\\b`, "g"), "vandaag $1")
    .replace(new RegExp(`\\b(morgen|overmorgen|${days})(${parts})\\b`, "g"), "$1 $2")
    .replace(new RegExp(`\\b(${days}|vandaag|overmorgen) morgen\\b`, "g"), "$1 ochtend")
    .replace(/\bmorgen ?vroeg\b|\bmorgen morgen\b/g, "morgen ochtend")
    .replace(/\b'?s ?(morgens|ochtends|middags|voormiddags|namiddags|avonds)\b/g, "'s-$1")
    .replace(/(^|\s)'('s-)/g, "$1$2")
    .replace(/\bapres (midi|demain)\b/g, "apres-$1")
    .replace(/\bday after tomorrow\b/g, "day-after-tomorrow")
    .replace(/\b(all|whole) day\b/g, "$1-day")
    .replace(/\bhele dag\b/g, "hele-dag")
    .replace(/\btoute la journee\b/g, "toute-la-journee")
    .replace(/\bweek end\b/g, "week-end")
    .replace(/\bjusqu'au\b/g, "au")
    .replace(/\ba partir de\b|\bjusqu'a\b/g, (words) => (words.startsWith("j") ? "tot" : "om"))
    .replace(
      /\b(half an hour|half uur|halfuur|une demi-heure|demi-heure|une demi heure)\b/g,
      "30 min",
    )
    .replace(/\banderhalf uur\b|\ban hour and a half\b|\bune heure et demie\b/g, "90 min")
    .replace(/\b(half a day|halve dag|demi-journee|demi journee)\b/g, "240 min")
    .replace(/\ban hour\b/g, "1 hour")
    .replace(
      new RegExp(
        `\\b(${NUMBERS.map(([, words]) => words.replaceAll(" ", "|")).join("|")}) (?=${LENGTHS}\\b)`,
        "g",
      ),
      (_, word: string) => `${NUMBERS.find(([, words]) => words.split(" ").includes(word))?.[0]} `,
    );
}

const LENGTHS =
  "hours?|hrs?|uur|uren|heures?|minutes?|minuten|mins?|days?|dagen|jours?|week|semaine";
const CLOCK =
  "(\\d{1,2})(?:\\s?[:.hu]\\s?(\\d{2}))?(?:\\s?(?:uur|heures?|o'clock|[hu]\\b))?(?:\\s?(am|pm))?(?![\\d:])";
const MONTH_NAMES = MONTHS.join(" ").split(" ").join("|");
/** "mar 10" is a Tuesday at ten in French. */
const MONTHS_FIRST = MONTH_NAMES.replace("|mar|", "|");

const ORDINAL = "(?:st|nd|rd|th|er|e|ste|de)?";
const WEEKDAY_NAMES = WEEKDAYS.join(" ").split(" ").join("|");
/** A day of the month, behind the day of the week or without it. */
const DAY_OF_MONTH = `(?:(?:${WEEKDAY_NAMES})\\b[.,]* )?(\\d{1,2})${ORDINAL}`;
const MONTH_AND_YEAR = `(?:of )?(${MONTH_NAMES})\\b\\.?(?: (\\d{4}))?`;

type Rule = [
  pattern: RegExp,
  read: (found: RegExpExecArray, draft: Draft, today: Temporal.PlainDate) => void,
];

const RULES: Rule[] = [
  [
    /^(\d{4})-(\d\d)-(\d\d)\b/,
    ([, year, month, day], draft) => setDay(draft, dateOf(year, month, day)),
  ],
  [
    /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/,
    ([, day, month, year], draft) => setDay(draft, dateOf(year, month, day)),
  ],
  [
    /^(\d{1,2})\/(\d{1,2})(?![\d/])/,
    ([, day, month], draft, today) => setDay(draft, comingDate(today, month, day)),
  ],
  [
    new RegExp(
      `^(?:(?:from|van|vanaf|du) )?${DAY_OF_MONTH}(?: ${MONTH_AND_YEAR})? ?(?:-|to|until|till|tot(?: en met)?|t/m|au) ?${DAY_OF_MONTH} ${MONTH_AND_YEAR}`,
    ),
    ([, day, name, year, lastDay, lastName, lastYear], draft, today) =>
      setDays(
        draft,
        namedDate(today, name ?? lastName, day, year ?? (name ? undefined : lastYear)),
        namedDate(today, lastName, lastDay, lastYear),
      ),
  ],
  [
    new RegExp(`^(\\d{1,2})${ORDINAL} ${MONTH_AND_YEAR}`),
    ([, day, name, year], draft, today) => setDay(draft, namedDate(today, name, day, year)),
  ],
  [
    new RegExp(`^(${MONTHS_FIRST}) (\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.hu-])(?: (\\d{4}))?`),
    ([, name, day, year], draft, today) => setDay(draft, namedDate(today, name, day, year)),
  ],
  [
    /^(?:in|over|dans) (\d{1,2}) (?:days?|dagen|jours?)\b/,
    ([, days], draft, today) => setDay(draft, today.add({ days: Number(days) })),
  ],
  [
    /^(?:in|over|dans) (?:1|a|een|une) (?:week|semaine)\b/,
    (_, draft, today) => setDay(draft, today.add({ days: 7 })),
  ],
  [
    new RegExp(
      `^(?:(?:from|between|van|tussen|vanaf|de|entre) )?${CLOCK}\\s?(?:-|to|until|till|and|tot|en|a|et)\\s?${CLOCK}`,
    ),
    ([, from, fromMinutes, fromHalf, to, toMinutes, toHalf], draft) => {
      if (draft.from) throw new Twice();
      const end = clock(to, toMinutes, toHalf);
      let start = clock(from, fromMinutes, fromHalf ?? toHalf);
      if (!fromHalf && Temporal.PlainTime.compare(start, end) >= 0)
        start = clock(from, fromMinutes, undefined);
      Object.assign(draft, { from: start, to: end });
    },
  ],
  [
    new RegExp(`^(?:at|from|around|om|rond|tegen|vanaf|a|vers|des) ${CLOCK}(?![ ]?min)`),
    ([, hour, minutes, half], draft) => setStart(draft, clock(hour, minutes, half)),
  ],
  [
    /^(\d{1,2})(?:[.,](\d))? ?(?:hours?|hrs?|uren)\b/,
    ([, hours, tenths], draft) => setLength(draft, lengthOf(hours, tenths)),
  ],
  [
    /^([1-6])(?:[.,](\d))? ?(?:uur|heures?)\b/,
    ([, hours, tenths], draft) => setLength(draft, lengthOf(hours, tenths)),
  ],
  [
    /^([1-6]) ?[hu] ?(\d\d)?\b/,
    ([, hours, minutes], draft) => setLength(draft, 60 * Number(hours) + Number(minutes ?? 0)),
  ],
  [
    /^(\d{1,3}) ?(?:minutes?|minuten|mins?)\b/,
    ([, minutes], draft) => setLength(draft, Number(minutes)),
  ],
  [
    /^(\d{1,2})(?: ?[:.hu] ?(\d{2})| ?(?:uur|heures?|o'clock|[hu]\b))(?: ?(am|pm))?(?!\d)/,
    ([, hour, minutes, half], draft) => setStart(draft, clock(hour, minutes, half)),
  ],
  [
    /^(\d{1,2}) ?(am|pm)\b/,
    ([, hour, half], draft) => setStart(draft, clock(hour, undefined, half)),
  ],
];

/**
 * Takes one thing from the front of a phrase.
 *
 * @returns how many letters it was, 0 when it is not known
 */
function take(rest: string, draft: Draft, today: Temporal.PlainDate): number {
  for (const [pattern, read] of RULES) {
    const found = pattern.exec(rest);
    if (!found) continue;
    read(found, draft, today);
    return found[0].length;
  }
  const word = /^(?:[ld]'|[a-z'-]+)/.exec(rest)?.[0] ?? "";
  return readWord(word, draft, today) ? word.length : 0;
}

function readWord(word: string, draft: Draft, today: Temporal.PlainDate): boolean {
  const is = (words: string) => words.split(/\s+/).includes(word);
  const weekday = WEEKDAYS.findIndex(is);
  const part = (Object.keys(PART_WORDS) as Part[]).find((name) => is(PART_WORDS[name]));
  const day = DAY_WORDS.find(([, words]) => is(words));
  if (is(WEEK)) draft.span = once(draft.span, "week");
  else if (is(WEEKEND)) draft.span = once(draft.span, "weekend");
  else if (is(MONTH)) draft.span = once(draft.span, "month");
  else if (is(NEXT)) draft.isNext = true;
  else if (is(THIS)) draft.isThis = true;
  else if (is(NOW)) draft.isNow = true;
  else if (weekday >= 0) draft.weekday = once(draft.weekday, weekday + 1);
  else if (day || part) {
    if (day) setDay(draft, today.add({ days: day[0] }));
    if (part) draft.part = once(draft.part, part);
  } else return is(FILLERS);
  return true;
}

/** What is said once, or twice the same. */
function once<T>(before: T | undefined, said: T): T {
  if (before !== undefined && before !== said) throw new Twice();
  return said;
}

function setDay(draft: Draft, day: Temporal.PlainDate): void {
  if (draft.day && !draft.day.equals(day)) throw new Twice();
  draft.day = day;
}

function setDays(draft: Draft, first: Temporal.PlainDate, last: Temporal.PlainDate): void {
  if (Temporal.PlainDate.compare(first, last) > 0) throw new RangeError("ends before it begins");
  setDay(draft, first);
  draft.lastDay = last;
}

/** Bookings begin at a quarter of an hour: the one that comes next. */
function setNow(draft: Draft, now: Temporal.ZonedDateTime): void {
  const soon = now.round({
    smallestUnit: "minute",
    roundingIncrement: 15,
    roundingMode: "ceil",
  });
  setDay(draft, soon.toPlainDate());
  setStart(draft, soon.toPlainTime());
}

function setStart(draft: Draft, start: Temporal.PlainTime): void {
  if (draft.from) throw new Twice();
  draft.from = start;
}

function setLength(draft: Draft, minutes: number): void {
  if (minutes === 0) throw new RangeError("no time at all");
  draft.minutes = once(draft.minutes, minutes);
}

function lengthOf(hours = "0", tenths = "0"): number {
  return 60 * Number(hours) + 6 * Number(tenths);
}

/**
 * Between 1 and 6 it is the afternoon that is meant, unless it is written "02:00" or said to be the
 * morning.
 */
function clock(hour = "", minute = "0", half: string | undefined): Temporal.PlainTime {
  // "Until 24:00" is until midnight.
  const said = hour === "24" && Number(minute) === 0 ? 0 : Number(hour);
  const isAfternoon = half
    ? half === "pm" && said < 12
    : said > 0 && said < 7 && !hour.startsWith("0");
  const hours = half === "am" && said === 12 ? 0 : said;
  return Temporal.PlainTime.from(
    { hour: isAfternoon ? hours + 12 : hours, minute: Number(minute) },
    STRICT,
  );
}

const STRICT = { overflow: "reject" } as const;

function dateOf(year = "", month = "", day = ""): Temporal.PlainDate {
  return Temporal.PlainDate.from(
    { year: Number(year), month: Number(month), day: Number(day) },
    STRICT,
  );
}

/** The day and month that come next: this year's, or next year's when they are over. */
function comingDate(today: Temporal.PlainDate, month = "", day = ""): Temporal.PlainDate {
  const thisYear = dateOf(String(today.year), month, day);
  return Temporal.PlainDate.compare(thisYear, today) < 0
    ? dateOf(String(today.year + 1), month, day)
    : thisYear;
}

function namedDate(
  today: Temporal.PlainDate,
  name = "",
  day = "",
  year?: string,
): Temporal.PlainDate {
  const month = String(MONTHS.findIndex((names) => names.split(" ").includes(name)) + 1);
  return year ? dateOf(year, month, day) : comingDate(today, month, day);
}

function firstWord(rest: string): string {
  return rest.split(" ")[0]?.slice(0, 30) ?? "";
}

type Hours = { from: Temporal.PlainTime; to: Temporal.PlainTime; minutes: number | null };

function whenOf(draft: Draft, now: Temporal.ZonedDateTime): When | NotUnderstood {
  const hours = hoursOf(draft);
  const { from, to } = hours;
  const lasts = minutesUntil(from, to);
  if (lasts <= 0) return { code: "booking.ends_before_start" };
  const days = daysMeant(draft, hours, now);
  if (!days) return { code: "booking.phrase_two_times" };
  const severalDays = !days.first.equals(days.last);
  const minutes =
    hours.minutes ?? (severalDays ? Math.min(lasts, draft.from ? lasts : USUAL_MINUTES) : null);
  if (minutes !== null && minutes > lasts) return { code: "booking.phrase_does_not_fit" };
  if (isOver(days.last, to, now)) return { code: "booking.in_the_past" };
  return { ...days, from, to, minutes: minutes === lasts && !severalDays ? null : minutes };
}

function hoursOf({ part, from, to, ...draft }: Draft): Hours {
  const time = Temporal.PlainTime.from;
  const minutes = draft.minutes ?? null;
  if (from)
    return hoursFrom(from, to, { minutes, isLate: part === "evening" || part === "afternoon" });
  const { from: opens, to: closes } = part ? PARTS[part] : WHOLE;
  return {
    from: time(opens),
    to: time(closes),
    minutes: part ? minutes : (minutes ?? USUAL_MINUTES),
  };
}

/** @param isLate "seven to nine in the evening": an hour before noon is one after it */
function hoursFrom(
  from: Temporal.PlainTime,
  to: Temporal.PlainTime | undefined,
  { minutes, isLate }: { minutes: number | null; isLate: boolean },
): Hours {
  const isMoved = isLate && from.hour < 12;
  const start = isMoved ? from.add({ hours: 12 }) : from;
  if (!to) return { from: start, to: laterThatDay(start, minutes ?? USUAL_MINUTES), minutes: null };
  return { from: start, to: isMoved && to.hour < 12 ? to.add({ hours: 12 }) : to, minutes };
}

/** Null when a weekday and a date contradict each other. */
function daysMeant(
  { day, lastDay, weekday, span, isNext = false, isThis = false, from, part }: Draft,
  { to }: Hours,
  now: Temporal.ZonedDateTime,
): Pick<When, "first" | "last"> | null {
  const today = now.toPlainDate();
  const one = (first: Temporal.PlainDate) => ({ first, last: first });
  if (day) {
    if (span || (weekday && day.dayOfWeek !== weekday)) return null;
    return { first: day, last: lastDay ?? day };
  }
  if (weekday) return one(weekdayMeant({ weekday, span, isNext }, to, now));
  if (span) return SPANS[span](today, isNext);
  if (from || part) return one(isOver(today, to, now) && !isThis ? today.add({ days: 1 }) : today);
  return { first: today, last: today.add({ days: 6 }) };
}

/**
 * "Tuesday", which is today's until it is over; "next Tuesday", which is not today's; "Tuesday of
 * next week".
 */
function weekdayMeant(
  { weekday, span, isNext }: { weekday: number; span: Draft["span"]; isNext: boolean },
  to: Temporal.PlainTime,
  now: Temporal.ZonedDateTime,
): Temporal.PlainDate {
  const today = now.toPlainDate();
  if (span === "week") return mondayOf(today, isNext).add({ days: weekday - 1 });
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  const isGone = ahead === 0 && (isNext || isOver(today, to, now));
  return today.add({ days: isGone ? 7 : ahead });
}

/** The days of what is longer than one; those before today are left out. */
const SPANS: Record<
  NonNullable<Draft["span"]>,
  (today: Temporal.PlainDate, isNext: boolean) => Pick<When, "first" | "last">
> = {
  week: (today, isNext) => {
    const monday = mondayOf(today, isNext);
    return { first: isNext ? monday : today, last: monday.add({ days: 6 }) };
  },
  weekend: (today, isNext) => {
    const sunday = mondayOf(today, isNext).add({ days: 6 });
    return {
      first: today.dayOfWeek === 7 && !isNext ? today : sunday.subtract({ days: 1 }),
      last: sunday,
    };
  },
  month: (today, isNext) => {
    const month = today.toPlainYearMonth().add({ months: isNext ? 1 : 0 });
    const last = month.toPlainDate({ day: month.daysInMonth });
    return { first: isNext ? month.toPlainDate({ day: 1 }) : today, last };
  },
};

function mondayOf(today: Temporal.PlainDate, isNext: boolean): Temporal.PlainDate {
  return today.subtract({ days: today.dayOfWeek - 1 }).add({ days: isNext ? 7 : 0 });
}

function isOver(
  day: Temporal.PlainDate,
  to: Temporal.PlainTime,
  now: Temporal.ZonedDateTime,
): boolean {
  return Temporal.PlainDateTime.compare(wallEnd(day, to.toString()), now.toPlainDateTime()) <= 0;
}
