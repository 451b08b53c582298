import type { ReactNode } from "react";
import {
  CheckboxGroup,
  RadioGroup,
  SelectField,
  TextArea,
  TextField,
} from "#components/ui/field.tsx";
import { typedMoney } from "#components/ui/money.ts";
import { optionsOf } from "#components/ui/options.ts";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { LEAST_PEOPLE } from "#lib/practice/practices/rules.ts";
import {
  type Choice,
  type DraftChoices,
  type DraftLinks,
  EVIDENCE,
  type Facts,
  LICENCES,
  TEXTS,
  type TextName,
  type Texts,
  THEMES,
} from "#lib/practice/practices/schema.ts";

type Props = {
  locale: Locale;
  /** In which it is written. */
  language: Locale;
  texts: Texts;
  facts: Omit<Facts, "badges" | "sessions" | "spaces">;
  links: DraftLinks;
  choices: DraftChoices;
};

const said = (value: number | null) => (value === null ? "" : String(value));

/** All that is written of a practice, in the order in which somebody tells it. */
export function DraftFields({ locale, language, texts, facts, links, choices }: Props) {
  const t = translator(locale, "practices");
  const area = (name: TextName) => (
    <TextArea
      label={t(`texts.${name}`)}
      hint={t(`desk.hints.${name}`)}
      name={name}
      lang={language}
      maxLength={TEXTS[name]}
      defaultValue={texts[name]}
    />
  );
  const number = (name: "groupLeast" | "groupMost" | "minutes" | Measure) => (
    <TextField
      label={t(`desk.fields.${name}`)}
      name={name}
      inputMode="numeric"
      autoComplete="off"
      defaultValue={said(facts[name])}
    />
  );
  return (
    <>
      <Part title={t("desk.parts.short")}>
        <TextField
          label={t("desk.fields.title")}
          name="title"
          lang={language}
          autoComplete="off"
          maxLength={TEXTS.title}
          defaultValue={texts.title}
        />
        {area("summary")}
        <RadioGroup
          legend={t("themes.label")}
          name="theme"
          chosen={facts.theme}
          options={optionsOf(THEMES, (value) => t(`themes.${value}`))}
        />
        <CheckboxGroup
          legend={t("desk.fields.languages")}
          name="languages"
          chosen={facts.languages}
          options={optionsOf(LOCALES, (value) => LOCALE_NAMES[value])}
        />
      </Part>
      <Part title={t("desk.parts.before")}>
        {area("context")}
        {area("targetGroup")}
        <div className="practice-numbers">
          {number("groupLeast")}
          {number("groupMost")}
        </div>
        {area("setting")}
      </Part>
      <Part title={t("desk.parts.how")}>
        {area("pedagogy")}
        {area("technology")}
        {area("done")}
        {area("steps")}
        {number("minutes")}
      </Part>
      <Part title={t("desk.parts.after")}>
        {area("effects")}
        <Evidence locale={locale} facts={facts} releases={choices.releases} t={t} />
        <p className="fact">{t("desk.figures", { least: LEAST_PEOPLE })}</p>
        <TextField
          label={t("desk.fields.measured")}
          hint={t("desk.hints.measured")}
          name="measured"
          lang={language}
          autoComplete="off"
          maxLength={TEXTS.measured}
          defaultValue={texts.measured}
        />
        <div className="practice-numbers">
          {number("measuredPeople")}
          {number("measuredWith")}
          {number("measuredWithout")}
        </div>
        {area("failed")}
      </Part>
      <Part title={t("desk.parts.costs")}>
        <TextField
          label={t("desk.fields.costCents")}
          name="costCents"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typedMoney(facts.costCents)}
        />
        {area("costs")}
      </Part>
      <Part title={t("desk.parts.links")}>
        <Links name="spaces" choices={choices} links={links} t={t} />
        <Links name="sessions" choices={choices} links={links} t={t} />
        <Links name="badges" choices={choices} links={links} t={t} />
        <SelectField
          label={t("facts.licence")}
          hint={t("desk.hints.licence")}
          name="licence"
          defaultValue={facts.licence}
          options={LICENCES.map((value) => ({
            value,
            label: t(`desk.licences.${value.split(".")[0]}`),
          }))}
        />
      </Part>
    </>
  );
}

type Measure = "measuredPeople" | "measuredWith" | "measuredWithout";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="practice-part">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

type EvidenceProps = Pick<Props, "locale" | "facts"> & { releases: Choice[]; t: Translate };

function Evidence({ facts, releases, t }: EvidenceProps) {
  return (
    <>
      <RadioGroup
        legend={t("atLevel")}
        name="evidence"
        chosen={facts.evidence}
        options={optionsOf(EVIDENCE, (value) => t(`evidence.${value}`))}
      />
      <SelectField
        label={t("desk.fields.release")}
        name="release"
        defaultValue={facts.release ?? ""}
        options={[{ value: "", label: t("desk.noStudy") }, ...releases]}
      />
      <TextField
        label={t("desk.fields.source")}
        name="source"
        type="url"
        autoComplete="off"
        maxLength={300}
        defaultValue={facts.source ?? ""}
      />
    </>
  );
}

type LinkProps = Pick<Props, "choices" | "links"> & { name: keyof DraftLinks; t: Translate };

/** A list that can be ticked, open where something is. */
function Links({ name, choices, links, t }: LinkProps) {
  const chosen = links[name];
  if (choices[name].length === 0) return null;
  const title = t(`desk.links.${name}`);
  return (
    <details open={chosen.length > 0 || undefined}>
      <summary>{title}</summary>
      <CheckboxGroup legend={title} name={name} chosen={chosen} options={choices[name]} />
    </details>
  );
}
