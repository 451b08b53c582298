import { z } from "zod";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { faultsIn, faulty, frameworkAddress } from "./exchange.ts";
import type { RowFault } from "./rules.ts";
import { type AlignmentItem, type FrameworkFile, frameworkFile, type Relation } from "./schema.ts";

/** The language of ours that a tag names: `nl-BE` is Dutch. Null for any other. */
function languageOf(tag: string): Locale | null {
  const [language] = tag.toLowerCase().split("-");
  return LOCALES.find((one) => one === language) ?? null;
}

/** One language, as CASE has it, or several, as ours. */
const words = z
  .union([z.string(), z.record(z.string(), z.string())])
  .transform((said, ctx): string | Record<string, string> => {
    if (typeof said === "string") return said;
    const known = Object.entries(said).flatMap(([tag, text]) => {
      const language = languageOf(tag);
      return language ? [[language, text] as const] : [];
    });
    if (known.length < Object.keys(said).length)
      ctx.addIssue({ code: "custom", message: "badges.import.language" });
    return Object.fromEntries(known);
  });
/** CASE writes a node as an object, we as its address. */
const node = z.union([z.string(), z.looseObject({ uri: z.string() }).transform(({ uri }) => uri)]);

const caseFile = z.looseObject({
  CFDocument: z.looseObject({
    uri: z.string().default(""),
    title: words,
    description: words.optional(),
    language: z.string().optional(),
    version: z.string().default("1"),
    publisher: z.string().optional(),
    creator: z.string().optional(),
    licenseText: z.string().optional(),
    officialSourceText: z.string().optional(),
    officialSourceURL: z.string().optional(),
    frameworkType: z.string().optional(),
    targetType: z.string().optional(),
  }),
  CFItems: z
    .array(
      z.looseObject({
        uri: z.string().optional(),
        identifier: z.string().optional(),
        humanCodingScheme: z.string().optional(),
        fullStatement: words,
        CFItemType: z.string().optional(),
        notes: z.string().optional(),
      }),
    )
    .max(2_000),
  CFRubrics: z
    .array(
      z.looseObject({
        CFRubricCriteria: z
          .array(
            z.looseObject({
              CFRubricCriterionLevels: z
                .array(z.looseObject({ position: z.number().optional(), quality: words }))
                .max(100)
                .default([]),
            }),
          )
          .max(2_000)
          .default([]),
      }),
    )
    .max(100)
    .default([]),
  CFAssociations: z
    .array(
      z.looseObject({ associationType: z.string(), originNodeURI: node, destinationNodeURI: node }),
    )
    .max(12_000)
    .default([]),
});

type CaseFile = z.output<typeof caseFile>;

/** Where a competence of another framework is: its framework and code. */
export type Place = { framework: string; code: string };

const RELATION_OF: Record<string, Relation> = {
  exactMatchOf: "exact",
  isRelatedTo: "close",
  isPartOf: "part",
};

/** Whether a JSON value is a document of CASE, and not one of the product's own form. */
export function isCase(value: unknown): boolean {
  return typeof value === "object" && value !== null && "CFDocument" in value;
}

/**
 * Reads what `caseDocument` writes, and what others write in the form of CASE 1.0. Parents are put
 * before what stands in them.
 *
 * @param origin scheme, host and port of this service: competences under its addresses are those of
 *   here
 * @param placesOf finds competences of other frameworks by their addresses
 * @throws DomainError invalid, with every row at fault
 */
export async function frameworkOfCase(
  value: unknown,
  origin: string,
  placesOf: (uris: string[]) => Promise<Map<string, Place>>,
): Promise<FrameworkFile> {
  const parsed = caseFile.safeParse(value);
  if (!parsed.success) throw faulty(faultsIn(parsed.error, "CFItems"));
  const { CFDocument: head, CFItems: items } = parsed.data;
  const language = languageOf(head.language ?? "en");
  if (!language)
    throw faulty([{ row: 0, code: "badges.import.language", value: "CFDocument.language" }]);
  const labels = (said: z.output<typeof words>) =>
    typeof said === "string" ? { [language]: said } : said;
  const slug = slugOf(head);
  const codes = codesByAddress(parsed.data, frameworkAddress(origin, slug));
  const parents = parentCodes(parsed.data, codes);
  const { alignments, faults } = await alignmentsOf(parsed.data, codes, { origin, placesOf });
  if (faults.length > 0) throw faulty(faults);
  const file = frameworkFile.safeParse({
    slug,
    kind: head.frameworkType === "map" ? "map" : "reference",
    version: head.version,
    names: labels(head.title),
    about: head.description === undefined ? {} : labels(head.description),
    levels: levelsOf(parsed.data).map(labels),
    publisher: head.publisher ?? head.creator ?? "",
    licence: head.licenseText ?? "",
    source: head.officialSourceText ?? head.officialSourceURL ?? head.uri,
    targetType: head.targetType ?? "CFItem",
    items: parentsFirst(
      items.map((item) => {
        const code = codeOf(item);
        const parentCode = parents.get(code);
        return {
          code,
          ...(isItemOfHere(item, origin) ? {} : { uri: item.uri }),
          ...(parentCode ? { parentCode } : {}),
          isGroup: item.CFItemType === "Group",
          labels: labels(item.fullStatement),
          origin: item.notes ?? "",
        };
      }),
    ),
    alignments,
  });
  if (file.success) return file.data;
  throw faulty(faultsIn(file.error, "items"));
}

/**
 * The code of its parent for each item that is said to be a child: empty where that is the document
 * itself, and "?" where it is nothing in this file, which is then refused.
 */
function parentCodes(
  { CFDocument: head, CFAssociations: links }: CaseFile,
  codes: Map<string, string>,
): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { associationType, originNodeURI, destinationNodeURI } of links) {
    const child = codes.get(originNodeURI);
    if (associationType !== "isChildOf" || !child) continue;
    const outside = isDocument(destinationNodeURI, head) ? "" : "?";
    parents.set(child, codes.get(destinationNodeURI) ?? outside);
  }
  return parents;
}

/** Whether an item has no address of its own elsewhere. */
function isItemOfHere({ uri }: { uri?: string | undefined }, origin: string): boolean {
  return uri === undefined || uri.startsWith(`${origin}/`) || !/^https?:/.test(uri);
}

/**
 * The levels of the only criterion; a document with several has levels of single competences, which
 * are not those of the framework.
 */
function levelsOf({ CFRubrics: rubrics }: CaseFile): z.output<typeof words>[] {
  const [criterion, ...others] = rubrics.flatMap(({ CFRubricCriteria: criteria }) => criteria);
  if (!criterion || others.length > 0) return [];
  return criterion.CFRubricCriterionLevels.toSorted(
    (one, other) => (one.position ?? 0) - (other.position ?? 0),
  ).map(({ quality }) => quality);
}

async function alignmentsOf(
  { CFItems: items, CFAssociations: links }: CaseFile,
  codes: Map<string, string>,
  {
    origin,
    placesOf,
  }: { origin: string; placesOf: (uris: string[]) => Promise<Map<string, Place>> },
): Promise<{ alignments: AlignmentItem[]; faults: RowFault[] }> {
  const others = links.filter(({ associationType }) => associationType !== "isChildOf");
  const foreign = others
    .map(({ destinationNodeURI }) => destinationNodeURI)
    .filter((uri) => placeHere(uri, origin) === null);
  const found = await placesOf([...new Set(foreign)]);
  const rowOf = new Map(items.map((item, at) => [codeOf(item), at + 1]));
  const alignments: AlignmentItem[] = [];
  const faults: RowFault[] = [];
  for (const { associationType, originNodeURI, destinationNodeURI } of others) {
    const code = codes.get(originNodeURI);
    const relation = RELATION_OF[associationType];
    const place = placeHere(destinationNodeURI, origin) ?? found.get(destinationNodeURI);
    const row = rowOf.get(code ?? "") ?? 0;
    if (!code) faults.push({ row, code: "badges.import.unknown_code", value: originNodeURI });
    else if (!relation)
      faults.push({ row, code: "badges.import.relation", value: associationType });
    else if (!place)
      faults.push({ row, code: "badges.import.unknown_alignment", value: destinationNodeURI });
    else alignments.push({ code, framework: place.framework, other: place.code, relation });
  }
  return { alignments, faults };
}

/** The codes of the items by every address that associations may call them by. */
function codesByAddress({ CFItems: items }: CaseFile, own: string): Map<string, string> {
  return new Map(
    items.flatMap((item) => {
      const code = codeOf(item);
      const names = [item.uri, item.identifier, `${own}#${encodeURIComponent(code)}`];
      return names.flatMap((name) => (name ? [[name, code] as const] : []));
    }),
  );
}

const codeOf = ({ humanCodingScheme, identifier }: CaseFile["CFItems"][number]) =>
  humanCodingScheme ?? identifier ?? "";

const isDocument = (uri: string, { uri: own }: CaseFile["CFDocument"]) => uri === own;

/** `https://host/api/v1/frameworks/esco-1.2#code` of this service; null for any other address. */
function placeHere(uri: string, origin: string): Place | null {
  const beginning = frameworkAddress(origin, "");
  if (!uri.startsWith(beginning)) return null;
  const [framework = "", fragment = ""] = uri.slice(beginning.length).split("#");
  try {
    return { framework, code: decodeURIComponent(fragment) };
  } catch {
    return null;
  }
}

/** The end of its address where that can be one of ours, else its title in small letters. */
function slugOf({ uri, title }: CaseFile["CFDocument"]): string {
  const end = uri.split("/").at(-1) ?? "";
  if (/^[a-z0-9][a-z0-9.-]{0,59}$/.test(end)) return end;
  const name = typeof title === "string" ? title : (title.en ?? Object.values(title)[0] ?? "");
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}

/**
 * In the order in which they are, but what stands in another after it. Those in a circle come last:
 * the rules refuse them.
 */
function parentsFirst<Item extends { code: string; parentCode?: string }>(
  items: readonly Item[],
): Item[] {
  const sorted: Item[] = [];
  const done = new Set<string>();
  const known = new Set(items.map(({ code }) => code));
  let left = [...items];
  for (;;) {
    const rest = left.filter((item) => {
      const isReady = !item.parentCode || done.has(item.parentCode) || !known.has(item.parentCode);
      if (isReady) {
        sorted.push(item);
        done.add(item.code);
      }
      return !isReady;
    });
    if (rest.length === 0 || rest.length === left.length) return [...sorted, ...rest];
    left = rest;
  }
}
