import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SessionList } from "#components/sessions/session-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { listPlannedByStaff } from "#lib/learning/sessions/queries.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { PAGE_SIZE } from "#lib/places/spaces/queries.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "sessions")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/** The sessions of the space that the desk is about, or of all one's own: what comes, then what was. */
export default async function DeskSessionsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions`);
  const t = translator(locale, "sessions");
  const spaces = translator(locale, "spaces");
  const asked = await searchParams;
  const { space, shown } = await chosenSpaces(ctx, "session.plan", asked.space);
  if (!space && asked.space) notFound();
  const wanted = firstOf(asked.space);
  const page = pageFrom(asked.page);
  const { items, total } = await listPlannedByStaff(
    ctx,
    page,
    shown.map(({ id }) => id),
  );
  const pages = Math.ceil(total / PAGE_SIZE);
  const dayIn = (timeZone: string, moment: Temporal.Instant) =>
    moment.toZonedDateTimeISO(timeZone).toPlainDate();
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p className="row">
        <a className="button" href={`/${locale}/desk/sessions/new`}>
          {t("desk.new")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/sessions/course`}>
          {t("desk.newCourse")}
        </a>
      </p>
      {total === 0 && <Empty text={t("desk.none")} />}
      <SessionList
        sessions={items}
        locale={locale}
        t={t}
        spaces={spaces}
        hrefOf={({ id }) => `/${locale}/desk/sessions/${id}`}
        aside={({ id, status, during, timeZone }) =>
          status === "cancelled" ? (
            <p>{t("desk.cancelled")}</p>
          ) : (
            <a
              className={
                dayIn(timeZone, during.start).equals(dayIn(timeZone, ctx.now))
                  ? "button"
                  : "button quiet"
              }
              href={`/${locale}/desk/sessions/${id}/sheet`}
            >
              {t("desk.sheet")}
            </a>
          )
        }
      />
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) =>
          `/${locale}/desk/sessions?${new URLSearchParams({ ...(wanted && { space: wanted }), page: String(other) })}`
        }
      />
    </>
  );
}
