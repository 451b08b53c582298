import { formatDay } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";

type Props = {
  locale: Locale;
  /** A day. */
  factsOn: string;
  source: string;
  isRetired: boolean;
  /** The names of both columns, and of both states. */
  words: { source: string; state: string; retired: string; shown: string };
};

/** The last two cells of a row that a source tells of: who says so and when, and whether it is shown. */
export function SourceAndState({ locale, source, factsOn, isRetired, words }: Props) {
  return (
    <>
      <td data-column={words.source}>
        <cite>{sourceName(locale, source)}</cite>,{" "}
        {formatDay(locale, Temporal.PlainDate.from(factsOn))}
      </td>
      <td data-column={words.state}>
        <span className={isRetired ? "state shut" : "state free"}>
          {isRetired ? words.retired : words.shown}
        </span>
      </td>
    </>
  );
}
