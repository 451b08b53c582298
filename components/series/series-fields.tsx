import "./series.css";
import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { CheckboxGroup, RadioGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { PATTERNS, WEEKDAYS } from "#lib/booking/series/schema.ts";
import { weekdayNames } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  rooms: { id: string; name: string; capacity: number }[];
  /** How the rooms can be set up; none where they offer nothing, and of a series that is there. */
  layouts?: { value: string; label: string }[];
  /** What stands in the fields, by their names. */
  values: Record<string, string>;
  weekdays: string[];
  /** A series that is there keeps its days unless told otherwise; a new one has a first day. */
  isNew: boolean;
};

/** What a series is asked with: when first, how often, until when, and for whom. */
export function SeriesFields(props: Props) {
  const t = translator(props.locale, "series");
  return (
    <>
      <TimingFields {...props} />
      <TextField
        label={t("form.people")}
        name="people"
        inputMode="numeric"
        maxLength={3}
        defaultValue={props.values.people ?? "1"}
        required
      />
      {props.layouts && props.layouts.length > 0 && (
        <SelectField
          label={translator(props.locale, "booking")("layout.label")}
          name="layoutId"
          defaultValue={props.values.layoutId ?? ""}
          options={props.layouts}
        />
      )}
      <TextField
        label={t("form.purpose")}
        name="purpose"
        maxLength={500}
        defaultValue={props.values.purpose}
        required
      />
    </>
  );
}

/** Where and when alone: the room, the first date, and how it repeats. */
export function TimingFields({ locale, rooms, values, weekdays, isNew }: Props) {
  const t = translator(locale, "series");
  const desk = translator(locale, "desk");
  return (
    <>
      <SelectField
        label={t("form.room")}
        name="roomId"
        defaultValue={values.roomId ?? rooms[0]?.id}
        options={rooms.map(({ id, name, capacity }) => ({
          value: id,
          label: desk("form.roomOption", { name, count: capacity }),
        }))}
      />
      {isNew && (
        <DayField
          locale={locale}
          label={t("form.day")}
          name="day"
          typed={values.day ?? ""}
          required
        />
      )}
      <div className="field-pair">
        <TimeField
          locale={locale}
          label={t("form.from")}
          name="from"
          typed={values.from ?? "10:00"}
          required
        />
        <TimeField
          locale={locale}
          label={t("form.to")}
          name="to"
          typed={values.to ?? "12:00"}
          required
        />
      </div>
      <RepetitionFields locale={locale} values={values} weekdays={weekdays} isNew={isNew} />
      <EndFields locale={locale} values={values} />
      {isNew && <SingleDayFields locale={locale} values={values} />}
    </>
  );
}

/** How often, and on which days of the week. */
function RepetitionFields({ locale, values, weekdays, isNew }: Omit<Props, "rooms" | "layouts">) {
  const t = translator(locale, "series");
  const names = weekdayNames(locale);
  const patterns = PATTERNS.map((pattern): { value: string; label: string } => ({
    value: pattern,
    label: t(`patterns.${pattern}`),
  }));
  return (
    <>
      <div className="field-pair">
        <SelectField
          label={t("form.every")}
          name="every"
          defaultValue={values.every}
          options={isNew ? patterns : [{ value: "", label: t("form.keep") }, ...patterns]}
        />
        <TextField
          label={t("form.interval")}
          name="interval"
          inputMode="numeric"
          maxLength={2}
          defaultValue={values.interval ?? "1"}
          required
        />
      </div>
      <CheckboxGroup
        legend={t("form.weekdays")}
        name="weekdays"
        chosen={weekdays}
        options={WEEKDAYS.map((value, day) => ({ value, label: names[day] ?? value }))}
      />
    </>
  );
}

type TypedProps = Pick<Props, "locale" | "values">;

/** Until a day, or after so many times. */
function EndFields({ locale, values }: TypedProps) {
  const t = translator(locale, "series");
  return (
    <div className="series-end">
      <RadioGroup
        legend={t("form.ends")}
        name="ends"
        chosen={values.ends ?? "until"}
        options={[
          { value: "until", label: t("form.endsUntil") },
          { value: "count", label: t("form.endsCount") },
        ]}
      />
      <DayField locale={locale} label={t("form.until")} name="until" typed={values.until ?? ""} />
      <TextField
        label={t("form.count")}
        name="count"
        inputMode="numeric"
        maxLength={3}
        defaultValue={values.count}
      />
    </div>
  );
}

/** Days beside the pattern, and days that it leaves out. */
function SingleDayFields({ locale, values }: TypedProps) {
  const t = translator(locale, "series");
  return (
    <>
      <TextField
        label={t("form.extra")}
        hint={t("form.extraHint")}
        name="extra"
        maxLength={4000}
        defaultValue={values.extra}
      />
      <TextField
        label={t("form.excluded")}
        hint={t("form.excludedHint")}
        name="excluded"
        maxLength={4000}
        defaultValue={values.excluded}
      />
    </>
  );
}
