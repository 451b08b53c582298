import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { CheckboxGroup, SelectField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  rooms: { id: string; name: string }[];
  chosen: string[];
  /** What the address holds, to fill the form again. */
  value: (name: string) => string;
  today: string;
  /** What choosing no room means. */
  whole: string;
  t: Translate;
};

/** Which rooms, from when to when, and how often: for closures and for what is kept. */
export function TimesFields({ locale, rooms, chosen, value, today, whole, t }: Props) {
  return (
    <>
      <CheckboxGroup
        legend={t("closures.rooms")}
        hint={whole}
        name="rooms"
        chosen={chosen}
        options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <DayField
        locale={locale}
        label={t("day")}
        name="day"
        typed={value("day") || today}
        required
      />
      <TimeField
        locale={locale}
        label={t("form.from")}
        name="from"
        typed={value("from") || "00:00"}
        required
      />
      <DayField
        locale={locale}
        label={t("closures.lastDay")}
        name="lastDay"
        typed={value("lastDay")}
      />
      <TimeField
        locale={locale}
        label={t("form.to")}
        hint={t("closures.midnight")}
        name="to"
        typed={value("to") || "00:00"}
        required
      />
      <SelectField
        label={t("closures.repeat")}
        name="repeat"
        defaultValue={value("repeat") || "once"}
        options={["once", "weekly", "yearly"].map((often) => ({
          value: often,
          label: t(`closures.repeats.${often}`),
        }))}
      />
      <DayField locale={locale} label={t("closures.until")} name="until" typed={value("until")} />
    </>
  );
}
