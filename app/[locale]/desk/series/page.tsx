import type { Metadata } from "next";
import { Empty } from "#components/ui/empty.tsx";
import { seriesAhead } from "#lib/booking/series/queries.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("list.title") };
}

/** The series of one's own spaces that have dates to come. */
export default async function SeriesListPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series`);
  const t = translator(locale, "series");
  const series = await seriesAhead(ctx);
  return (
    <>
      <h1>{t("list.title")}</h1>
      <p className="row">
        <a className="button" href={`/${locale}/desk/series/new`}>
          {t("new")}
        </a>
        <a className="button quiet" href={`/${locale}/desk/series/import`}>
          {t("import.open")}
        </a>
      </p>
      {series.length === 0 && <Empty text={t("list.none")} />}
      <ol className="cards">
        {series.map(({ id, purpose, spaceName, roomName, timeZone, rule, next, left }) => (
          <li className="card" key={id}>
            <div>
              <h2>
                <a href={`/${locale}/desk/series/${id}`}>{purpose || t("title")}</a>
              </h2>
              <p>
                <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi>
              </p>
              <p>{ruleWords(locale, rule, timeZone)}</p>
              <p className="fact">
                {t("list.next", {
                  when: `${formatDate(locale, next, timeZone, ctx.now)}, ${formatTime(locale, next, timeZone)}`,
                })}{" "}
                · {t("list.left", { count: left })}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
