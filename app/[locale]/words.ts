import { NETWORK_ZONE, type ReadSearch } from "#lib/booking/search/search-form.ts";
import {
  formatDate,
  formatDateTimeRange,
  formatLength,
  formatTime,
} from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";

/**
 * What is searched, in words: "Thursday 26 November, 13:00–17:00", or "2 hours, from … to …,
 * between 08:00 and 22:00".
 */
export function searchInWords(
  locale: Locale,
  t: Translate,
  { time, windows, minutes }: Pick<ReadSearch, "time" | "windows" | "minutes">,
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
