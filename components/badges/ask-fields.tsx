import { SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { KINDS, MOST_REASON, REGIONS } from "#lib/learning/badges/endorsements/schema.ts";

/** Which organisation is asked, where it is, and in which language. */
export function AskFields({ locale }: { locale: Locale }) {
  const t = translator(locale, "endorsements");
  return (
    <>
      <TextField
        label={t("own.organisation")}
        name="organisation"
        autoComplete="off"
        maxLength={120}
        required
      />
      <SelectField
        label={t("own.kind")}
        name="kind"
        options={optionsOf(KINDS, (value) => t(`kinds.${value}`))}
      />
      <SelectField
        label={t("own.region")}
        name="region"
        options={REGIONS.map((value) => ({
          value,
          label: translator(locale, "spaces")(`regions.${value}`),
        }))}
      />
      <TextField
        label={t("own.email")}
        hint={t("own.emailHint")}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={200}
        required
      />
      <SelectField
        label={t("own.language")}
        name="language"
        defaultValue={locale}
        options={optionsOf(LOCALES, (value) => LOCALE_NAMES[value])}
      />
      <TextArea
        label={t("own.message")}
        hint={t("own.messageHint")}
        name="message"
        maxLength={MOST_REASON}
      />
    </>
  );
}
