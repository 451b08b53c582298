import { formatDate, formatTime } from "./format.ts";
import type { Locale } from "./locales.ts";

const relative = new Map<Locale, Intl.RelativeTimeFormat>();

/**
 * A moment in the near future as people say it: only the time today, then "tomorrow", then the
 * weekday, then the date.
 *
 * @returns the words for the day, null for today; and the time
 */
export function nearTime(
  locale: Locale,
  at: Temporal.Instant,
  zone: string,
  now: Temporal.Instant,
): { day: string | null; time: string } {
  const time = formatTime(locale, at, zone);
  const [today, day] = [now, at].map((moment) => moment.toZonedDateTimeISO(zone).toPlainDate()) as [
    Temporal.PlainDate,
    Temporal.PlainDate,
  ];
  const ahead = today.until(day).days;
  if (ahead === 0) return { day: null, time };
  if (ahead === 1) {
    const words = relative.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    relative.set(locale, words);
    return { day: words.format(1, "day"), time };
  }
  const date = formatDate(locale, at, zone, now);
  return { day: ahead < 7 ? (date.split(" ")[0] ?? date) : date, time };
}
