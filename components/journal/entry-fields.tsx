import { DayField } from "#components/ui/day-field.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { typedMoney } from "#components/ui/money.ts";
import { optionsOf } from "#components/ui/options.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { EntryKind, PhaseKind, WorkedOnEntry } from "#lib/practice/journal/rules.ts";
import { AUDIENCES, PROGRESS, TEXTS } from "#lib/practice/journal/schema.ts";

type Props = {
  kind: EntryKind;
  phases: PhaseKind[];
  locale: Locale;
  /** In which it is written. */
  language: Locale;
  today: Temporal.PlainDate;
  isPublished: boolean;
  /** What it says now, where it is there already. */
  entry: WorkedOnEntry | null;
};

/** The few fields of one kind of entry. */
export function EntryFields(props: Props) {
  const { kind, phases, locale, language, today, isPublished, entry } = props;
  const t = translator(locale, "journal");
  const day = entry ? Temporal.PlainDate.from(entry.day) : today;
  return (
    <>
      <SelectField
        label={t("desk.fields.phase")}
        name="phase"
        defaultValue={entry?.phase}
        options={optionsOf(phases, (value) => t(`phases.${value}`))}
      />
      <DayField
        locale={locale}
        label={t("desk.fields.day")}
        name="day"
        typed=""
        day={day}
        required
      />
      {kind === "task" && (
        <RadioGroup
          legend={t("desk.fields.progress")}
          hint={t("desk.hints.progress")}
          name="progress"
          chosen={entry && !entry.isOpen ? "done" : "open"}
          options={optionsOf(PROGRESS, (value) => t(`progress.${value}`))}
        />
      )}
      <TextArea
        label={t(`desk.words.${kind}`)}
        name="words"
        lang={entry?.language ?? language}
        defaultValue={entry?.words}
        maxLength={TEXTS.words}
        required
      />
      <FieldsOfKind {...props} />
      <RadioGroup
        legend={t("desk.fields.visible")}
        hint={t(isPublished ? "desk.hints.visibleAtOnce" : "desk.hints.visible")}
        name="visible"
        chosen={entry?.visible ?? "team"}
        options={optionsOf(AUDIENCES, (value) => t(`audiences.${value}`))}
      />
    </>
  );
}

/** Why an alternative was not chosen, what something cost, or whose words they are. */
function FieldsOfKind({ kind, locale, language, entry }: Props) {
  const t = translator(locale, "journal");
  switch (kind) {
    case "alternative":
      return (
        <TextArea
          label={t("desk.fields.reason")}
          name="reason"
          defaultValue={entry?.reason}
          lang={language}
          maxLength={TEXTS.reason}
          required
        />
      );
    case "cost":
      return (
        <TextField
          label={t("desk.fields.cents")}
          hint={t("desk.hints.amount")}
          name="cents"
          defaultValue={typedMoney(entry?.cents ?? null)}
          inputMode="decimal"
          autoComplete="off"
          required
        />
      );
    case "words":
      return (
        <>
          <TextField
            label={t("desk.fields.quotedAs")}
            hint={t("desk.hints.quotedAs")}
            name="quotedAs"
            defaultValue={entry?.quotedAs ?? undefined}
            lang={language}
            autoComplete="off"
            maxLength={TEXTS.quotedAs}
            required
          />
          <DayField
            locale={locale}
            label={t("desk.fields.agreedOn")}
            name="agreedOn"
            typed=""
            day={entry?.agreedOn ? Temporal.PlainDate.from(entry.agreedOn) : undefined}
            required
          />
        </>
      );
    default:
      return null;
  }
}
