import "./journal.css";
import { formatMoney } from "#components/ui/money.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { ReadEntry } from "#lib/practice/journal/rules.ts";

type Props = {
  entry: ReadEntry;
  locale: Locale /** In which the journal is written. */;
  language: Locale;
};

/** What happened on a day of a journal. */
export function EntryLine({ entry, locale, language: ofJournal }: Props) {
  const t = translator(locale, "journal");
  const { kind, day, words, reason, cents, quotedAs, isOpen } = entry;
  const language = entry.language ?? ofJournal;
  return (
    <>
      <b>{t(isOpen ? "toDo" : `kinds.${kind}`)}</b> ·{" "}
      {formatDay(locale, Temporal.PlainDate.from(day))}
      <br />
      <span lang={language}>{kind === "words" ? <q>{words}</q> : words}</span>
      {quotedAs !== null && <bdi lang={language}> ({quotedAs})</bdi>}
      {cents !== null && ` · ${formatMoney(locale, cents)}`}
      {reason !== "" && (
        <>
          <br />
          {t("why")} <span lang={language}>{reason}</span>
        </>
      )}
    </>
  );
}
