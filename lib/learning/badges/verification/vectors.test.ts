import { createHash, createPrivateKey, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { JsonLdParser } from "jsonld-streaming-parser";
import { RDFC10 } from "rdfjs-c14n";
import { describe, expect, test } from "vitest";
import { AT, givenIssuer } from "#testing/badges.ts";
import { knownContexts, loaderOf } from "../credentials/contexts.ts";
import { publicHalf } from "../credentials/keys.ts";
import { signDocument } from "../credentials/signing.ts";

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
  return cryptosuite.canonize(document, { documentLoader: loaderOf(examples), safe: true, base: null });
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
    const { "@context": _, ...published } = json(`${folder}/signedDataInt.json`).proof as JsonObject;
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
  const bare = await issuer.badge({ evidence: [], level: undefined, validUntil: AT.add({ hours: 24 }) });
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
    const { name: _, ...achievement } = (badge.credentialSubject as { achievement: JsonObject }).achievement;
    expect(validate({ ...badge, credentialSubject: { type: ["AchievementSubject"], achievement } })).toBe(
      false,
    );
  }
});

/** Canonical N-Quads by other people's code: another parser of JSON-LD, another canonicalisation. */
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

test("what is issued verifies in an implementation that shares no code with ours", async () => {
  const { issuer, badges } = await issuedBadges();
  const jwk = issuer.documents.Ed25519.privateJwk;
  const publicKey = createPublicKey({ key: publicHalf(jwk) as never, format: "jwk" });
  expect(createPrivateKey({ key: jwk as never, format: "jwk" }).asymmetricKeyType).toBe("ed25519");
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const holds = async ({ proof, ...document }: JsonObject) => {
    const [{ proofValue, ...options }] = proof as [JsonObject];
    const data = Buffer.concat([
      hash(await otherCanonical({ "@context": document["@context"], ...options })),
      hash(await otherCanonical(document)),
    ]);
    return verify(null, data, publicKey, base58(String(proofValue).slice(1)));
  };
  for (const badge of badges) {
    expect(await holds(badge)).toBe(true);
    expect(await holds({ ...badge, name: "Directeur" })).toBe(false);
  }
});

function base58(text: string): Buffer {
  const signs = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const value = [...text].reduce((sum, sign) => sum * 58n + BigInt(signs.indexOf(sign)), 0n);
  return Buffer.from(value.toString(16).padStart(128, "0"), "hex");
}
