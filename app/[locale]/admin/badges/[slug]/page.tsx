import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClassFields } from "#components/badges/class-fields.tsx";
import { Figures } from "#components/badges/figures.tsx";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { badgeFigures } from "#lib/evidence/research/badge-figures.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { saveClassAction } from "#lib/learning/badges/classes/actions.ts";
import { listDrafts } from "#lib/learning/badges/classes/queries.ts";
import { editionIn, publishedNumber } from "#lib/learning/badges/classes/rules.ts";
import { findFramework, listFrameworks } from "#lib/learning/badges/competences/queries.ts";
import { Standing } from "./standing.tsx";

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
  const isFirst = !badge || publishedNumber(badge) === 0;
  const others = badges.filter((one) => one.slug !== slug && one.state !== "draft");
  const levelsOf = new Map(lists.map((one) => [one.slug, one.levels.length]));
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/admin/badges`}>{t("design.title")}</Crumb>
      <h1>{name}</h1>
      {badge && <Standing badge={badge} others={others} locale={locale} />}
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
          revision: badge?.version.id ?? "",
          ...(badge && { slug }),
          // What its list does not have is chosen anew.
          levels: (badge?.version.competences ?? [])
            .filter(({ framework, level }) => (level ?? 0) <= (levelsOf.get(framework) ?? 0))
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
