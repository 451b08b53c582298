import type { Metadata } from "next";
import { DataTable } from "#components/research/data-table.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { Status } from "#components/ui/status.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { lastRuns } from "#lib/evidence/privacy/retention.ts";
import { DECLARED, howLong } from "#lib/evidence/privacy/words.ts";
import { CATALOGUE, COUNTRIES, FIELDS } from "#lib/foundation/consent/catalogue.ts";
import { formatDate, formatMonth, formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { howLongOnDevice, KEPT_ON_DEVICE } from "./on-device.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return {
    title: translator(locale, "privacy")("declaration.title"),
    description: translator(locale, "common")("describe.privacy"),
  };
}

/**
 * The declaration: what is kept, why, how long, who sees it; and what was deleted last, as the jobs
 * noted it.
 */
export default async function PrivacyPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const { erased } = await searchParams;
  const ctx = await requestContext();
  const t = translator(locale, "privacy");
  const consent = translator(locale, "consent");
  const identity = translator(locale, "identity");
  const runs = await lastRuns(ctx);
  return (
    <div className="narrow declaration">
      <h1>{t("declaration.title")}</h1>
      {erased !== undefined && ctx.actor.kind === "visitor" && <Status>{t("erased")}</Status>}
      <p>{t("declaration.intro")}</p>
      <Listen locale={locale} label={consent("listen")} stop={consent("stop")} />
      <h2>{t("declaration.what")}</h2>
      <DataTable
        caption={t("declaration.what")}
        columns={["what", "why", "basis", "long"].map((column) =>
          t(`declaration.columns.${column}`),
        )}
        rows={DECLARED.map((kept) => [
          t(`declaration.rows.${kept}.what`),
          t(`declaration.rows.${kept}.why`),
          t(`declaration.rows.${kept}.basis`),
          howLong(t, kept),
        ])}
      />
      <h2>{t("declaration.fields")}</h2>
      <DataTable
        caption={t("declaration.fields")}
        columns={[
          t("declaration.fieldsColumn"),
          t("declaration.columns.why"),
          ...COUNTRIES.map((country) => identity(`organisations.countries.${country}`)),
        ]}
        rows={Object.entries(FIELDS).map(([field, { asking, purposes }]) => [
          t(`declaration.fieldNames.${field}`),
          <span className="first-capital" key="why">
            {purposes.map((purpose) => consent(`purposes.${purpose}`)).join(", ")}
          </span>,
          ...COUNTRIES.map((country) => t(`declaration.asking.${asking[country]}`)),
        ])}
      />
      <p className="fact">
        {t("declaration.catalogue", {
          version: CATALOGUE.version,
          month: formatMonth(locale, Temporal.PlainYearMonth.from(CATALOGUE.since)),
        })}
      </p>
      <h2>{t("declaration.device.title")}</h2>
      <p>{t("declaration.device.text")}</p>
      <ul className="list">
        {KEPT_ON_DEVICE.map((kept) => (
          <li key={kept}>
            <strong>{t(`declaration.device.rows.${kept}.what`)}.</strong>{" "}
            {t(`declaration.device.rows.${kept}.why`)}. {howLongOnDevice(t, kept)}.
          </li>
        ))}
      </ul>
      <h2>{t("declaration.sees")}</h2>
      <p>{t("declaration.seesText")}</p>
      <h2>{t("declaration.rights")}</h2>
      <p>{t("declaration.rightsText")}</p>
      <p>
        <a className="button quiet" href={`/${locale}/me/data`}>
          {t("declaration.mine")}
        </a>
      </p>
      <h2>{t("declaration.young", { age: OWN_ACCOUNT_AGE })}</h2>
      <p>{t("declaration.youngText", { age: OWN_ACCOUNT_AGE })}</p>
      <h2>{t("declaration.who")}</h2>
      <p>{t("declaration.whoText")}</p>
      <h2>{t("declaration.runs")}</h2>
      {runs.length === 0 ? (
        <p>{t("declaration.runsNone")}</p>
      ) : (
        <DataTable
          caption={t("declaration.runs")}
          columns={["what", "when", "count"].map((column) =>
            t(`declaration.runsColumns.${column}`),
          )}
          rows={runs.map(({ job, at, counts }) => [
            t.or(`jobs.${job}`, job),
            formatDate(locale, at, NETWORK_ZONE, ctx.now),
            formatNumber(locale, deleted(counts)),
          ])}
        />
      )}
    </div>
  );
}

/** Who is still needed was not deleted. */
function deleted({ stillNeeded: _, ...counts }: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
