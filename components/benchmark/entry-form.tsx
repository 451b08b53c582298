import { SourceFields } from "#components/actors/source-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import "#components/spaces/place-form.css";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { addEntryAction, changeEntryAction } from "#lib/learning/badges/benchmark/actions.ts";
import {
  CRITERIA,
  type Entry,
  type EntryKind,
  STANDARDS,
} from "#lib/learning/badges/benchmark/schema.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";

type Props = {
  locale: Locale;
  kind: EntryKind;
  /** Null for a new one. */
  entry: Entry | null;
  /** Our maps, each with what can be ticked. */
  maps: { slug: string; name: string; items: { code: string; label: string }[] }[];
  today: string;
};

/**
 * What staff know of a badge of somebody else, or of a course. Fields that are left empty say that
 * nobody knows.
 */
export function EntryForm({ locale, kind, entry, maps, today }: Props) {
  const t = translator(locale, "benchmark");
  return (
    <ActionForm
      action={entry ? changeEntryAction : addEntryAction}
      submit={t(entry ? "admin.save" : "admin.saveNew")}
      working={t("admin.working")}
      values={{ locale, kind, ...(entry && { id: entry.id, revision: String(entry.revision) }) }}
    >
      <fieldset className="place-facts">
        <legend>{t("admin.facts")}</legend>
        <IssuerFields locale={locale} entry={entry} />
        {kind === "badge" && <StandardFields locale={locale} entry={entry} />}
      </fieldset>
      <fieldset className="place-facts">
        <legend>{t("admin.about")}</legend>
        {kind === "badge" ? (
          <BadgeFields locale={locale} entry={entry} />
        ) : (
          <CourseFields locale={locale} entry={entry} />
        )}
      </fieldset>
      <SkillFields locale={locale} entry={entry} maps={maps} />
      <SourceFields locale={locale} fact={entry} today={today} />
    </ActionForm>
  );
}

type PartProps = Pick<Props, "locale" | "entry">;

/** Who gives it, in which country and languages, and at which level. */
function IssuerFields({ locale, entry }: PartProps) {
  const t = translator(locale, "benchmark");
  return (
    <>
      <TextField
        label={t("admin.name")}
        name="name"
        defaultValue={entry?.name}
        maxLength={200}
        required
      />
      <TextField
        label={t("fact.issuer")}
        name="issuer"
        defaultValue={entry?.issuer}
        maxLength={200}
        required
      />
      <ShortFact
        label={t("fact.country")}
        hint={t("admin.countryHint")}
        name="country"
        value={entry?.country}
      />
      <ShortFact
        label={t("fact.languages")}
        hint={t("admin.languagesHint")}
        name="languages"
        value={entry?.languages.join(" ")}
      />
      <ShortFact label={t("fact.level")} name="level" value={entry?.level} />
    </>
  );
}

/** In which format a badge is given, and for what. */
function StandardFields({ locale, entry }: PartProps) {
  const t = translator(locale, "benchmark");
  return (
    <>
      <SelectField
        label={t("fact.standard")}
        name="standard"
        defaultValue={entry?.standard ?? "unknown"}
        options={optionsOf(STANDARDS, (standard) => t(`standards.${standard}`))}
      />
      <CheckboxGroup
        legend={t("fact.criteria")}
        name="criteria"
        chosen={entry?.criteria ?? []}
        options={optionsOf(CRITERIA, (criterion) => t(`criteria.${criterion}`))}
      />
    </>
  );
}

function BadgeFields({ locale, entry }: PartProps) {
  const t = translator(locale, "benchmark");
  return (
    <>
      <EffortFields locale={locale} entry={entry} />
      <ShortFact
        label={t("fact.months")}
        hint={t("admin.monthsHint")}
        name="validMonths"
        value={entry?.validMonths}
      />
      <ShortFact label={t("fact.website")} name="website" value={entry?.website} />
      <ShortFact label={t("fact.verification")} name="verification" value={entry?.verification} />
      <TextArea
        label={t("fact.endorsed")}
        hint={t("admin.endorsedHint")}
        name="endorsedBy"
        defaultValue={entry?.endorsedBy.join("\n") ?? ""}
        rows={2}
      />
    </>
  );
}

function CourseFields({ locale, entry }: PartProps) {
  const t = translator(locale, "benchmark");
  const spaces = translator(locale, "spaces");
  return (
    <>
      <SelectField
        label={t("fact.region")}
        name="region"
        defaultValue={entry?.region ?? ""}
        options={[
          { value: "", label: t("anywhere") },
          ...optionsOf(REGIONS, (region) => spaces(`regions.${region}`)),
        ]}
      />
      <EffortFields locale={locale} entry={entry} />
      <ShortFact label={t("fact.website")} name="website" value={entry?.website} />
    </>
  );
}

/** The hours and the money that it asks of a learner. */
function EffortFields({ locale, entry }: PartProps) {
  const t = translator(locale, "benchmark");
  return (
    <>
      <ShortFact label={t("fact.hours")} name="hours" value={entry?.hours} />
      <ShortFact
        label={t("fact.price")}
        hint={t("admin.priceHint")}
        name="priceEuro"
        value={entry?.priceEuro}
      />
    </>
  );
}

/** Which competences of our maps it stands for, and which others. */
function SkillFields({ locale, entry, maps }: Pick<Props, "locale" | "entry" | "maps">) {
  const t = translator(locale, "benchmark");
  const slugs = maps.map(({ slug }) => slug);
  const refs =
    entry?.competences.map(({ framework, code }) => ({ framework, ref: `${framework}:${code}` })) ??
    [];
  return (
    <fieldset>
      <legend>{t("admin.skills")}</legend>
      {maps.map(({ slug, name, items }) => (
        <CheckboxGroup
          key={slug}
          legend={t("admin.skillsOf", { map: name })}
          name="competences"
          chosen={refs.map(({ ref }) => ref)}
          options={items.map(({ code, label }) => ({
            value: `${slug}:${code}`,
            label: `${code} ${label}`,
          }))}
        />
      ))}
      <TextArea
        label={t("admin.more")}
        hint={t("admin.moreHint")}
        name="moreCompetences"
        defaultValue={refs
          .filter(({ framework }) => !slugs.includes(framework))
          .map(({ ref }) => ref)
          .join(" ")}
        rows={2}
      />
      <TextArea
        label={t("fact.other")}
        hint={t("admin.otherHint")}
        name="otherCompetences"
        defaultValue={entry?.otherCompetences.join("\n") ?? ""}
        rows={2}
      />
    </fieldset>
  );
}

type FactProps = {
  label: string;
  hint?: string;
  name: string;
  value: string | number | null | undefined;
};

/** A fact that fits on a line; left empty where nobody knows it. */
function ShortFact({ label, hint, name, value }: FactProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      name={name}
      defaultValue={value?.toString() ?? ""}
      maxLength={300}
    />
  );
}
