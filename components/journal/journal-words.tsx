import { TitleField } from "#components/practice/begin-fields.tsx";
import { TextArea } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { TEXTS } from "#lib/practice/journal/schema.ts";

type Props = { t: Translate; language?: Locale; title?: string; summary?: string };

/** The title of a journal and what it is about. */
export function JournalWords({ t, language, title, summary }: Props) {
  return (
    <>
      <TitleField
        label={t("desk.fields.title")}
        longest={TEXTS.title}
        language={language}
        title={title}
      />
      <TextArea
        label={t("desk.fields.summary")}
        hint={t("desk.hints.summary")}
        name="summary"
        lang={language}
        defaultValue={summary}
        maxLength={TEXTS.summary}
        required
      />
    </>
  );
}
