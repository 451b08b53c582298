import type { Metadata } from "next";
import { Counted } from "#components/practices/counted.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import {
  beginPracticeAction,
  correctPracticeAction,
  decideOnReportAction,
  withdrawPracticeAction,
} from "#lib/practice/practices/actions.ts";
import {
  editionFor,
  type OwnPublished,
  ownDrafts,
  ownPublished,
  type WaitingReport,
  type Written,
  waitingForReview,
  waitingReports,
} from "#lib/practice/practices/queries.ts";
import { TEXTS } from "#lib/practice/practices/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

type Shown = { locale: Locale; t: Translate };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "practices")("desk.title") };
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
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      <section>
        <h2>{t("desk.yours")}</h2>
        {drafts.length === 0 && <Empty text={t("desk.noDrafts")} />}
        <ol className="cards">
          {drafts.map((one) => (
            <WrittenCard key={one.slug} one={one} locale={locale} t={t} href={one.slug}>
              {t(`desk.states.${one.version.state}`)}
            </WrittenCard>
          ))}
        </ol>
      </section>
      {reviews.length > 0 && (
        <section>
          <h2>{t("desk.toRead")}</h2>
          <p>{t("desk.toReadHint")}</p>
          <ol className="cards">
            {reviews.map((one) => (
              <WrittenCard
                key={one.slug}
                one={one}
                locale={locale}
                t={t}
                href={`${one.slug}/review`}
              >
                {t("desk.waits")}
              </WrittenCard>
            ))}
          </ol>
        </section>
      )}
      <Reports reports={reports} locale={locale} t={t} />
      <section>
        <h2>{t("desk.begin")}</h2>
        <ActionForm
          action={beginPracticeAction}
          submit={t("desk.beginGo")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <TextField
            label={t("desk.fields.title")}
            name="title"
            autoComplete="off"
            maxLength={TEXTS.title}
            required
          />
          <SelectField
            label={t("desk.space")}
            name="space"
            options={(await spacesWhere(ctx, "practice.write")).map(({ slug, name }) => ({
              value: slug,
              label: name,
            }))}
          />
          <SelectField
            label={t("desk.language")}
            name="language"
            defaultValue={locale}
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
        </ActionForm>
      </section>
      {published.length > 0 && (
        <section>
          <h2>{t("desk.published")}</h2>
          <ol className="cards">
            {published.map((one) => (
              <Published key={one.slug} one={one} locale={locale} t={t} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

type CardProps = Shown & { one: Written; href: string; children: string };

function WrittenCard({ one: { version, spaceName }, href, locale, t, children }: CardProps) {
  const { original } = editionFor(version, locale);
  return (
    <li className="card">
      <div>
        <h3 lang={original.language}>
          <a href={`/${locale}/desk/practices/${href}`}>{original.title || t("desk.noTitle")}</a>
        </h3>
        <p>{children}</p>
        <p className="fact">
          <bdi>{spaceName}</bdi> · {formatDate(locale, version.changedAt, NETWORK_ZONE)}
        </p>
      </div>
    </li>
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

function Published({ one, locale, t }: Shown & { one: OwnPublished }) {
  const { slug, title, language, spaceName, mayWithdraw } = one;
  return (
    <li className="card">
      <div>
        <h3 lang={language}>
          <a href={`/${locale}/practices/${slug}`}>{title}</a>
        </h3>
        <p className="fact">
          <bdi>{spaceName}</bdi>
        </p>
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
      </div>
    </li>
  );
}
