import { stringify } from "csv-stringify/sync";
import type { Comparison } from "./queries.ts";
import { gapsOf } from "./rules.ts";
import type { Entry } from "./schema.ts";

/** One as programs read it. */
export function publicEntry({
  revision: _,
  retiredAt: __,
  changedAt,
  competences,
  ...entry
}: Entry) {
  return {
    ...entry,
    competences: competences.map(({ framework, code, labels }) => ({ framework, code, labels })),
    changedAt: changedAt.toString(),
  };
}

const COLUMNS = [
  ...[
    "kind",
    "name",
    "issuer",
    "country",
    "region",
    "languages",
    "open_badges",
    "criteria",
    "hours",
    "level",
  ],
  ...["competences", "other_competences", "valid_months", "price_euro", "verification", "website"],
  ...["endorsed_by", "source", "facts_on", "invented"],
];

/**
 * One row each; empty is what nobody knows. What a spreadsheet would take for a formula begins with
 * an apostrophe.
 */
export function benchmarkCsv(entries: Entry[]): string {
  const rows = entries.map((one) => [
    ...[
      one.kind,
      one.name,
      one.issuer,
      one.country,
      one.region,
      one.languages.join(" "),
      one.standard,
    ],
    ...[one.criteria.join(" "), one.hours, one.level],
    one.competences.map(({ framework, code }) => `${framework}:${code}`).join(" "),
    one.otherCompetences.join("; "),
    ...[one.validMonths, one.priceEuro, one.verification, one.website, one.endorsedBy.join("; ")],
    ...[one.source, one.factsOn, one.isInvented ? "yes" : ""],
  ]);
  return stringify([COLUMNS, ...rows], { escape_formulas: true });
}

/** One row a competence, one column a badge or a course: `1` where it stands for it. */
export function matrixCsv({ framework, rows, entries }: Comparison): string {
  const labels = new Map(framework.items.map(({ id, labels }) => [id, labels]));
  const columns = entries.toSorted((one, other) => one.kind.localeCompare(other.kind));
  const header = [
    ...["code", "label_nl", "label_fr", "label_en"],
    ...columns.map(({ kind, name, issuer }) => `${name} (${issuer}, ${kind})`),
  ];
  const lines = rows.map(({ item, own, badges, offers }) => {
    const found = new Set([...own, ...badges, ...Object.values(offers).flat()]);
    const { nl = "", fr = "", en = "" } = labels.get(item.id) ?? {};
    return [item.code, nl, fr, en, ...columns.map((entry) => (found.has(entry) ? "1" : ""))];
  });
  return stringify([header, ...lines], { escape_formulas: true });
}

export function matrixJson({ framework, rows, duplicates }: Comparison) {
  const { noBadge, noOffer } = gapsOf(rows);
  const codes = (items: { code: string }[]) => items.map(({ code }) => code);
  const refs = (entries: { id: string; name: string; issuer: string }[]) =>
    entries.map(({ id, name, issuer }) => ({ id, name, issuer }));
  return {
    map: framework.slug,
    version: framework.version,
    rows: rows.map(({ item, own, badges, offers }) => ({
      code: item.code,
      own: refs(own),
      badges: refs(badges),
      offers: Object.fromEntries(
        Object.entries(offers).map(([region, found]) => [region, refs(found)]),
      ),
    })),
    gaps: {
      noBadge: codes(noBadge),
      noOffer: Object.fromEntries(
        Object.entries(noOffer).map(([region, items]) => [region, codes(items)]),
      ),
    },
    nearDuplicates: duplicates.map(({ one, other, names, shared }) => ({
      entries: refs([one, other]),
      nameSimilarity: Number(names.toFixed(2)),
      sharedCompetences: shared,
    })),
  };
}
