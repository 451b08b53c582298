import type { Metadata } from "next";
import { ListHead } from "#components/practice/list-page.tsx";
import { TileWords } from "#components/practice/tile-words.tsx";
import { Proof } from "#components/practices/proof.tsx";
import { type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import "#components/practices/practices.css";
import "#components/ui/tabs.css";
import { Drawing } from "#components/spaces/drawing.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { Pages } from "#components/ui/pages.tsx";
import { Status } from "#components/ui/status.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import {
  listPractices,
  PRACTICE_PAGE,
  type PracticeSummary,
} from "#lib/practice/practices/queries.ts";
import {
  EVIDENCE,
  MOST_COMPARED,
  type PracticeFilter,
  practiceFilter,
  THEMES,
} from "#lib/practice/practices/schema.ts";
import { MapBeside, viewFrom } from "../map-beside.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const REGIONS = ["vlaanderen", "hauts-de-france", "wallonie"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "practices");
  return { title: t("title"), description: t("lead") };
}

/** What works, and how we know: every published practice, with what is asked in the address. */
export default async function PracticesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "practices");
  const { asked: filter, unread } = readableIn(practiceFilter, await searchParams);
  const ctx = await requestContext();
  const { items, total, spots } = await listPractices({ ...ctx, locale }, filter);
  const { page = 1 } = filter;
  return (
    <>
      <ListHead
        locale={locale}
        path="/practices"
        heading={t("heading")}
        lead={t("lead")}
        beside={[
          { href: `/${locale}/prototypes`, label: translator(locale, "prototypes")("heading") },
          { href: `/${locale}/journals`, label: translator(locale, "journal")("heading") },
        ]}
        work={
          can(ctx.actor, "practice.write")
            ? { href: `/${locale}/desk/practices`, label: t("share") }
            : null
        }
        data={{
          "@type": "ItemList",
          itemListElement: items.map(({ slug }, index) => ({
            "@type": "ListItem",
            position: index + 1,
            url: `${settings().publicUrl}/${locale}/practices/${slug}`,
          })),
        }}
      />
      <Filter filter={filter} typed={unread.q} locale={locale} t={t} />
      <Unread locale={locale} unread={unread} />
      {total === 0 ? (
        <Empty text={t("none")}>
          <a href={`/${locale}/practices`}>{t("all")}</a>
        </Empty>
      ) : (
        <Status className="">{t("found", { count: total })}</Status>
      )}
      {items.length > 0 && (
        <form action={`/${locale}/practices/compare`}>
          <ul className="practice-tiles">
            {items.map((practice) => (
              <Tile key={practice.slug} practice={practice} locale={locale} t={t} />
            ))}
          </ul>
          <button type="submit" className="button quiet">
            {t("compare.go", { most: MOST_COMPARED })}
          </button>
        </form>
      )}
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / PRACTICE_PAGE)}
        hrefOf={(to) => addressOf(locale, { ...filter, page: to })}
      />
      {spots.length > 0 && (
        <section className="practice-map" aria-label={t("map")}>
          <h2>{t("map")}</h2>
          <MapBeside
            locale={locale}
            spots={spots}
            view={viewFrom("", null, spots)}
            kinds={[...new Set(spots.map(({ kind }) => kind))]}
            address={null}
            areaName="bbox"
            isAll={false}
          />
        </section>
      )}
    </>
  );
}

type Shown = { locale: Locale; t: Translate };

function addressOf(locale: Locale, filter: PracticeFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
  return `/${locale}/practices${query.size > 0 ? `?${query}` : ""}`;
}

type FilterProps = Shown & {
  filter: PracticeFilter;
  /** Words that cannot be read, as they were typed. */
  typed: string | undefined;
};

function Filter({ filter, typed, locale, t }: FilterProps) {
  const { page: _, theme, ...kept } = filter;
  const regions = translator(locale, "spaces");
  const any = { value: "", label: t("any") };
  return (
    <>
      <nav className="tabs" aria-label={t("themes.label")}>
        {[undefined, ...THEMES].map((one) => (
          <a
            key={one ?? "all"}
            href={addressOf(locale, { ...kept, theme: one })}
            aria-current={one === theme ? "true" : undefined}
          >
            {t(`themes.${one ?? "all"}`)}
          </a>
        ))}
      </nav>
      <form className="practice-filter" action={`/${locale}/practices`}>
        {theme && <input type="hidden" name="theme" value={theme} />}
        <TextField
          label={t("search")}
          name="q"
          type="search"
          defaultValue={typed ?? filter.q ?? ""}
          maxLength={200}
        />
        <SelectField
          label={t("region")}
          name="region"
          defaultValue={filter.region ?? ""}
          options={[any, ...optionsOf(REGIONS, (value) => regions(`regions.${value}`))]}
        />
        <SelectField
          label={t("atLeast")}
          name="evidence"
          defaultValue={filter.evidence ?? ""}
          options={[any, ...optionsOf(EVIDENCE, (value) => t(`evidence.${value}`))]}
        />
        <SelectField
          label={t("language")}
          name="language"
          defaultValue={filter.language ?? ""}
          options={[any, ...optionsOf(LOCALES, (value) => LOCALE_NAMES[value])]}
        />
        <button type="submit" className="button">
          {t("show")}
        </button>
      </form>
    </>
  );
}

function Tile({ practice, locale, t }: Shown & { practice: PracticeSummary }) {
  const { slug, space, title, summary, language, evidence } = practice;
  return (
    <li>
      <Drawing kind={space.kind} />
      <div>
        <TileWords
          locale={locale}
          href={`/${locale}/practices/${slug}`}
          title={title}
          words={summary}
          language={language}
          space={space}
        />
        <Proof evidence={evidence} t={t} />
        <label className="tick">
          <input
            type="checkbox"
            name="with"
            value={slug}
            aria-label={t("compare.one", { title })}
          />
          {t("compare.pick")}
        </label>
      </div>
    </li>
  );
}
