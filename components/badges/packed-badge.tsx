import { Icon } from "#components/ui/icon.tsx";
import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

export type Packed = {
  name: string;
  issuer: string;
  level: string | null;
  language: string | null;
  verdict: string;
  competences: {
    name: string;
    code: string | null;
    framework: string | null;
    level: string | null;
  }[];
  evidence: { name: string | null; narrative: string | null }[];
  /** Whose it is, in words; null where nobody asks. */
  whose: string | null;
  /** It was given to another than whoever keeps it, or to another address. */
  isOfAnother: boolean;
  /** What was not right, or could not be checked, in words. */
  faults: string[];
  /** Days in words. */
  awarded: string | null;
  checked: string | null;
  /** Where its file is. */
  file: string;
  page: string | null;
};

/** A badge of a backpack: what it says, and whether it holds. */
export function PackedBadge({ badge, locale }: { badge: Packed; locale: Locale }) {
  const t = translator(locale, "backpack");
  const {
    name,
    issuer,
    level,
    verdict,
    faults,
    competences,
    evidence,
    awarded,
    checked,
    file,
    page,
    whose,
    isOfAnother,
  } = badge;
  const lang = badge.language ?? undefined;
  const result = t(`result.${verdict}`);
  const isGood = verdict === "genuine";
  return (
    <>
      <h3 lang={lang}>{page ? <a href={page}>{name}</a> : <bdi>{name}</bdi>}</h3>
      <p className="fact">
        <bdi>{t("by", { issuer })}</bdi>
        {awarded && ` · ${t("on", { day: awarded })}`}
      </p>
      <p className={isGood ? "packed-state" : "packed-state is-off"}>
        <Icon name={isGood ? "check" : "warn"} />
        {checked ? t("checked", { day: checked, result }) : t("now", { result })}
      </p>
      {faults.length > 0 && (
        <p className="fact">{t("faults", { steps: faults.join(SEMICOLON[locale]) })}</p>
      )}
      {whose && (
        <p className={isOfAnother ? "packed-state is-off" : "fact"}>
          {isOfAnother && <Icon name="warn" />}
          {whose}
        </p>
      )}
      {level && (
        <p>
          <bdi>{t("level", { level })}</bdi>
        </p>
      )}
      {(competences.length > 0 || evidence.length > 0) && (
        <details>
          <summary>{t("skills")}</summary>
          <ul lang={lang}>
            {competences.map((one) => (
              <li key={`${one.framework} ${one.code} ${one.name}`}>
                <bdi>
                  {[[one.framework, one.code].filter(Boolean).join(" "), one.name, one.level]
                    .filter(Boolean)
                    .join(" · ")}
                </bdi>
              </li>
            ))}
          </ul>
          {evidence.length > 0 && <p>{t("evidence")}</p>}
          <ul lang={lang}>
            {evidence.map((one) => (
              <li key={`${one.name} ${one.narrative}`}>
                <bdi>{[one.name, one.narrative].filter(Boolean).join(". ")}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p>
        <a className="file-link" href={file}>
          <Icon name="download" /> {t("file")}
        </a>
      </p>
    </>
  );
}
