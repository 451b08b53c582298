import {
  CheckboxGroup,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from "#components/ui/field.tsx";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  ACCESSIBILITY,
  COMPETENCES,
  DIGCOMP_AREAS,
  LEVELS,
  MODALITIES,
  TOPICS,
} from "#lib/learning/sessions/traits.ts";

type Props = {
  locale: Locale;
  /** What stands in the fields, by their names. */
  values: Record<string, string>;
  lists: { accessibility: string[]; competences: string[] };
  schemes: { id: string; code: string; name: string }[];
};

/** What a session is called and about, for a plan, a change and a course alike. */
export function WhatFields({ locale, values }: Pick<Props, "locale" | "values">) {
  const t = translator(locale, "sessions");
  const areas: Record<string, string | undefined> = DIGCOMP_AREAS;
  return (
    <>
      <p className="fact">{t("plan.titleHint")}</p>
      <TextField
        label={t("plan.titleNl")}
        name="titleNl"
        lang="nl"
        maxLength={120}
        defaultValue={values.titleNl}
      />
      <TextField
        label={t("plan.titleFr")}
        name="titleFr"
        lang="fr"
        maxLength={120}
        defaultValue={values.titleFr}
      />
      <TextField
        label={t("plan.titleEn")}
        name="titleEn"
        lang="en"
        maxLength={120}
        defaultValue={values.titleEn}
      />
      <SelectField
        label={t("plan.topic")}
        name="topic"
        defaultValue={values.topic}
        options={TOPICS.map((topic) => ({
          value: topic,
          label: areas[topic]
            ? `${t(`topics.${topic}`)} (DigComp ${areas[topic]})`
            : t(`topics.${topic}`),
        }))}
      />
      <RadioGroup
        legend={t("plan.modality")}
        name="modality"
        chosen={values.modality ?? "in_person"}
        options={MODALITIES.map((modality) => ({
          value: modality,
          label: t(`modalities.${modality}`),
        }))}
      />
      <RadioGroup
        legend={t("plan.language")}
        name="language"
        chosen={values.language}
        options={LOCALES.map((language) => ({
          value: language,
          label: t(`languages.${language}`),
        }))}
      />
      <TextField
        label={t("plan.places")}
        name="places"
        inputMode="numeric"
        maxLength={3}
        defaultValue={values.places ?? "10"}
      />
    </>
  );
}

/** Optional details of a session. */
export function DetailFields({ locale, values, lists, schemes }: Props) {
  const t = translator(locale, "sessions");
  return (
    <details>
      <summary>{t("plan.details")}</summary>
      <div className="form">
        <TextArea
          label={t("plan.about")}
          name="about"
          maxLength={600}
          defaultValue={values.about}
        />
        <TextArea
          label={t("plan.bring")}
          name="bring"
          maxLength={600}
          defaultValue={values.bring}
        />
        <TextArea
          label={t("plan.provided")}
          name="provided"
          maxLength={600}
          defaultValue={values.provided}
        />
        <TextField
          label={t("plan.cost")}
          name="cost"
          inputMode="decimal"
          maxLength={8}
          defaultValue={values.cost ?? "0"}
        />
        <SelectField
          label={t("plan.level")}
          name="level"
          defaultValue={values.level ?? ""}
          options={[
            { value: "", label: t("plan.noLevel") },
            ...LEVELS.map((level) => ({ value: level, label: level })),
          ]}
        />
        <CheckboxGroup
          legend={t("plan.accessibility")}
          name="accessibility"
          chosen={lists.accessibility}
          options={ACCESSIBILITY.map((code) => ({
            value: code,
            label: t(`accessibility.${code}`),
          }))}
        />
        <CheckboxGroup
          legend={t("plan.competences")}
          name="competences"
          chosen={lists.competences}
          options={COMPETENCES.map((code) => ({
            value: code,
            label: `${code} ${t(`competences.${code}`)}`,
          }))}
        />
        <TextArea
          label={t("plan.partners")}
          hint={t("plan.partnersHint")}
          name="partners"
          maxLength={1500}
          defaultValue={values.partners}
        />
        <SelectField
          label={t("plan.scheme")}
          name="schemeId"
          defaultValue={values.schemeId ?? ""}
          options={[
            { value: "", label: t("plan.oneOff") },
            ...schemes.map(({ id, code, name }) => ({
              value: id,
              label: `${isolated(code)} – ${isolated(name)}`,
            })),
          ]}
        />
      </div>
    </details>
  );
}
