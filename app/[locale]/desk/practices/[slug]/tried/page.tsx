import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { MonthField } from "#components/ui/day-field.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { reportTrialAction } from "#lib/practice/practices/actions.ts";
import { findPractice } from "#lib/practice/practices/queries.ts";
import { LEAST_PEOPLE } from "#lib/practice/practices/rules.ts";
import { OUTCOMES, TEXTS } from "#lib/practice/practices/schema.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "practices")("tried.tell") };
}

/** A space tells that it tried a practice too, and how it went. */
export default async function TriedPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "practice.write",
    `/${locale}/desk/practices/${encodeURIComponent(slug)}/tried`,
  );
  const practice = await findPractice(ctx, slug);
  if (!practice) notFound();
  const t = translator(locale, "practices");
  const { shown } = editionFor(practice.version, locale);
  const spaces = (await spacesWhere(ctx, "practice.write")).filter(
    ({ id }) => id !== practice.space.id,
  );
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/practices/${slug}`} lang={shown.language}>
        {shown.title}
      </Crumb>
      <h1>{t("tried.tell")}</h1>
      <p>{t("tried.tellHint", { place: practice.space.name })}</p>
      {spaces.length === 0 ? (
        <p>{t("report_own")}</p>
      ) : (
        <ActionForm
          action={reportTrialAction}
          submit={t("desk.decide")}
          working={t("desk.working")}
          values={{ locale, slug }}
        >
          <SelectField
            label={t("tried.where")}
            name="space"
            options={spaces.map((space) => ({ value: space.slug, label: space.name }))}
          />
          <TrialFields locale={locale} measured={shown.measured} />
        </ActionForm>
      )}
    </div>
  );
}

type TrialProps = { locale: Locale; measured: string };

/** How it went, when, how often, and in which words. */
function TrialFields({ locale, measured }: TrialProps) {
  const t = translator(locale, "practices");
  return (
    <>
      <RadioGroup
        legend={t("tried.how")}
        name="outcome"
        chosen="worked"
        options={optionsOf(OUTCOMES, (outcome) => t(`tried.${outcome}`))}
      />
      <MonthField
        locale={locale}
        label={t("tried.month")}
        hint={t("tried.monthHint")}
        name="month"
        typed=""
        required
      />
      <TextField
        label={t("tried.count")}
        name="sessions"
        inputMode="numeric"
        autoComplete="off"
        required
      />
      <TextArea
        label={t("tried.words")}
        hint={t("tried.wordsHint")}
        name="words"
        maxLength={1500}
        required
      />
      <OwnFigures locale={locale} measured={measured} />
    </>
  );
}

/** What the space counted itself, as the practice was measured or otherwise. */
function OwnFigures({ locale, measured }: TrialProps) {
  const t = translator(locale, "practices");
  return (
    <details>
      <summary>{t("tried.own")}</summary>
      <p className="fact">{t("desk.figures", { least: LEAST_PEOPLE })}</p>
      <TextField
        label={t("desk.fields.measured")}
        hint={measured || t("desk.hints.measured")}
        name="measured"
        autoComplete="off"
        maxLength={TEXTS.measured}
      />
      {(["measuredPeople", "measuredWith", "measuredWithout"] as const).map((name) => (
        <TextField
          key={name}
          label={t(`desk.fields.${name}`)}
          name={name}
          inputMode="numeric"
          autoComplete="off"
        />
      ))}
    </details>
  );
}
