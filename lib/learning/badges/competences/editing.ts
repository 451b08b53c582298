import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
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
  /** Refused when there is one with its code, so that nobody writes over it by accident. */
  isNew: boolean;
};

/**
 * Adds a competence, or changes the one with its code. What stands in it moves with it.
 *
 * @throws DomainError conflict for a new one whose code is taken
 */
export function withItem(
  file: FrameworkFile,
  { item, alignments, after, isNew }: EditedItem,
): FrameworkFile {
  if (isNew && file.items.some(({ code }) => code === item.code))
    throw new DomainError(
      "conflict",
      { code: "badges.code_taken" },
      { details: { field: "code" } },
    );
  const inIt = standingIn(file, item.code);
  const moved = file.items.filter(({ code }) => inIt.has(code));
  const others = file.items.filter(({ code }) => code !== item.code && !inIt.has(code));
  const at = inIt.has(after)
    ? file.items.findIndex(({ code }) => code === item.code)
    : others.findIndex(({ code }) => code === after) + 1;
  return {
    ...file,
    items: others.toSpliced(at, 0, item, ...moved),
    alignments: [
      ...file.alignments.filter(({ code }) => code !== item.code),
      ...alignments.map((one) => ({ ...one, code: item.code })),
    ],
  };
}

/** The codes of what stands in a competence, and in that. Parents come first in a file. */
function standingIn({ items }: FrameworkFile, code: string): Set<string> {
  const found = new Set<string>();
  for (const item of items)
    if (item.parentCode === code || found.has(item.parentCode ?? "")) found.add(item.code);
  return found;
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
