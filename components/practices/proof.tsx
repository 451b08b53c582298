import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { evidenceRank } from "#lib/practice/practices/rules.ts";
import { EVIDENCE, type Evidence } from "#lib/practice/practices/schema.ts";

/** How well we know that it works: a word, and as many bars of four. */
export function Proof({ evidence, t }: { evidence: Evidence; t: Translate }) {
  const rank = evidenceRank(evidence);
  return (
    <span className="proof">
      <svg viewBox="0 0 34 8" aria-hidden="true">
        {EVIDENCE.map((level, at) => (
          <rect
            key={level}
            x={at * 9}
            width="7"
            height="8"
            rx="2"
            className={at < rank ? "on" : undefined}
          />
        ))}
      </svg>
      {t(`evidence.${evidence}`)}
    </span>
  );
}
