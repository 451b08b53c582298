import type { Metadata } from "next";
import { ListPage } from "#components/practice/list-page.tsx";
import { TileWords } from "#components/practice/tile-words.tsx";
import { PlanPicture } from "#components/prototypes/floor-plan.tsx";
import { planSum } from "#components/prototypes/plan-words.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageNumber } from "#lib/foundation/platform/http/page-number.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { listPrototypes, type PrototypeSummary } from "#lib/practice/prototypes/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "prototypes");
  return { title: t("title"), description: t("lead") };
}

/** What the network tries out, and what came of it. */
export default async function PrototypesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "prototypes");
  const ctx = await requestContext();
  const page = pageNumber.parse((await searchParams).page);
  const { items, pages } = await listPrototypes(ctx, page);
  return (
    <ListPage
      locale={locale}
      path="/prototypes"
      heading={t("heading")}
      lead={t("lead")}
      beside={[
        { href: `/${locale}/practices`, label: translator(locale, "practices")("all") },
        { href: `/${locale}/journals`, label: translator(locale, "journal")("heading") },
      ]}
      work={
        can(ctx.actor, "prototype.write")
          ? { href: `/${locale}/desk/prototypes`, label: t("work") }
          : null
      }
      none={t("none")}
      page={page}
      pages={pages}
      className="prototype-tiles"
      lines={items.map((prototype) => (
        <Tile key={prototype.slug} prototype={prototype} locale={locale} t={t} />
      ))}
    />
  );
}

type TileProps = { prototype: PrototypeSummary; locale: Locale; t: Translate };

function Tile({ prototype, locale, t }: TileProps) {
  const { slug, title, hypothesis, language, space, state, verdict, variant } = prototype;
  return (
    <li className="card">
      <div>
        {variant && <PlanPicture plan={variant.plan} />}
        <TileWords
          locale={locale}
          href={`/${locale}/prototypes/${slug}`}
          title={title}
          words={hypothesis}
          language={language}
          space={space}
        />
        {variant && <p>{planSum(locale, t, variant.plan)}</p>}
        <p className="fact">
          <bdi>{space.name}</bdi> · {verdict ? t(`verdicts.${verdict}`) : t(`states.${state}`)}
        </p>
      </div>
    </li>
  );
}
