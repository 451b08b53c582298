import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { cleaned } from "#lib/foundation/platform/text/text.ts";
import type { Answer, Fetch } from "../verification/fetching.ts";
import { isObject, jsonFault, jsonObject } from "../verification/json.ts";
import { MOST_BYTES, readBadge } from "../verification/read.ts";
import {
  addressToFollow,
  badgeIn,
  type ImportedBadge,
  type ImportFault,
  withFound,
} from "./open-badge.ts";

const MOST_BADGES = 100;
const MOST_VALUES = 200 * MOST_BADGES;
/** Of all badges of a file together: classes and issuers that it only names. */
const MOST_FETCHED = 40;
const MOST_FOLLOWED = 2;

/**
 * The badges of a file or a text: one document, a list of them, a JWT, or a picture with one in it.
 * What a document only names by its address is asked for.
 *
 * @throws DomainError invalid for what is no badge, and naming every badge at fault in its details:
 *   then none is taken
 */
export async function badgesFrom(bytes: Uint8Array, fetch: Fetch): Promise<ImportedBadge[]> {
  const documents = await documentsIn(bytes);
  const asker = {
    left: MOST_FETCHED,
    fetch,
    known: new Map<string, JsonObject | ImportFault["code"]>(),
  };
  const badges: ImportedBadge[] = [];
  const faults: ImportFault[] = [];
  for (const [at, document] of documents.entries()) {
    const whole = await followed(document, at + 1, asker);
    if ("fault" in whole) {
      faults.push(whole.fault);
      continue;
    }
    const read = badgeIn(whole.document, at + 1);
    if ("badge" in read) badges.push(read.badge);
    else faults.push(...read.faults);
  }
  refuseFaults(faults);
  return badges;
}

/** What an address answers. @throws DomainError invalid, saying why nothing came */
export async function bytesAt(url: string, fetch: Fetch): Promise<Uint8Array> {
  const answer = await fetch(url, { mostBytes: MOST_BYTES, redirects: 2 });
  if (answer.is === "found") return answer.bytes;
  throw new DomainError("invalid", { code: codeOf(answer) });
}

function codeOf(answer: Exclude<Answer, { is: "found" }>): string {
  return `benchmark.import.${answer.is === "unreachable" ? "unreachable" : answer.why}`;
}

export function refuseFaults(faults: ImportFault[]): void {
  const [first] = faults;
  if (!first) return;
  throw new DomainError(
    "invalid",
    { code: "benchmark.import.faults", count: faults.length },
    { details: { rows: faults } },
  );
}

async function documentsIn(bytes: Uint8Array): Promise<JsonObject[]> {
  const listed = listIn(bytes);
  if (listed) return listed;
  const baked = await bakedOfTwo(bytes);
  if (baked) return [baked];
  const found = await readBadge(bytes);
  if (found.is === "json") return [cleaned(found.credential) as JsonObject];
  const payload = found.is === "jwt" ? payloadOf(found.token) : null;
  if (payload) return [payload];
  throw new DomainError("invalid", {
    code: `benchmark.import.${found.is === "nothing" && found.code === "too_large" ? "too_large" : "not_a_badge"}`,
  });
}

/** A list of documents, or an object with one in it; null for anything else. */
function listIn(bytes: Uint8Array): JsonObject[] | null {
  if (bytes.byteLength > MOST_BYTES) return null;
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trim();
  if (!text.startsWith("[") || jsonFault(text, MOST_VALUES)) return null;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  if (list.length === 0 || list.length > MOST_BADGES)
    throw new DomainError("invalid", { code: "benchmark.import.how_many", most: MOST_BADGES });
  refuseFaults(
    list.flatMap((one, at) =>
      isObject(one) ? [] : [{ row: at + 1, field: "type", code: "benchmark.import.not_a_badge" }],
    ),
  );
  return list.filter(isObject).map((one) => cleaned(one) as JsonObject);
}

/** What a JWT carries. Its signature is not looked at: what it says is compared, not believed. */
function payloadOf(token: string): JsonObject | null {
  const [, payload = ""] = token.split(".");
  const document = jsonObject(Buffer.from(payload, "base64url").toString("utf8"));
  const inner = isObject(document?.vc) ? document.vc : document;
  return inner ? (cleaned(inner) as JsonObject) : null;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/**
 * An assertion of Open Badges 2 in a picture: a chunk `tEXt` or `iTXt` called `openbadges`. @see
 * Open Badges 2.0, Baking
 */
async function bakedOfTwo(bytes: Uint8Array): Promise<JsonObject | null> {
  if (bytes.byteLength > MOST_BYTES || !PNG_SIGNATURE.equals(bytes.subarray(0, 4))) return null;
  const { default: extract } = await import("png-chunks-extract");
  try {
    const texts = extract(bytes)
      .filter(({ name }) => name === "iTXt" || name === "tEXt")
      .map(({ name, data }) => ({ name, text: Buffer.from(data).toString("utf8") }))
      .filter(({ text }) => text.startsWith("openbadges\0"));
    const [first, ...others] = texts;
    if (!first || others.length > 0) return null;
    return jsonObject(first.text.slice(first.text.lastIndexOf("\0") + 1).trim());
  } catch {
    return null;
  }
}

type Asker = { left: number; fetch: Fetch; known: Map<string, JsonObject | string> };

/** A document with the class and the issuer that it names by their addresses. */
async function followed(
  document: JsonObject,
  row: number,
  asker: Asker,
): Promise<{ document: JsonObject } | { fault: ImportFault }> {
  let whole = document;
  for (let step = 0; step < MOST_FOLLOWED; step += 1) {
    const next = addressToFollow(whole);
    if (!next) break;
    const found = await ask(next.url, asker);
    if (typeof found === "string") return { fault: { row, field: next.field, code: found } };
    whole = withFound(whole, next.field, found);
  }
  return { document: whole };
}

async function ask(url: string, asker: Asker): Promise<JsonObject | string> {
  const known = asker.known.get(url);
  if (known) return known;
  if (asker.left === 0) return "benchmark.import.too_many_addresses";
  asker.left -= 1;
  const answer = await asker.fetch(url, { mostBytes: MOST_BYTES, redirects: 2 });
  const found =
    answer.is === "found"
      ? (jsonObject(Buffer.from(answer.bytes).toString("utf8")) ?? "benchmark.import.not_a_badge")
      : codeOf(answer);
  const kept = typeof found === "string" ? found : (cleaned(found) as JsonObject);
  asker.known.set(url, kept);
  return kept;
}
