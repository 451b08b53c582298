import { DayField } from "#components/ui/day-field.tsx";
import { RadioGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { FILE_MEGABYTES, MOST_FILES } from "#lib/practice/journal/rules.ts";
import { AUDIENCES, RECOGNISED, TEXTS } from "#lib/practice/journal/schema.ts";
import type { Shown } from "./shown.ts";

type Props = Shown & {
  page: string;
  /** What became of the last one, and what was typed with it. */
  asked: PageQuery;
};

/** What an address may make this page say. */
const REFUSALS = [
  "common.choose_file_again",
  "common.too_large",
  "journal.day",
  "journal.file_too_large",
  "journal.file_unknown",
  "journal.files_enough",
  "journal.needs_audience",
  "journal.needs_description",
  "journal.needs_recognised",
  "journal.too_long",
  "journal.unknown_phase",
  "spaces.photo_not_a_picture",
  "spaces.photo_too_large",
  "spaces.photo_too_many_pixels",
];

/**
 * A form for a photo or a document of a phase. What it shows is demanded, and whether people in it
 * agreed.
 */
export function FileForm({ journal: { slug, phases, language }, locale, t, page, asked }: Props) {
  const one = (name: string) => firstOf(asked[name]);
  const refused = one("file");
  const tooLarge = messageFor(locale, {
    code: "journal.file_too_large",
    megabytes: FILE_MEGABYTES,
  });
  return (
    <section className="narrow" id="files">
      <h2>{t("files.add")}</h2>
      {refused !== "" && (
        <p className="alert" role="alert">
          {messageFor(locale, {
            code: REFUSALS.includes(refused) ? refused : "common.check_fields",
            megabytes: FILE_MEGABYTES,
            most: MOST_FILES,
          })}
        </p>
      )}
      <form
        className="form"
        method="post"
        encType="multipart/form-data"
        action={`/api/v1/journals/${slug}/files?back=${encodeURIComponent(`${page}?files=1`)}`}
      >
        <FileField
          label={t("files.file")}
          hint={t("files.hint", { megabytes: FILE_MEGABYTES })}
          name="file"
          accept="image/jpeg,image/png,image/webp,application/pdf"
          megabytes={FILE_MEGABYTES}
          tooLarge={tooLarge}
        />
        <SelectField
          label={t("desk.fields.phase")}
          name="phase"
          defaultValue={one("phase") || undefined}
          options={phases.map(({ kind }) => ({ value: kind, label: t(`phases.${kind}`) }))}
        />
        <TextField
          label={t("files.words")}
          hint={t("files.wordsHint")}
          name="words"
          lang={language}
          defaultValue={one("words")}
          autoComplete="off"
          maxLength={TEXTS.file}
          required
        />
        <RadioGroup
          legend={t("files.people")}
          name="recognised"
          chosen={one("recognised")}
          options={optionsOf(RECOGNISED, (value) => t(`files.recognised.${value}`))}
        />
        <DayField
          locale={locale}
          label={t("desk.fields.agreedOn")}
          hint={t("files.agreedHint")}
          name="agreedOn"
          typed={one("agreedOn")}
        />
        <RadioGroup
          legend={t("desk.fields.visible")}
          name="visible"
          chosen={one("visible") || "team"}
          options={optionsOf(AUDIENCES, (value) => t(`audiences.${value}`))}
        />
        <button type="submit" className="button">
          {t("files.addGo")}
        </button>
      </form>
    </section>
  );
}
