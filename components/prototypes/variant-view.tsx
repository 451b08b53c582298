import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { clearanceFaults } from "#lib/practice/prototypes/clearance.ts";
import type { Variant } from "#lib/practice/prototypes/schema.ts";
import { FloorPlanDrawing } from "./floor-plan.tsx";
import { faultWords, objectWords, planSum, planWords } from "./plan-words.ts";

type Props = {
  variant: Variant;
  /** Of the words that its author wrote. */
  language: Locale;
  locale: Locale;
  t: Translate;
};

/**
 * A variant as everybody sees it: its plan, what is different in it, whether a wheelchair comes
 * through, and all of it as a list.
 */
export function VariantView({ variant, language, locale, t }: Props) {
  const { names, words, plan, isKept } = variant;
  const { text: name, lang } = titleIn(names, locale);
  const said = planWords(t);
  const faults = clearanceFaults(plan);
  return (
    <section className="card variant">
      <div>
        <h3 lang={lang}>{name}</h3>
        {isKept && (
          <p>
            <span className="free">{t("kept")}</span>
          </p>
        )}
        <FloorPlanDrawing
          plan={plan}
          title={t("plan.title", { name })}
          description={planSum(locale, t, plan)}
        />
        <p>{planSum(locale, t, plan)}</p>
        {words && <p lang={language}>{words}</p>}
        <h4>{t("wheelchair.title")}</h4>
        {faults.length === 0 ? (
          <p>{t("wheelchair.fine")}</p>
        ) : (
          <ul className="list">
            {faults.map((fault) => (
              <li key={JSON.stringify(fault)}>{faultWords(said, fault)}</li>
            ))}
          </ul>
        )}
        <details>
          <summary>{t("plan.list")}</summary>
          <ol className="plan-list">
            {plan.objects.map((object) => (
              <li key={object.id}>{objectWords(said, object)}</li>
            ))}
          </ol>
        </details>
      </div>
    </section>
  );
}
