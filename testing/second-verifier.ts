// Verifies what is signed without the code that signs it: docs/decisions/0029-second-verifier.md.
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import type { JWK } from "jose";
import { JsonLdParser } from "jsonld-streaming-parser";
import { RDFC10 } from "rdfjs-c14n";
import { knownContexts, loaderOf } from "#lib/learning/badges/credentials/contexts.ts";
import { publicHalf } from "#lib/learning/badges/credentials/keys.ts";

const STRICT_SCHEMA = "ob_v3p0_achievementcredential_schema.strict-2024-10.json";

/** What a badge lacks, or has too much, by the strict schema of 1EdTech, as Ajv says it. */
export function faultsOfShape(badge: unknown): unknown[] {
  strictSchema ??= compiledSchema();
  strictSchema(badge);
  return strictSchema.errors ?? [];
}

let strictSchema: ReturnType<typeof compiledSchema> | undefined;

function compiledSchema() {
  const folder = new URL("../lib/learning/badges/verification/schemas/", import.meta.url);
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: object) => void)(ajv);
  return ajv.compile(JSON.parse(readFileSync(new URL(STRICT_SCHEMA, folder), "utf8")));
}

/**
 * Canonical N-Quads by other people's code: another parser of JSON-LD, another canonicalisation.
 */
async function otherCanonical(document: JsonObject): Promise<string> {
  const known = await knownContexts();
  const load = loaderOf();
  const parser = new JsonLdParser({
    documentLoader: {
      load: async (url: string) => {
        if (!known.has(url)) throw new Error(`unknown: ${url}`);
        return (await load(url)).document as never;
      },
    },
  });
  const quads: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    parser.on("data", (quad: unknown) => quads.push(quad));
    parser.on("end", () => resolve());
    parser.on("error", reject);
    parser.write(JSON.stringify(document));
    parser.end();
  });
  const { canonical_form: text } = await new RDFC10().c14n(quads as never);
  return text;
}

/** The public half of a key, for other people's code. */
export function publicOf(jwk: JWK): KeyObject {
  return createPublicKey({ key: publicHalf(jwk) as never, format: "jwk" });
}

/**
 * Whether a document is as it was signed, by code that is not ours. Throws for what it cannot read.
 */
export async function documentHolds(
  { proof, ...document }: JsonObject,
  publicKey: KeyObject,
): Promise<boolean> {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const [{ proofValue, ...options }] = proof as [JsonObject];
  const data = Buffer.concat([
    hash(await otherCanonical({ "@context": document["@context"], ...options })),
    hash(await otherCanonical(document)),
  ]);
  return verify(null, data, publicKey, base58(String(proofValue).slice(1)));
}

/** The same of a token: RFC 7515 written out, without the library that signs here. */
export function tokenHolds(token: string, publicKey: KeyObject): boolean {
  const parts = token.split(".");
  const [header = "", payload = "", signature = ""] = parts;
  // The last sign of base64url has bits to spare: only the one way to write it counts.
  const isPlain = parts.every(
    (part) => Buffer.from(part, "base64url").toString("base64url") === part,
  );
  if (parts.length !== 3 || !isPlain) return false;
  if (JSON.parse(Buffer.from(header, "base64url").toString()).alg !== "ES256") return false;
  const key = { key: publicKey, dsaEncoding: "ieee-p1363" as const };
  return verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, "base64url"),
  );
}

function base58(text: string): Buffer {
  const signs = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const value = [...text].reduce((sum, sign) => sum * 58n + BigInt(signs.indexOf(sign)), 0n);
  return Buffer.from(value.toString(16).padStart(128, "0"), "hex");
}
