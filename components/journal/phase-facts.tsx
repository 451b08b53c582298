import { formatDay } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Phase } from "#lib/practice/journal/rules.ts";

/** When a phase was to be, and when it was. */
export function PhaseFacts({ phase, locale }: { phase: Phase; locale: Locale }) {
  const t = translator(locale, "journal");
  const { plannedFrom, plannedTo, actualFrom, actualTo } = phase;
  const day = (iso: string) => formatDay(locale, Temporal.PlainDate.from(iso));
  const went = () => {
    if (actualFrom === null) return t("notBegun");
    if (actualTo === null) return t("goesOn", { from: day(actualFrom) });
    return t("went", { from: day(actualFrom), to: day(actualTo) });
  };
  return (
    <p className="fact">
      {t("planned", { from: day(plannedFrom), to: day(plannedTo) })}
      <br />
      {went()}
    </p>
  );
}
