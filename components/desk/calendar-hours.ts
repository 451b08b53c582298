import { formatTimeAt } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** @property isDoubtful whether a clock shows one of them twice: the words say which it is */
export type EventHours = { words: string; isDoubtful: boolean };

const WITH_OFFSET = /T.*(?:Z|[+-]\d\d:\d\d)$/;

/** "10:00–12:00" of an event, on the clock of the space, as the library writes its moments. */
export function hoursOn(
  { startStr, endStr }: { startStr: string; endStr: string },
  locale: Locale,
  timeZone: string,
): EventHours {
  const plain = [startStr, endStr].map((text) => text.slice(11, 16)).join("–");
  // Without an offset it is no moment: of an event without an end, say.
  if (![startStr, endStr].every((text) => WITH_OFFSET.test(text)))
    return { words: plain, isDoubtful: false };
  const words = [startStr, endStr]
    .map((text) => formatTimeAt(locale, Date.parse(text), timeZone))
    .join("–");
  return { words, isDoubtful: words !== plain };
}
