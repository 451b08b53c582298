import { ECDH } from "node:crypto";
import type { JWK } from "jose";
import type { Answer, Fetch } from "./fetching.ts";
import { isObject, jsonObject, listOf } from "./json.ts";

/** A public key that an issuer says is theirs. */
export type IssuerKey = { id: string; multibase: string | null; jwk: JWK | null };

/** @property host where the key is published; null where the issuer is the key itself */
export type Keys =
  | { is: "found"; host: string | null; keys: IssuerKey[] }
  | { is: "failed" | "unchecked"; code: string };

const MOST_DOCUMENT = 200_000;

/**
 * The keys with which an issuer may sign, by its id: `did:key` is a key itself, `did:web` publishes
 * them on its host, and an address may show a document like that of `did:web`.
 *
 * @returns `unchecked` where nobody could be asked; `failed` for an answer that is none
 */
export async function keysOf(did: string, fetch: Fetch): Promise<Keys> {
  if (did.startsWith("did:key:")) return keysOfDidKey(did);
  if (did.startsWith("did:web:")) {
    const url = didWebAddress(did);
    if (!url) return { is: "failed", code: "issuer_odd" };
    return documentKeys(did, await fetch(url, { mostBytes: MOST_DOCUMENT, redirects: 0 }));
  }
  if (!did.startsWith("https://")) return { is: "unchecked", code: "issuer_kind" };
  const keys = documentKeys(did, await fetch(did, { mostBytes: MOST_DOCUMENT, redirects: 0 }));
  // The address of an issuer often shows their profile, which has no keys.
  return keys.is === "failed" || (keys.is === "found" && keys.keys.length === 0)
    ? { is: "unchecked", code: "issuer_kind" }
    : keys;
}

/** @see did:web Method Specification, section 3.2; null for what is no such id */
export function didWebAddress(did: string): string | null {
  const [host, ...path] = did.slice("did:web:".length).split(":");
  if (
    !host ||
    !/^[\w.-]+(%3A\d{1,5})?$/i.test(host) ||
    !path.every((part) => /^[\w.~%-]+$/.test(part))
  )
    return null;
  const place = path.length > 0 ? path.join("/") : ".well-known";
  const text = `https://${host.replace(/%3A/i, ":")}/${place}/did.json`;
  return URL.canParse(text) ? text : null;
}

function documentKeys(did: string, answer: Answer): Keys {
  if (answer.is === "unreachable") return { is: "unchecked", code: "issuer_unreachable" };
  if (answer.is === "refused") return { is: "failed", code: REFUSED[answer.why] };
  const document = jsonObject(Buffer.from(answer.bytes).toString("utf8"));
  if (!document || document.id !== did) return { is: "failed", code: "issuer_odd" };
  return { is: "found", host: new URL(answer.url).host, keys: assertionKeys(did, document) };
}

const REFUSED: Record<Extract<Answer, { is: "refused" }>["why"], string> = {
  not_https: "issuer_not_public",
  not_public: "issuer_not_public",
  redirects: "issuer_redirects",
  too_large: "issuer_odd",
  no_document: "issuer_gone",
};

/** The keys of a DID document that may sign badges, and that belong to it. */
export function assertionKeys(did: string, document: JsonObject): IssuerKey[] {
  const whole = (id: unknown) => (typeof id === "string" && id.startsWith("#") ? did + id : id);
  const methods = listOf(document.verificationMethod).filter(isObject);
  return listOf(document.assertionMethod).flatMap((entry) => {
    const method = isObject(entry) ? entry : methods.find(({ id }) => whole(id) === whole(entry));
    const id = whole(method?.id);
    if (!method || typeof id !== "string" || method.controller !== did) return [];
    const { publicKeyMultibase, publicKeyJwk } = method;
    return {
      id,
      multibase: typeof publicKeyMultibase === "string" ? publicKeyMultibase : null,
      jwk: isObject(publicKeyJwk) ? (publicKeyJwk as JWK) : null,
    };
  });
}

function keysOfDidKey(did: string): Keys {
  const multibase = did.slice("did:key:".length);
  if (!/^z[1-9A-HJ-NP-Za-km-z]{40,120}$/.test(multibase))
    return { is: "failed", code: "issuer_odd" };
  const key = { id: `${did}#${multibase}`, multibase, jwk: null };
  // A did:key may be named without its fragment too.
  return { is: "found", host: null, keys: [key, { ...key, id: did }] };
}

const ED25519 = [0xed, 0x01];
const P256 = [0x80, 0x24];

/** A key that is written as multibase, as a JWK; null for a kind that signs no badges here. */
export function jwkOf({ jwk, multibase }: IssuerKey): JWK | null {
  if (jwk) return jwk;
  const bytes = multibase ? base58(multibase.slice(1)) : null;
  if (!bytes || !multibase?.startsWith("z")) return null;
  const [kind, key] = [bytes.subarray(0, 2), bytes.subarray(2)];
  const isKind = (code: number[]) => code.every((byte, at) => kind[at] === byte);
  if (isKind(ED25519) && key.length === 32)
    return { kty: "OKP", crv: "Ed25519", x: key.toString("base64url") };
  if (!isKind(P256) || key.length !== 33) return null;
  try {
    const point = ECDH.convertKey(
      key,
      "prime256v1",
      undefined,
      undefined,
      "uncompressed",
    ) as Buffer;
    const [x, y] = [point.subarray(1, 33), point.subarray(33)];
    return { kty: "EC", crv: "P-256", x: x.toString("base64url"), y: y.toString("base64url") };
  } catch {
    return null;
  }
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(text: string): Buffer | null {
  let value = 0n;
  for (const sign of text) {
    const digit = ALPHABET.indexOf(sign);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex");
}
