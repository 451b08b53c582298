import { DataTable } from "#components/research/data-table.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  regions: string[];
  /** People by region, in the order of `regions`; null is withheld. */
  quarters: { name: string; people: (number | null)[] }[];
};

/**
 * How many people earned a badge, as it was published; a sentence where nothing of it can be shown.
 */
export function Figures({ locale, regions, quarters }: Props) {
  const t = translator(locale, "badges");
  const spaces = translator(locale, "spaces");
  const isAnyShown = quarters.some(({ people }) => people.some((figure) => figure !== null));
  return (
    <section>
      <h2>{t("figures.title")}</h2>
      {isAnyShown ? (
        <>
          <div className="declaration">
            <DataTable
              caption={t("figures.caption")}
              columns={[
                t("figures.quarter"),
                ...regions.map((region) => spaces(`regions.${region}`)),
              ]}
              rows={quarters.map(({ name, people }) => [
                name,
                ...people.map((figure) => figure ?? t("figures.few")),
              ])}
            />
          </div>
          <p className="fact">{t("figures.note")}</p>
        </>
      ) : (
        <p>{t("figures.none")}</p>
      )}
    </section>
  );
}
