import { SelectField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { periodLabel } from "./period-label.ts";

type Props = {
  locale: Locale;
  /** The quarters and years that outsiders may read. */
  periods: { name: string }[];
  chosen: string;
};

/** One closed quarter or year: all that whoever keeps no sheets may ask for. */
export function PeriodField({ locale, periods, chosen }: Props) {
  const t = translator(locale, "research");
  return (
    <SelectField
      label={t("indicators.period")}
      name="period"
      defaultValue={chosen}
      options={periods.map(({ name }) => ({ value: name, label: periodLabel(t, name) }))}
    />
  );
}
