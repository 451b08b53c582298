import { DayField, TimeField } from "#components/ui/day-field.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Room = { id: string; name: string; capacity: number };
type Thing = { id: string; equipmentKind: string | null; name: string; quantity: number };

type RoomProps = {
  locale: Locale;
  label: string;
  name: string;
  rooms: Room[];
  chosen: string | undefined;
  /** Whether it may happen on a screen only. */
  optional: boolean;
};

/** The room of a session, or none where it may happen on a screen. */
export function RoomField({ locale, label, name, rooms, chosen, optional }: RoomProps) {
  const t = translator(locale, "sessions");
  return (
    <SelectField
      label={label}
      name={name}
      defaultValue={chosen}
      options={[
        ...rooms.map((room) => ({
          value: room.id,
          label: t("plan.roomOption", { name: room.name, count: room.capacity }),
        })),
        ...(optional ? [{ value: "", label: t("plan.noRoom") }] : []),
      ]}
    />
  );
}

/** Pieces that are booked with the room. */
export function PieceFields({
  locale,
  things,
  under,
}: {
  locale: Locale;
  things: Thing[];
  under: "equipment" | "other";
}) {
  const t = translator(locale, "sessions");
  const features = translator(locale, "spaces");
  return things.map(({ id, equipmentKind, name, quantity }) => (
    <TextField
      key={id}
      label={t("plan.equipment", {
        name: features.or(`features.${equipmentKind}`, name),
        count: quantity,
      })}
      name={`${under}.${equipmentKind}`}
      inputMode="numeric"
      maxLength={4}
      defaultValue="0"
    />
  ));
}

/** The day and the hours, on the clock of the space. */
export function TimeFields({
  locale,
  values,
}: {
  locale: Locale;
  values: { day: string; from: string; to: string };
}) {
  const t = translator(locale, "sessions");
  return (
    <>
      <DayField locale={locale} label={t("plan.day")} name="day" typed={values.day} required />
      <div className="field-pair">
        <TimeField
          locale={locale}
          label={t("plan.from")}
          name="from"
          typed={values.from}
          required
        />
        <TimeField locale={locale} label={t("plan.to")} name="to" typed={values.to} required />
      </div>
    </>
  );
}
