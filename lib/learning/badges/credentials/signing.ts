import { createPrivateKey, sign } from "node:crypto";
import { importJWK, type JWK, SignJWT } from "jose";
import { loaderOf } from "./contexts.ts";

/**
 * A private key that signs documents, and the address under which its public half is found:
 * `did:web:…#z6Mk…`.
 */
export type DocumentKey = { id: string; privateJwk: JWK };

/**
 * Adds a proof by `eddsa-rdfc-2022`. The same document, key and moment give the same bytes.
 *
 * @param more contexts beyond those that are known here
 * @returns a new object, whose `proof` is a list as the schema of Open Badges wants it
 * @throws Error when a term is in no context: it would not be signed
 */
export async function signDocument(
  credential: JsonObject,
  key: DocumentKey,
  { at, more }: { at: Temporal.Instant; more?: ReadonlyMap<string, JsonObject> },
): Promise<JsonObject> {
  const [vc, { DataIntegrityProof }, { cryptosuite }] = await Promise.all([
    import("@digitalbazaar/vc"),
    import("@digitalbazaar/data-integrity"),
    import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite"),
  ]);
  const privateKey = createPrivateKey({ key: key.privateJwk, format: "jwk" });
  const now = new Date(at.epochMilliseconds);
  const suite = new DataIntegrityProof({
    signer: {
      id: key.id,
      algorithm: "Ed25519",
      sign: async ({ data }) => sign(null, data, privateKey),
    },
    cryptosuite,
    date: now,
  });
  // The library writes into what it is given.
  const signed = await vc.issue({
    credential: structuredClone(credential),
    suite,
    documentLoader: loaderOf(more),
    now,
  });
  return { ...signed, proof: [signed.proof].flat() };
}

/**
 * A badge as a JWT whose payload is the credential itself.
 *
 * @see Verifiable Credentials Data Model 2.0, JOSE; Open Badges 3.0, section 8.2
 */
export async function signJwt(credential: JsonObject, key: DocumentKey): Promise<string> {
  const { issuer, id, credentialSubject, validFrom, validUntil } = credential as {
    issuer: { id: string };
    id: string;
    credentialSubject: { id?: string };
    validFrom: string;
    validUntil?: string;
  };
  const seconds = (moment: string) =>
    Math.floor(Temporal.Instant.from(moment).epochMilliseconds / 1000);
  const jwt = new SignJWT(credential)
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: key.id })
    .setIssuer(issuer.id)
    .setJti(id)
    .setNotBefore(seconds(validFrom));
  if (credentialSubject.id) jwt.setSubject(credentialSubject.id);
  if (validUntil) jwt.setExpirationTime(seconds(validUntil));
  return jwt.sign(await importJWK(key.privateJwk, "ES256"));
}
