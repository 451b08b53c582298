import { TextArea, TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { TEXTS } from "#lib/practice/journal/schema.ts";

type Props = { t: Translate; language?: Locale; title?: string; summary?: string };

/** The title of a journal and what it is about. */
export function JournalWords({ t, language, title, summary }: Props) {
  return (
    <>
      <TextField
        label={t("desk.fields.title")}
        name="title"
        lang={language}
        defaultValue={title}
        autoComplete="off"
        maxLength={TEXTS.title}
        required
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
