import { achievement, type Credential, type CredentialInput } from "./achievement.ts";
import { credentialAddress, issuerDid, statusListAddress } from "./addresses.ts";
import { CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS } from "./contexts.ts";

const SCHEMA =
  "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/** The name under which the network issues. */
export const ISSUER_NAME = "Trivium";

/** Where a badge's bit stands: in which list, at which place. */
export type StatusPlace = { listId: string; position: number };

/** Moments in signed documents have whole seconds: some readers take no fractions. */
export function signedMoment(at: Temporal.Instant): string {
  return at.round({ smallestUnit: "second", roundingMode: "floor" }).toString();
}

export function issuerProfile(origin: string): JsonObject {
  return { id: issuerDid(origin), type: ["Profile"], name: ISSUER_NAME, url: origin };
}

/**
 * The badge as it will be signed: Open Badges 3.0 on the VC Data Model 2.0. Says nothing of the
 * person but the opaque identifier.
 *
 * @param origin where the network is reached
 * @returns a new object without a proof; sets are arrays, and what is absent is left out
 */
export function unsignedCredential(
  input: Credential,
  { id, origin, status }: { id: string; origin: string; status: StatusPlace },
): JsonObject {
  const { achievement, recipient, source, awardedAt, validUntil, evidence } = input;
  const list = statusListAddress(origin, status.listId);
  return {
    "@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS],
    id: credentialAddress(origin, id),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: achievement.name,
    issuer: issuerProfile(origin),
    validFrom: signedMoment(awardedAt),
    awardedDate: signedMoment(awardedAt),
    ...(validUntil && { validUntil: signedMoment(validUntil) }),
    credentialSubject: {
      id: recipient.identifier,
      type: ["AchievementSubject"],
      source: {
        id: source.id,
        type: ["Profile"],
        name: source.name,
        ...(source.url && { url: source.url }),
      },
      achievement: achievementOf(input),
      ...resultOf(input),
    },
    ...(evidence.length > 0 && {
      evidence: evidence.map(({ genre, label, count, narrative }) => ({
        type: ["Evidence"],
        genre,
        name: `${count} × ${label}`,
        narrative,
      })),
    }),
    credentialSchema: [{ id: SCHEMA, type: "1EdTechJsonSchemaValidator2019" }],
    credentialStatus: {
      id: `${list}#${status.position}`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: String(status.position),
      statusListCredential: list,
    },
  };
}

/**
 * The issuer stands once in a badge: what is said twice of one node could be taken out once without
 * a trace.
 */
function achievementOf({ achievement, level }: Pick<Credential, "achievement" | "level">) {
  const { id, name, description, criteria, achievementType, language, version, image } =
    achievement;
  const { tags, competences, related } = achievement;
  return {
    id,
    type: ["Achievement"],
    name,
    description,
    criteria: { ...(criteria.url && { id: criteria.url }), narrative: criteria.narrative },
    achievementType,
    inLanguage: language,
    version,
    ...(tags.length > 0 && { tag: tags }),
    ...(image && { image: { id: image.url, type: "Image", caption: image.caption } }),
    ...(competences.length > 0 && { alignment: competences.map(alignmentOf) }),
    ...(related.length > 0 && {
      related: related.map((edition) => ({
        id: edition.id,
        type: ["Related"],
        inLanguage: edition.language,
        version: edition.version,
      })),
    }),
    ...(level && { resultDescription: [levelsOf(id, level)] }),
  };
}

/** A competence of a framework that it is tied to. */
function alignmentOf({
  name,
  url,
  code,
  framework,
  level,
  targetType,
}: Credential["achievement"]["competences"][number]) {
  return {
    type: ["Alignment"],
    targetName: name,
    targetUrl: url,
    ...(code && { targetCode: code }),
    ...(framework && { targetFramework: framework }),
    ...(level && { targetDescription: level }),
    ...(targetType && { targetType }),
  };
}

/** The levels that can be reached, each at an address of its own. */
function levelsOf(id: string, { name, levels }: NonNullable<Credential["level"]>) {
  return {
    id: `${id}#level`,
    type: ["ResultDescription"],
    name,
    resultType: "RubricCriterionLevel",
    rubricCriterionLevel: levels.map((each) => ({
      id: `${id}#level-${each.key}`,
      type: ["RubricCriterionLevel"],
      name: each.name,
      level: each.key,
      ...(each.description && { description: each.description }),
    })),
  };
}

/** What is found at the address of a badge in one language: the same as is signed. */
export function achievementDocument(input: CredentialInput["achievement"]): JsonObject {
  return {
    "@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS],
    ...achievementOf({ achievement: achievement.parse(input) }),
  };
}

function resultOf({ achievement: { id }, level }: Credential): JsonObject {
  if (!level) return {};
  const achievedLevel = `${id}#level-${level.achieved}`;
  return { result: [{ type: ["Result"], resultDescription: `${id}#level`, achievedLevel }] };
}

/** The address of the version of the badge that was awarded, as it is signed; empty where odd. */
export function achievementAddress(signed: {
  credentialSubject?: { achievement?: { id?: string } };
}): string {
  return signed.credentialSubject?.achievement?.id ?? "";
}
