import type { Database } from "#db/client.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { endorserDid, issuerAddress, issuerDid } from "./addresses.ts";
import { issuerProfile } from "./credential.ts";
import { issuerKeysOf, type PublicKey } from "./keys.ts";

/**
 * Who the network is to whoever checks a badge: all its public keys, also those that sign no more,
 * for what they signed goes on. Those that nobody is to believe any more are left out.
 *
 * @see Decentralized Identifiers 1.0; Controlled Identifiers 1.0 (Multikey, JsonWebKey)
 */
export function didDocument(
  origin: string,
  keys: readonly PublicKey[],
  did: string = issuerDid(origin),
): JsonObject {
  const believed = keys.filter(({ distrustedAt }) => distrustedAt === null);
  const methods = believed.map(({ algorithm, fragment, publicJwk }) => ({
    id: `${did}#${fragment}`,
    controller: did,
    ...(algorithm === "Ed25519"
      ? { type: "Multikey", publicKeyMultibase: fragment }
      : { type: "JsonWebKey", publicKeyJwk: publicJwk }),
  }));
  return {
    "@context": [
      "https://www.w3.org/ns/did/v1",
      "https://w3id.org/security/multikey/v1",
      "https://w3id.org/security/jwk/v1",
    ],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
    service: [
      { id: `${did}#profile`, type: "LinkedDomains", serviceEndpoint: issuerAddress(origin) },
    ],
  };
}

export async function ownDidDocument(db: Database): Promise<JsonObject> {
  return didDocument(settings().publicUrl, await issuerKeysOf(db));
}

/**
 * An organisation that recognises badges has no keys of its own: those of the network sign what it
 * said.
 */
export async function endorserDocument(db: Database, endorserId: string): Promise<JsonObject> {
  const origin = settings().publicUrl;
  return didDocument(origin, await issuerKeysOf(db), endorserDid(origin, endorserId));
}

/** The keys of the network as a list of JWKs, by the names that tokens call them. @see RFC 7517 */
export async function ownJwks(db: Database): Promise<JsonObject> {
  const did = issuerDid(settings().publicUrl);
  const keys = (await issuerKeysOf(db)).filter(({ distrustedAt }) => distrustedAt === null);
  return {
    keys: keys.map(({ algorithm, fragment, publicJwk }) => ({
      ...publicJwk,
      kid: `${did}#${fragment}`,
      use: "sig",
      alg: algorithm === "ES256" ? "ES256" : "EdDSA",
    })),
  };
}

/** The issuer as Open Badges describes one. */
export function ownProfile(): JsonObject {
  const origin = settings().publicUrl;
  return { "@context": [...PROFILE_CONTEXT], ...issuerProfile(origin), url: issuerAddress(origin) };
}

const PROFILE_CONTEXT = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];
