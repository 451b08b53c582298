import type { Metadata } from "next";
import { FloorPlanDrawing } from "#components/prototypes/floor-plan.tsx";
import { planSum } from "#components/prototypes/plan-words.ts";
import { SharedWords } from "#components/site/told.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/policy.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { pageNumber } from "#lib/foundation/platform/page-number.ts";
import { listPrototypes, type PrototypeSummary } from "#lib/practice/prototypes/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
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
    <>
      <SharedWords
        locale={locale}
        path="/prototypes"
        title={t("heading")}
        description={t("lead")}
        data={null}
      />
      <p className="row">
        <a href={`/${locale}/practices`}>{translator(locale, "practices")("all")}</a>
      </p>
      <h1>{t("heading")}</h1>
      <p className="lead">{t("lead")}</p>
      {can(ctx.actor, "prototype.write") && (
        <p>
          <a className="button" href={`/${locale}/desk/prototypes`}>
            {t("work")}
          </a>
        </p>
      )}
      {items.length === 0 && <Empty text={t("none")} />}
      <ul className="prototype-tiles">
        {items.map((prototype) => (
          <Tile key={prototype.slug} prototype={prototype} locale={locale} t={t} />
        ))}
      </ul>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(to) => `/${locale}/prototypes?page=${to}`}
      />
    </>
  );
}

type TileProps = { prototype: PrototypeSummary; locale: Locale; t: Translate };

function Tile({ prototype, locale, t }: TileProps) {
  const { slug, title, hypothesis, language, space, state, verdict, variant } = prototype;
  return (
    <li className="card">
      <div>
        {variant && (
          <FloorPlanDrawing
            plan={variant.plan}
            title={t("plan.title", { name: title })}
            description={planSum(locale, t, variant.plan)}
          />
        )}
        <h2 lang={language}>
          <a href={`/${locale}/prototypes/${slug}`}>{title}</a>
        </h2>
        <p lang={language}>{hypothesis}</p>
        <Region
          city={space.city}
          region={space.region}
          name={translator(locale, "spaces")(`regions.${space.region}`)}
        />
        <p className="fact">
          <bdi>{space.name}</bdi> · {verdict ? t(`verdicts.${verdict}`) : t(`states.${state}`)}
        </p>
      </div>
    </li>
  );
}
