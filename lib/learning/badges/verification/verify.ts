import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { endorsementsOf } from "./endorsements.ts";
import type { Fetch } from "./fetching.ts";
import { isObject, listOf, textOrNull as textIn } from "./json.ts";
import {
  notTried,
  type Shown,
  type Step,
  type StepName,
  type Verification,
  verdictOf,
} from "./outcome.ts";
import { type Found, readBadge } from "./read.ts";
import {
  beginOf,
  endOf,
  evidenceOf,
  failed,
  formOf,
  isEndorsement,
  kindOf,
  ownSchemaOf,
  passed,
  personOf,
  type Result,
  refreshOf,
  termOf,
  unchecked,
  wordsOf,
} from "./shapes.ts";
import { openToken, type Signed, signatureOf } from "./signatures.ts";
import { statusOf } from "./status.ts";

/** @property fetch asks for documents of others: keys and status lists, never contexts */
export type World = { now: Temporal.Instant; fetch: Fetch };

/**
 * Checks a badge step by step. Never throws for what is in the file.
 *
 * @param bytes JSON, a JWT, or a PNG or SVG that holds one of them
 */
export async function verifyBadge(bytes: Uint8Array, world: World): Promise<Verification> {
  const found = await readBadge(bytes);
  const signed = signedOf(found);
  // Without a context it is JSON of anybody, about anything.
  if (found.is === "nothing" || !signed || !("@context" in signed.credential))
    return ended([step("read", failed(found.is === "nothing" ? found.code : "not_a_badge"))], null);
  const steps = [step("read", passed(`${found.container}_${found.is}`))];
  return verifySigned(signed, steps, world);
}

function signedOf(found: Found): Signed | null {
  if (found.is === "nothing") return null;
  return found.is === "jwt" ? openToken(found.token) : { is: "json", credential: found.credential };
}

async function verifySigned(
  signed: Signed,
  steps: Step[],
  { now, fetch }: World,
): Promise<Verification> {
  const { credential } = signed;
  steps.push(step("words", await wordsOf(credential)), step("kind", kindOf(credential)));
  // What an odd word means, nobody can say: nothing of it is read further.
  if (hasFailed(steps)) return ended(steps, null);
  steps.push(
    step("form", await formOf(credential)),
    step("ownSchema", ownSchemaOf(credential)),
    step("person", personOf(credential)),
    step("evidence", evidenceOf(credential)),
  );
  const { issuer, proof, host } = await signatureOf(signed, fetch);
  steps.push(step("issuer", issuer), step("proof", proof));
  const badge = shown(credential, host);
  if (issuer.outcome === "failed" || proof.outcome === "failed") return ended(steps, badge);
  steps.push(
    step("refresh", refreshOf(credential)),
    step(
      "status",
      proof.outcome === "passed" ? await statusOf(credential, fetch, now) : unchecked("not_tried"),
    ),
    step("end", endOf(credential, now)),
    step("begin", beginOf(credential, now)),
    step("endorsements", await endorsementsOf(credential, fetch, now)),
  );
  return ended(steps, badge);
}

function step(name: StepName, result: Result): Step {
  return { step: name, ...result };
}

function hasFailed(steps: readonly Step[]): boolean {
  return steps.some(({ outcome }) => outcome === "failed");
}

function ended(steps: Step[], badge: Shown | null): Verification {
  const all = [...steps, ...notTried(steps)];
  return { verdict: verdictOf(all), steps: all, badge };
}

/** A text as a page writes it: whoever signed it does not turn our own sentences round. */
const textOrNull = (value: unknown) => {
  const text = textIn(value);
  return text && cleanText(text);
};

/**
 * What a badge says of itself, for a page. Odd parts are left out.
 *
 * @param host where its key is published; null where nobody has looked
 */
export function shown(credential: JsonObject, host: string | null): Shown | null {
  const [subject] = listOf(credential.credentialSubject).filter(isObject);
  const said: JsonObject | null = isEndorsement(credential)
    ? { description: subject?.endorsementComment }
    : null;
  const achievement = isObject(subject?.achievement) ? subject.achievement : said;
  const name =
    textOrNull(said ? credential.name : achievement?.name) ?? textOrNull(credential.name);
  if (!subject || !achievement || !name) return null;
  const { issuer } = credential;
  const { begin, end } = termOf(credential);
  const source = isObject(subject.source) ? subject.source : {};
  return {
    name,
    description: textOrNull(achievement.description),
    issuer:
      (isObject(issuer)
        ? (textOrNull(issuer.name) ?? textOrNull(issuer.id))
        : textOrNull(issuer)) ?? "",
    issuerHost: host,
    awardedBy: textOrNull(source.name),
    awardedOn: textOrNull(credential.awardedDate) ?? textOrNull(begin),
    endsOn: textOrNull(end),
    competences: listOf(achievement.alignment)
      .filter(isObject)
      .flatMap(({ targetName, targetCode, targetFramework, targetDescription }) =>
        typeof targetName === "string"
          ? {
              name: cleanText(targetName),
              code: textOrNull(targetCode),
              framework: textOrNull(targetFramework),
              level: textOrNull(targetDescription),
            }
          : [],
      ),
    evidence: listOf(credential.evidence)
      .filter(isObject)
      .map((item) => ({ name: textOrNull(item.name), narrative: textOrNull(item.narrative) })),
    level: levelOf(subject, achievement),
    language: textOrNull(achievement.inLanguage),
  };
}

/** The name of the level that was reached. */
function levelOf(subject: JsonObject, achievement: JsonObject): string | null {
  const reached = listOf(subject.result)
    .filter(isObject)
    .map(({ achievedLevel }) => achievedLevel);
  const levels = listOf(achievement.resultDescription)
    .filter(isObject)
    .flatMap(({ rubricCriterionLevel }) => listOf(rubricCriterionLevel).filter(isObject));
  return textOrNull(levels.find(({ id }) => reached.includes(id))?.name);
}
