import type { Metadata } from "next";
import { DataTable } from "#components/research/data-table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { isOverdue, JOB_TERMS, lastRuns, recentRuns } from "#lib/evidence/privacy/retention.ts";
import { howLong } from "#lib/evidence/privacy/words.ts";
import { labelled, SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime, formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "privacy")("runs.title") };
}

/**
 * What the nightly jobs deleted or made nameless, each night and each kind, and whether they ran at
 * all.
 */
export default async function DeletedPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/deleted`);
  const t = translator(locale, "privacy");
  const last = await lastRuns(ctx);
  const late = last.filter(({ at }) => isOverdue(at, ctx.now));
  const moment = (at: Temporal.Instant) => formatDateTime(locale, at, NETWORK_ZONE);
  const counted = (counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) =>
        labelled(locale, t.or(`counts.${name}`, name), formatNumber(locale, count)),
      )
      .join(SEMICOLON[locale]) || t("runs.nothing");
  return (
    <div className="declaration">
      <h1>{t("runs.title")}</h1>
      <p>{t("runs.intro")}</p>
      {late.map(({ job, at }) => (
        <p className="alert" role="alert" key={job}>
          {t("runs.late", { job: t.or(`jobs.${job}`, job), when: moment(at) })}
        </p>
      ))}
      {last.length === 0 && <Empty text={t("declaration.runsNone")} />}
      {last.length > 0 && (
        <>
          <h2>{t("runs.last")}</h2>
          <DataTable
            caption={t("runs.last")}
            columns={["what", "kept", "when", "did"].map((column) => t(`runs.columns.${column}`))}
            rows={last.map(({ job, at, counts }) => [
              t.or(`jobs.${job}`, job),
              isKnown(job)
                ? JOB_TERMS[job].map((term) => howLong(t, term)).join(SEMICOLON[locale])
                : "",
              moment(at),
              counted(counts),
            ])}
          />
          <h2>{t("runs.before")}</h2>
          <DataTable
            caption={t("runs.before")}
            columns={["when", "what", "did"].map((column) => t(`runs.columns.${column}`))}
            rows={(await recentRuns(ctx)).map(({ job, at, counts }) => [
              moment(at),
              t.or(`jobs.${job}`, job),
              counted(counts),
            ])}
          />
        </>
      )}
      <p>
        <a href={`/${locale}/about/privacy`}>{t("more")}</a>
      </p>
    </div>
  );
}

function isKnown(job: string): job is keyof typeof JOB_TERMS {
  return job in JOB_TERMS;
}
