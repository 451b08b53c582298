import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  /** What stands in the fields at first, on the clock of the space: "2026-03-02", "14:00". */
  day: string;
  from: string;
  until: string;
  people: number;
};

/** Another day, other hours or more people for a booking. Other hours of the address begin anew. */
export function ChangeFields({ locale, day, from, until, people }: Props) {
  const t = translator(locale, "booking");
  return (
    <>
      <DayField
        locale={locale}
        label={t("change.day")}
        name="day"
        typed={day}
        key={`day ${day}`}
        required
      />
      <TimeField
        locale={locale}
        label={t("change.from")}
        name="from"
        typed={from}
        key={`from ${from}`}
        required
      />
      <TimeField
        locale={locale}
        label={t("change.to")}
        name="to"
        typed={until}
        key={`to ${until}`}
        required
      />
      <TextField
        label={t("change.people")}
        name="people"
        inputMode="numeric"
        maxLength={3}
        defaultValue={String(people)}
        required
      />
    </>
  );
}
