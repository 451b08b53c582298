import type { Interval } from "#db/types.ts";
import { formatDate, formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { ImportedEvent } from "./import.ts";
import type { EventInWords, IMPORTS } from "./schema.ts";

/** Days are said with their year. */
const LONG_AGO = Temporal.Instant.fromEpochMilliseconds(0);

type Displaced = { during: Interval; roomName: string; title: string };

/** What becomes of one event of a file, in the reader's language. */
export function eventInWords(
  locale: Locale,
  event: ImportedEvent & { displaced?: Displaced[] },
  { as, timeZone }: { as: (typeof IMPORTS)[number]; timeZone: string },
): EventInWords {
  const t = translator(locale, "series");
  const { summary, outcome, booked, left, reason, cut, displaced = [] } = event;
  const none = as === "closures" && outcome === "none" ? "noneClosed" : outcome;
  const day = (date: string) =>
    formatDate(locale, Temporal.Instant.from(`${date}T12:00Z`), "UTC", LONG_AGO);
  return {
    summary: summary || t("import.nameless"),
    result: t(`import.${none}`, { count: booked, left }),
    cut: [
      cut?.from ? t("import.cutFrom", { day: day(cut.from) }) : "",
      cut?.until ? t("import.cutUntil", { day: day(cut.until) }) : "",
    ]
      .filter(Boolean)
      .join(" "),
    reason: reason ? messageFor(locale, reason) : "",
    inTheWay: displaced.map(
      ({ during, roomName, title }) =>
        `${formatDateTimeRange(locale, during, timeZone)}, ${isolated(roomName)}: ${isolated(title)}`,
    ),
  };
}
