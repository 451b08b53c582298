import { SelectField, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";

type TitleProps = {
  label: string;
  longest: number;
  language?: Locale | undefined;
  title?: string | undefined;
};

/** What something that a space shares is called. */
export function TitleField({ label, longest, language, title }: TitleProps) {
  return (
    <TextField
      label={label}
      name="title"
      {...(language ? { lang: language } : {})}
      {...(title === undefined ? {} : { defaultValue: title })}
      autoComplete="off"
      maxLength={longest}
      required
    />
  );
}

type Props = {
  locale: Locale;
  spaces: { slug: string; name: string }[];
  labels: { space: string; language: string };
};

/** Of which space something begins, and in which language it is written. */
export function BeginFields({ locale, spaces, labels }: Props) {
  return (
    <>
      <SelectField
        label={labels.space}
        name="space"
        options={spaces.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <SelectField
        label={labels.language}
        name="language"
        defaultValue={locale}
        options={optionsOf(LOCALES, (value) => LOCALE_NAMES[value])}
      />
    </>
  );
}
