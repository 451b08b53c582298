import type { Metadata } from "next";
import { DataTable } from "#components/research/data-table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatMoney } from "#components/ui/money.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { editionFor, type Practice, practicesBeside } from "#lib/practice/practices/queries.ts";
import { MOST_COMPARED, TEXT_NAMES } from "#lib/practice/practices/schema.ts";
import "#components/practices/practices.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "practices")("compare.title"),
    robots: { index: false },
  };
}

/** Two or three practices side by side, question by question. */
export default async function ComparePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "practices");
  const asked = [...new Set([(await searchParams).with ?? []].flat())].slice(0, MOST_COMPARED);
  const practices = await practicesBeside(await requestContext(), asked);
  return (
    <>
      <p className="row">
        <a href={`/${locale}/practices`}>{t("all")}</a>
      </p>
      <h1>{t("compare.title")}</h1>
      {practices.length < 2 ? (
        <Empty text={t("compare.few")}>
          <a href={`/${locale}/practices`}>{t("all")}</a>
        </Empty>
      ) : (
        <div className="declaration compared">
          <DataTable
            caption={t("compare.title")}
            columns={[
              t("compare.what"),
              ...practices.map(({ version }) => editionFor(version, locale).shown.title),
            ]}
            rows={rowsOf(practices, locale, t)}
          />
        </div>
      )}
    </>
  );
}

function rowsOf(practices: Practice[], locale: Locale, t: Translate): string[][] {
  const texts = TEXT_NAMES.filter((name) => name !== "title" && name !== "measured").map((name) => [
    t(`texts.${name}`),
    ...practices.map(({ version }) => editionFor(version, locale).shown[name] || "–"),
  ]);
  const facts = [
    [t("atLevel"), ...practices.map(({ evidence }) => t(`evidence.${evidence}`))],
    [t("from"), ...practices.map(({ space }) => `${space.name}, ${space.city}`)],
    [t("facts.cost"), ...practices.map(({ version }) => formatMoney(locale, version.costCents))],
    [
      t("facts.tried"),
      ...practices.map(({ reports }) => t("facts.places", { count: reports.length + 1 })),
    ],
  ];
  return [...facts, ...texts].filter(([, ...values]) => values.some((value) => value !== "–"));
}
