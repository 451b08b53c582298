import { formatDate, weekdayNames } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { instantOf } from "#lib/foundation/platform/time/clock.ts";
import { parseRule, WEEKDAYS, type Weekday } from "./rule-text.ts";

/**
 * "Every week on Tuesday and Thursday, 10 times"; the rule itself where we have no words for it.
 */
export function ruleWords(locale: Locale, text: string, timeZone: string): string {
  const t = translator(locale, "series");
  const { frequency, interval, days, monthDays, end, ...more } = parseRule(text, timeZone);
  const isRare = [more.positions, more.months, more.yearDays, more.weeks].some(
    (part) => part.length > 0,
  );
  if (isRare || (days.length > 0 && monthDays.length > 0)) return text;
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const names = weekdayNames(locale);
  const dayName = (day: string) => {
    const name = names[WEEKDAYS.indexOf(day.slice(-2) as Weekday)] ?? day;
    const nth = Number(day.slice(0, -2) || 0);
    return nth === 0 ? name : t.or(`words.nth.${nth}`, `${nth}.`).replace("…", name);
  };
  const on = [
    ...days.map(dayName),
    ...monthDays.map((day) => (day === -1 ? t("words.lastDay") : t("words.monthDay", { day }))),
  ];
  const often = t(`words.${frequency}`, { count: interval });
  const until =
    "count" in end
      ? t("words.times", { count: end.count })
      : t("words.until", { day: formatDate(locale, instantOf(end.until, timeZone), timeZone) });
  return `${often}${on.length > 0 ? ` ${t("words.on", { days: list.format(on) })}` : ""}, ${until}`;
}
