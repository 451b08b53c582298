import { DayField } from "#components/ui/day-field.tsx";
import { SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { KIT_KINDS, TEXTS } from "#lib/practice/prototypes/schema.ts";

type Choice = { value: string; label: string };

type Props = {
  prototype: {
    title: string;
    hypothesis: string;
    setting: string;
    language: Locale;
    startsOn: string | null;
    endsOn: string | null;
    roomId: string | null;
    practiceId: string | null;
    kit: { kind: string; quantity: number }[];
  };
  /** The first of them is none; where the prototype comes of one, that is the second. */
  practices: Choice[];
  rooms: Choice[];
  locale: Locale;
  t: Translate;
};

/** All that is written of a prototype, in the order in which somebody tells it. */
export function PrototypeFields({ prototype, practices, rooms, locale, t }: Props) {
  const { title, hypothesis, setting, language, startsOn, endsOn, roomId, practiceId, kit } =
    prototype;
  const pieces = (kind: string) => kit.find((one) => one.kind === kind)?.quantity ?? 0;
  return (
    <>
      <TextField
        label={t("desk.fields.title")}
        name="title"
        lang={language}
        autoComplete="off"
        maxLength={TEXTS.title}
        defaultValue={title}
        required
      />
      <TextArea
        label={t("desk.fields.hypothesis")}
        hint={t("desk.hints.hypothesis")}
        name="hypothesis"
        lang={language}
        maxLength={TEXTS.hypothesis}
        defaultValue={hypothesis}
      />
      <TextArea
        label={t("desk.fields.setting")}
        name="setting"
        lang={language}
        maxLength={TEXTS.setting}
        defaultValue={setting}
      />
      <SelectField
        label={t("desk.fields.room")}
        name="room"
        defaultValue={roomId ?? ""}
        options={rooms}
      />
      <DayField
        locale={locale}
        label={t("desk.fields.startsOn")}
        name="startsOn"
        typed={startsOn ?? ""}
      />
      <DayField
        locale={locale}
        label={t("desk.fields.endsOn")}
        hint={t("desk.hints.endsOn")}
        name="endsOn"
        typed={endsOn ?? ""}
      />
      <SelectField
        label={t("desk.fields.practice")}
        hint={t("desk.hints.practice")}
        name="practice"
        defaultValue={practiceId === null ? "" : (practices[1]?.value ?? "")}
        options={practices}
      />
      <fieldset className="plan-fields">
        <legend>{t("desk.kit")}</legend>
        {KIT_KINDS.map((kind) => (
          <TextField
            key={kind}
            label={t(`things.${kind}`)}
            name={`kit_${kind}`}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={String(pieces(kind))}
          />
        ))}
      </fieldset>
    </>
  );
}
