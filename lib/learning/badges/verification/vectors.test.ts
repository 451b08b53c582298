import { createHash, createPublicKey, type KeyObject, randomUUID, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { JsonLdParser } from "jsonld-streaming-parser";
import { RDFC10 } from "rdfjs-c14n";
import { describe, expect, test } from "vitest";
import { AT, givenIssuer, ORIGIN } from "#testing/badges.ts";
import { knownContexts, loaderOf } from "../credentials/contexts.ts";
import { publicHalf } from "../credentials/keys.ts";
import { type DocumentKey, signDocument } from "../credentials/signing.ts";
import { unsignedEndorsement } from "../endorsements/document.ts";

const file = (name: string) => readFileSync(new URL(`vectors/${name}`, import.meta.url), "utf8");
const json = (name: string) => JSON.parse(file(name)) as JsonObject;

const EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2";
const examples = new Map([[EXAMPLES, json("credentials-examples-v2.json")]]);

async function jwkFrom(key: JsonObject) {
  const { from, toJwk } = await import("@digitalbazaar/ed25519-multikey");
  const keyPair = await from({
    type: "Multikey",
    publicKeyMultibase: key.publicKeyMultibase,
    secretKeyMultibase: key.secretKeyMultibase ?? key.privateKeyMultibase,
  });
  const jwk = await toJwk({ keyPair, secretKey: true });
  // Some write the public half behind the private one.
  return {
    ...jwk,
    d: Buffer.from(jwk.d ?? "", "base64url")
      .subarray(0, 32)
      .toString("base64url"),
  };
}

const canonical = async (document: JsonObject) => {
  const { cryptosuite } = await import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
  return cryptosuite.canonize(document, {
    documentLoader: loaderOf(examples),
    safe: true,
    base: null,
  });
};

describe("what others published as right comes out byte for byte", () => {
  test("the vector of W3C", async () => {
    const folder = "w3c-eddsa-rdfc-2022";
    const unsigned = json(`${folder}/unsigned.json`);
    const options = json(`${folder}/proofConfigDataInt.json`);
    expect(await canonical(unsigned)).toBe(file(`${folder}/canonDocDataInt.txt`));
    expect(await canonical(options)).toBe(file(`${folder}/proofCanonDataInt.txt`));
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(hash(await canonical(unsigned))).toBe(file(`${folder}/docHashDataInt.txt`).trim());
    expect(hash(await canonical(options))).toBe(file(`${folder}/proofHashDataInt.txt`).trim());

    const privateJwk = await jwkFrom(json(`${folder}/keyPair.json`));
    const key = { id: String(options.verificationMethod), privateJwk };
    const at = Temporal.Instant.from(String(options.created));
    const signed = await signDocument(unsigned, key, { at, more: examples });
    const [proof] = signed.proof as JsonObject[];
    const { "@context": _, ...published } = json(`${folder}/signedDataInt.json`)
      .proof as JsonObject;
    expect(proof).toEqual(published);
    expect(proof?.proofValue).toBe(file(`${folder}/sigBTC58DataInt.txt`).trim());
  });

  test("the worked example of 1EdTech", async () => {
    const folder = "1edtech-obv3-eddsa";
    const unsigned = json(`${folder}/unsigned.json`);
    expect(await canonical(unsigned)).toBe(file(`${folder}/document-canon.txt`));
    const key = json(`${folder}/keyPair.json`);
    const at = Temporal.Instant.from("2010-01-01T19:23:24Z");
    const signed = await signDocument(
      unsigned,
      { id: String(key.id), privateJwk: await jwkFrom(key) },
      { at },
    );
    expect(signed).toEqual(json(`${folder}/signed.json`));
  });
});

test.each([
  [
    "ob_v3p0_achievementcredential_schema.json",
    "b7358e895f492e74055dc6bfc7ffc420d0e497f90c4579fb83d9519b86d393ea",
  ],
  [
    "ob_v3p0_achievementcredential_schema.strict-2024-10.json",
    "859e405b592d93c3261fe899362f4128801140d4d20c01502a066b3540483d95",
  ],
])("%s is as 1EdTech published it", (name, sha256) => {
  const bytes = readFileSync(new URL(`schemas/${name}`, import.meta.url));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
});

/** Badges as they are issued here, with much and with little in them. */
async function issuedBadges() {
  const issuer = await givenIssuer();
  const whole = await issuer.badge();
  const bare = await issuer.badge({
    evidence: [],
    level: undefined,
    validUntil: AT.add({ hours: 24 }),
  });
  return { issuer, badges: [whole, bare] };
}

test("what is issued passes the strict schema of 1EdTech", async () => {
  const name = "schemas/ob_v3p0_achievementcredential_schema.strict-2024-10.json";
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: object) => void)(ajv);
  const validate = ajv.compile(JSON.parse(text));
  for (const badge of (await issuedBadges()).badges) {
    validate(badge);
    expect(validate.errors ?? []).toEqual([]);
    const { name: _, ...achievement } = (badge.credentialSubject as { achievement: JsonObject })
      .achievement;
    expect(
      validate({ ...badge, credentialSubject: { type: ["AchievementSubject"], achievement } }),
    ).toBe(false);
  }
});

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
const publicOf = ({ privateJwk }: DocumentKey) =>
  createPublicKey({ key: publicHalf(privateJwk) as never, format: "jwk" });

/**
 * Whether a document is as it was signed, by code that is not ours. Throws for what it cannot read.
 */
async function documentHolds(
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
function tokenHolds(token: string, publicKey: KeyObject): boolean {
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

/** A text with one byte another, at a hundred places from its first to its last. */
function tampered(text: string): string[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: 100 }, (_, each) => {
    const copy = Buffer.from(bytes);
    const at = Math.round((each * (bytes.length - 1)) / 99);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString();
  });
}

describe("what is issued verifies in an implementation that shares no code with ours, and not when a byte is another", () => {
  test("a badge", async () => {
    const { issuer, badges } = await issuedBadges();
    const publicKey = publicOf(issuer.documents.Ed25519);
    expect(publicKey.asymmetricKeyType).toBe("ed25519");
    for (const badge of badges) {
      expect(await documentHolds(badge, publicKey)).toBe(true);
      expect(await documentHolds({ ...badge, name: "Directeur" }, publicKey)).toBe(false);
    }
    await expectTamperedRefused(badges[1] as JsonObject, publicKey);
  });

  test("a badge as a token", async () => {
    const { documents, token } = await givenIssuer();
    const publicKey = publicOf(documents.ES256);
    const signed = await token();
    expect(tokenHolds(signed, publicKey)).toBe(true);
    expect(tokenHolds(signed, publicOf((await givenIssuer()).documents.ES256))).toBe(false);
    for (const other of tampered(signed))
      expect(await holdsIfRead(() => tokenHolds(other, publicKey))).toBe(false);
  });

  test("what an organisation says of a badge", async () => {
    const issuer = await givenIssuer();
    const unsigned = unsignedEndorsement(
      {
        id: randomUUID(),
        endorser: { id: randomUUID(), name: "École du Nord", domain: "ecole.example" },
        about: `${ORIGIN}/badges/classes/repair/1/fr`,
        aboutName: "Réparer",
        language: "fr",
        comment: "Nous voyons que ces personnes réparent seules.",
        scopes: ["exemption", "hours"],
        hours: 12,
      },
      { origin: ORIGIN, status: { listId: issuer.listId, position: 9 }, at: AT },
    );
    const endorsement = await issuer.sign(unsigned);
    const publicKey = publicOf(issuer.documents.Ed25519);
    expect(await documentHolds(endorsement, publicKey)).toBe(true);
    expect(await documentHolds({ ...endorsement, name: "Diplôme" }, publicKey)).toBe(false);
    await expectTamperedRefused(endorsement, publicKey);
  });
});

async function expectTamperedRefused(signed: JsonObject, publicKey: KeyObject): Promise<void> {
  for (const other of tampered(JSON.stringify(signed)))
    expect(await holdsIfRead(async () => documentHolds(JSON.parse(other), publicKey)), other).toBe(
      false,
    );
}

async function holdsIfRead(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await holds();
  } catch {
    return false;
  }
}

function base58(text: string): Buffer {
  const signs = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const value = [...text].reduce((sum, sign) => sum * 58n + BigInt(signs.indexOf(sign)), 0n);
  return Buffer.from(value.toString(16).padStart(128, "0"), "hex");
}
