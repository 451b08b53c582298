import { Seal } from "#components/badges/seal.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { versionAddress } from "#lib/learning/badges/classes/achievement.ts";
import { publishClassAction, retireClassAction } from "#lib/learning/badges/classes/actions.ts";
import {
  type BadgeClass,
  classActions,
  editionIn,
  publishedNumber,
} from "#lib/learning/badges/classes/rules.ts";

type Props = { badge: BadgeClass; locale: Locale };

/**
 * How far a badge is, and the ways on.
 *
 * @param others badges that may take its place
 */
export function Standing({ badge, others, locale }: Props & { others: BadgeClass[] }) {
  const t = translator(locale, "badges");
  const { slug, state, version } = badge;
  const { publishAs, retire } = classActions(badge);
  return (
    <section className="card">
      <Seal icon={version.icon} colour={version.colour} isGrey={state === "retired"} />
      <div>
        <StateInWords badge={badge} locale={locale} />
        {publishAs.map((next) => (
          <ActionForm
            key={next}
            action={publishClassAction}
            submit={t(`design.to.${next}`)}
            working={t("desk.working")}
            values={{ locale, slug, state: next, revision: version.id }}
            quiet={next === "pilot"}
          />
        ))}
        {retire && <Retirement badge={badge} others={others} locale={locale} />}
      </div>
    </section>
  );
}

function StateInWords({ badge, locale }: Props) {
  const t = translator(locale, "badges");
  const { slug, state, reviewOn, version } = badge;
  const published = publishedNumber(badge);
  const isWritten = version.publishedAt === null;
  return (
    <>
      <p>
        {t(`states.${state}`)} · {t("one.version", { number: published || version.number })}
      </p>
      {reviewOn && <p>{t("design.reviewOn", { day: formatDay(locale, reviewOn) })}</p>}
      {isWritten && state !== "draft" && <p>{t("design.waits", { number: version.number })}</p>}
      {published > 0 && (
        <p className="row">
          <a href={`/${locale}/badges/${slug}`}>{t("design.see")}</a>
          {!isWritten && (
            <>
              <a href={versionAddress("", badge, "image.svg")}>SVG</a>
              <a href={versionAddress("", badge, "image.png")}>PNG</a>
            </>
          )}
        </p>
      )}
    </>
  );
}

function Retirement({ badge, others, locale }: Props & { others: BadgeClass[] }) {
  const t = translator(locale, "badges");
  const followers = others
    .filter(({ state }) => state !== "retired")
    .map(({ slug, version }) => ({ value: slug, label: editionIn(version.editions, locale).name }));
  return (
    <details>
      <summary>{t("design.retire")}</summary>
      <p>{t("design.retireHint")}</p>
      <ActionForm
        action={retireClassAction}
        submit={t("design.to.retired")}
        working={t("desk.working")}
        values={{ locale, slug: badge.slug }}
        quiet
      >
        <SelectField
          label={t("design.followedBy")}
          name="followedBy"
          defaultValue=""
          options={[{ value: "", label: t("design.followedByNone") }, ...followers]}
        />
      </ActionForm>
    </details>
  );
}
