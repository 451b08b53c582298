import { labelled } from "#lib/foundation/i18n/colon.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Figures } from "#lib/practice/practices/rules.ts";

/** What another space counted when it tried a practice; nothing where it did not. */
export function Counted({ figures, locale }: { figures: Figures; locale: Locale }) {
  const { measured, measuredPeople: people, measuredWith: used, measuredWithout: usual } = figures;
  if (people === null || used === null || usual === null) return null;
  const t = translator(locale, "practices");
  return (
    <p className="fact">
      {labelled(locale, isolated(measured), t("tried.figures", { used, usual, people }))}
    </p>
  );
}
