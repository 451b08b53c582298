import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import { loaderOf, multikey } from "../credentials/contexts.ts";
import { canonicalForm } from "./canonical.ts";
import type { Fetch } from "./fetching.ts";
import { type IssuerKey, jwkOf, keysOf } from "./issuers.ts";
import { isObject, jsonObject, listOf } from "./json.ts";
import { KEY_ALONE } from "./outcome.ts";
import { failed, passed, type Result, termOf, unchecked } from "./shapes.ts";

/** Something signed, in either form, with its content laid open. */
export type Signed =
  | { is: "json"; credential: JsonObject }
  | { is: "jwt"; credential: JsonObject; token: string; header: JsonObject; claims: JsonObject };

/** @property host where the key is published */
export type Signature = { issuer: Result; proof: Result; host: string | null };

/**
 * Signatures that only whoever has the private key can make. A shared secret (HS256) is known to
 * whoever checks.
 */
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];
const CLAIMS = ["iss", "jti", "nbf", "sub", "exp", "iat", "aud", "vc"];

/** A token laid open, before anything of it is believed; null for what is none. */
export function openToken(token: string): Signed | null {
  try {
    const [header, claims] = [decodeProtectedHeader(token), decodeJwt(token)] as [
      JsonObject,
      JsonObject,
    ];
    if (!jsonObject(JSON.stringify(claims))) return null;
    const inner = isObject(claims.vc) ? claims.vc : claims;
    const credential = Object.fromEntries(
      Object.entries(inner).filter(([name]) => !CLAIMS.includes(name)),
    );
    return { is: "jwt", credential: withEnd(credential, claims.exp), token, header, claims };
  } catch {
    return null;
  }
}

/** Until when it counts may stand outside alone. @see Verifiable Credentials 1.1, section 6.3.1 */
function withEnd(credential: JsonObject, exp: unknown): JsonObject {
  if (typeof exp !== "number" || termOf(credential).end !== undefined) return credential;
  const end = Temporal.Instant.fromEpochMilliseconds(Math.floor(exp * 1000)).toString();
  return { ...credential, ["issuanceDate" in credential ? "expirationDate" : "validUntil"]: end };
}

export function issuerOf({ issuer }: JsonObject): string | null {
  const id = isObject(issuer) ? issuer.id : issuer;
  return typeof id === "string" ? id : null;
}

/** Whether the issuer that a document names signed it, as it is. */
export async function signatureOf(signed: Signed, fetch: Fetch): Promise<Signature> {
  const issuer = issuerOf(signed.credential);
  if (!issuer) return { issuer: failed("issuer_none"), proof: unchecked("not_tried"), host: null };
  return signed.is === "jwt"
    ? tokenSignature(signed, issuer, fetch)
    : documentSignature(signed, issuer, fetch);
}

const untried = (issuer: Result): Signature => ({
  issuer,
  proof: unchecked("not_tried"),
  host: null,
});

async function documentSignature(
  { credential }: Extract<Signed, { is: "json" }>,
  issuer: string,
  fetch: Fetch,
): Promise<Signature> {
  const proofs = listOf(credential.proof).filter(isObject);
  if (proofs.length === 0)
    return { issuer: unchecked("not_tried"), proof: failed("proof_none"), host: null };
  const known = proofs.filter(
    ({ type, cryptosuite }) => type === "DataIntegrityProof" && cryptosuite === "eddsa-rdfc-2022",
  );
  if (known.length === 0 || known.length < proofs.length)
    return { issuer: unchecked("not_tried"), proof: unchecked("proof_kind"), host: null };
  const methods = known.map(({ verificationMethod: method }) =>
    isObject(method) ? method.id : method,
  );
  if (!methods.every((method) => typeof method === "string" && method.split("#")[0] === issuer))
    return untried(failed("issuer_other"));
  const keys = await keysOf(issuer, fetch);
  if (keys.is !== "found") return untried({ outcome: keys.is, code: keys.code });
  const { host } = keys;
  for (const [at, proof] of known.entries()) {
    const key = keys.keys.find(({ id }) => id === methods[at]);
    if (!key) return { ...untried(failed("issuer_key_unknown")), host };
    if (proof.proofPurpose !== "assertionMethod")
      return signedBy(issuer, host, failed("proof_purpose"));
    // Some decoders read over spaces: what is not written as it was signed is refused.
    const isPlain =
      typeof proof.proofValue === "string" && /^[zu][\w-]{40,200}$/.test(proof.proofValue);
    const result = isPlain
      ? await proofResult(credential, proof, key, issuer)
      : failed("proof_wrong");
    if (result.outcome !== "passed") return signedBy(issuer, host, result);
  }
  return signedBy(issuer, host, passed("proof"));
}

/** Whoever is named is who signed only when the signature is right: anybody can name them. */
function signedBy(issuer: string, host: string | null, proof: Result): Signature {
  if (proof.outcome !== "passed") return { issuer: unchecked("not_tried"), proof, host };
  return {
    issuer: host ? passed("issuer", { host }) : passed(KEY_ALONE, { key: shortKey(issuer) }),
    proof,
    host,
  };
}

/** The beginning of an id that is a key: enough to compare two by eye. */
function shortKey(did: string): string {
  return `${did.slice(0, 24)}…`;
}

async function proofResult(
  credential: JsonObject,
  proof: JsonObject,
  key: IssuerKey,
  issuer: string,
): Promise<Result> {
  const jwk = jwkOf(key);
  if (jwk?.crv !== "Ed25519") return failed("issuer_key_unknown");
  const [{ DataIntegrityProof }, { cryptosuite }, { fromJwk }] = await Promise.all([
    import("@digitalbazaar/data-integrity"),
    import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite"),
    import("@digitalbazaar/ed25519-multikey"),
  ]);
  const { publicKeyMultibase } = await fromJwk({ jwk });
  const more = new Map([[key.id, multikey(key.id, issuer, publicKeyMultibase)]]);
  const { proof: _, ...document } = credential;
  const canonize: typeof cryptosuite.canonize = (input, options) =>
    input === document ? canonicalForm(credential) : cryptosuite.canonize(input, options);
  const suite = new DataIntegrityProof({ cryptosuite: { ...cryptosuite, canonize } });
  const { verified } = await suite.verifyProof({
    proof,
    document,
    proofSet: [proof],
    documentLoader: loaderOf(more),
  });
  return verified ? passed("proof") : failed("proof_wrong");
}

async function tokenSignature(
  { credential, token, header, claims }: Extract<Signed, { is: "jwt" }>,
  issuer: string,
  fetch: Fetch,
): Promise<Signature> {
  const { alg, jwk, kid } = header;
  if (typeof alg !== "string" || !ALGORITHMS.includes(alg))
    return { issuer: unchecked("not_tried"), proof: failed("proof_weak"), host: null };
  if (isObject(jwk) && "d" in jwk)
    return { issuer: unchecked("not_tried"), proof: failed("proof_private_key"), host: null };
  const claim = claimFault(credential, claims, issuer);
  if (claim) return { issuer: unchecked("not_tried"), proof: failed(claim), host: null };
  const name = typeof kid === "string" ? kid : null;
  const inside = isObject(jwk) ? (jwk as JWK) : null;
  const published = await publishedKeys(issuer, name, fetch);
  if (published.is === "found") {
    const { host, keys } = published;
    const key = keys.find((each) =>
      inside ? isSameKey(jwkOf(each), inside) : isNamed(each, issuer, name),
    );
    const found = key && jwkOf(key);
    if (!found) return { ...untried(failed("issuer_key_unknown")), host };
    return signedBy(issuer, host, await tokenResult(token, found));
  }
  const unproven: Result = { outcome: published.is, code: published.code };
  if (published.is === "failed" || !inside) return untried(unproven);
  const proof = await tokenResult(token, inside);
  return {
    issuer: published.code === "issuer_kind" ? unchecked("issuer_key_inside") : unproven,
    proof,
    host: null,
  };
}

/**
 * A token says some things twice: outside for programs, inside for people. Both must be the same.
 */
function claimFault(credential: JsonObject, claims: JsonObject, issuer: string): string | null {
  const [subject] = listOf(credential.credentialSubject).filter(isObject);
  const differs = (claim: unknown, inside: unknown) =>
    claim !== undefined && inside !== undefined && claim !== inside;
  if (claims.iss !== undefined && claims.iss !== issuer) return "proof_claims";
  if (differs(claims.jti, credential.id) || differs(claims.sub, subject?.id)) return "proof_claims";
  const { begin, end } = termOf(credential);
  const isAt = (claim: unknown, moment: unknown) =>
    claim === undefined ||
    typeof moment !== "string" ||
    Math.abs(Number(claim) - Date.parse(moment) / 1000) < 1;
  return isAt(claims.nbf, begin) && isAt(claims.exp, end) ? null : "proof_claims";
}

/**
 * By its DID; or, for an issuer with an address, from the address that the token names on the same
 * host.
 */
async function publishedKeys(
  issuer: string,
  kid: string | null,
  fetch: Fetch,
): ReturnType<typeof keysOf> {
  if (!issuer.startsWith("https://") || !URL.canParse(issuer)) return keysOf(issuer, fetch);
  const isOnHost =
    kid !== null && URL.canParse(kid) && new URL(kid).origin === new URL(issuer).origin;
  if (!isOnHost) return { is: "unchecked", code: "issuer_kind" };
  const answer = await fetch(kid, { mostBytes: 200_000, redirects: 0 });
  if (answer.is === "unreachable") return { is: "unchecked", code: "issuer_unreachable" };
  const document =
    answer.is === "found" ? jsonObject(Buffer.from(answer.bytes).toString("utf8")) : null;
  if (!document) return { is: "failed", code: "issuer_odd" };
  const jwks = Array.isArray(document.keys) ? document.keys.filter(isObject) : [document];
  const keys = jwks.map((each) => ({ id: kid, multibase: null, jwk: each as JWK }));
  return keys.length === 1
    ? { is: "found", host: new URL(issuer).host, keys }
    : { is: "failed", code: "issuer_odd" };
}

function isNamed({ id }: IssuerKey, issuer: string, kid: string | null): boolean {
  return kid !== null && (id === kid || id === `${issuer}#${kid}` || id === issuer + kid);
}

function isSameKey(one: JWK | null, other: JWK): boolean {
  return (
    one !== null &&
    (["kty", "crv", "x", "y", "n", "e"] as const).every((part) => one[part] === other[part])
  );
}

async function tokenResult(token: string, jwk: JWK): Promise<Result> {
  const { alg } = decodeProtectedHeader(token);
  try {
    const key = await importJWK(jwk, alg);
    // When it counts is a step of its own: what has ended was signed all the same.
    await jwtVerify(token, key, {
      algorithms: ALGORITHMS,
      currentDate: new Date(0),
      clockTolerance: "400 years",
    });
    return passed("proof");
  } catch {
    return failed("proof_wrong");
  }
}
