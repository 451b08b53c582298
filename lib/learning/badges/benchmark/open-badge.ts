import { beginningOf, isKeepable } from "#lib/foundation/platform/text/text.ts";
import { isObject, listOf, textOrNull } from "../verification/json.ts";
import { NAME_LENGTH } from "./schema.ts";

/**
 * What a file of Open Badges says of a badge. Nothing in it has been verified: these are facts to
 * compare, not claims to believe.
 */
export type ImportedBadge = {
  /** The id of the badge class or achievement, or its issuer and name where it has none. */
  importedFrom: string;
  name: string;
  issuer: string;
  country: string | null;
  languages: string[];
  standard: "2" | "3";
  website: string | null;
  verification: string | null;
  validMonths: number | null;
  endorsedBy: string[];
  alignments: Alignment[];
};

export type Alignment = {
  url: string | null;
  code: string | null;
  framework: string | null;
  name: string;
};

/** Which badge of a file is refused, counted from 1, at which of its fields, and why. */
export type ImportFault = { row: number; field: string; code: string };

const TYPES_OF_AWARD = ["OpenBadgeCredential", "AchievementCredential", "Assertion"];
const TYPES_OF_CLASS = ["Achievement", "BadgeClass"];

/**
 * The document that another one only names by its address: the class of an assertion, or an issuer.
 * Null when there is none to be asked for.
 */
export function addressToFollow(
  document: JsonObject,
): { field: "badge" | "issuer"; url: string } | null {
  const types = typesOf(document);
  const badge = textOrNull(document.badge);
  if (types.includes("Assertion") && badge && isWeb(badge)) return { field: "badge", url: badge };
  const owner = isObject(document.badge) ? document.badge : document;
  const issuer = textOrNull(owner.issuer);
  return typesOf(owner).includes("BadgeClass") && issuer && isWeb(issuer)
    ? { field: "issuer", url: issuer }
    : null;
}

/** A document with what was found at the address that it names. */
export function withFound(
  document: JsonObject,
  field: "badge" | "issuer",
  found: JsonObject,
): JsonObject {
  if (field === "issuer" && isObject(document.badge))
    return { ...document, badge: { ...document.badge, issuer: found } };
  return { ...document, [field]: found };
}

/**
 * Reads an award or a class of Open Badges 2 or 3.
 *
 * @param row which of a file it is, for the faults
 */
export function badgeIn(
  document: JsonObject,
  row: number,
): { badge: ImportedBadge } | { faults: ImportFault[] } {
  const types = typesOf(document);
  const isAward = types.some((type) => TYPES_OF_AWARD.includes(type));
  const described = isAward ? achievementOf(document) : document;
  if (!described || !typesOf(described).some((type) => TYPES_OF_CLASS.includes(type)))
    return {
      faults: [
        { row, field: isAward ? "achievement" : "type", code: "benchmark.import.not_a_badge" },
      ],
    };
  const issuer = issuerOf(described, document);
  const name = shortText(described.name);
  const faults: ImportFault[] = [
    ...(name === null ? [{ row, field: "name", code: "benchmark.import.no_name" }] : []),
    ...(issuer.name === null ? [{ row, field: "issuer", code: "benchmark.import.no_issuer" }] : []),
  ];
  if (name === null || issuer.name === null) return { faults };
  const id = webOrNull(described.id) ?? urnOrNull(described.id);
  return withoutOddText(row, {
    importedFrom: id ?? `${issuer.name}: ${name}`,
    name,
    issuer: issuer.name,
    country: issuer.country,
    languages: languagesOf(described),
    standard: types.includes("Assertion") || typesOf(described).includes("BadgeClass") ? "2" : "3",
    website: websiteOf(described),
    verification: isAward ? webOrNull(document.id) : null,
    validMonths: isAward ? monthsOf(document) : null,
    endorsedBy: endorsersOf(described, document),
    alignments: alignmentsOf(described),
  });
}

/** What the fields are called in a file, where it is not the same. */
const IN_FILE: Partial<Record<keyof ImportedBadge, string>> = {
  importedFrom: "id",
  website: "criteria",
  endorsedBy: "endorsement",
  alignments: "alignment",
};

/** The badge, unless one of its texts cannot be kept: nobody wrote that by accident. */
function withoutOddText(
  row: number,
  badge: ImportedBadge,
): { badge: ImportedBadge } | { faults: ImportFault[] } {
  const faults = (Object.keys(badge) as (keyof ImportedBadge)[])
    .filter((field) => !textsIn(badge[field]).every(isKeepable))
    .map((field) => ({
      row,
      field: IN_FILE[field] ?? field,
      code: "common.odd_text",
    }));
  return faults.length > 0 ? { faults } : { badge };
}

/** The texts of a value, of a list of them, and of the objects in that. */
function textsIn(value: ImportedBadge[keyof ImportedBadge]): string[] {
  return [value].flat().flatMap((one) => {
    if (typeof one === "string") return one;
    return one !== null && typeof one === "object"
      ? Object.values(one).filter((text) => text !== null)
      : [];
  });
}

function typesOf(document: JsonObject): string[] {
  return listOf(document.type).filter((type) => typeof type === "string");
}

function achievementOf(document: JsonObject): JsonObject | null {
  if (isObject(document.badge)) return document.badge;
  const [subject] = listOf(document.credentialSubject).filter(isObject);
  const [achievement] = listOf(subject?.achievement).filter(isObject);
  return achievement ?? null;
}

function issuerOf(
  described: JsonObject,
  document: JsonObject,
): { name: string | null; country: string | null } {
  const [profile] = [described.creator, described.issuer, document.issuer].filter(isObject);
  if (!profile) return { name: null, country: null };
  const address = isObject(profile.address) ? profile.address : {};
  const country =
    textOrNull(address.addressCountryCode) ?? textOrNull(address.addressCountry) ?? "";
  return { name: shortText(profile.name), country: /^[A-Z]{2}$/.test(country) ? country : null };
}

/**
 * Languages with their region, where there is one: `fr`, `nl-BE`. What is no such name is left out.
 */
function languagesOf(described: JsonObject): string[] {
  return listOf(described.inLanguage ?? described["@language"])
    .map((one) => /^([a-z]{2,3})(?:[-_]([a-z]{2}))?$/i.exec(textOrNull(one) ?? ""))
    .filter((found) => found !== null)
    .map(([, language = "", region]) =>
      region ? `${language.toLowerCase()}-${region.toUpperCase()}` : language.toLowerCase(),
    );
}

function websiteOf(described: JsonObject): string | null {
  const criteria = isObject(described.criteria) ? described.criteria.id : described.criteria;
  return webOrNull(criteria) ?? webOrNull(described.id);
}

const DAYS_PER_MONTH = 30.44;

/** For how long the award is valid; null where it says no end, since another may have one. */
function monthsOf(document: JsonObject): number | null {
  const from = Date.parse(
    textOrNull(document.validFrom ?? document.issuanceDate ?? document.issuedOn) ?? "",
  );
  const until = Date.parse(
    textOrNull(document.validUntil ?? document.expirationDate ?? document.expires) ?? "",
  );
  const months = Math.round((until - from) / (DAYS_PER_MONTH * 86_400_000));
  return Number.isFinite(months) && months > 0 && months <= 600 ? months : null;
}

const MOST_NAMES = 30;

function endorsersOf(...documents: JsonObject[]): string[] {
  const names = documents
    .flatMap((document) => listOf(document.endorsement))
    .filter(isObject)
    .map(({ issuer }) => (isObject(issuer) ? shortText(issuer.name) : null))
    .filter((name) => name !== null);
  return [...new Set(names)].slice(0, MOST_NAMES);
}

const MOST_ALIGNMENTS = 100;

function alignmentsOf(described: JsonObject): Alignment[] {
  return listOf(described.alignment ?? described.alignments)
    .filter(isObject)
    .slice(0, MOST_ALIGNMENTS)
    .flatMap((one) => {
      const name = shortText(one.targetName ?? one.name);
      const url = webOrNull(one.targetUrl ?? one.url);
      const code = shortText(one.targetCode);
      const framework = shortText(one.targetFramework ?? one.frameworkName);
      return name || url ? [{ url, code, framework, name: name ?? url ?? "" }] : [];
    });
}

/** A name as it may be kept: one line, not empty, cut where it is too long. */
function shortText(value: unknown): string | null {
  const text = textOrNull(value)?.replaceAll(/\s+/g, " ").trim() ?? "";
  return beginningOf(text, NAME_LENGTH) || null;
}

const MOST_ADDRESS = 500;

function isWeb(text: string): boolean {
  return /^https?:\/\//i.test(text) && text.length <= MOST_ADDRESS && URL.canParse(text);
}

function webOrNull(value: unknown): string | null {
  const text = textOrNull(value);
  return text && isWeb(text) ? text : null;
}

function urnOrNull(value: unknown): string | null {
  const text = textOrNull(value);
  return text && /^(urn|did):\S+$/.test(text) && text.length <= MOST_ADDRESS ? text : null;
}
