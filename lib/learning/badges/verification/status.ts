import { gunzipSync } from "node:zlib";
import { STATUS_LIST_LENGTH } from "#db/schema/credentials.ts";
import type { Fetch } from "./fetching.ts";
import { isObject, jsonObject, listOf } from "./json.ts";
import { readText } from "./read.ts";
import { endOf, failed, momentOf, passed, type Result, unchecked, wordsOf } from "./shapes.ts";
import { issuerOf, openToken, type Signed, signatureOf } from "./signatures.ts";

const MOST_DOCUMENT = 2_000_000;
/** Of a list that is laid open, in bytes: a hundred times the least. */
const MOST_BITS_BYTES = (STATUS_LIST_LENGTH / 8) * 100;

/**
 * Whether a badge was withdrawn, by the list that it names. The list must be signed by the issuer
 * of the badge, or by the host that publishes the keys of this issuer.
 *
 * @returns `unchecked` when the list cannot be had: that is no yes
 */
export async function statusOf(
  credential: JsonObject,
  fetch: Fetch,
  now: Temporal.Instant,
): Promise<Result> {
  const entry = entryOf(credential);
  if (entry === null) return passed("status_none");
  if ("outcome" in entry) return entry;
  const answer = await fetch(entry.address, { mostBytes: MOST_DOCUMENT, redirects: 2 });
  if (answer.is === "unreachable") return unchecked("status_unreachable");
  if (answer.is === "refused")
    return ["no_document", "redirects"].includes(answer.why)
      ? unchecked("status_unreachable")
      : failed("status_not_public");
  const list = signedOf(Buffer.from(answer.bytes).toString("utf8"));
  if (!list || list.credential.id !== entry.address) return failed("status_odd");
  if (!speaksFor(issuerOf(list.credential), issuerOf(credential))) return failed("status_other");
  if (endOf(list.credential, now).outcome !== "passed") return unchecked("status_old");
  return (await listFault(list, fetch)) ?? bitOf(list.credential, entry.position, now);
}

/** Where a list says what became of a badge. @property position of its bit */
type Entry = { address: string; position: number };

/** The entry of a badge; null when it names no list; a result when it names one that says nothing. */
function entryOf(credential: JsonObject): Entry | Result | null {
  const entries = listOf(credential.credentialStatus).filter(isObject);
  if (entries.length === 0) return null;
  const own = entries.filter(
    ({ type, statusPurpose, statusSize = 1 }) =>
      type === "BitstringStatusListEntry" && statusPurpose === "revocation" && statusSize === 1,
  );
  const [entry] = own;
  if (!entry || own.length < entries.length) return unchecked("status_kind");
  const { statusListCredential: address, statusListIndex } = entry;
  return typeof address === "string" && /^\d{1,9}$/.test(String(statusListIndex))
    ? { address, position: Number(statusListIndex) }
    : failed("status_odd");
}

/** Why the signature of a list is not believed; null when it is. */
async function listFault(list: Signed, fetch: Fetch): Promise<Result | null> {
  // Words of its own could say one thing to whoever signs it and another to whoever reads it.
  if ((await wordsOf(list.credential)).outcome !== "passed") return failed("status_changed");
  const { issuer, proof } = await signatureOf(list, fetch);
  if (issuer.outcome === "failed" || proof.outcome === "failed") return failed("status_changed");
  return issuer.outcome === "passed" && proof.outcome === "passed"
    ? null
    : unchecked("status_unreachable");
}

/**
 * The issuer itself; or, for an issuer that a host publishes below its own name, that host: whoever
 * publishes somebody's keys could say with them what the list says.
 */
function speaksFor(lister: string | null, issuer: string | null): boolean {
  if (lister === null || issuer === null) return false;
  return lister === issuer || (/^did:web:[^:]+$/.test(lister) && issuer.startsWith(`${lister}:`));
}

function signedOf(text: string): Signed | null {
  const found = readText(text, "text");
  if (found.is === "jwt") return openToken(found.token);
  const credential = jsonObject(text);
  return credential && { is: "json", credential };
}

function bitOf(list: JsonObject, position: number, now: Temporal.Instant): Result {
  const { credentialSubject: subject } = list;
  if (
    !isObject(subject) ||
    subject.type !== "BitstringStatusList" ||
    subject.statusPurpose !== "revocation"
  )
    return failed("status_odd");
  const bits = bitsOf(subject.encodedList);
  if (!bits || bits.length * 8 < STATUS_LIST_LENGTH || position >= bits.length * 8)
    return failed("status_short");
  const isSet = ((bits[position >> 3] ?? 0) >> (7 - (position & 7))) & 1;
  const day = (momentOf(list.validFrom) ?? now).toString().slice(0, 10);
  return isSet ? failed("revoked") : passed("status", { day });
}

/** The bits of a list; null for what is none, or would fill the memory. */
function bitsOf(encoded: unknown): Buffer | null {
  if (typeof encoded !== "string" || !/^u[\w-]+$/.test(encoded)) return null;
  try {
    return gunzipSync(Buffer.from(encoded.slice(1), "base64url"), {
      maxOutputLength: MOST_BITS_BYTES,
    });
  } catch {
    return null;
  }
}
