import type { Framework } from "./queries.ts";
import type { AlignmentItem, CompetenceItem, FrameworkFile } from "./schema.ts";

/** A framework as a file has it: what is edited is one. */
export function fileOf(framework: Framework): FrameworkFile {
  const {
    slug,
    kind,
    version,
    names,
    about,
    levels,
    publisher,
    licence,
    source,
    targetType,
    items,
  } = framework;
  return {
    ...{ slug, kind, version, names, about, levels, publisher, licence, source, targetType },
    items: items.map(({ code, uri, parentCode, isGroup, labels, origin }) => ({
      code,
      ...(uri !== null && { uri }),
      ...(parentCode !== null && { parentCode }),
      isGroup,
      labels,
      origin,
    })),
    alignments: items.flatMap(({ code, aligned }) =>
      aligned.map((other) => ({
        code,
        framework: other.framework,
        other: other.code,
        relation: other.relation,
      })),
    ),
  };
}

/**
 * One competence with what it is in other frameworks, and after which other it stands; first of all
 * after none.
 */
export type EditedItem = {
  item: CompetenceItem;
  alignments: Omit<AlignmentItem, "code">[];
  after: string;
};

/** Adds a competence, or changes the one with its code. */
export function withItem(
  file: FrameworkFile,
  { item, alignments, after }: EditedItem,
): FrameworkFile {
  const others = file.items.filter(({ code }) => code !== item.code);
  const at = others.findIndex(({ code }) => code === after) + 1;
  return {
    ...file,
    items: others.toSpliced(at, 0, item),
    alignments: [
      ...file.alignments.filter(({ code }) => code !== item.code),
      ...alignments.map((one) => ({ ...one, code: item.code })),
    ],
  };
}

/** Takes a competence away. What stood in it stands in none then. */
export function withoutItem(file: FrameworkFile, code: string): FrameworkFile {
  return {
    ...file,
    items: file.items
      .filter((item) => item.code !== code)
      .map(({ parentCode, ...item }) => ({
        ...item,
        ...(parentCode && parentCode !== code && { parentCode }),
      })),
    alignments: file.alignments.filter((one) => one.code !== code),
  };
}
