import { DayField } from "#components/ui/day-field.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { EntryKind, PhaseKind } from "#lib/practice/journal/rules.ts";
import { AUDIENCES, TEXTS } from "#lib/practice/journal/schema.ts";

type Props = {
  kind: EntryKind;
  phases: PhaseKind[];
  locale: Locale;
  /** In which it is written. */
  language: Locale;
  today: Temporal.PlainDate;
  isPublished: boolean;
};

/** The few fields of one kind of entry. */
export function EntryFields({ kind, phases, locale, language, today, isPublished }: Props) {
  const t = translator(locale, "journal");
  return (
    <>
      <SelectField
        label={t("desk.fields.phase")}
        name="phase"
        options={phases.map((value) => ({ value, label: t(`phases.${value}`) }))}
      />
      <DayField locale={locale} label={t("desk.fields.day")} name="day" typed="" day={today} required />
      <TextArea
        label={t(`desk.words.${kind}`)}
        name="words"
        lang={language}
        maxLength={TEXTS.words}
        required
      />
      {kind === "alternative" && (
        <TextArea
          label={t("desk.fields.reason")}
          name="reason"
          lang={language}
          maxLength={TEXTS.reason}
          required
        />
      )}
      {kind === "cost" && (
        <TextField
          label={t("desk.fields.cents")}
          hint={t("desk.hints.amount")}
          name="cents"
          inputMode="decimal"
          autoComplete="off"
          required
        />
      )}
      {kind === "words" && (
        <>
          <TextField
            label={t("desk.fields.quotedAs")}
            hint={t("desk.hints.quotedAs")}
            name="quotedAs"
            lang={language}
            autoComplete="off"
            maxLength={TEXTS.quotedAs}
            required
          />
          <DayField locale={locale} label={t("desk.fields.agreedOn")} name="agreedOn" typed="" required />
        </>
      )}
      <RadioGroup
        legend={t("desk.fields.visible")}
        hint={t(isPublished ? "desk.hints.visibleAtOnce" : "desk.hints.visible")}
        name="visible"
        chosen="team"
        options={AUDIENCES.map((value) => ({ value, label: t(`audiences.${value}`) }))}
      />
    </>
  );
}
