import { PlacePoint } from "#components/spaces/place-point.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
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
  const desk = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  const partners = translator(locale, "partners");
  const options = <Name extends string>(names: readonly Name[], label: (name: Name) => string) =>
    names.map((value) => ({ value, label: label(value) }));
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
          options={options(KINDS, (kind) => t(`kinds.${kind}`))}
        />
        <SelectField
          label={t("activity")}
          name="activity"
          defaultValue={actor?.activity ?? "unknown"}
          options={options(ACTIVITIES, (activity) => t(`activities.${activity}`))}
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
          <SelectField
            label={partners("admin.organisation")}
            hint={partners("admin.organisationHint")}
            name="organisationId"
            defaultValue={actor?.organisationId ?? ""}
            options={[
              { value: "", label: partners("admin.none") },
              ...organisations.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        <CheckboxGroup
          legend={t("field")}
          name="fields"
          chosen={actor?.fields ?? []}
          options={options(FIELDS, (field) => t(`fields.${field}`))}
        />
        <CheckboxGroup
          legend={t("language")}
          name="languages"
          chosen={actor?.languages ?? []}
          options={options(LANGUAGES, (language) => t(`languages.${language}`))}
        />
        <SelectField
          label={t("region")}
          name="region"
          defaultValue={actor?.region}
          options={options(REGIONS, (region) => spaces(`regions.${region}`))}
        />
        <TextField
          label={desk("places.city")}
          name="city"
          defaultValue={actor?.city}
          maxLength={80}
          required
        />
        <PlacePoint locale={locale} place={actor} usual="locality" />
      </fieldset>
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
      <SourceFields locale={locale} fact={actor} today={today} />
    </ActionForm>
  );
}
