import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { CompletenessPoint } from "#lib/places/spaces/schema.ts";

type Props = { locale: Locale; score: { percent: number; missing: CompletenessPoint[] } };

/** How complete the description of a space is, and what is missing. */
export function Completeness({ locale, score: { percent, missing } }: Props) {
  const t = translator(locale, "places");
  const score = t("describe.score", { percent });
  return (
    <section>
      <h2>{score}</h2>
      <progress aria-label={score} value={percent} max={100} />
      {missing.length === 0 ? (
        <p>{t("describe.whole")}</p>
      ) : (
        <>
          <p>{t("describe.missing")}</p>
          <ul className="list">
            {missing.map((point) => (
              <li key={point}>{t(`describe.points.${point}`)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
