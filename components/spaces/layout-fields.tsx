import { TextField } from "#components/ui/field.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = { locale: Locale; names: Title; seats: number | null };

/** What a way to set up a room is called, and how many people it takes. */
export function LayoutFields({ locale, names, seats }: Props) {
  const t = translator(locale, "spaces");
  return (
    <>
      {LOCALES.map((language) => (
        <TextField
          key={language}
          label={t("layouts.nameIn", { language: languageName(locale, language) })}
          name={`name_${language}`}
          lang={language}
          autoComplete="off"
          maxLength={60}
          defaultValue={names[language] ?? ""}
        />
      ))}
      <TextField
        label={t("layouts.seats")}
        name="seats"
        inputMode="numeric"
        maxLength={4}
        defaultValue={seats === null ? "" : String(seats)}
        required
      />
    </>
  );
}
