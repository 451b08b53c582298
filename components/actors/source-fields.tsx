import { DayField } from "#components/ui/day-field.tsx";
import { TextField, Tick } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  /** Null for something new. */
  fact: { source: string; factsOn: string; isInvented: boolean } | null;
  /** The day on which the facts of something new were read. */
  today: string;
};

/** Who says so, read on which day; or that it is made up for a demonstration. */
export function SourceFields({ locale, fact, today }: Props) {
  const t = translator(locale, "actors");
  return (
    <fieldset className="place-facts">
      <legend>{t("source")}</legend>
      <TextField
        label={t("admin.source")}
        hint={t("admin.sourceHint")}
        name="source"
        defaultValue={fact?.source}
        maxLength={300}
        required
      />
      <DayField
        locale={locale}
        label={t("admin.factsOn")}
        name="factsOn"
        typed={fact?.factsOn ?? today}
        required
      />
      <Tick
        label={t("admin.invented")}
        name="isInvented"
        value="on"
        defaultChecked={fact?.isInvented ?? false}
      />
    </fieldset>
  );
}
