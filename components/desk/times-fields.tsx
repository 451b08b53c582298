import { CheckboxGroup, SelectField, TextField } from "#components/ui/field.tsx";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Props = {
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
export function TimesFields({ rooms, chosen, value, today, whole, t }: Props) {
  return (
    <>
      <CheckboxGroup
        legend={t("closures.rooms")}
        hint={whole}
        name="rooms"
        chosen={chosen}
        options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField label={t("day")} name="day" type="date" defaultValue={value("day") || today} required />
      <TextField
        label={t("form.from")}
        name="from"
        type="time"
        defaultValue={value("from") || "00:00"}
        required
      />
      <TextField label={t("closures.lastDay")} name="lastDay" type="date" defaultValue={value("lastDay")} />
      <TextField
        label={t("form.to")}
        hint={t("closures.midnight")}
        name="to"
        type="time"
        defaultValue={value("to") || "00:00"}
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
      <TextField label={t("closures.until")} name="until" type="date" defaultValue={value("until")} />
    </>
  );
}
