import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { importJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { AT, givenIssuer, ORIGIN } from "#testing/badges.ts";
import { signJwt } from "../credentials/signing.ts";
import { signedList } from "../credentials/status-lists.ts";
import type { Verification } from "./outcome.ts";
import { verifyBadge } from "./verify.ts";
import { verificationPage } from "./words.ts";

type Issuer = Awaited<ReturnType<typeof givenIssuer>>;

let issuer: Issuer;
let badge: JsonObject;

beforeAll(async () => {
  issuer = await givenIssuer();
  badge = await issuer.badge();
});

const bytes = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

async function check(value: unknown, { from = issuer, now = AT } = {}): Promise<Verification> {
  return verifyBadge(value instanceof Uint8Array ? value : bytes(value), {
    now,
    fetch: from.fetch,
  });
}

/** The steps that did not pass, as `step code`, without those that never do. */
const faults = ({ steps }: Verification) =>
  steps
    .filter(
      ({ outcome, step }) => outcome !== "passed" && !["holder", "endorsements"].includes(step),
    )
    .filter(({ code }) => code !== "not_tried")
    .map(({ step, code }) => `${step} ${code}`);

describe("a badge that is as it was signed", () => {
  test("is genuine, and says what it is", async () => {
    const result = await check(badge);
    expect(faults(result)).toEqual([]);
    expect(result.verdict).toBe("genuine");
    expect(result.badge).toMatchObject({
      name: "Réparer",
      issuer: "Trivium",
      issuerHost: "trivium.example",
      awardedBy: "Hangar K",
      level: "Sans aide",
      competences: [{ name: "Résoudre des problèmes techniques", code: "5.1", level: "Niveau 4" }],
    });
  });

  test("as a JWT too", async () => {
    const result = await check(await issuer.token());
    expect(faults(result)).toEqual([]);
    expect(result.verdict).toBe("genuine");
  });

  test("goes on after the keys were replaced", async () => {
    const other = await givenIssuer();
    const [old, oldToken] = [await other.badge(), await other.token()];
    await other.rotate();
    expect((await check(old, { from: other })).verdict).toBe("genuine");
    expect((await check(oldToken, { from: other })).verdict).toBe("genuine");
    expect((await check(await other.badge(), { from: other })).verdict).toBe("genuine");
  });

  test("asks for the key and the status list, and for nothing else", async () => {
    issuer.asked.length = 0;
    await check(badge);
    expect(new Set(issuer.asked)).toEqual(new Set([issuer.didAddress, issuer.listAddress]));
  });
});

test("withdrawn, ended and not yet begun are told apart", async () => {
  const other = await givenIssuer();
  const [kept, gone] = [await other.badge({}, 5), await other.badge({}, 6)];
  await other.revoke(6);
  expect(await check(kept, { from: other })).toMatchObject({ verdict: "genuine" });
  expect(await check(gone, { from: other })).toMatchObject({ verdict: "withdrawn" });
  const ends = await other.badge({ validUntil: AT.add({ hours: 24 }) });
  expect(await check(ends, { from: other })).toMatchObject({ verdict: "genuine" });
  expect(await check(ends, { from: other, now: AT.add({ hours: 25 }) })).toMatchObject({
    verdict: "expired",
  });
  const later = await other.badge({ awardedAt: AT.add({ hours: 48 }) });
  expect(await check(later, { from: other })).toMatchObject({ verdict: "not_yet" });
});

describe("nobody to ask is a warning, and never a yes", () => {
  test.each([
    ["the issuer", "didAddress", ["issuer issuer_unreachable"]],
    ["the status list", "listAddress", ["status status_unreachable"]],
  ] as const)("%s", async (_, address, found) => {
    const other = await givenIssuer();
    const signed = await other.badge();
    other.answers.delete(other[address]);
    const result = await check(signed, { from: other });
    expect(faults(result)).toEqual(found);
    expect(result.verdict).toBe("unsure");
  });
});

const inside = (change: (credential: JsonObject) => void) => {
  const copy = structuredClone(badge);
  change(copy);
  return copy;
};
// biome-ignore lint/suspicious/noExplicitAny: what is tampered with has every shape
const at = (value: unknown) => value as any;

describe("what was changed after signing", () => {
  test.each<[string, (credential: JsonObject) => void, string]>([
    [
      "the name",
      (it) => (at(it).credentialSubject.achievement.name = "Directeur"),
      "proof proof_wrong",
    ],
    [
      "a competence",
      (it) => (at(it).credentialSubject.achievement.alignment[0].targetCode = "5.4"),
      "proof proof_wrong",
    ],
    ["the day", (it) => (it.awardedDate = "2020-01-01T00:00:00Z"), "proof proof_wrong"],
    ["the person", (it) => (at(it).credentialSubject.id = "urn:uuid:x"), "proof proof_wrong"],
    [
      "the place in the list",
      (it) => (at(it).credentialStatus.statusListIndex = "9"),
      "proof proof_wrong",
    ],
    [
      "when it was signed",
      (it) => (at(it).proof[0].created = "2026-03-02T06:00:01Z"),
      "proof proof_wrong",
    ],
    [
      "what the key may do",
      (it) => (at(it).proof[0].proofPurpose = "authentication"),
      "proof proof_purpose",
    ],
    [
      "a space in the signature",
      (it) => (at(it).proof[0].proofValue = at(it).proof[0].proofValue.replace("z", "z ")),
      "proof proof_wrong",
    ],
    ["the name of the issuer", (it) => delete at(it).issuer.name, "proof proof_wrong"],
    ["no list any more", (it) => delete it.credentialStatus, "proof proof_wrong"],
    ["no proof any more", (it) => delete it.proof, "proof proof_none"],
    ["a word that nobody signs", (it) => (it.bonus = "with honours"), "words word_unsigned"],
    [
      "a word with another meaning",
      (it) => (at(it).credentialSubject["@context"] = { name: "x:y" }),
      "words context_unknown",
    ],
    ["another issuer", (it) => (at(it).issuer.id = "did:web:other.example"), "issuer issuer_other"],
    ["no person", (it) => delete at(it).credentialSubject.id, "person person_none"],
    ["no name", (it) => delete at(it).credentialSubject.achievement.name, "form form_missing"],
    ["evidence of no kind", (it) => (it.evidence = [{ id: "urn:x:y" }]), "evidence evidence_odd"],
    ["no badge", (it) => (it.type = ["VerifiableCredential"]), "kind kind_other"],
  ])("%s", async (_, change, fault) => {
    const result = await check(inside(change));
    expect(faults(result)).toContain(fault);
    expect(result.verdict).toBe("refused");
  });
});

describe("who signed", () => {
  test("is said by nobody when the signature is wrong: anybody can name them", async () => {
    const changed = inside((it) => (it.name = "Directeur"));
    const [header, payload, signature = ""] = (await issuer.token()).split(".");
    for (const forged of [
      changed,
      `${header}.${payload}.${signature.split("").toReversed().join("")}`,
    ]) {
      const { steps } = await check(forged);
      expect(steps).toContainEqual({ step: "proof", outcome: "failed", code: "proof_wrong" });
      expect(steps).toContainEqual({ step: "issuer", outcome: "unchecked", code: "not_tried" });
    }
  });

  test("somebody else in the issuer's name", async () => {
    const other = await givenIssuer("https://other.example");
    const forged = await other.sign(issuer.unsigned());
    expect(faults(await check(forged))).toEqual(["issuer issuer_other"]);
  });

  test("a key that the issuer never published", async () => {
    const stranger = await givenIssuer();
    expect(faults(await check(await stranger.badge()))).toEqual(["issuer issuer_key_unknown"]);
  });

  test("a DID document of somebody else, or that may not sign badges", async () => {
    for (const change of [
      (it: JsonObject) => (it.id = "did:web:other.example"),
      (it: JsonObject) => (it.assertionMethod = []),
      (it: JsonObject) =>
        at(it).verificationMethod.map((each: JsonObject) =>
          Object.assign(each, { controller: "did:web:x" }),
        ),
    ]) {
      const other = await givenIssuer();
      const signed = await other.badge();
      const answer = at(other.answers.get(other.didAddress));
      const document = JSON.parse(Buffer.from(answer.bytes).toString());
      change(document);
      other.put(other.didAddress, JSON.stringify(document));
      expect((await check(signed, { from: other })).verdict).toBe("refused");
    }
  });

  test.each([
    ["redirects", "issuer_redirects"],
    ["not_public", "issuer_not_public"],
    ["no_document", "issuer_gone"],
  ] as const)("a DID document that is %s", async (why, code) => {
    const other = await givenIssuer();
    const signed = await other.badge();
    other.answers.set(other.didAddress, { is: "refused", why });
    expect(faults(await check(signed, { from: other }))).toEqual([`issuer ${code}`]);
  });

  test("an issuer whose id is the key itself", async () => {
    const key = issuer.documents.Ed25519;
    const did = `did:key:${key.id.split("#")[1]}`;
    const { signDocument } = await import("../credentials/signing.ts");
    const unsigned = { ...issuer.unsigned(), issuer: { id: did, type: ["Profile"], name: "X" } };
    delete (unsigned as JsonObject).credentialStatus;
    for (const id of [`${did}#${key.id.split("#")[1]}`, did]) {
      const signed = await signDocument(unsigned, { ...key, id }, { at: AT });
      const result = await check(signed);
      expect(faults(result)).toEqual([]);
      expect(result.verdict).toBe("unknown_issuer");
      // Anybody makes a key and calls themselves what they want: no page says that it was X.
      const page = verificationPage("en", result);
      expect(page.summary).toContain("someone who signs as “X”");
      expect(page.advice).toContain("anyone can make a key");
    }
  });

  test("what was refused or not wholly checked says why beside the verdict", async () => {
    const copy = { ...badge, salary: "9000" };
    expect(verificationPage("en", await check(copy)).why).toBe(
      "Something was added that no one signed.",
    );
    const other = await givenIssuer();
    const signed = await other.badge();
    other.answers.delete(other.listAddress);
    expect(verificationPage("fr", await check(signed, { from: other })).why).toBe(
      "Nous n’avons pas accès à la liste des badges retirés pour le moment. Essayez plus tard.",
    );
    expect(verificationPage("nl", await check(badge)).why).toBeNull();
  });

  test("an issuer is named with the host that publishes its key", async () => {
    const result = await check(await issuer.badge());
    expect(verificationPage("en", result).summary).toContain("Trivium (trivium.example)");
  });

  test("a name that turns the direction of writing is signed, and turns nothing on a page", async () => {
    const signed = await issuer.sign({ ...issuer.unsigned(), issuer: turned() });
    const result = await check(signed);
    expect(result.verdict).toBe("genuine");
    expect(JSON.stringify(verificationPage("nl", result))).not.toMatch(
      /[\u202A-\u202E\u2066-\u2069]/,
    );
    expect(result.badge?.issuer).toBe("Trivium evil");
  });
});

const turned = () => ({
  id: issuer.did,
  type: ["Profile"],
  name: "\u2067Trivium\u2069 \u202Eevil",
});

describe("a JWT", () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("without a signature, or with a secret that everybody knows, is refused", async () => {
    const [header, payload] = (await issuer.token()).split(".");
    const decoded = JSON.parse(Buffer.from(header ?? "", "base64url").toString());
    const none = `${encode({ ...decoded, alg: "none" })}.${payload}.`;
    expect(faults(await check(none))).toEqual(["proof proof_weak"]);
    const publicKey = Buffer.from(JSON.stringify(issuer.documents.ES256.privateJwk.x));
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: decoded.kid })
      .sign(publicKey);
    expect(faults(await check(confused))).toEqual(["proof proof_weak"]);
  });

  test.each(["None", "nOnE", "", "HS384", "HS512", "ES256K", ["ES256"], null])(
    "that says it was signed by %j is refused, whatever stands behind it",
    async (alg) => {
      const [header = "", payload, signature] = (await issuer.token()).split(".");
      const decoded = JSON.parse(Buffer.from(header, "base64url").toString());
      for (const end of [signature, ""]) {
        const result = await check(`${encode({ ...decoded, alg })}.${payload}.${end}`);
        expect(faults(result)).toEqual(["proof proof_weak"]);
        expect(result.verdict).toBe("refused");
      }
    },
  );

  test("of an issuer with an RSA key is not believed when that public key was used as the secret", async () => {
    const other = await givenIssuer();
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const method = {
      id: `${other.did}#rsa`,
      type: "JsonWebKey",
      controller: other.did,
      publicKeyJwk: publicKey.export({ format: "jwk" }),
    };
    other.put(
      other.didAddress,
      JSON.stringify({ id: other.did, verificationMethod: [method], assertionMethod: [method.id] }),
    );
    const unsigned = other.unsigned();
    delete unsigned.credentialStatus;
    const sign = (alg: string, kid: string, key: KeyObject | Uint8Array) =>
      new SignJWT(unsigned).setProtectedHeader({ alg, kid }).sign(key);
    const right = await sign("RS256", method.id, privateKey);
    expect((await check(right, { from: other })).verdict).toBe("genuine");
    const secrets = [
      publicKey.export({ type: "spki", format: "pem" }),
      publicKey.export({ type: "spki", format: "der" }),
      JSON.stringify(method.publicKeyJwk),
    ].map((secret) => Buffer.from(secret));
    for (const secret of secrets) {
      const token = await sign("HS256", method.id, secret);
      expect(faults(await check(token, { from: other }))).toEqual(["proof proof_weak"]);
      // The same bytes behind a header that names the algorithm of the key.
      const [header] = right.split(".");
      const [, payload] = token.split(".");
      const mac = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
      expect(faults(await check(`${header}.${payload}.${mac}`, { from: other }))).toEqual([
        "proof proof_wrong",
      ]);
    }
  });

  test("that names another algorithm than the key of its issuer has is refused", async () => {
    const [header = "", payload, signature] = (await issuer.token()).split(".");
    const decoded = JSON.parse(Buffer.from(header, "base64url").toString());
    for (const alg of ["RS256", "EdDSA"]) {
      const result = await check(`${encode({ ...decoded, alg })}.${payload}.${signature}`);
      expect(faults(result)).toEqual(["proof proof_wrong"]);
    }
    const secret = { kty: "oct", k: Buffer.from("known to all").toString("base64url") };
    const inside = { alg: "ES256", jwk: secret, kid: decoded.kid };
    expect(faults(await check(`${encode(inside)}.${payload}.${signature}`))).toEqual([
      "issuer issuer_key_unknown",
    ]);
  });

  test("that was changed, or says one thing outside and another inside, is refused", async () => {
    const [header, payload = "", signature] = (await issuer.token()).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const named = (change: JsonObject) =>
      `${header}.${encode({ ...claims, ...change })}.${signature}`;
    expect(faults(await check(named({ name: "Directeur" })))).toEqual(["proof proof_wrong"]);
    for (const change of [{ iss: "did:web:x" }, { jti: "urn:x:y" }, { sub: "urn:x:y" }, { nbf: 1 }])
      expect(faults(await check(named(change)))).toEqual(["proof proof_claims"]);
  });

  test("that says only outside until when it counts has ended then all the same", async () => {
    const { id: kid, privateJwk } = issuer.documents.ES256;
    const until = AT.add({ hours: 24 });
    const token = await new SignJWT(issuer.unsigned())
      .setProtectedHeader({ alg: "ES256", kid })
      .setExpirationTime(until.epochMilliseconds / 1000)
      .sign(await importJWK(privateJwk, "ES256"));
    expect(await check(token)).toMatchObject({ verdict: "genuine" });
    expect(await check(token, { now: until.add({ hours: 1 }) })).toMatchObject({
      verdict: "expired",
      badge: { endsOn: until.toString() },
    });
  });

  test("with its own key inside is worth what ties the key to the issuer", async () => {
    const unsigned = {
      ...issuer.unsigned(),
      issuer: { id: "https://school.example/issuer", type: ["Profile"] },
    };
    delete (unsigned as JsonObject).credentialStatus;
    const key = issuer.documents.ES256;
    const { d: _, ...jwk } = key.privateJwk;
    const token = await new SignJWT(unsigned)
      .setProtectedHeader({ alg: "ES256", jwk: jwk as never })
      .sign(await importJWK(key.privateJwk, "ES256"));
    const result = await check(token);
    expect(faults(result)).toEqual(["issuer issuer_key_inside"]);
    expect(result.verdict).toBe("unsure");
    const stolen = await signJwt(issuer.unsigned(), { ...key, id: "did:web:other.example#x" });
    expect((await check(stolen)).verdict).toBe("refused");
  });
});

describe("a status list", () => {
  const withList = async (change: (list: JsonObject) => void, anew = true) => {
    const other = await givenIssuer();
    const signed = await other.badge();
    const list = JSON.parse(Buffer.from(at(other.answers.get(other.listAddress)).bytes).toString());
    change(list);
    if (anew) delete list.proof;
    other.put(other.listAddress, JSON.stringify(anew ? await other.sign(list) : list));
    return check(signed, { from: other });
  };
  const encoded = (length: number) => `u${gzipSync(Buffer.alloc(length)).toString("base64url")}`;

  test.each<[string, (list: JsonObject) => void, string]>([
    [
      "that is shorter than it must be",
      (it) => (at(it).credentialSubject.encodedList = encoded(100)),
      "status_short",
    ],
    [
      "that would fill the memory",
      (it) => (at(it).credentialSubject.encodedList = encoded(200_000_000)),
      "status_short",
    ],
    ["that is no list", (it) => (at(it).credentialSubject.encodedList = "uAAAA"), "status_short"],
    [
      "for another purpose",
      (it) => (at(it).credentialSubject.statusPurpose = "suspension"),
      "status_odd",
    ],
    ["of another issuer", (it) => (it.issuer = "did:web:other.example"), "status_other"],
    ["with another address", (it) => (it.id = `${ORIGIN}/status/other`), "status_odd"],
  ])("%s is not believed", async (_, change, code) => {
    const result = await withList(change);
    expect(faults(result)).toEqual([`status ${code}`]);
    expect(result.verdict).toBe("refused");
  });

  test.each<[string, (packed: Buffer) => Buffer]>([
    [
      "says at its end that it is longer",
      (it) => Buffer.concat([it.subarray(0, -4), Buffer.from([0, 64, 0, 0])]),
    ],
    ["is cut off", (it) => it.subarray(0, -12)],
    ["has no end that says how long it is", (it) => it.subarray(0, -8)],
    ["comes in two parts that are too short together", (it) => Buffer.concat([it, it])],
  ])("that %s is not believed", async (_, change) => {
    const packed = change(gzipSync(Buffer.alloc(100)));
    const result = await withList(
      (it) => (at(it).credentialSubject.encodedList = `u${packed.toString("base64url")}`),
    );
    expect(faults(result)).toEqual(["status status_short"]);
    expect(result.verdict).toBe("refused");
  });

  test("whose places are of more than one bit is not read as if they were of one", async () => {
    const other = await givenIssuer();
    const sized = async (statusSize: unknown) => {
      const unsigned = other.unsigned();
      at(unsigned).credentialStatus.statusSize = statusSize;
      return faults(await check(await other.sign(unsigned), { from: other }));
    };
    expect(await sized(1)).toEqual([]);
    for (const size of [2, 8, 0]) expect(await sized(size)).toEqual(["status status_kind"]);
  });

  test("that is a token without a signature is not believed", async () => {
    const other = await givenIssuer();
    const signed = await other.badge();
    const { proof: _, ...list } = JSON.parse(
      Buffer.from(at(other.answers.get(other.listAddress)).bytes).toString(),
    );
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const kid = other.documents.ES256.id;
    other.put(other.listAddress, `${encode({ alg: "none", kid })}.${encode(list)}.`);
    expect(faults(await check(signed, { from: other }))).toEqual(["status status_changed"]);
    const key = await importJWK(other.documents.ES256.privateJwk, "ES256");
    other.put(
      other.listAddress,
      await new SignJWT(list).setProtectedHeader({ alg: "ES256", kid }).sign(key),
    );
    expect((await check(signed, { from: other })).verdict).toBe("genuine");
  });

  test("whose words were given another meaning after signing is not believed", async () => {
    const result = await withList(
      (it) => at(it)["@context"].push({ encodedBits: "https://other.example/bits" }),
      false,
    );
    expect(faults(result)).toEqual(["status status_changed"]);
  });

  test("that was changed after signing is not believed", async () => {
    const result = await withList(
      (it) => (at(it).credentialSubject.encodedList = encoded(16_385)),
      false,
    );
    expect(faults(result)).toEqual(["status status_changed"]);
  });

  test("that has had its time is a warning", async () => {
    expect((await withList((it) => (it.validUntil = "2026-03-01T00:00:00Z"))).verdict).toBe(
      "unsure",
    );
  });

  test("whose place lies behind its end is not believed", async () => {
    const other = await givenIssuer();
    const unsigned = other.unsigned();
    at(unsigned).credentialStatus.statusListIndex = "131072";
    expect(faults(await check(await other.sign(unsigned), { from: other }))).toEqual([
      "status status_short",
    ]);
    expect(
      await signedList("x", [], { key: other.documents.Ed25519, at: AT, origin: ORIGIN }),
    ).toContain("proof");
  });
});

describe("an endorsement inside", () => {
  type School = Awaited<ReturnType<typeof givenIssuer>>;
  const endorsed = async (
    change: (endorsement: JsonObject) => void,
    {
      said = {},
      sign,
    }: { said?: JsonObject; sign?: (school: School, it: JsonObject) => Promise<JsonObject> } = {},
  ) => {
    const [network, school] = [await givenIssuer(), await givenIssuer("https://school.example")];
    const unsigned = network.unsigned();
    const unsignedStatement = {
      "@context": unsigned["@context"],
      id: "urn:uuid:7d4a0a57-f8b3-4b6a-9a44-0b5f8b0a8f8a",
      type: ["VerifiableCredential", "EndorsementCredential"],
      name: "Recognised",
      issuer: { id: school.did, type: ["Profile"], name: "School" },
      validFrom: "2026-03-01T00:00:00Z",
      credentialSubject: {
        id: unsigned.id,
        type: ["EndorsementSubject"],
        endorsementComment: "Exempts from module 2",
      },
      ...said,
    };
    const endorsement = sign
      ? await sign(school, unsignedStatement)
      : await school.sign(unsignedStatement);
    change(endorsement);
    const signed = await network.sign({ ...unsigned, endorsement: [endorsement] });
    for (const [url, answer] of school.answers) network.answers.set(url, answer);
    const { steps, verdict } = await check(signed, { from: network });
    const { code, values } = steps.find(({ step }) => step === "endorsements") ?? {};
    return { verdict, code, names: values?.names };
  };

  test("counts when it is signed and about this badge", async () => {
    expect(await endorsed(() => {})).toEqual({
      verdict: "genuine",
      code: "endorsements",
      names: "School (school.example)",
    });
    expect(
      await endorsed((it) => (at(it).credentialSubject.endorsementComment = "Anything")),
    ).toMatchObject({
      verdict: "refused",
      code: "endorsement_changed",
    });
    expect(await endorsed((it) => (at(it).credentialSubject.id = "urn:uuid:other"))).toMatchObject({
      verdict: "refused",
      code: "endorsement_other",
    });
  });

  test("that nobody but a key stands for is no recognition by whom it names", async () => {
    const byKey = async (school: School, it: JsonObject) => {
      const { id, privateJwk } = school.documents.Ed25519;
      const did = `did:key:${id.split("#")[1]}`;
      const { signDocument } = await import("../credentials/signing.ts");
      const statement = { ...it, issuer: { id: did, type: ["Profile"], name: "VDAB" } };
      return signDocument(statement, { id: `${did}#${id.split("#")[1]}`, privateJwk }, { at: AT });
    };
    expect(await endorsed(() => {}, { sign: byKey })).toEqual({
      verdict: "genuine",
      code: "endorsement_key",
      names: "VDAB",
    });
  });

  test("that was withdrawn, or whose time is over, counts no more", async () => {
    const over = { verdict: "genuine", code: "endorsement_over", names: "School" };
    const ended = { validUntil: "2026-03-01T12:00:00Z" };
    expect(await endorsed(() => {}, { said: ended })).toEqual(over);
    const withdrawn = async (school: School, it: JsonObject) => {
      await school.revoke(6);
      const { credentialStatus } = school.unsigned({}, 6);
      return school.sign({ ...it, credentialStatus });
    };
    expect(await endorsed(() => {}, { sign: withdrawn })).toEqual(over);
  });
});

describe("what is no badge", () => {
  test.each<[string, unknown, string]>([
    ["nothing", "", "empty"],
    ["words", "Bonjour", "not_a_badge"],
    ["a list", "[]", "not_a_badge"],
    ["half of JSON", '{"a":', "not_json"],
    ["JSON that is 10,000 deep", `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, "too_deep"],
    ["20 MB", Buffer.alloc(20_000_000, "{"), "too_large"],
    ["many values", `{"a":[${"0,".repeat(2_500)}0]}`, "too_large"],
    ["bytes", Buffer.from([0xff, 0xfe, 0x00]), "not_a_badge"],
    ["a picture cut short", Buffer.from("89504e470d0a1a0a0000", "hex"), "broken_picture"],
  ])("%s", async (_, value, code) => {
    const result = await check(value);
    expect(faults(result)).toEqual([`read ${code}`]);
    expect(result.verdict).toBe("refused");
  });

  test("what is 10,000 deep is refused wherever it comes from", async () => {
    const deep = `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const [header] = (await issuer.token()).split(".");
    const inToken = `${header}.${Buffer.from(deep).toString("base64url")}.AAAA`;
    expect(faults(await check(inToken))).toEqual(["read not_a_badge"]);
    const inHeader = `${Buffer.from(deep).toString("base64url")}.${Buffer.from("{}").toString("base64url")}.AAAA`;
    expect((await check(inHeader)).verdict).toBe("refused");
    for (const [address, found] of [
      ["didAddress", "issuer issuer_odd"],
      ["listAddress", "status status_odd"],
    ] as const) {
      const other = await givenIssuer();
      const signed = await other.badge();
      other.put(other[address], deep);
      expect(faults(await check(signed, { from: other }))).toEqual([found]);
    }
  });

  test("a badge of the second version is named as one", async () => {
    const old = {
      "@context": "https://w3id.org/openbadges/v2",
      type: "Assertion",
      id: "https://x.example/1",
    };
    expect(faults(await check(old))).toContain("words context_unknown");
    expect(faults(await check(old))).toContain("kind kind_two");
  });

  test("a context on a private address is never asked for", async () => {
    issuer.asked.length = 0;
    const result = await check(
      inside((it) => at(it)["@context"].push("https://169.254.169.254/latest")),
    );
    expect(faults(result)).toEqual(["words context_unknown"]);
    expect(issuer.asked).toEqual([]);
  });

  test("nodes without names that refer to each other in every way end in time", async () => {
    const nodes = Array.from({ length: 12 }, (_, one) => `_:n${one}`);
    const tangled = inside((it) => {
      it.credentialSubject = nodes.map((id) => ({
        id,
        type: ["AchievementSubject"],
        achievement: nodes.filter((other) => other !== id).map((other) => ({ id: other })),
      }));
    });
    const began = performance.now();
    expect(faults(await check(tangled))).toContain("words words_too_tangled");
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test("the worked example of 1EdTech is read, and its issuer is asked for", async () => {
  const url = new URL("vectors/1edtech-obv3-eddsa/", import.meta.url);
  const signed = JSON.parse(readFileSync(new URL("signed.json", url), "utf8"));
  const key = JSON.parse(readFileSync(new URL("keyPair.json", url), "utf8"));
  const other = await givenIssuer();
  expect(await check(signed, { from: other })).toMatchObject({ verdict: "unsure" });
  const { id, type, controller, publicKeyMultibase } = key;
  other.put(
    controller,
    JSON.stringify({
      id: controller,
      verificationMethod: [{ id, type, controller, publicKeyMultibase }],
      assertionMethod: [id],
    }),
  );
  expect(await check(signed, { from: other })).toMatchObject({ verdict: "genuine" });
  signed.name = "Leadership";
  expect(await check(signed, { from: other })).toMatchObject({ verdict: "refused" });
});
