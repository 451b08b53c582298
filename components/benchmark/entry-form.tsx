import { SourceFields } from "#components/actors/source-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
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
  const spaces = translator(locale, "spaces");
  const isBadge = kind === "badge";
  const slugs = maps.map(({ slug }) => slug);
  const refs =
    entry?.competences.map(({ framework, code }) => ({ framework, ref: `${framework}:${code}` })) ??
    [];
  const text = (
    name: string,
    label: string,
    value: string | number | null | undefined,
    hint?: string,
  ) => (
    <TextField
      label={label}
      hint={hint}
      name={name}
      defaultValue={value?.toString() ?? ""}
      maxLength={300}
    />
  );
  return (
    <ActionForm
      action={entry ? changeEntryAction : addEntryAction}
      submit={t(entry ? "admin.save" : "admin.saveNew")}
      working={t("admin.working")}
      values={{ locale, kind, ...(entry && { id: entry.id, revision: String(entry.revision) }) }}
    >
      <fieldset className="place-facts">
        <legend>{t("admin.facts")}</legend>
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
        {text("country", t("fact.country"), entry?.country, t("admin.countryHint"))}
        {text(
          "languages",
          t("fact.languages"),
          entry?.languages.join(" "),
          t("admin.languagesHint"),
        )}
        {text("level", t("fact.level"), entry?.level)}
        {isBadge && (
          <SelectField
            label={t("fact.standard")}
            name="standard"
            defaultValue={entry?.standard ?? "unknown"}
            options={STANDARDS.map((value) => ({ value, label: t(`standards.${value}`) }))}
          />
        )}
        {isBadge && (
          <CheckboxGroup
            legend={t("fact.criteria")}
            name="criteria"
            chosen={entry?.criteria ?? []}
            options={CRITERIA.map((value) => ({ value, label: t(`criteria.${value}`) }))}
          />
        )}
      </fieldset>
      <fieldset className="place-facts">
        <legend>{t("admin.about")}</legend>
        {!isBadge && (
          <SelectField
            label={t("fact.region")}
            name="region"
            defaultValue={entry?.region ?? ""}
            options={[
              { value: "", label: t("anywhere") },
              ...REGIONS.map((value) => ({ value, label: spaces(`regions.${value}`) })),
            ]}
          />
        )}
        {text("hours", t("fact.hours"), entry?.hours)}
        {text("priceEuro", t("fact.price"), entry?.priceEuro, t("admin.priceHint"))}
        {isBadge &&
          text("validMonths", t("fact.months"), entry?.validMonths, t("admin.monthsHint"))}
        {text("website", t("fact.website"), entry?.website)}
        {isBadge && text("verification", t("fact.verification"), entry?.verification)}
        {isBadge && (
          <TextArea
            label={t("fact.endorsed")}
            hint={t("admin.endorsedHint")}
            name="endorsedBy"
            defaultValue={entry?.endorsedBy.join("\n") ?? ""}
            rows={2}
          />
        )}
      </fieldset>
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
      <SourceFields locale={locale} fact={entry} today={today} />
    </ActionForm>
  );
}
