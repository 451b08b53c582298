import type { Fetch } from "./fetching.ts";
import { isObject, listOf } from "./json.ts";
import { failed, passed, type Result, unchecked } from "./shapes.ts";
import { issuerOf, signatureOf } from "./signatures.ts";

/** More would keep whoever checks waiting. */
const MOST = 10;

/**
 * Statements of others inside a badge: each must be signed by whom it names, and be about this
 * badge.
 */
export async function endorsementsOf(credential: JsonObject, fetch: Fetch): Promise<Result> {
  const [subject] = listOf(credential.credentialSubject).filter(isObject);
  const achievement = isObject(subject?.achievement) ? subject.achievement : {};
  const issuer = isObject(credential.issuer) ? credential.issuer : {};
  const holders = [credential, achievement, issuer];
  const inside = holders.flatMap((holder) => listOf(holder.endorsement));
  const tokens = holders.flatMap((holder) => listOf(holder.endorsementJwt));
  if (inside.length + tokens.length === 0) return unchecked("endorsements_none");
  const subjects = [credential.id, achievement.id, issuerOf(credential), subject?.id];
  const names: string[] = [];
  for (const endorsement of inside.slice(0, MOST)) {
    if (!isObject(endorsement)) return failed("endorsement_odd");
    const fault = await faultOf(endorsement, subjects, fetch);
    if (fault) return fault;
    names.push(signerOf(endorsement));
  }
  if (tokens.length > 0 || inside.length > MOST) return unchecked("endorsement_kind");
  return passed("endorsements", { count: names.length, names: names.join(", ") });
}

/** What keeps one statement from counting, or null: it is about another thing, or not signed so. */
async function faultOf(
  endorsement: JsonObject,
  subjects: unknown[],
  fetch: Fetch,
): Promise<Result | null> {
  const [about] = listOf(endorsement.credentialSubject).filter(isObject);
  if (!about || !subjects.includes(about.id)) return failed("endorsement_other");
  const { issuer, proof } = await signatureOf({ is: "json", credential: endorsement }, fetch);
  const outcomes = [issuer.outcome, proof.outcome];
  if (outcomes.includes("failed")) return failed("endorsement_changed");
  return outcomes.every((outcome) => outcome === "passed")
    ? null
    : unchecked("endorsement_unreachable");
}

/** The name of whoever signed; their address when they say none. */
function signerOf(endorsement: JsonObject): string {
  const name = isObject(endorsement.issuer) ? endorsement.issuer.name : null;
  return typeof name === "string" ? name : (issuerOf(endorsement) ?? "");
}
