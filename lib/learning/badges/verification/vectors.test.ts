import { createHash, type KeyObject, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AT, givenIssuer, ORIGIN } from "#testing/badges.ts";
import { documentHolds, faultsOfShape, publicOf, tokenHolds } from "#testing/second-verifier.ts";
import { loaderOf } from "../credentials/contexts.ts";
import { signDocument } from "../credentials/signing.ts";
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
  for (const badge of (await issuedBadges()).badges) {
    expect(faultsOfShape(badge)).toEqual([]);
    const { name: _, ...achievement } = (badge.credentialSubject as { achievement: JsonObject })
      .achievement;
    expect(
      faultsOfShape({
        ...badge,
        credentialSubject: { type: ["AchievementSubject"], achievement },
      }),
    ).not.toEqual([]);
  }
});

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
    const publicKey = publicOf(issuer.documents.Ed25519.privateJwk);
    expect(publicKey.asymmetricKeyType).toBe("ed25519");
    for (const badge of badges) {
      expect(await documentHolds(badge, publicKey)).toBe(true);
      expect(await documentHolds({ ...badge, name: "Directeur" }, publicKey)).toBe(false);
    }
    await expectTamperedRefused(badges[1] as JsonObject, publicKey);
  });

  test("a badge as a token", async () => {
    const { documents, token } = await givenIssuer();
    const publicKey = publicOf(documents.ES256.privateJwk);
    const signed = await token();
    expect(tokenHolds(signed, publicKey)).toBe(true);
    expect(tokenHolds(signed, publicOf((await givenIssuer()).documents.ES256.privateJwk))).toBe(
      false,
    );
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
    const publicKey = publicOf(issuer.documents.Ed25519.privateJwk);
    expect(await documentHolds(endorsement, publicKey)).toBe(true);
    expect(await documentHolds({ ...endorsement, name: "Diplôme" }, publicKey)).toBe(false);
    await expectTamperedRefused(endorsement, publicKey);
  });
});

async function expectTamperedRefused(signed: JsonObject, publicKey: KeyObject): Promise<void> {
  for (const other of tampered(JSON.stringify(signed)).filter((text) => !isOfEarlierContext(text)))
    expect(await holdsIfRead(async () => documentHolds(JSON.parse(other), publicKey)), other).toBe(
      false,
    );
}

/** The edition before gives the words the same meaning: what was signed is the same. */
const isOfEarlierContext = (text: string) => text.includes("context-3.0.2.json");

async function holdsIfRead(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await holds();
  } catch {
    return false;
  }
}
