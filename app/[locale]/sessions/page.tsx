import type { Metadata } from "next";
import { SessionList } from "#components/sessions/session-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { requestContext } from "#lib/identity/session.ts";
import { listSessions } from "#lib/sessions/queries.ts";
import { sessionFilter } from "#lib/sessions/schema.ts";
import { TOPICS } from "#lib/sessions/traits.ts";
import { PAGE_SIZE } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("title") };
}

/** The public programme. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "sessions");
  const spaces = translator(locale, "spaces");
  const asked = await searchParams;
  const filter = sessionFilter.parse({ ...asked, town: [asked.town ?? ""].flat()[0]?.slice(0, 60) });
  const { items, total } = await listSessions(await requestContext(), filter);
  const pages = Math.ceil(total / PAGE_SIZE);
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="fact">{t("intro")}</p>
      <form className="search" action={`/${locale}/sessions`} method="get">
        <SelectField
          label={t("filter.topic")}
          name="topic"
          defaultValue={filter.topic ?? ""}
          options={[
            { value: "", label: t("filter.any") },
            ...TOPICS.map((topic) => ({ value: topic, label: t(`topics.${topic}`) })),
          ]}
        />
        <TextField label={t("filter.town")} name="town" defaultValue={filter.town} maxLength={60} />
        <button type="submit" className="button quiet">
          {t("filter.show")}
        </button>
      </form>
      {total === 0 && (
        <Empty text={t("none")}>
          {(filter.topic || filter.town) && <a href={`/${locale}/sessions`}>{t("all")}</a>}
        </Empty>
      )}
      <SessionList
        sessions={items}
        locale={locale}
        t={t}
        spaces={spaces}
        hrefOf={({ id }) => `/${locale}/sessions/${id}`}
      />
      <Pages
        t={translator(locale, "common")}
        page={filter.page}
        pages={pages}
        hrefOf={(page) =>
          `/${locale}/sessions?${new URLSearchParams({ topic: filter.topic ?? "", town: filter.town, page: String(page) })}`
        }
      />
    </>
  );
}
