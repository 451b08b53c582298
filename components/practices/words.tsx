import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { stepsOf } from "#lib/practice/practices/rules.ts";
import type { Facts, Texts } from "#lib/practice/practices/schema.ts";

/** After how to do it and what came of it, in the order in which they are read. */
const AFTER = [
  "context",
  "targetGroup",
  "setting",
  "pedagogy",
  "technology",
  "done",
  "costs",
  "failed",
] as const;

type Props = {
  edition: Texts & { language: Locale };
  facts: Pick<Facts, "measuredPeople" | "measuredWith" | "measuredWithout" | "source">;
  t: Translate;
};

/**
 * A practice as it is told in one language: how to do it, what came of it, and everything else that
 * was written.
 */
export function PracticeWords({ edition, facts, t }: Props) {
  const { measuredPeople, measuredWith, measuredWithout, source } = facts;
  return (
    <div lang={edition.language}>
      <h2>{t("texts.steps")}</h2>
      <ol className="practice-steps">
        {stepsOf(edition.steps).map(({ name, text }) => (
          <li key={`${name} ${text}`}>
            {name && <b>{name}</b>}
            <p>{text}</p>
          </li>
        ))}
      </ol>
      {edition.effects && (
        <>
          <h2>{t("texts.effects")}</h2>
          <p>{edition.effects}</p>
        </>
      )}
      {measuredPeople !== null && measuredWith !== null && measuredWithout !== null && (
        <FigureChart
          title={edition.measured}
          people={measuredPeople}
          shares={[measuredWith, measuredWithout]}
          t={t}
        />
      )}
      {source && (
        <p>
          <a href={source} rel="noreferrer nofollow">
            {t("publishedAt")}
          </a>
        </p>
      )}
      {AFTER.filter((name) => edition[name] !== "").map((name) => (
        <section key={name}>
          <h2>{t(`texts.${name}`)}</h2>
          <p>{edition[name]}</p>
        </section>
      ))}
    </div>
  );
}

type FigureProps = { title: string; people: number; shares: [number, number]; t: Translate };

function FigureChart({ title, people, shares: [used, usual], t }: FigureProps) {
  const words = t("figures.words", { title, used, usual });
  return (
    <figure>
      <svg className="practice-chart" viewBox="0 0 520 96" role="img" aria-label={words}>
        {[
          { label: t("figures.with"), share: used, y: 10, name: "with" },
          { label: t("figures.without"), share: usual, y: 56, name: "without" },
        ].map(({ label, share, y, name }) => (
          <g key={name}>
            <text x="0" y={y + 19}>
              {label}
            </text>
            <rect className={name} x="190" y={y} width={share * 2.7} height="28" rx="4" />
            <text x={198 + share * 2.7} y={y + 19}>
              {share} %
            </text>
          </g>
        ))}
      </svg>
      <figcaption className="fact">{t("figures.of", { title, people })}</figcaption>
    </figure>
  );
}
