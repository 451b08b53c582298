import type { Metadata } from "next";
import { Crumb } from "#components/ui/crumb.tsx";
import { TextField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { lastImports } from "#lib/places/exchange/imports.ts";
import { FILE_MEGABYTES } from "#lib/places/exchange/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "places")("import.title") };
}

/** What an address may make this page say. */
const REFUSALS = [
  "common.choose_file_again",
  "common.too_large",
  "common.not_a_form",
  "desk.tasks.too_many",
  "places.empty_file",
  "places.no_columns",
  "places.not_a_table",
  "places.not_json",
];

/** A file of places of another source, to be looked at. */
export default async function PlaceImportPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const here = `/${locale}/admin/spaces/import`;
  const ctx = await staffContext("place.import", here);
  const t = translator(locale, "places");
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const refused = one("refused");
  const files = await lastImports(ctx);
  const reason = {
    code: REFUSALS.includes(refused) ? refused : "common.check_fields",
    megabytes: FILE_MEGABYTES,
    line: /^\d{1,9}$/.test(one("line")) ? one("line") : "1",
    count: 5,
  };
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/admin/spaces`}>{translator(locale, "desk")("places.title")}</Crumb>
      <h1>{t("import.title")}</h1>
      <p>{t("import.intro")}</p>
      {refused && (
        <p className="alert" role="alert">
          {messageFor(locale, reason)}
        </p>
      )}
      <form
        className="form"
        method="post"
        encType="multipart/form-data"
        action={`/api/v1/place-files?back=${encodeURIComponent(here)}`}
      >
        <TextField
          label={t("import.source")}
          hint={t("import.sourceHint")}
          name="source"
          defaultValue={one("source")}
          maxLength={100}
          required
        />
        <TextField
          label={t("import.licence")}
          hint={t("import.licenceHint")}
          name="licence"
          defaultValue={one("licence")}
          maxLength={100}
          required
        />
        <FileField
          label={t("import.file")}
          hint={t("import.fileHint", { megabytes: FILE_MEGABYTES })}
          name="file"
          accept=".csv,.txt,.tsv,.json,.geojson,text/csv,application/json,application/geo+json"
          megabytes={FILE_MEGABYTES}
          tooLarge={t("import.tooLarge", { megabytes: FILE_MEGABYTES })}
        />
        <button type="submit" className="button">
          {t("import.send")}
        </button>
      </form>
      {files.length > 0 && (
        <section>
          <h2>{t("import.last")}</h2>
          <Scrolling label={t("import.last")}>
            <table className="data stacks">
              <thead>
                <tr>
                  <th scope="col">{t("import.file")}</th>
                  <th scope="col">{t("import.source")}</th>
                  <th scope="col">{t("import.when")}</th>
                  <th scope="col">{t("import.state")}</th>
                </tr>
              </thead>
              <tbody>
                {files.map(({ id, fileName, source, createdAt, state }) => (
                  <tr key={id}>
                    <th scope="row">
                      <a href={`${here}/${id}`}>{fileName || "–"}</a>
                    </th>
                    <td data-column={t("import.source")}>{source}</td>
                    <td data-column={t("import.when")}>
                      {formatDateTime(locale, createdAt, NETWORK_ZONE)}
                    </td>
                    <td data-column={t("import.state")}>
                      <span className={state === "taken" ? "state free" : "state shut"}>
                        {t(`import.states.${state}`)}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrolling>
        </section>
      )}
    </div>
  );
}
