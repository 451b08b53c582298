import type { Metadata } from "next";
import { CheckList } from "#components/operations/check-list.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Status } from "#components/ui/status.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type FaultyLetters, lettersGivenUp } from "#lib/foundation/notifications/given-up.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { webhooksGivenUp } from "#lib/foundation/webhooks/given-up.ts";
import { sendEventsAgainAction, sendLettersAgainAction } from "#lib/operations/actions.ts";
import { examine, type Finding } from "#lib/operations/checks.ts";
import { type JobState, jobStates } from "#lib/operations/job-states.ts";
import { wordsOf } from "#lib/operations/words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "operations")("title") };
}

/** How the machine is, for whoever runs the network; and what did not leave, to be sent again. */
export default async function HealthPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("network.run", `/${locale}/admin/health`);
  const t = translator(locale, "operations");
  const { sent } = await searchParams;
  const findings = await examine(ctx.db, ctx.now);
  return (
    <>
      <div className="narrow">
        <h1>{t("title")}</h1>
        <Summary locale={locale} findings={findings} />
        {sent !== undefined && <Status>{t("sentAgain")}</Status>}
        <p>{t("intro", { command: "npm run cli -- doctor" })}</p>
        <h2>{t("checksTitle")}</h2>
        <Checks locale={locale} findings={findings} />
        <Letters ctx={ctx} locale={locale} />
        <Events ctx={ctx} locale={locale} />
      </div>
      <Jobs ctx={ctx} locale={locale} />
    </>
  );
}

const URGENCY = { fault: 0, warning: 1, well: 2 };

/** What asks for somebody stands first. */
function Checks({ locale, findings }: { locale: Locale; findings: Finding[] }) {
  const t = translator(locale, "operations");
  const lines = findings
    .toSorted((one, other) => URGENCY[one.state] - URGENCY[other.state])
    .map((finding, at) => ({
      key: `${finding.name} ${at}`,
      ...wordsOf(locale, finding),
      state: finding.state,
      stateName: t(`states.${finding.state}`),
    }));
  return <CheckList label={t("checksTitle")} lines={lines} />;
}

function Summary({ locale, findings }: { locale: Locale; findings: Finding[] }) {
  const t = translator(locale, "operations");
  const count = (state: Finding["state"]) =>
    findings.filter((finding) => finding.state === state).length;
  const faults = count("fault");
  const warnings = count("warning");
  if (faults + warnings === 0) return <p className="status">{t("summary.well")}</p>;
  return (
    <p className="alert">
      {faults > 0 && `${t("summary.faults", { count: faults })} `}
      {warnings > 0 && t("summary.warnings", { count: warnings })}
    </p>
  );
}

async function Letters({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "operations");
  const groups = await lettersGivenUp(ctx);
  return (
    <>
      <h2>{t("lettersTitle")}</h2>
      <p>{t(groups.length === 0 ? "lettersNone" : "lettersIntro")}</p>
      <ol className="cards">
        {groups.map((group) => (
          <LettersOfFault key={group.key} locale={locale} group={group} />
        ))}
      </ol>
    </>
  );
}

function LettersOfFault({ locale, group }: { locale: Locale; group: FaultyLetters }) {
  const t = translator(locale, "operations");
  const { key, fault, count, letters } = group;
  return (
    <li className="card">
      <div>
        <h3>{t("lettersCount", { count })}</h3>
        <p className="fault">{fault || t("noFaultNoted")}</p>
        <ActionForm
          action={sendLettersAgainAction}
          submit={t("sendAll", { count })}
          working={t("working")}
          values={{ locale, fault: key }}
        />
        <ul className="letters">
          {letters.map(({ id, kind, to, createdAt }) => (
            <li key={id}>
              <p className="fact">
                {t("written", {
                  kind: t.or(`kinds.${kind}`, t("kinds.other")),
                  when: formatDateTime(locale, createdAt, NETWORK_ZONE),
                  to,
                })}
              </p>
              {count > 1 && (
                <ActionForm
                  action={sendLettersAgainAction}
                  submit={t("sendOne", { to })}
                  working={t("working")}
                  values={{ locale, id }}
                  quiet
                />
              )}
            </li>
          ))}
        </ul>
        {count > letters.length && (
          <p className="fact">{t("moreLetters", { count: count - letters.length })}</p>
        )}
      </div>
    </li>
  );
}

async function Events({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "operations");
  const faulty = await webhooksGivenUp(ctx);
  if (faulty.length === 0) return null;
  return (
    <>
      <h2>{t("eventsTitle")}</h2>
      <p>{t("eventsIntro", { count: faulty.length })}</p>
      <ol className="cards">
        {faulty.map(({ webhookId, host, space, count, fault }) => (
          <li className="card" key={webhookId}>
            <div>
              <h3>{t("eventsOf", { count, host, space })}</h3>
              <p className="fault">{fault || t("noFaultNoted")}</p>
            </div>
            <ActionForm
              action={sendEventsAgainAction}
              submit={t("sendAll", { count })}
              working={t("working")}
              values={{ locale, webhook: webhookId }}
            />
          </li>
        ))}
      </ol>
    </>
  );
}

async function Jobs({ ctx, locale }: { ctx: Context; locale: Locale }) {
  const t = translator(locale, "operations");
  const moment = (at: Temporal.Instant) => formatDateTime(locale, at, NETWORK_ZONE);
  const faultOf = ({ failedAt, fault }: JobState) =>
    failedAt ? labelled(locale, moment(failedAt), fault ?? "") : t("noFault");
  const states = await jobStates(ctx.db, ctx.now);
  return (
    <div className="declaration">
      <h2>{t("jobsTitle")}</h2>
      <p>{t("jobsIntro")}</p>
      <DataTable
        caption={t("jobsTitle")}
        columns={["job", "last", "failed", "next"].map((column) => t(`jobsColumns.${column}`))}
        rows={states.map((job) => [
          t(`jobs.${job.name}`),
          job.succeededAt ? moment(job.succeededAt) : t("never"),
          faultOf(job),
          job.next ? moment(job.next) : t("always"),
        ])}
      />
    </div>
  );
}
