import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { daysAlike } from "#lib/foundation/i18n/days-alike.ts";
import { shortWeekdayNames, unbroken } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/**
 * The hours of a week on one line, days that are alike together: "mo–fr 09:00–17:00, sa 10:00–12:00
 * and 13:00–16:00". Empty for a week in which nothing is open.
 *
 * @param week wall times of seven days, Monday first; an empty list is a closed day
 */
export function weekInWords(locale: Locale, week: string[][]): string {
  return daysAlike(
    shortWeekdayNames(locale),
    week.map((stretches) => stretches.join(", ")),
  )
    .filter(({ text }) => text !== "")
    .map(({ days, text }) => `${days} ${text}`)
    .join(SEMICOLON[locale]);
}

/**
 * The hours of one day as people read them, unbroken: "09:00–12:00, 13:00–17:00". Empty for a closed
 * day.
 *
 * @param hours with commas between, and either dash: "09:00-12:00,13:00-17:00"
 */
export function dayInWords(hours: string): string {
  return unbroken(hours.replaceAll("-", "–").replaceAll(",", ", "));
}
