import type { Labels } from "#db/schema/badges.ts";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { AlignmentItem, CompetenceItem, FrameworkFile } from "./schema.ts";

/**
 * Words for a reader, and in which language they are. `isMissing` where nobody has translated them
 * yet.
 */
export type Shown = { text: string; lang: Locale; isMissing: boolean };

/**
 * The words in the reader's language; else in the first language that has them, said to be missing
 * in theirs.
 */
export function labelIn(labels: Labels, locale: Locale): Shown {
  const lang = labels[locale] ? locale : (LOCALES.findLast((one) => labels[one]) ?? locale);
  return { text: labels[lang] ?? "", lang, isMissing: lang !== locale };
}

/** A group with what stands in it, in their order. */
export type Section<Item> = { group: Item | null; items: Item[] };

/**
 * The competences of a framework by the group that they stand in, at whatever depth; those that
 * stand in none come last. A group in which nothing stands itself is left out.
 */
export function sectionsOf<
  Item extends { code: string; parentCode: string | null; isGroup: boolean },
>(items: readonly Item[]): Section<Item>[] {
  const known = new Map(items.map((item) => [item.code, item]));
  const groupOf = ({ parentCode }: Item): Item | null => {
    const parent = known.get(parentCode ?? "");
    return !parent || parent.isGroup ? (parent ?? null) : groupOf(parent);
  };
  const found = Map.groupBy(
    items.filter(({ isGroup }) => !isGroup),
    groupOf,
  );
  const groups = [...items.filter(({ isGroup }) => isGroup), null];
  return groups.flatMap((group) => {
    const inGroup = found.get(group);
    return inGroup ? [{ group, items: inGroup }] : [];
  });
}

/** A code that people say; ESCO has none, and its place is taken by the end of its address. */
export function spokenCode(code: string): string | null {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(code) ? null : code;
}

/** What is wrong with a file, and at which of its rows, counted from 1. */
export type RowFault = { row: number; code: string; value: string };

/**
 * What the rows of a framework say that cannot be, each by its row; several faults are told at
 * once.
 */
export function faultsOf({
  items,
  alignments,
}: Pick<FrameworkFile, "items" | "alignments">): RowFault[] {
  const rowOf = new Map(items.map(({ code }, at) => [code, at + 1]));
  const seen = new Set<string>();
  const ofItems = items.flatMap((item, at): RowFault[] => {
    const row = at + 1;
    const twice = seen.has(item.code);
    seen.add(item.code);
    return [
      ...(twice ? [{ row, code: "badges.import.twice", value: item.code }] : []),
      ...parentFault(item, rowOf, row),
    ];
  });
  const ofLinks = alignments
    .filter(({ code }) => !rowOf.has(code))
    .map(({ code }): RowFault => ({ row: 0, code: "badges.import.unknown_code", value: code }));
  return [...ofItems, ...ofLinks];
}

/** A competence may stand in another (ROME has no groups), but not in itself, nor in a circle. */
function parentFault(
  { code, parentCode }: CompetenceItem,
  rowOf: Map<string, number>,
  row: number,
): RowFault[] {
  if (parentCode === undefined) return [];
  if (parentCode === code) return [{ row, code: "badges.import.own_parent", value: code }];
  const parentRow = rowOf.get(parentCode);
  if (parentRow === undefined)
    return [{ row, code: "badges.import.unknown_parent", value: parentCode }];
  // Parents stand before what stands in them, so that no circle can be.
  return parentRow > row ? [{ row, code: "badges.import.parent_later", value: parentCode }] : [];
}

/** How much of a map badges stand for: competences, groups left out. */
export type Coverage = { covered: number; total: number };

export function coverageOf(items: { isGroup: boolean; badges: unknown[] }[]): Coverage {
  const counted = items.filter(({ isGroup }) => !isGroup);
  return {
    covered: counted.filter(({ badges }) => badges.length > 0).length,
    total: counted.length,
  };
}

/**
 * How the competences of a file are to those that are there: by what they say, where they stand,
 * and what they are aligned with.
 */
export function differences(before: FrameworkFile | null, after: FrameworkFile) {
  const said = (file: FrameworkFile) =>
    new Map(
      file.items.map((item) => [
        item.code,
        JSON.stringify([
          [item.uri, item.parentCode, item.isGroup, item.origin],
          LOCALES.map((locale) => item.labels[locale] ?? null),
          file.alignments
            .filter(({ code }) => code === item.code)
            .map(alignmentText)
            .toSorted(),
        ]),
      ]),
    );
  const [old, now] = [said(before ?? { ...after, items: [] }), said(after)];
  const codes = [...now.keys()];
  return {
    added: codes.filter((code) => !old.has(code)).length,
    changed: codes.filter((code) => old.has(code) && old.get(code) !== now.get(code)).length,
    same: codes.filter((code) => old.get(code) === now.get(code)).length,
    removed: [...old.keys()].filter((code) => !now.has(code)).length,
  };
}

/** `esco-1.2:0a9acb6b-…:close`, as a cell of a table has it. */
export function alignmentText({ framework, other, relation }: Omit<AlignmentItem, "code">): string {
  return `${framework}:${other}:${relation}`;
}

/**
 * Why nobody can edit a framework here, or null. A list of others is what they publish; a map of
 * one's own is edited until it is given up.
 */
export function editingRefusal({
  kind,
  retiredAt,
}: {
  kind: FrameworkFile["kind"];
  retiredAt: Temporal.Instant | null;
}): { code: "badges.framework_of_others" | "badges.framework_retired" } | null {
  if (kind !== "map") return { code: "badges.framework_of_others" };
  return retiredAt === null ? null : { code: "badges.framework_retired" };
}
