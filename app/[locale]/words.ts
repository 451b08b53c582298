import { NETWORK_ZONE, type ReadSearch } from "#lib/booking/search/search-form.ts";
import {
  formatDate,
  formatDateTimeRange,
  formatLength,
  formatShortDay,
  formatTime,
} from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";

type SearchedTime = Pick<ReadSearch, "time" | "windows" | "minutes">;

/**
 * What is searched, in words: "Thursday 26 November, 13:00–17:00", or "2 hours, from … to …,
 * between 08:00 and 22:00".
 */
export function searchInWords(
  locale: Locale,
  t: Translate,
  { time, windows, minutes }: SearchedTime,
): string {
  const [first] = windows;
  if (minutes === null || !first) return formatDateTimeRange(locale, time, NETWORK_ZONE);
  const length = formatLength(locale, minutes);
  const from = formatTime(locale, first.start, NETWORK_ZONE);
  const to = formatTime(locale, first.end, NETWORK_ZONE);
  const day = formatDate(locale, time.start, NETWORK_ZONE);
  if (windows.length === 1) return t("anyOfDay", { length, day, from, to });
  return t("anyOfDays", {
    length,
    day,
    last: formatDate(locale, time.end, NETWORK_ZONE),
    from,
    to,
  });
}

/**
 * What is searched, as somebody may write it: short enough for the field of the bar, where it is
 * read again when a part of it is changed.
 */
export function searchAsTyped(locale: Locale, t: Translate, search: SearchedTime): string {
  const { time, windows, minutes } = search;
  const { start, end } = windows[0] ?? time;
  const [day, lastDay] = [start, end].map((at) =>
    at.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate(),
  ) as [Temporal.PlainDate, Temporal.PlainDate];
  if (windows.length > 1 || !day.equals(lastDay))
    return cleanText(searchInWords(locale, t, search));
  const [from, to] = [start, end].map((at) => formatTime(locale, at, NETWORK_ZONE));
  const length = minutes === null ? "" : `${minutes} min, `;
  return `${length}${formatShortDay(locale, day)}, ${from}–${to}`;
}

/** For how many, and with what, in short sentences; nothing for one person who needs nothing. */
export function needsInWords(
  locale: Locale,
  t: Translate,
  { people, equipment, features }: Pick<ReadSearch, "people" | "equipment" | "features">,
): string[] {
  const spaces = translator(locale, "spaces");
  const things = [...equipment.map(({ kind }) => kind), ...features].map((name) =>
    spaces(`features.${name}`).toLowerCase(),
  );
  return [
    ...(people > 1 ? [t("forPeople", { count: people })] : []),
    ...(things.length > 0
      ? [
          t("withThings", {
            things: new Intl.ListFormat(locale, { type: "conjunction" }).format(things),
          }),
        ]
      : []),
  ];
}
