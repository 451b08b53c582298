import type { Metadata } from "next";
import { DataTable } from "#components/research/data-table.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { MonthField } from "#components/ui/day-field.tsx";
import { RadioGroup, SelectField, TextArea } from "#components/ui/field.tsx";
import { makeReleaseAction } from "#lib/evidence/research/actions.ts";
import { type Preview, previewRelease } from "#lib/evidence/research/commands.ts";
import { type InputForm, inputFormFrom, readInputForm } from "#lib/evidence/research/input-form.ts";
import { DATASETS } from "#lib/evidence/research/schema.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError, orRefusal, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { type NamedSpace, spacesByName } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const REGIONS = ["vlaanderen", "hauts-de-france", "wallonie"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "research")("new") };
}

/**
 * What is wanted, what it would hold, and the button that makes it: one page whose address is the
 * question.
 */
export default async function NewReleasePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const ctx = await staffContext("research.release", `/${locale}/research/new`);
  const t = translator(locale, "research");
  const regions = translator(locale, "spaces");
  const spaces = await spacesByName(ctx);
  const form = inputFormFrom(asked, ctx.now);
  return (
    <div className="narrow">
      <h1>{t("new")}</h1>
      <form className="form" action={`/${locale}/research/new#preview`} method="get">
        <RadioGroup
          legend={t("form.dataset")}
          name="dataset"
          chosen={form.dataset}
          options={DATASETS.map((dataset) => ({ value: dataset, label: t(`datasets.${dataset}`) }))}
        />
        <MonthField
          locale={locale}
          label={t("form.from")}
          name="from"
          hint={t("form.month")}
          typed={form.from}
        />
        <MonthField
          locale={locale}
          label={t("form.to")}
          name="to"
          hint={t("form.month")}
          typed={form.to}
        />
        <SelectField
          label={t("form.where")}
          name="where"
          defaultValue={form.where}
          options={[
            { value: "", label: t("form.everywhere") },
            ...REGIONS.map((region) => ({
              value: `region:${region}`,
              label: t("form.region", { region: regions(`regions.${region}`) }),
            })),
            ...spaces.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <button type="submit" className="button quiet">
          {t("form.preview")}
        </button>
      </form>
      {asked.dataset !== undefined && (
        <Outcome ctx={ctx} form={form} spaces={spaces} locale={locale} t={t} />
      )}
    </div>
  );
}

type OutcomeProps = {
  ctx: Context;
  form: InputForm;
  spaces: NamedSpace[];
  locale: Locale;
  t: Translate;
};

/** The preview, or why there is none. */
async function Outcome({ ctx, form, spaces, locale, t }: OutcomeProps) {
  const preview = await previewOf(ctx, form, spaces);
  if ("code" in preview)
    return (
      <p className="alert" role="alert" id="preview" tabIndex={-1}>
        {messageFor(locale, preview)}
      </p>
    );
  const isTable = form.dataset === "table";
  return (
    <section>
      <h2 id="preview" tabIndex={-1}>
        {t("preview.title")}
      </h2>
      <p>{isTable ? t("preview.cells") : t("preview.lines")}</p>
      {!isTable && (
        <>
          <p>{t("preview.steps")}</p>
          <ul className="list">
            {preview.steps.map((step) => (
              <li key={step}>{t(`steps.${step}`)}</li>
            ))}
          </ul>
          <p>{t("preview.leftOut")}</p>
        </>
      )}
      {preview.existing ? (
        <DataTable
          caption={t("preview.sample")}
          columns={preview.columns.map((column) => t(`columns.${column}`))}
          rows={preview.existing.rows}
        />
      ) : (
        <>
          <h3>{t("preview.columns")}</h3>
          <ul className="list">
            {preview.columns.map((column) => (
              <li key={column}>{t(`columns.${column}`)}</li>
            ))}
          </ul>
        </>
      )}
      {preview.existing ? (
        <p className="row">
          {t("preview.exists")}{" "}
          <a className="button" href={`/${locale}/research/${preview.existing.id}`}>
            {t("preview.open")}
          </a>
        </p>
      ) : (
        <ActionForm
          action={makeReleaseAction}
          submit={t("preview.make")}
          working={t("preview.working")}
          values={{ locale, ...form }}
        >
          <TextArea label={t("preview.purpose")} name="purpose" maxLength={500} required />
        </ActionForm>
      )}
    </section>
  );
}

async function previewOf(
  ctx: Context,
  form: InputForm,
  spaces: NamedSpace[],
): Promise<Preview | Reason> {
  const read = readInputForm(form, spaces);
  if ("code" in read) return read;
  const found = await orRefusal(previewRelease(ctx, read.input));
  return found instanceof DomainError ? found.reason : found;
}
