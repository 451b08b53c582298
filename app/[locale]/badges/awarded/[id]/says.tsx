import { Scrolling } from "#components/ui/scrolling.tsx";
import { Status } from "#components/ui/status.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { StoredCredential } from "#lib/learning/badges/credentials/queries.ts";
import type { Term } from "#lib/learning/badges/credentials/standing.ts";
import type { Shown } from "#lib/learning/badges/verification/outcome.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";

type Props = { badge: Shown; locale: Locale };

/** Its picture, what it is called, who gave it and when. */
export function BadgeHead({ badge, locale, picture }: Props & { picture: string }) {
  const t = translator(locale, "credentials");
  const language = badge.language ?? undefined;
  return (
    <div className="held-head">
      {/* biome-ignore lint/performance/noImgElement: a drawing of ours, nothing to optimise */}
      <img src={picture} alt={t("badge.picture")} width={180} height={180} />
      <div>
        <p className="fact">{t("badge.earned", { day: dayIn(locale, badge.awardedOn ?? "") })}</p>
        <h1 lang={language}>{badge.name}</h1>
        {badge.description && (
          <p className="lead" lang={language}>
            {badge.description}
          </p>
        )}
        {badge.awardedBy && <p>{t("badge.by", { place: badge.awardedBy })}</p>}
        {badge.level && (
          <p>
            {t("badge.level")}
            {COLON[locale]}
            <span lang={language}>{badge.level}</span>
          </p>
        )}
      </div>
    </div>
  );
}

/** What takes from its worth: it was withdrawn, its key is not believed, it has ended or will. */
export function Worth({
  stored: { revokedAt, revokeReason },
  term,
  isDistrusted,
  locale,
}: {
  stored: Pick<StoredCredential, "revokedAt" | "revokeReason">;
  term: Term;
  isDistrusted: boolean;
  locale: Locale;
}) {
  const t = translator(locale, "credentials");
  return (
    <>
      {revokedAt && (
        <Status className="alert">
          {t("badge.withdrawn", { day: dayIn(locale, revokedAt) })}{" "}
          {revokeReason && t("badge.why", { reason: revokeReason })}
        </Status>
      )}
      {isDistrusted && <Status className="alert">{t("badge.distrusted")}</Status>}
      {term.is !== "open" && (
        <p className={term.is === "ended" ? "alert" : "fact"}>
          {t(term.is === "ended" ? "badge.ended" : "badge.until", { day: dayIn(locale, term.day) })}
        </p>
      )}
    </>
  );
}

/** How it was earned, step by step, in the language in which it was signed. */
export function Evidence({ badge: { evidence, language }, locale }: Props) {
  if (evidence.length === 0) return null;
  return (
    <section>
      <h2>{translator(locale, "credentials")("badge.how")}</h2>
      <ol className="badge-steps" lang={language ?? undefined}>
        {evidence.map(({ name, narrative }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same
          <li key={at}>
            <b>{name}</b>
            {narrative && <p className="fact">{narrative}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The competences that it is tied to. */
export function Competences({ badge: { competences, language }, locale }: Props) {
  if (competences.length === 0) return null;
  const t = translator(locale, "credentials");
  return (
    <section>
      <h2>{t("badge.tied")}</h2>
      {language && language !== locale && (
        <p className="fact">{t("badge.asSigned", { language: languageName(locale, language) })}</p>
      )}
      <Scrolling label={t("badge.tied")}>
        <table className="data stacks">
          <thead>
            <tr>
              <th scope="col">{t("badge.framework")}</th>
              <th scope="col">{t("badge.skill")}</th>
              <th scope="col">{t("badge.level")}</th>
            </tr>
          </thead>
          <tbody lang={language ?? undefined}>
            {competences.map(({ framework, code, name, level }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a badge may name one skill twice
              <tr key={at}>
                <th scope="row">{framework}</th>
                <td data-column={t("badge.skill")}>{[code, name].filter(Boolean).join(" ")}</td>
                {/* One that says it itself, as ours do, is not told twice where rows stand in blocks. */}
                <td
                  data-column={level?.startsWith(t("badge.level")) ? undefined : t("badge.level")}
                >
                  {level}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}
