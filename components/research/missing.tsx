import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { periodLabel } from "./period-label.ts";

type Block = { quarter: string; region: string; state: string };

/**
 * Of which quarters and regions figures are not in what is shown, and why. Nothing where all are.
 */
export function Missing({ locale, blocks }: { locale: Locale; blocks: Block[] }) {
  const t = translator(locale, "research");
  const regions = translator(locale, "spaces");
  const named = (state: string) => {
    const byQuarter = Map.groupBy(
      blocks.filter((block) => block.state === state),
      ({ quarter }) => quarter,
    );
    return [...byQuarter]
      .map(([quarter, those]) => {
        const where = those.map(({ region }) => regions(`regions.${region}`)).join(", ");
        return `${periodLabel(t, quarter)} (${where})`;
      })
      .join(SEMICOLON[locale]);
  };
  const [unpublished, left] = [named("unpublished"), named("left_otherwise")];
  return (
    <>
      {unpublished && (
        <p className="fact">{t("indicators.notPublished", { blocks: unpublished })}</p>
      )}
      {left && <p className="fact">{t("indicators.leftOtherwise", { blocks: left })}</p>}
    </>
  );
}

/** How figures come to be published, and the way there for who may do it. */
export function HowPublished({ locale, mayPublish }: { locale: Locale; mayPublish: boolean }) {
  const t = translator(locale, "research");
  return (
    <>
      <p>{t("indicators.howPublished")}</p>
      {mayPublish && (
        <p>
          <a className="button quiet" href={`/${locale}/research/new?dataset=table`}>
            {t("indicators.publish")}
          </a>
        </p>
      )}
    </>
  );
}
