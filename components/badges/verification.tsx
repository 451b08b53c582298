"use client";

import { Icon, type IconName } from "#components/ui/icon.tsx";
import { useAnswered } from "#components/ui/use-answered.ts";
import type { Row, VerificationPage } from "#lib/learning/badges/verification/schema.ts";

export type VerificationWords = {
  result: string;
  /** Between a label and what is said of it. */
  colon: string;
  stepByStep: string;
  says: string;
  skills: string;
  evidence: string;
};

const MARKS: Record<Row["outcome"], IconName> = {
  passed: "check",
  failed: "cross",
  unchecked: "minus",
};

/** The result of a check: the verdict in one sentence, then each step with its own. */
export function Verification({
  page,
  words,
}: {
  page: VerificationPage;
  words: VerificationWords;
}) {
  const { verdict, title, summary, why, advice, badge } = page;
  const place = useAnswered<HTMLElement>(page);
  return (
    <div className="verification">
      <section
        className={`verdict is-${verdict}`}
        aria-label={words.result}
        role="status"
        ref={place}
        tabIndex={-1}
        // biome-ignore lint/a11y/noAutofocus: heeded where a browser reads the page, not where a script draws it
        autoFocus
      >
        <Icon name={verdict === "genuine" ? "shield" : "warn"} />
        <div>
          <h2>{title}</h2>
          {why && <p>{why}</p>}
          {summary && <p>{summary}</p>}
          <p>{advice}</p>
        </div>
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>{words.stepByStep}</h2>
          <p className="fact">{page.counts}</p>
        </div>
        <Rows rows={page.rows} />
        <details>
          <summary>{page.allTitle}</summary>
          <Rows rows={page.all} />
        </details>
      </section>
      {badge && (
        <section className="panel">
          <h2>{words.says}</h2>
          {badge.description && <p lang={badge.language ?? undefined}>{badge.description}</p>}
          {badge.facts.length > 0 && (
            <dl className="facts">
              {badge.facts.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {badge.competences.length > 0 && (
            <>
              <h3>{words.skills}</h3>
              <ul lang={badge.language ?? undefined}>
                {badge.competences.map(({ name, code, framework, level }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a badge may name one skill twice
                  <li key={at}>
                    {[[framework, code].filter(Boolean).join(" "), name]
                      .filter(Boolean)
                      .join(words.colon)}
                    {level && ` (${level})`}
                  </li>
                ))}
              </ul>
            </>
          )}
          {badge.evidence.length > 0 && (
            <>
              <h3>{words.evidence}</h3>
              <ul lang={badge.language ?? undefined}>
                {badge.evidence.map(({ name, narrative }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same
                  <li key={at}>{[name, narrative].filter(Boolean).join(words.colon)}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </div>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <ol className="proofs">
      {rows.map(({ title, sentence, outcome, label }) => (
        <li key={title}>
          <span className={`proof-mark is-${outcome}`}>
            <Icon name={MARKS[outcome]} />
          </span>
          <div>
            <b>{title}</b>
            <p>{sentence}</p>
          </div>
          <span className={`outcome is-${outcome}`}>{label}</span>
        </li>
      ))}
    </ol>
  );
}
