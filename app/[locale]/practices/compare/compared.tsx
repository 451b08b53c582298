import { townIn } from "#components/map/towns.ts";
import { formatMoney } from "#components/ui/money.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Practice } from "#lib/practice/practices/queries.ts";
import { TEXT_NAMES } from "#lib/practice/practices/schema.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";
import "#components/practices/practices.css";
import { Scrolling } from "#components/ui/scrolling.tsx";

type Props = { practices: Practice[]; locale: Locale };

/**
 * Practices side by side, question by question: what all of them leave open has no row. A text
 * stands in the reader's language, else as it was written.
 */
export function Compared({ practices, locale }: Props) {
  const t = translator(locale, "practices");
  const editions = practices.map(({ version }) => editionFor(version, locale).shown);
  return (
    <Scrolling className="scroll declaration compared" label={t("compare.title")}>
      <table className="data">
        <caption>{t("compare.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("compare.what")}</th>
            {practices.map(({ slug }, at) => (
              <th key={slug} scope="col" lang={editions[at]?.language}>
                <a href={`/${locale}/practices/${slug}`}>{editions[at]?.title}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(practices, locale, t).map(({ name, values, isText }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {practices.map(({ slug }, at) => (
                <td
                  key={slug}
                  data-column={editions[at]?.title}
                  lang={isText && values[at] ? editions[at]?.language : undefined}
                >
                  {values[at] ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** A value for each practice; null where it says nothing. */
type Row = { name: string; values: (string | null)[]; isText: boolean };

function rowsOf(practices: Practice[], locale: Locale, t: Translate): Row[] {
  const row = (name: string, said: (practice: Practice) => string | null): Row => ({
    name,
    values: practices.map(said),
    isText: false,
  });
  const languages = new Intl.ListFormat(locale);
  const facts = [
    row(t("atLevel"), ({ evidence }) => t(`evidence.${evidence}`)),
    row(t("evidence.own_figures"), ({ version }) => figuresOf(version, t)),
    row(t("from"), ({ space }) => `${space.name}, ${townIn(locale, space.city)}`),
    row(t("facts.group"), ({ version: { groupLeast, groupMost } }) =>
      groupMost === null ? null : t("facts.people", { least: groupLeast ?? 1, most: groupMost }),
    ),
    row(t("facts.cost"), ({ version: { costCents } }) =>
      costCents === null ? null : formatMoney(locale, costCents),
    ),
    row(t("facts.time"), ({ version: { minutes } }) =>
      minutes === null ? null : t("facts.minutes", { minutes }),
    ),
    row(t("facts.tried"), ({ reports }) => t("facts.places", { count: reports.length + 1 })),
    row(t("desk.fields.languages"), ({ version }) =>
      version.languages.length === 0
        ? null
        : languages.format(version.languages.map((code) => languageName(locale, code))),
    ),
    row(t("facts.licence"), ({ version }) => version.licence),
  ];
  const texts = TEXT_NAMES.filter((name) => name !== "title").map((name) => ({
    ...row(t(`texts.${name}`), ({ version }) => editionFor(version, locale).shown[name] || null),
    isText: true,
  }));
  return [...facts, ...texts].filter(({ values }) => values.some((value) => value !== null));
}

/** What the space counted with it and without it; null where it counted nothing. */
function figuresOf(version: Practice["version"], t: Translate): string | null {
  const { measuredPeople: people, measuredWith: used, measuredWithout: usual } = version;
  return people === null || used === null || usual === null
    ? null
    : t("tried.figures", { used, usual, people });
}
