import { DayField } from "#components/ui/day-field.tsx";
import { CheckboxGroup, SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Resource } from "#lib/places/spaces/queries.ts";
import { BOOKABLE_BY, FEATURES } from "#lib/places/spaces/schema.ts";

type Rules = Omit<Resource, "id" | "spaceId" | "holds" | "createdAt" | "changedAt">;

/** What the form shows of something that is not there yet. */
const NEW: Rules = {
  kind: "room",
  name: "",
  equipmentKind: null,
  capacity: 8,
  quantity: 1,
  features: [],
  minMinutes: 30,
  maxMinutes: 480,
  stepMinutes: 15,
  bufferBeforeMinutes: 0,
  bufferMinutes: 0,
  noticeMinutes: 0,
  horizonDays: 180,
  bookableBy: "everyone",
  organisationId: null,
  needsApproval: false,
  releaseMinutes: null,
  costCode: null,
  madeOf: [],
  staysIn: null,
  lendable: false,
  travelMinutes: 0,
  outOfServiceReason: null,
  outOfServiceUntil: null,
};

const COUNTS = [
  "minMinutes",
  "maxMinutes",
  "stepMinutes",
  "bufferBeforeMinutes",
  "bufferMinutes",
  "noticeMinutes",
  "horizonDays",
] as const;

type Named = { id: string; name: string };

type Props = {
  resource: Resource | undefined;
  /** Rooms of the space that it can be made of, or stay in. */
  parts: Named[];
  organisations: Named[];
  timeZone: string;
  locale: Locale;
};

/** The rules of one thing that can be booked; what a rule means stands under it. */
export function ResourceFields({ resource, parts, organisations, timeZone, locale }: Props) {
  const rules = resource ?? NEW;
  const t = translator(locale, "desk");
  return (
    <>
      <WhatItIs rules={rules} parts={parts} locale={locale} t={t} />
      <h2>{t("resources.equipment")}</h2>
      <AsEquipment rules={rules} parts={parts} t={t} />
      <h2>{t("resources.rules")}</h2>
      <BookingRules rules={rules} organisations={organisations} t={t} />
      <h2>{t("resources.service")}</h2>
      <OutOfService rules={rules} timeZone={timeZone} locale={locale} t={t} />
    </>
  );
}

type Section = { rules: Rules; t: Translate };

function WhatItIs({ rules, parts, locale, t }: Section & Pick<Props, "parts" | "locale">) {
  const words = translator(locale, "spaces");
  return (
    <>
      <TextField
        label={t("resources.name")}
        name="name"
        maxLength={100}
        defaultValue={rules.name}
        required
      />
      <SelectField
        label={t("resources.kind")}
        name="kind"
        defaultValue={rules.kind}
        options={["room", "desk", "item", "stock"].map((value) => ({
          value,
          label: t(`resources.kinds.${value}`),
        }))}
      />
      <CountField name="capacity" rules={rules} t={t} />
      <CheckboxGroup
        legend={t("resources.features")}
        name="features"
        chosen={rules.features}
        options={[...new Set([...FEATURES, ...rules.features])].map((value) => ({
          value,
          label: words.or(`features.${value}`, value),
        }))}
      />
      {parts.length > 1 && (
        <CheckboxGroup
          legend={t("resources.madeOf")}
          name="madeOf"
          chosen={rules.madeOf}
          options={parts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  );
}

/** What it is when it is lent with a room, and where it goes. */
function AsEquipment({ rules, parts, t }: Section & Pick<Props, "parts">) {
  return (
    <>
      <TextField
        label={t("resources.equipmentKind")}
        hint={t("resources.equipmentKindHint")}
        name="equipmentKind"
        maxLength={40}
        defaultValue={rules.equipmentKind ?? ""}
      />
      <CountField name="quantity" rules={rules} t={t} />
      <SelectField
        label={t("resources.staysIn")}
        hint={t("resources.staysInHint")}
        name="staysIn"
        defaultValue={rules.staysIn ?? ""}
        options={[
          { value: "", label: t("resources.movesFreely") },
          ...parts.map(({ id, name }) => ({
            value: id,
            label: t("resources.onlyIn", { room: name }),
          })),
        ]}
      />
      <Tick
        label={t("resources.lendable")}
        name="lendable"
        value="on"
        defaultChecked={rules.lendable}
      />
      <CountField name="travelMinutes" rules={rules} t={t} />
    </>
  );
}

/** For how long, by whom and how it can be booked. */
function BookingRules({ rules, organisations, t }: Section & Pick<Props, "organisations">) {
  return (
    <>
      {COUNTS.map((name) => (
        <CountField key={name} name={name} rules={rules} t={t} />
      ))}
      <SelectField
        label={t("resources.bookableBy")}
        name="bookableBy"
        defaultValue={rules.bookableBy}
        options={optionsOf(BOOKABLE_BY, (value) => t(`resources.who.${value}`))}
      />
      <SelectField
        label={t("resources.organisation")}
        hint={t("resources.organisationHint")}
        name="organisationId"
        defaultValue={rules.organisationId ?? ""}
        options={[
          { value: "", label: t("resources.noOrganisation") },
          ...organisations.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Tick
        label={t("resources.needsApproval")}
        name="needsApproval"
        value="on"
        defaultChecked={rules.needsApproval}
      />
      <TextField
        label={t("resources.releaseMinutes")}
        hint={t("resources.releaseHint")}
        name="releaseMinutes"
        inputMode="numeric"
        defaultValue={String(rules.releaseMinutes || "")}
      />
      <TextField
        label={t("resources.costCode")}
        name="costCode"
        maxLength={40}
        defaultValue={rules.costCode ?? ""}
      />
    </>
  );
}

function OutOfService({
  rules,
  timeZone,
  locale,
  t,
}: Section & Pick<Props, "timeZone" | "locale">) {
  const until = rules.outOfServiceUntil?.toZonedDateTimeISO(timeZone).toPlainDate();
  return (
    <>
      <TextField
        label={t("resources.outOfServiceReason")}
        hint={t("resources.outHint")}
        name="outOfServiceReason"
        maxLength={300}
        defaultValue={rules.outOfServiceReason ?? ""}
      />
      <DayField
        locale={locale}
        label={t("resources.outOfServiceUntil")}
        name="outOfServiceUntil"
        typed={until?.toString() ?? ""}
      />
    </>
  );
}

type Count = (typeof COUNTS)[number] | "capacity" | "quantity" | "travelMinutes";

function CountField({ name, rules, t }: Section & { name: Count }) {
  return (
    <TextField
      label={t(`resources.${name}`)}
      name={name}
      inputMode="numeric"
      defaultValue={String(rules[name])}
      required
    />
  );
}
