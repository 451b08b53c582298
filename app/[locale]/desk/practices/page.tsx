import type { Metadata } from "next";
import { BeginFields, TitleField } from "#components/practice/begin-fields.tsx";
import { OwnList } from "#components/practice/own-list.tsx";
import { Counted } from "#components/practices/counted.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, TextArea } from "#components/ui/field.tsx";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import {
  beginPracticeAction,
  correctPracticeAction,
  decideOnReportAction,
  withdrawPracticeAction,
} from "#lib/practice/practices/actions.ts";
import {
  type OwnPublished,
  ownDrafts,
  ownPublished,
  type WaitingReport,
  type Written,
  waitingForReview,
  waitingReports,
} from "#lib/practice/practices/at-desk.ts";
import { TEXTS } from "#lib/practice/practices/schema.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

type Shown = { locale: Locale; t: Translate };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "practices")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/**
 * What one writes, what waits for one's reading or one's yes, and what one's spaces have published.
 */
export default async function DeskPracticesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("practice.write", `/${locale}/desk/practices`);
  const t = translator(locale, "practices");
  const drafts = await ownDrafts(ctx);
  const reviews = await waitingForReview(ctx);
  const reports = await waitingReports(ctx);
  const published = await ownPublished(ctx);
  const lineOf = ({ version, spaceName }: Written) => {
    const { title, language } = editionFor(version, locale).original;
    const fact = formatDate(locale, version.changedAt, NETWORK_ZONE);
    return { title: title || t("desk.noTitle"), language, spaceName, fact };
  };
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      <OwnList
        title={t("desk.yours")}
        none={t("desk.noDrafts")}
        lines={drafts.map((one) => ({
          ...lineOf(one),
          href: `/${locale}/desk/practices/${one.slug}`,
          state: t(`desk.states.${one.version.state}`),
        }))}
      />
      <OwnList
        title={t("desk.toRead")}
        hint={t("desk.toReadHint")}
        lines={reviews.map((one) => ({
          ...lineOf(one),
          href: `/${locale}/desk/practices/${one.slug}/review`,
          state: t("desk.waits"),
        }))}
      />
      <Reports reports={reports} locale={locale} t={t} />
      <section className="narrow">
        <h2>{t("desk.begin")}</h2>
        <ActionForm
          action={beginPracticeAction}
          submit={t("desk.beginGo")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <TitleField label={t("desk.fields.title")} longest={TEXTS.title} />
          <BeginFields
            locale={locale}
            spaces={await spacesWhere(ctx, "practice.write")}
            labels={{ space: t("desk.space"), language: t("desk.language") }}
          />
        </ActionForm>
      </section>
      <OwnList
        title={t("desk.published")}
        lines={published.map((one) => ({
          ...one,
          href: `/${locale}/practices/${one.slug}`,
          actions: <PublishedActions one={one} locale={locale} t={t} />,
        }))}
      />
    </>
  );
}

function Reports({ reports, locale, t }: Shown & { reports: WaitingReport[] }) {
  if (reports.length === 0) return null;
  return (
    <section>
      <h2>{t("desk.reports")}</h2>
      <ol className="cards">
        {reports.map((report) => (
          <li className="card" key={report.id}>
            <div>
              <h3>
                <a href={`/${locale}/practices/${report.slug}`}>{report.title}</a>
              </h3>
              <p>
                <bdi>{report.spaceName}</bdi> – {t(`tried.${report.outcome}`)} (
                {t("tried.sessions", { count: report.sessions })})
              </p>
              <blockquote lang={report.language}>
                <bdi>{report.words}</bdi>
              </blockquote>
              <Counted figures={report} locale={locale} />
              {report.isOwn ? (
                <p>{t("report_of_yours")}</p>
              ) : (
                <ActionForm
                  action={decideOnReportAction}
                  submit={t("desk.decide")}
                  working={t("desk.working")}
                  values={{ locale, id: report.id }}
                >
                  <RadioGroup
                    legend={t("desk.decideOn")}
                    name="what"
                    chosen="show"
                    options={(["show", "refuse"] as const).map((value) => ({
                      value,
                      label: t(`desk.decisions.${value}`),
                    }))}
                  />
                  <TextArea
                    label={t("desk.why")}
                    hint={t("desk.whyHint")}
                    name="note"
                    maxLength={600}
                  />
                </ActionForm>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PublishedActions({ one, locale, t }: Shown & { one: OwnPublished }) {
  const { slug, mayWithdraw } = one;
  return (
    <>
      <ActionForm
        action={correctPracticeAction}
        submit={t("desk.correct")}
        working={t("desk.working")}
        values={{ locale, slug }}
        quiet
      />
      {mayWithdraw && (
        <details>
          <summary>{t("desk.withdrawTitle")}</summary>
          <p>{t("desk.withdrawHint")}</p>
          <ActionForm
            action={withdrawPracticeAction}
            submit={t("desk.withdraw")}
            working={t("desk.working")}
            values={{ locale, slug }}
            quiet
          />
        </details>
      )}
    </>
  );
}
