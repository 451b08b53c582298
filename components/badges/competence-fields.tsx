import { SelectField, TextArea, TextField, Tick } from "#components/ui/field.tsx";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { alignmentText, labelIn } from "#lib/learning/badges/competences/rules.ts";
import type { AlignmentItem, CompetenceItem } from "#lib/learning/badges/competences/schema.ts";

type Props = {
  locale: Locale;
  items: CompetenceItem[];
  /** The one that is changed; null for one that is added. */
  item: CompetenceItem | null;
  alignments: AlignmentItem[];
};

/**
 * One competence: its code, its words in each language, where it stands, and what others call it.
 */
export function CompetenceFields({ locale, items, item, alignments }: Props) {
  const t = translator(locale, "badges");
  const others = items.filter(({ code }) => code !== item?.code);
  const option = ({ code, labels }: CompetenceItem) => ({
    value: code,
    label: `${code} ${labelIn(labels, locale).text}`,
  });
  const before = item ? items[items.indexOf(item) - 1]?.code : items.at(-1)?.code;
  return (
    <>
      {!item && (
        <TextField
          label={t("frameworks.code")}
          hint={t("frameworks.codeHint")}
          name="code"
          maxLength={60}
          required
        />
      )}
      {LOCALES.map((one) => (
        <TextField
          key={one}
          label={t("frameworks.label", { language: LOCALE_NAMES[one] })}
          name={`label_${one}`}
          lang={one}
          maxLength={300}
          defaultValue={item?.labels[one] ?? ""}
        />
      ))}
      <SelectField
        label={t("frameworks.parent")}
        name="parent"
        defaultValue={item?.parentCode ?? ""}
        options={[{ value: "", label: t("frameworks.noParent") }, ...others.map(option)]}
      />
      <SelectField
        label={t("frameworks.after")}
        name="after"
        defaultValue={before ?? ""}
        options={[{ value: "", label: t("frameworks.first") }, ...others.map(option)]}
      />
      <Tick
        label={t("frameworks.group")}
        name="group"
        value="yes"
        defaultChecked={item?.isGroup ?? false}
      />
      <TextField
        label={t("frameworks.uri")}
        name="uri"
        type="url"
        maxLength={500}
        defaultValue={item?.uri ?? ""}
      />
      <TextArea
        label={t("frameworks.origin")}
        name="origin"
        rows={2}
        maxLength={2000}
        defaultValue={item?.origin ?? ""}
      />
      <TextArea
        label={t("frameworks.aligned")}
        hint={t("frameworks.alignedHint")}
        name="aligned"
        rows={2}
        spellCheck={false}
        defaultValue={alignments
          .filter(({ code }) => code === item?.code)
          .map(alignmentText)
          .join("\n")}
      />
    </>
  );
}
