import type { Metadata } from "next";
import { ProgrammeFilter } from "#components/sessions/programme-filter.tsx";
import { SessionList } from "#components/sessions/session-list.tsx";
import { Told } from "#components/site/told.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { programmeData } from "#lib/learning/sessions/linked-data.ts";
import { listSessions, PROGRAMME_PAGE } from "#lib/learning/sessions/queries.ts";
import { sessionFilter } from "#lib/learning/sessions/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return {
    title: translator(locale, "sessions")("title"),
    description: translator(locale, "common")("describe.sessions"),
  };
}

/** The public programme. What is asked for stands in the address. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "sessions");
  const asked = await searchParams;
  const filter = sessionFilter.parse(
    Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, [value].flat()[0]])),
  );
  const { items, total } = await listSessions(await requestContext(), filter);
  const { page, ...narrowed } = filter;
  const query = new URLSearchParams(
    Object.entries(narrowed).filter((field): field is [string, string] => Boolean(field[1])),
  );
  return (
    <>
      <Told
        locale={locale}
        path="/sessions"
        title={t("title")}
        description={translator(locale, "common")("describe.sessions")}
        data={programmeData(items, settings().publicUrl, locale)}
      />
      <h1>{t("title")}</h1>
      <p className="fact">{t("intro")}</p>
      <ProgrammeFilter locale={locale} filter={filter} />
      {total === 0 ? (
        query.size > 0 ? (
          <Empty text={t("none")}>
            <a href={`/${locale}/sessions`}>{t("all")}</a>
          </Empty>
        ) : (
          <Empty text={t("empty")}>
            <a href={`/${locale}`}>{t("findRoom")}</a>
          </Empty>
        )
      ) : (
        <p role="status">{t("found", { count: total })}</p>
      )}
      <SessionList
        sessions={items}
        locale={locale}
        t={t}
        spaces={translator(locale, "spaces")}
        hrefOf={({ id }) => `/${locale}/sessions/${id}`}
      />
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / PROGRAMME_PAGE)}
        hrefOf={(other) => `/${locale}/sessions?${new URLSearchParams([...query, ["page", String(other)]])}`}
      />
      <p>
        <a href={`/calendar/programme.ics?${new URLSearchParams([["in", locale], ...query])}`}>
          {t("subscribe")}
        </a>
      </p>
    </>
  );
}
