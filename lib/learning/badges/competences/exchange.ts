import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isKeepable, keepableJson, oddText } from "#lib/foundation/platform/text/text.ts";
import type { Competence, Framework, FrameworkHead } from "./queries.ts";
import { alignmentText, type RowFault } from "./rules.ts";
import {
  type AlignmentItem,
  competenceItem,
  type FrameworkFile,
  frameworkFile,
  RELATIONS,
} from "./schema.ts";

/**
 * Address of a framework for programs; a competence stands behind `#`. It is written into signed
 * badges: it stays.
 */
export const frameworkAddress = (origin: string, slug: string) =>
  `${origin}/api/v1/frameworks/${slug}`;

export const competenceAddress = (
  origin: string,
  { framework, code, uri }: { framework: string; code: string; uri: string | null },
) => uri ?? `${frameworkAddress(origin, framework)}#${encodeURIComponent(code)}`;

/**
 * A framework in the manner of CASE: a document, its items, and how they hang together. Labels are
 * an object by language, where CASE has one language only; nothing is filled in that is not
 * translated.
 *
 * @see IMS CASE 1.0, section 4: CFDocument, CFItem, CFAssociation, CFRubric for the levels
 */
export function caseDocument(framework: Framework, origin: string) {
  const own = (code: string) =>
    `${frameworkAddress(origin, framework.slug)}#${encodeURIComponent(code)}`;
  return {
    CFDocument: {
      uri: frameworkAddress(origin, framework.slug),
      identifier: framework.id,
      title: framework.names,
      description: framework.about,
      version: framework.version,
      publisher: framework.publisher,
      licenseText: framework.licence,
      officialSourceText: framework.source,
      frameworkType: framework.kind,
      targetType: framework.targetType,
      lastChangeDateTime: framework.changedAt.toString(),
    },
    CFItems: framework.items.map(({ id, code, uri, labels, origin: from, isGroup }) => ({
      uri: uri ?? own(code),
      identifier: id,
      humanCodingScheme: code,
      fullStatement: labels,
      CFItemType: isGroup ? "Group" : "Competence",
      ...(from && { notes: from }),
    })),
    CFRubrics: framework.levels.length === 0 ? [] : [rubricOf(framework, origin)],
    CFAssociations: framework.items.flatMap(({ code, parentCode, aligned }) => [
      ...(parentCode
        ? [
            {
              associationType: "isChildOf",
              originNodeURI: own(code),
              destinationNodeURI: own(parentCode),
            },
          ]
        : []),
      ...aligned.map((other) => ({
        associationType: { exact: "exactMatchOf", close: "isRelatedTo", part: "isPartOf" }[
          other.relation
        ],
        originNodeURI: own(code),
        destinationNodeURI: competenceAddress(origin, other),
      })),
    ]),
  };
}

/** The levels of a framework, as the one criterion of one rubric. */
function rubricOf({ slug, names, levels }: Framework, origin: string) {
  return {
    uri: `${frameworkAddress(origin, slug)}#levels`,
    title: names,
    CFRubricCriteria: [
      { CFRubricCriterionLevels: levels.map((quality, at) => ({ position: at + 1, quality })) },
    ],
  };
}

const HEADER = [
  "code",
  "parent",
  "group",
  "uri",
  ...LOCALES.map((one) => `label_${one}`),
  "origin",
  "aligned",
];

/**
 * One row a competence. What a spreadsheet would take for a formula begins with an apostrophe; what
 * has a semicolon stands in quotes.
 */
export function frameworkCsv({ items }: Framework): string {
  const rows = items.map((item: Competence) => [
    item.code,
    item.parentCode ?? "",
    item.isGroup ? "yes" : "",
    item.uri ?? "",
    ...LOCALES.map((locale) => item.labels[locale] ?? ""),
    item.origin,
    item.aligned.map(({ code, ...other }) => alignmentText({ ...other, other: code })).join(" "),
  ]);
  return stringify([HEADER, ...rows], { escape_formulas: true, quoted_match: /;/ });
}

export type Rows = Pick<FrameworkFile, "items" | "alignments">;

/**
 * Reads what `frameworkCsv` writes, in any order of columns; those that are not there are empty.
 *
 * @returns the rows, or every row at fault: 1 is the first below the header
 * @throws DomainError invalid for what is no table, has no column `code`, or has a character that
 *   cannot be kept
 */
export function rowsOfCsv(text: string): { rows: Rows } | { faults: RowFault[] } {
  if (!isKeepable(text)) throw oddText();
  const table = readTable(text);
  const [header = [], ...lines] = table;
  if (!header.includes("code")) throw new DomainError("invalid", { code: "badges.import_no_code" });
  if (lines.length === 0) throw new DomainError("invalid", { code: "badges.import_empty" });
  const faults: RowFault[] = [];
  const rows: Rows = { items: [], alignments: [] };
  for (const [at, line] of lines.entries()) {
    const cell = (name: string) => withoutMark(line[header.indexOf(name)] ?? "").trim();
    const item = competenceItem.safeParse({
      code: cell("code"),
      parentCode: cell("parent") || undefined,
      isGroup: ["yes", "1", "true", "ja", "oui"].includes(cell("group").toLowerCase()),
      uri: cell("uri") || undefined,
      labels: Object.fromEntries(
        LOCALES.flatMap((locale) =>
          cell(`label_${locale}`) ? [[locale, cell(`label_${locale}`)]] : [],
        ),
      ),
      origin: cell("origin"),
    });
    if (item.success) rows.items.push(item.data);
    else faults.push({ row: at + 1, code: codeOf(item.error), value: cell("code") });
    for (const link of cell("aligned").split(/\s+/).filter(Boolean)) {
      const found = alignmentOf(cell("code"), link);
      if (found) rows.alignments.push(found);
      else faults.push({ row: at + 1, code: "badges.import.alignment", value: link });
    }
  }
  return faults.length > 0 ? { faults } : { rows };
}

function readTable(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: [",", ";"],
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DomainError(
      "invalid",
      { code: "badges.import_no_table", row: Number(error.lines ?? 1) },
      { cause: error },
    );
  }
}

/** Takes away the apostrophe that `escape_formulas` sets before what looks like a formula. */
function withoutMark(cell: string): string {
  return /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

/** Reads `alignmentText`; null for what is none. */
export function alignmentOf(code: string, text: string): AlignmentItem | null {
  const [framework = "", other = "", relation = "close", ...more] = text.split(":");
  const known = RELATIONS.find((one) => one === relation);
  return framework && other && known && more.length === 0
    ? { code, framework, other, relation: known }
    : null;
}

function codeOf(error: z.ZodError): string {
  const said = error.issues
    .map(({ message }) => message)
    .find((message) => message.startsWith("badges."));
  return said ?? "badges.import.row";
}

/** @throws DomainError invalid for what is no JSON, or has a character that cannot be kept */
export function jsonOf(text: string): unknown {
  try {
    return keepableJson(text);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError("invalid", { code: "common.not_json" }, { cause: error });
  }
}

/**
 * Reads a value of the product's own form.
 *
 * @throws DomainError invalid, naming every part at fault
 */
export function frameworkOfJson(value: unknown): FrameworkFile {
  const file = frameworkFile.safeParse(value);
  if (file.success) return file.data;
  throw faulty(faultsIn(file.error, "items"));
}

/**
 * What is wrong with a file, as its schema says it: each fault at its row and field, or at a field
 * of the file itself.
 *
 * @param list the field with the rows
 */
export function faultsIn({ issues }: z.ZodError, list: string): RowFault[] {
  return issues.map(({ path, message }) => {
    const [part, at, ...within] = path;
    const isOfRow = part === list && typeof at === "number";
    return {
      row: isOfRow ? at + 1 : 0,
      code: message.startsWith("badges.") ? message : "badges.import.row",
      value: (isOfRow ? within : path).join("."),
    };
  });
}

/** A refusal that names every row at fault. */
export function faulty(rows: RowFault[]): DomainError {
  const [first] = rows;
  return new DomainError(
    "invalid",
    {
      code: "badges.import_faults",
      count: rows.length,
      row: first?.row ?? 0,
      value: first?.value ?? "",
    },
    { details: { rows } },
  );
}

/** A framework in a list, for programs. */
export function publicFramework({
  id: _,
  changedAt,
  retiredAt,
  ...head
}: FrameworkHead & { competences: number }) {
  return { ...head, changedAt: changedAt.toString(), retiredAt: retiredAt?.toString() ?? null };
}
