import {
  CheckboxGroup,
  Fault,
  SelectField,
  TextArea,
  TextField,
  Tick,
} from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";

import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type BadgeClass, editionIn, type Rule } from "#lib/learning/badges/classes/rules.ts";
import { COLOURS, ICONS, RUBRIC } from "#lib/learning/badges/classes/schema.ts";
import { labelIn, spokenCode } from "#lib/learning/badges/competences/rules.ts";
import { TOPICS } from "#lib/learning/sessions/traits.ts";
import { PictureFields } from "./picture-fields.tsx";

type Labels = Parameters<typeof labelIn>[0];
type Framework = {
  slug: string;
  names: Labels;
  /** What each level is called, from the first on; empty where the list has none. */
  levels: Labels[];
  items: { code: string; labels: Labels; isGroup: boolean }[];
};

type Props = {
  locale: Locale;
  /** As it is now; null for a new one. */
  badge: BadgeClass | null;
  /** Badges that can be asked for first. */
  others: BadgeClass[];
  frameworks: Framework[];
};

const said = (value: number | null | undefined) => (value ? String(value) : "");

/**
 * What is written of a badge class: its words by language, its picture, its points of the maps and
 * its rules.
 */
export function ClassFields({ locale, badge, others, frameworks }: Props) {
  const t = translator(locale, "badges");
  const version = badge?.version;
  return (
    <>
      {!badge && (
        <TextField
          label={t("design.slug")}
          hint={t("design.slugHint")}
          name="slug"
          maxLength={60}
          autoComplete="off"
          required
        />
      )}
      {LOCALES.map((language) => {
        const edition = version?.editions[language];
        return (
          <fieldset className="class-part" key={language}>
            <legend>{LOCALE_NAMES[language]}</legend>
            <TextField
              label={t("design.name")}
              name={`name_${language}`}
              lang={language}
              maxLength={80}
              defaultValue={edition?.name ?? ""}
            />
            <TextArea
              label={t("design.description")}
              name={`description_${language}`}
              lang={language}
              maxLength={600}
              defaultValue={edition?.description ?? ""}
            />
            <TextArea
              label={t("design.criteria")}
              name={`criteria_${language}`}
              lang={language}
              maxLength={2000}
              defaultValue={edition?.criteria ?? ""}
            />
          </fieldset>
        );
      })}
      <PictureFields
        words={{
          legend: t("design.picture"),
          icon: t("design.icon"),
          colour: t("design.colour"),
        }}
        icons={optionsOf(ICONS, (value) => t(`design.icons.${value}`))}
        colours={optionsOf(COLOURS, (value) => t(`design.colours.${value}`))}
        icon={version?.icon ?? ICONS[0]}
        colour={version?.colour ?? COLOURS[0]}
      />
      <TextField
        label={t("design.months")}
        hint={t("design.monthsHint")}
        name="months"
        inputMode="numeric"
        defaultValue={said(version?.validMonths)}
      />
      <Rules locale={locale} rules={version?.rules ?? []} others={others} />
      <fieldset className="class-part">
        <legend>{t("design.stands")}</legend>
        <Fault name="competences" />
        {frameworks.map((framework) => (
          <Points key={framework.slug} locale={locale} framework={framework} badge={badge} />
        ))}
      </fieldset>
    </>
  );
}

/** The points of a list that can be ticked, with its levels; open where some are. */
function Points({
  locale,
  framework,
  badge,
}: {
  locale: Locale;
  framework: Framework;
  badge: BadgeClass | null;
}) {
  const items = framework.items.filter(({ isGroup }) => !isGroup);
  const chosen = (badge?.version.competences ?? [])
    .filter((one) => one.framework === framework.slug)
    .map(({ code }) => `${framework.slug}:${code}`);
  const name = labelIn(framework.names, locale).text;
  const t = translator(locale, "badges");
  return (
    <details open={chosen.length > 0 || undefined}>
      <summary>{chosen.length > 0 ? `${name} (${chosen.length})` : name}</summary>
      <CheckboxGroup
        legend={name}
        name="competences"
        chosen={chosen}
        options={items.map(({ code, labels }) => ({
          value: `${framework.slug}:${code}`,
          label: [spokenCode(code), labelIn(labels, locale).text].filter(Boolean).join(" "),
        }))}
      />
      {framework.levels.length > 0 && (
        <SelectField
          label={t("design.level", { list: name })}
          hint={t("design.levelHint")}
          name={`level_${framework.slug}`}
          defaultValue=""
          options={[
            { value: "", label: t("design.levelNone") },
            ...framework.levels.map((label, at) => ({
              value: String(at + 1),
              label: `${at + 1}. ${labelIn(label, locale).text}`,
            })),
          ]}
        />
      )}
    </details>
  );
}

function Rules({ locale, rules, others }: { locale: Locale; rules: Rule[]; others: BadgeClass[] }) {
  const t = translator(locale, "badges");
  const topics = translator(locale, "sessions");
  const find = <K extends Rule["kind"]>(kind: K) =>
    rules.find((rule): rule is Extract<Rule, { kind: K }> => rule.kind === kind);
  const attendance = find("attendance");
  const peers = find("peers");
  const asked = rules.flatMap((rule) => (rule.kind === "badge" ? rule.slug : []));
  return (
    <fieldset className="class-part">
      <legend>{t("one.rules")}</legend>
      <p className="fact">{t("design.rulesHint")}</p>
      <TextField
        label={t("design.hours")}
        name="hours"
        inputMode="decimal"
        defaultValue={said(attendance && attendance.minutes / 60)}
      />
      <SelectField
        label={t("design.topic")}
        name="topic"
        defaultValue={attendance?.topic ?? ""}
        options={[
          { value: "", label: topics("filter.any") },
          ...optionsOf(TOPICS, (value) => topics(`topics.${value}`)),
        ]}
      />
      <TextField
        label={t("design.needed")}
        name="needed"
        inputMode="numeric"
        defaultValue={said(peers?.needed)}
      />
      <TextField
        label={t("design.asked")}
        name="asked"
        inputMode="numeric"
        defaultValue={said(peers?.asked)}
      />
      <SelectField
        label={t("design.rubric")}
        name="rubric"
        defaultValue={peers?.level ?? "independent"}
        options={optionsOf(RUBRIC, (value) => t(`levels.${value}`))}
      />
      <Tick
        label={t("rule.evidence")}
        name="evidence"
        value="yes"
        defaultChecked={Boolean(find("evidence"))}
      />
      <Tick
        label={t("rule.mentor")}
        name="mentor"
        value="yes"
        defaultChecked={Boolean(find("mentor"))}
      />
      {others.length > 0 && (
        <CheckboxGroup
          legend={t("design.first")}
          name="badges"
          chosen={asked}
          options={others.map(({ slug, version }) => ({
            value: slug,
            label: editionIn(version.editions, locale).name,
          }))}
        />
      )}
    </fieldset>
  );
}
