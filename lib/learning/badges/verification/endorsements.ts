import { cleanText } from "#lib/foundation/platform/text/text.ts";
import type { Fetch } from "./fetching.ts";
import { isObject, listOf } from "./json.ts";
import { beginOf, endOf, failed, passed, type Result, unchecked } from "./shapes.ts";
import { issuerOf, signatureOf } from "./signatures.ts";
import { statusOf } from "./status.ts";

/** More would keep whoever checks waiting. */
const MOST = 10;

/**
 * Statements of others inside a badge: each must be signed by whom it names, and be about this
 * badge.
 */
export async function endorsementsOf(
  credential: JsonObject,
  fetch: Fetch,
  now: Temporal.Instant,
): Promise<Result> {
  const [subject] = listOf(credential.credentialSubject).filter(isObject);
  const achievement = isObject(subject?.achievement) ? subject.achievement : {};
  const issuer = isObject(credential.issuer) ? credential.issuer : {};
  const holders = [credential, achievement, issuer];
  const inside = holders.flatMap((holder) => listOf(holder.endorsement));
  const tokens = holders.flatMap((holder) => listOf(holder.endorsementJwt));
  if (inside.length + tokens.length === 0) return unchecked("endorsements_none");
  const subjects = [credential.id, achievement.id, issuerOf(credential), subject?.id];
  const [names, strangers]: [string[], string[]] = [[], []];
  for (const endorsement of inside.slice(0, MOST)) {
    if (!isObject(endorsement)) return failed("endorsement_odd");
    const signer = await signerOf(endorsement, { subjects, fetch, now });
    if (signer.is === "fault") return signer.fault;
    if (signer.host === null) strangers.push(signer.name);
    else names.push(`${signer.name} (${signer.host})`);
  }
  if (strangers.length > 0) return unchecked("endorsement_key", { names: strangers.join(", ") });
  if (tokens.length > 0 || inside.length > MOST) return unchecked("endorsement_kind");
  return passed("endorsements", { count: names.length, names: names.join(", ") });
}

/** @property host where their key is published; null where nobody but a key says who they are */
type Signer = { is: "signer"; name: string; host: string | null } | { is: "fault"; fault: Result };

/** Who made a statement; or why it does not count: it is about another thing, or not signed so. */
async function signerOf(
  endorsement: JsonObject,
  { subjects, fetch, now }: { subjects: unknown[]; fetch: Fetch; now: Temporal.Instant },
): Promise<Signer> {
  const fault = (result: Result): Signer => ({ is: "fault", fault: result });
  const [about] = listOf(endorsement.credentialSubject).filter(isObject);
  if (!about || !subjects.includes(about.id)) return fault(failed("endorsement_other"));
  const signature = await signatureOf({ is: "json", credential: endorsement }, fetch);
  const { issuer, proof, host } = signature;
  const outcomes = [issuer.outcome, proof.outcome];
  if (outcomes.includes("failed")) return fault(failed("endorsement_changed"));
  if (!outcomes.every((outcome) => outcome === "passed"))
    return fault(unchecked("endorsement_unreachable"));
  const name = nameOf(endorsement);
  const status = await statusOf(endorsement, fetch, now);
  const term = [endOf(endorsement, now), beginOf(endorsement, now)];
  // What they say no more takes nothing from the badge itself.
  if (status.code === "revoked" || term.some(({ outcome }) => outcome !== "passed"))
    return fault(unchecked("endorsement_over", { names: name }));
  return status.outcome === "passed"
    ? { is: "signer", name, host }
    : fault(unchecked("endorsement_unreachable"));
}

/** How whoever signed calls themselves; their address when they say none. */
function nameOf(endorsement: JsonObject): string {
  const name = isObject(endorsement.issuer) ? endorsement.issuer.name : null;
  return cleanText(typeof name === "string" ? name : (issuerOf(endorsement) ?? ""));
}
