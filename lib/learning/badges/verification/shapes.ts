import type { ValidateFunction } from "ajv";
import { CREDENTIALS_V1, CREDENTIALS_V2, knownContexts } from "../credentials/contexts.ts";
import { canonicalForm } from "./canonical.ts";
import { isObject, listOf } from "./json.ts";
import type { Step } from "./outcome.ts";

/** A step without its name. */
export type Result = Omit<Step, "step">;

export const passed = (code: string, values?: Step["values"]): Result => ({
  outcome: "passed",
  code,
  values,
});
export const failed = (code: string, values?: Step["values"]): Result => ({
  outcome: "failed",
  code,
  values,
});
export const unchecked = (code: string, values?: Step["values"]): Result => ({
  outcome: "unchecked",
  code,
  values,
});

const OPEN_BADGES = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d+)?\.json$/;

/**
 * Whether each word stands in a context that is known here. A word that stands in none could be
 * changed without a trace.
 */
export async function wordsOf(credential: JsonObject): Promise<Result> {
  const { proof: _, ...document } = credential;
  const contexts = listOf(document["@context"]);
  const known = await knownContexts();
  for (const context of contexts)
    if (typeof context !== "string" || !known.has(context)) return failed("context_unknown");
  if (hasInnerContext(document, true)) return failed("context_unknown");
  if (hasUnsigned(credential)) return failed("word_unsigned");
  try {
    await canonicalForm(credential);
    return passed("words");
  } catch (error) {
    const { name = "", message = "" } = error as Error;
    if (/Safe mode/.test(message)) return failed("word_unsigned");
    return failed(/jsonld\./.test(name) ? "words_odd" : "words_too_tangled");
  }
}

/** Keywords of JSON-LD of which every sign is signed. */
const SIGNED_KEYWORDS = ["@context", "@id", "@type", "@value", "@set", "@list"];

/**
 * Whether something stands in it that JSON-LD reads over without a word, and that so is signed by
 * nobody: keywords without a meaning where they stand, `__proto__`, and names of nothing.
 */
function hasUnsigned(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnsigned);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, each]) =>
      key === "__proto__" ||
      (key.startsWith("@") && !isSignedKeyword(key, value)) ||
      (/^@|:/.test(key) && listOf(each).length === 0) ||
      hasUnsigned(each),
  );
}

function isSignedKeyword(key: string, holder: JsonObject): boolean {
  return key === "@language" ? "@value" in holder : SIGNED_KEYWORDS.includes(key);
}

/** Contexts inside would give words another meaning further down. */
function hasInnerContext(value: unknown, isRoot = false): boolean {
  if (Array.isArray(value)) return value.some((each) => hasInnerContext(each));
  if (!isObject(value)) return false;
  if (!isRoot && "@context" in value && !isEmbedded(value)) return true;
  return Object.entries(value).some(([key, each]) => key !== "@context" && hasInnerContext(each));
}

/** An endorsement inside a badge is a document of its own, whose contexts are looked at with it. */
function isEmbedded({ type, "@context": contexts }: JsonObject): boolean {
  return (
    listOf(type).includes("EndorsementCredential") &&
    listOf(contexts).every(
      (each) =>
        typeof each === "string" && /^https:\/\/(www\.w3\.org|purl\.imsglobal\.org)\//.test(each),
    )
  );
}

export function isFormerModel(credential: JsonObject): boolean {
  return listOf(credential["@context"])[0] === CREDENTIALS_V1;
}

/** Somebody's statement about a badge, its holder or its issuer, signed on its own. */
export function isEndorsement({ type }: JsonObject): boolean {
  return listOf(type).includes("EndorsementCredential");
}

/**
 * Whether it is an Open Badge 3.0 or an endorsement of one, and not an older badge or something
 * else that was signed.
 */
export function kindOf(credential: JsonObject): Result {
  const contexts = listOf(credential["@context"]);
  const types = listOf(credential.type);
  if (
    contexts.some(
      (each) => typeof each === "string" && /openbadges\/v2|w3id\.org\/openbadges/.test(each),
    )
  )
    return failed("kind_two");
  if (![CREDENTIALS_V2, CREDENTIALS_V1].includes(String(contexts[0]))) return failed("kind_other");
  if (!contexts.some((each) => OPEN_BADGES.test(String(each)))) return failed("kind_other");
  if (isEndorsement(credential) && types.includes("VerifiableCredential"))
    return passed("kind_endorsement");
  const isBadge = types.includes("OpenBadgeCredential") || types.includes("AchievementCredential");
  return isBadge && types.includes("VerifiableCredential") ? passed("kind") : failed("kind_other");
}

let validators: Promise<Record<"badge" | "endorsement", ValidateFunction>> | undefined;

async function compiled(): Promise<Record<"badge" | "endorsement", ValidateFunction>> {
  const [{ Ajv2019 }, formats, { schema }] = await Promise.all([
    import("ajv/dist/2019.js"),
    import("ajv-formats"),
    import("./schema-document.ts"),
  ]);
  const ajv = new Ajv2019({ strict: false });
  // What a CommonJS package exports by default stands one step deeper for some bundlers than for
  // Node.
  const found = formats.default as unknown as AddFormats & { default?: AddFormats };
  (found.default ?? found)(ajv);
  ajv.addSchema(schema, "badge");
  const part = (pointer: string) => ajv.compile({ $ref: `badge#${pointer}` });
  return { badge: part(""), endorsement: part("/$defs/EndorsementCredential") };
}

type AddFormats = (ajv: object) => void;

/**
 * Whether all required parts are there, by the schema of 1EdTech that takes single values and lists
 * alike.
 */
export async function formOf(credential: JsonObject): Promise<Result> {
  if (isFormerModel(credential)) return unchecked("form_former");
  validators ??= compiled();
  const { badge, endorsement } = await validators;
  const validate = isEndorsement(credential) ? endorsement : badge;
  if (validate(credential)) return passed("form");
  const [fault] = validate.errors ?? [];
  const place = (fault?.instancePath ?? "").replace(/^\//, "").replaceAll("/", ".");
  const missing = (fault?.params as { missingProperty?: string } | undefined)?.missingProperty;
  return failed("form_missing", { place: [place, missing].filter(Boolean).join(".") || "?" });
}

const OWN_SCHEMA =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/(json|json-ld)\/ob_v3p0_(achievementcredential|openbadgecredential|endorsementcredential)_schema\.json$/;

/**
 * The schema that a badge names itself is the one above, or one that nobody here knows: it is not
 * fetched.
 */
export function ownSchemaOf({ credentialSchema }: JsonObject): Result {
  const named = listOf(credentialSchema).filter(isObject);
  if (named.length === 0) return passed("schema_none");
  return named.every(({ id }) => OWN_SCHEMA.test(String(id)))
    ? passed("schema")
    : unchecked("schema_unknown");
}

export function personOf(credential: JsonObject): Result {
  const subjects = listOf(credential.credentialSubject).filter(isObject);
  const [subject, ...others] = subjects;
  if (!subject || others.length > 0) return failed("person_none");
  if (isEndorsement(credential)) {
    const isWhole =
      listOf(subject.type).includes("EndorsementSubject") && typeof subject.id === "string";
    return isWhole ? passed("endorsed") : failed("endorsed_odd");
  }
  if (!listOf(subject.type).includes("AchievementSubject") || !isObject(subject.achievement))
    return failed("person_odd");
  const isNamed = typeof subject.id === "string" || listOf(subject.identifier).length > 0;
  return isNamed ? passed("person") : failed("person_none");
}

export function evidenceOf({ evidence }: JsonObject): Result {
  const items = listOf(evidence);
  if (items.length === 0) return passed("evidence_none");
  const isWhole = items.every((item) => isObject(item) && listOf(item.type).includes("Evidence"));
  return isWhole ? passed("evidence", { count: items.length }) : failed("evidence_odd");
}

export function refreshOf({ refreshService }: JsonObject): Result {
  return listOf(refreshService).length === 0 ? passed("refresh_none") : unchecked("refresh");
}

/** From when and until when it counts, in both models. */
export function termOf(credential: JsonObject): { begin: unknown; end: unknown } {
  return {
    begin: credential.validFrom ?? credential.issuanceDate,
    end: credential.validUntil ?? credential.expirationDate,
  };
}

export function endOf(credential: JsonObject, now: Temporal.Instant): Result {
  const { end } = termOf(credential);
  if (end === undefined) return passed("end_none");
  const at = momentOf(end);
  if (!at) return failed("date_odd");
  const day = at.toString().slice(0, 10);
  return Temporal.Instant.compare(now, at) > 0 ? failed("ended", { day }) : passed("end", { day });
}

/** Clocks differ: five minutes are nothing. */
const CLOCKS = { minutes: 5 };

export function beginOf(credential: JsonObject, now: Temporal.Instant): Result {
  const at = momentOf(termOf(credential).begin);
  if (!at) return failed("date_odd");
  const day = at.toString().slice(0, 10);
  return Temporal.Instant.compare(now.add(CLOCKS), at) < 0
    ? failed("begins_later", { day })
    : passed("begin", { day });
}

export function momentOf(value: unknown): Temporal.Instant | null {
  try {
    return typeof value === "string" ? Temporal.Instant.from(value) : null;
  } catch {
    return null;
  }
}
