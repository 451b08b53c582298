import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClassFields } from "#components/badges/class-fields.tsx";
import { Figures } from "#components/badges/figures.tsx";
import { Seal } from "#components/badges/seal.tsx";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { badgeFigures } from "#lib/evidence/research/badge-figures.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { versionAddress } from "#lib/learning/badges/classes/achievement.ts";
import {
  publishClassAction,
  retireClassAction,
  saveClassAction,
} from "#lib/learning/badges/classes/actions.ts";
import { listDrafts } from "#lib/learning/badges/classes/queries.ts";
import { editionIn, publishedNumber } from "#lib/learning/badges/classes/rules.ts";
import { findFramework, listFrameworks } from "#lib/learning/badges/competences/queries.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
};

/** No badge has this name: `classSlug` would let it, the list of badges has none. */
const NEW = "new";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  return { title: slug === NEW ? translator(localeOf(locale), "badges")("design.new") : slug };
}

/**
 * One badge: what it says in each language, what it stands for, how it is earned; then published,
 * and one day retired.
 */
export default async function BadgeClassPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "badge.design",
    `/${locale}/admin/badges/${encodeURIComponent(slug)}`,
  );
  const t = translator(locale, "badges");
  const badges = await listDrafts(ctx);
  const badge = badges.find((one) => one.slug === slug);
  if (!badge && slug !== NEW) notFound();
  const lists = await listFrameworks(ctx);
  const named = badge?.version.competences.map(({ framework }) => framework) ?? [];
  const offered = lists.filter((one) => one.retiredAt === null || named.includes(one.slug));
  const frameworks = await Promise.all(offered.map((one) => findFramework(ctx, one.slug)));
  const name = badge ? editionIn(badge.version.editions, locale).name : t("design.new");
  const isWritten = badge?.version.publishedAt === null;
  const isInUse = badge?.state === "active" || badge?.state === "pilot";
  const isFirst = !badge || publishedNumber(badge) === 0;
  const others = badges.filter((one) => one.slug !== slug && one.state !== "draft");
  return (
    <div className="narrow">
      <p className="row">
        <a href={`/${locale}/admin/badges`}>{t("design.title")}</a>
      </p>
      <h1>{name}</h1>
      {badge && (
        <section className="card">
          <Seal
            icon={badge.version.icon}
            colour={badge.version.colour}
            isGrey={badge.state === "retired"}
          />
          <div>
            <p>
              {t(`states.${badge.state}`)} ·{" "}
              {t("one.version", { number: publishedNumber(badge) || badge.version.number })}
            </p>
            {badge.reviewOn && (
              <p>{t("design.reviewOn", { day: formatDay(locale, badge.reviewOn) })}</p>
            )}
            {isWritten && badge.state !== "draft" && (
              <p>{t("design.waits", { number: badge.version.number })}</p>
            )}
            {!isFirst && (
              <p className="row">
                <a href={`/${locale}/badges/${badge.slug}`}>{t("design.see")}</a>
                {!isWritten && (
                  <>
                    <a href={versionAddress("", badge, "image.svg")}>SVG</a>
                    <a href={versionAddress("", badge, "image.png")}>PNG</a>
                  </>
                )}
              </p>
            )}
            {(["pilot", "active"] as const)
              .filter((state) => isWritten || state !== badge.state)
              .map((state) => (
                <ActionForm
                  key={state}
                  action={publishClassAction}
                  submit={t(`design.to.${state}`)}
                  working={t("desk.working")}
                  values={{ locale, slug, state }}
                  quiet={state === "pilot"}
                />
              ))}
            {isInUse && (
              <details>
                <summary>{t("design.retire")}</summary>
                <p>{t("design.retireHint")}</p>
                <ActionForm
                  action={retireClassAction}
                  submit={t("design.to.retired")}
                  working={t("desk.working")}
                  values={{ locale, slug }}
                  quiet
                >
                  <SelectField
                    label={t("design.followedBy")}
                    name="followedBy"
                    defaultValue=""
                    options={[
                      { value: "", label: t("design.followedByNone") },
                      ...others
                        .filter(({ state }) => state !== "retired")
                        .map((one) => ({
                          value: one.slug,
                          label: editionIn(one.version.editions, locale).name,
                        })),
                    ]}
                  />
                </ActionForm>
              </details>
            )}
          </div>
        </section>
      )}
      {badge && badge.state !== "draft" && (
        <Figures locale={locale} {...(await badgeFigures(ctx, badge.id))} />
      )}
      <h2>{t(isFirst ? "design.write" : "design.next")}</h2>
      {!isFirst && <p>{t("design.nextHint")}</p>}
      <ActionForm
        action={saveClassAction}
        submit={t("design.save")}
        working={t("desk.working")}
        values={{
          locale,
          ...(badge ? { slug } : { isNew: "yes" }),
          levels: (badge?.version.competences ?? [])
            .map(({ framework, code, level }) => `${framework}:${code} ${level ?? "-"}`)
            .join("\n"),
        }}
      >
        <ClassFields
          locale={locale}
          badge={badge ?? null}
          others={others}
          frameworks={frameworks.flatMap((one) => one ?? [])}
        />
      </ActionForm>
    </div>
  );
}
