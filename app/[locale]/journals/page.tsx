import type { Metadata } from "next";
import { ListPage } from "#components/practice/list-page.tsx";
import { TileWords } from "#components/practice/tile-words.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageNumber } from "#lib/foundation/platform/http/page-number.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { listJournals } from "#lib/practice/journal/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "journal");
  return { title: t("title"), description: t("lead") };
}

/** How places came to be. */
export default async function JournalsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "journal");
  const ctx = await requestContext();
  const page = pageNumber.parse((await searchParams).page);
  const { items, pages } = await listJournals(ctx, page);
  return (
    <ListPage
      locale={locale}
      path="/journals"
      heading={t("heading")}
      lead={t("lead")}
      beside={[
        { href: `/${locale}/practices`, label: translator(locale, "practices")("all") },
        { href: `/${locale}/prototypes`, label: translator(locale, "prototypes")("heading") },
      ]}
      work={
        can(ctx.actor, "journal.write")
          ? { href: `/${locale}/desk/journals`, label: t("desk.title") }
          : null
      }
      none={t("none")}
      page={page}
      pages={pages}
      className="cards"
      lines={items.map(({ slug, summary, space, ...journal }) => (
        <li key={slug} className="card">
          <div>
            <TileWords
              locale={locale}
              href={`/${locale}/journals/${slug}`}
              title={journal.title}
              words={summary}
              language={journal.language}
              space={space}
            />
            <p className="fact">
              <bdi>{space.name}</bdi>
            </p>
          </div>
        </li>
      ))}
    />
  );
}
