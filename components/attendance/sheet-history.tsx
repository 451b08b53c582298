import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { SheetEvent } from "#lib/learning/attendance/rules.ts";
import { ANSWER_STATES, TALLY_TRAITS, type TallyTrait } from "#lib/learning/attendance/traits.ts";

type Props = { history: SheetEvent[]; locale: Locale; timeZone: string };

/** What became of a sheet, newest first: who, when, why, and what each save changed. */
export function SheetHistory({ history, locale, timeZone }: Props) {
  const t = translator(locale, "attendance");
  if (history.length === 0) return null;
  return (
    <details>
      <summary>{t("history.title")}</summary>
      <ul>
        {history.map(({ id, kind, by, reason, people, changes, at }) => (
          <li key={id}>
            {formatDateTime(locale, Temporal.Instant.from(at), timeZone)} – {by}
            {COLON[locale]}
            {t(`history.${kind}`, { count: people })} {reason}
            {kind === "saved" && (
              <ul className="fact">
                {sentences(changes, t, locale).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function sentences(changes: SheetEvent["changes"], t: Translate, locale: Locale): string[] {
  const counts = (["ticked", "unticked", "linesAdded", "linesRemoved"] as const)
    .filter((what) => changes[what] > 0)
    .map((what) => t(`history.changes.${what}`, { count: changes[what] }));
  const answers = changes.answers.map(({ trait, from, to, lines }) =>
    t("history.changes.answer", {
      question: t.or(`traits.${trait}`, t.or(`groups.${trait}`, trait)),
      from: t.or(`codes.${from}`, from),
      to: t.or(`codes.${to}`, to),
      count: lines,
    }),
  );
  const cells = changes.cells.map((cell) =>
    t("history.changes.cell", {
      cell: combinationIn(t, locale, cell),
      from: cell.from,
      to: cell.to,
    }),
  );
  const all = [...counts, ...answers, ...cells];
  return all.length > 0 ? all : [t("history.changes.none")];
}

/**
 * The answers of a cell, without what the tally did not tell apart. Why there is no answer needs
 * its question beside it.
 */
function combinationIn(t: Translate, locale: Locale, cell: Record<TallyTrait, string>): string {
  const asked = TALLY_TRAITS.filter((trait) => cell[trait] !== "not_asked");
  const isState = (code: string) => ANSWER_STATES.some((state) => state === code);
  return (
    asked
      .map((trait) =>
        isState(cell[trait])
          ? labelled(locale, t(`traits.${trait}`), t(`codes.${cell[trait]}`))
          : t(`codes.${cell[trait]}`),
      )
      .join(", ") || t("codes.not_asked")
  );
}
