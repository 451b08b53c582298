import { createHash } from "node:crypto";
import { isObject, listOf, textOrNull } from "../verification/json.ts";

/**
 * Whether a badge is of whoever keeps it: its recipient is an e-mail address that is theirs; it is
 * not; or nobody can compare the two, as with an identifier that says nothing to us.
 */
export const HOLDERS = ["matches", "other", "unknown"] as const;

export type Holder = (typeof HOLDERS)[number];

/**
 * Compares the recipient that a badge names with somebody's own address.
 *
 * A badge may name several identities: one that fits is enough. Only e-mail addresses are compared,
 * plain or hashed; whoever has several addresses may have got it at another, so that `other` is no
 * proof of somebody else.
 *
 * @param email of whoever keeps it; null for who has none
 * @see Open Badges 3.0, IdentityObject; Open Badges 2.0 hashed identities the same way
 */
export function holderOf(credential: JsonObject, email: string | null): Holder {
  if (email === null) return "unknown";
  const subjects = listOf(credential.credentialSubject).filter(isObject);
  const found = subjects.flatMap(identitiesOf).flatMap((identity) => fits(identity, email) ?? []);
  if (found.length === 0) return "unknown";
  return found.includes(true) ? "matches" : "other";
}

type Identity = { value: string; salt: string };

function identitiesOf(subject: JsonObject): Identity[] {
  const id = textOrNull(subject.id);
  const named = listOf(subject.identifier)
    .filter(isObject)
    .filter(({ identityType }) => EMAIL.includes(textOrNull(identityType)?.toLowerCase() ?? ""))
    .map(({ identityHash, salt }) => ({
      value: textOrNull(identityHash) ?? "",
      salt: textOrNull(salt) ?? "",
    }));
  return id?.toLowerCase().startsWith(MAILTO) ? [{ value: id, salt: "" }, ...named] : named;
}

/** As the standard calls it, and as some issuers write it. */
const EMAIL = ["emailaddress", "email"];
const MAILTO = "mailto:";

/** @returns null for what cannot be compared: an unknown way to hash, or nothing at all */
function fits({ value, salt }: Identity, email: string): boolean | null {
  const [, algorithm, hash] = /^(sha256|md5)\$([0-9a-f]+)$/i.exec(value) ?? [];
  if (algorithm && hash)
    // Issuers lower the letters of an address before they hash it; not all of them do.
    return [email.toLowerCase(), email].some(
      (one) =>
        createHash(algorithm.toLowerCase()).update(`${one}${salt}`).digest("hex") ===
        hash.toLowerCase(),
    );
  const plain = value.toLowerCase().replace(MAILTO, "");
  return plain.includes("@") ? plain === email.toLowerCase() : null;
}
