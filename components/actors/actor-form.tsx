import { PlacePoint } from "#components/spaces/place-point.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { addActorAction, changeActorAction } from "#lib/places/actors/actions.ts";
import { ACTIVITIES, FIELDS, KINDS, LANGUAGES } from "#lib/places/actors/schema.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import type { ListedActor } from "./actor-list.tsx";
import { SourceFields } from "./source-fields.tsx";
import "#components/spaces/place-form.css";

export type EditedActor = ListedActor & {
  id: string;
  revision: number;
  activity: string;
  lat: number;
  lon: number;
  precision: string;
  website: string | null;
  organisationId: string | null;
  source: string;
  factsOn: string;
};

type Props = {
  locale: Locale;
  /** Null for a new one. */
  actor: EditedActor | null;
  /** Those of the network: one of them can be this one. None for whoever may not say so. */
  organisations: { id: string; name: string }[];
  /** Today, as the day on which the facts of a new one were read. */
  today: string;
};

/** Everything that staff say of an organisation or a group, in one form. */
export function ActorForm({ locale, actor, organisations, today }: Props) {
  const t = translator(locale, "actors");
  return (
    <ActionForm
      action={actor ? changeActorAction : addActorAction}
      submit={t(actor ? "admin.save" : "admin.saveNew")}
      working={t("admin.working")}
      values={{
        locale,
        ...(actor && { id: actor.id, slug: actor.slug, revision: String(actor.revision) }),
      }}
    >
      <ActorFacts locale={locale} actor={actor} organisations={organisations} />
      <WhatItDoes locale={locale} actor={actor} />
      <SourceFields locale={locale} fact={actor} today={today} />
    </ActionForm>
  );
}

/** What it is called, of what kind it is, what it works on and where. */
function ActorFacts({ locale, actor, organisations }: Omit<Props, "today">) {
  const t = translator(locale, "actors");
  return (
    <fieldset className="place-facts">
      <legend>{t("admin.facts")}</legend>
      <TextField
        label={t("admin.name")}
        name="name"
        defaultValue={actor?.name}
        maxLength={100}
        autoComplete="off"
        required
      />
      <SelectField
        label={t("kind")}
        name="kind"
        defaultValue={actor?.kind}
        options={optionsOf(KINDS, (kind) => t(`kinds.${kind}`))}
      />
      <SelectField
        label={t("activity")}
        name="activity"
        defaultValue={actor?.activity ?? "unknown"}
        options={optionsOf(ACTIVITIES, (activity) => t(`activities.${activity}`))}
      />
      <TextField
        label={t("website")}
        name="website"
        type="url"
        placeholder="https://"
        defaultValue={actor?.website ?? ""}
        maxLength={300}
      />
      {organisations.length > 0 && (
        <OrganisationField
          locale={locale}
          organisations={organisations}
          chosen={actor?.organisationId ?? ""}
        />
      )}
      <CheckboxGroup
        legend={t("field")}
        name="fields"
        chosen={actor?.fields ?? []}
        options={optionsOf(FIELDS, (field) => t(`fields.${field}`))}
      />
      <CheckboxGroup
        legend={t("language")}
        name="languages"
        chosen={actor?.languages ?? []}
        options={optionsOf(LANGUAGES, (language) => t(`languages.${language}`))}
      />
      <WhereFields locale={locale} actor={actor} />
    </fieldset>
  );
}

type OrganisationProps = Pick<Props, "locale" | "organisations"> & { chosen: string };

/** Which organisation of the network it is, if it is one. */
function OrganisationField({ locale, organisations, chosen }: OrganisationProps) {
  const t = translator(locale, "partners");
  return (
    <SelectField
      label={t("admin.organisation")}
      hint={t("admin.organisationHint")}
      name="organisationId"
      defaultValue={chosen}
      options={[
        { value: "", label: t("admin.none") },
        ...organisations.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function WhereFields({ locale, actor }: Pick<Props, "locale" | "actor">) {
  const t = translator(locale, "actors");
  const spaces = translator(locale, "spaces");
  return (
    <>
      <SelectField
        label={t("region")}
        name="region"
        defaultValue={actor?.region}
        options={optionsOf(REGIONS, (region) => spaces(`regions.${region}`))}
      />
      <TextField
        label={translator(locale, "desk")("places.city")}
        name="city"
        defaultValue={actor?.city}
        maxLength={80}
        required
      />
      <PlacePoint locale={locale} place={actor} usual="locality" />
    </>
  );
}

/** In a sentence or two, in each language of the network. */
function WhatItDoes({ locale, actor }: Pick<Props, "locale" | "actor">) {
  const t = translator(locale, "actors");
  const desk = translator(locale, "desk");
  return (
    <fieldset>
      <legend>{t("admin.does")}</legend>
      <p className="fact">{t("admin.doesHint")}</p>
      {LOCALES.map((language) => (
        <TextArea
          key={language}
          label={desk(`places.in.${language}`)}
          name={`does_${language}`}
          lang={language}
          defaultValue={actor?.does[language] ?? ""}
          maxLength={300}
          rows={2}
        />
      ))}
    </fieldset>
  );
}
