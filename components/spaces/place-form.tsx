import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField, Tick } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { weekdayNames } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { addPlaceAction, changePlaceAction } from "#lib/places/spaces/actions.ts";
import { AUDIENCES, KINDS, REGIONS } from "#lib/places/spaces/schema.ts";
import { PlacePoint } from "./place-point.tsx";
import "./place-form.css";

export type ShownPlace = {
  id: string;
  slug: string;
  name: string;
  kind: string;
  region: string;
  language: string;
  address: string | null;
  postcode: string | null;
  city: string;
  lat: number;
  lon: number;
  precision: string;
  phone: string | null;
  website: string | null;
  summary: Partial<Record<Locale, string>>;
  audiences: string[];
};

/**
 * Everything that is said of a space, in one form; of a new one its hours as well.
 *
 * @param place null for a new one
 */
export function PlaceForm({
  locale,
  place,
  revision = "",
  here,
}: {
  locale: Locale;
  place: ShownPlace | null;
  /** The mark of the place as it is shown. */
  revision?: string;
  /** The address of the page, where the form leads back to. */
  here: string;
}) {
  const t = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  return (
    <ActionForm
      action={place ? changePlaceAction : addPlaceAction}
      submit={t(place ? "places.save" : "places.saveNew")}
      working={t("form.working")}
      values={{ locale, here, ...(place && { spaceId: place.id, space: place.slug, revision }) }}
    >
      <PlaceFacts locale={locale} place={place} />
      <CheckboxGroup
        legend={t("places.audiences")}
        hint={t("places.audiencesHint")}
        name="audiences"
        chosen={place?.audiences ?? []}
        options={optionsOf(AUDIENCES, (audience) => spaces(`audiences.${audience}`))}
      />
      <Descriptions locale={locale} place={place} />
      {!place && <FirstHours locale={locale} />}
    </ActionForm>
  );
}

type PartProps = { locale: Locale; place: ShownPlace | null };

/** What it is called, of what kind it is, and where it stands. */
function PlaceFacts({ locale, place }: PartProps) {
  const t = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  return (
    <fieldset className="place-facts">
      <legend>{t("places.facts")}</legend>
      <TextField
        label={t("places.name")}
        name="name"
        defaultValue={place?.name}
        maxLength={100}
        required
      />
      {!place && (
        <TextField
          label={t("places.slug")}
          hint={t("places.slugHint")}
          name="slug"
          maxLength={120}
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      <SelectField
        label={t("places.kind")}
        name="kind"
        defaultValue={place?.kind ?? "library"}
        options={optionsOf(KINDS, (kind) => spaces(`kinds.${kind}`))}
      />
      <SelectField
        label={t("places.region")}
        name="region"
        defaultValue={place?.region}
        options={optionsOf(REGIONS, (region) => spaces(`regions.${region}`))}
      />
      <SelectField
        label={t("places.language")}
        name="language"
        defaultValue={place?.language}
        options={optionsOf(["nl", "fr"] as const, (language) => LOCALE_NAMES[language])}
      />
      <AddressFields locale={locale} place={place} />
      <PlacePoint locale={locale} place={place} />
    </fieldset>
  );
}

/** Where letters, calls and visitors of the web arrive. */
function AddressFields({ locale, place }: PartProps) {
  const t = translator(locale, "desk");
  return (
    <>
      <TextField
        label={t("places.street")}
        name="address"
        defaultValue={place?.address ?? ""}
        maxLength={200}
      />
      <TextField
        label={t("places.postcode")}
        name="postcode"
        defaultValue={place?.postcode ?? ""}
        maxLength={10}
      />
      <TextField
        label={t("places.city")}
        name="city"
        defaultValue={place?.city}
        maxLength={80}
        required
      />
      <TextField
        label={t("places.phone")}
        name="phone"
        type="tel"
        defaultValue={place?.phone ?? ""}
        maxLength={30}
      />
      <TextField
        label={t("places.website")}
        name="website"
        type="url"
        placeholder="https://"
        defaultValue={place?.website ?? ""}
        maxLength={300}
      />
    </>
  );
}

/** What it says of itself, in each language of the network. */
function Descriptions({ locale, place }: PartProps) {
  const t = translator(locale, "desk");
  return (
    <fieldset>
      <legend>{t("places.describe")}</legend>
      <p className="fact">{t("places.describeHint")}</p>
      {LOCALES.map((language) => (
        <TextArea
          key={language}
          label={t(`places.in.${language}`)}
          name={`summary_${language}`}
          lang={language}
          defaultValue={place?.summary[language] ?? ""}
          maxLength={600}
          rows={3}
        />
      ))}
    </fieldset>
  );
}

/** The week of a new one; later it has a page of its own. */
function FirstHours({ locale }: { locale: Locale }) {
  const t = translator(locale, "desk");
  return (
    <fieldset className="place-facts">
      <legend>{t("places.week")}</legend>
      <p className="fact">{t("hours.hint")}</p>
      {weekdayNames(locale).map((name, day) => (
        <TextField key={name} label={name} name={`day${day}`} maxLength={100} />
      ))}
      <Tick label={t("hours.holidays")} name="closedOnHolidays" value="on" defaultChecked />
    </fieldset>
  );
}
