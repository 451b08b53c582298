import { textOrNull } from "../verification/json.ts";
import { readBadge } from "../verification/read.ts";
import { momentOf, termOf } from "../verification/shapes.ts";
import { issuerOf, openToken, type Signed } from "../verification/signatures.ts";

/** Which badge a file holds. Its form, and the picture around it, do not matter. */
export type Edition = { issuer: string; id: string; begin: Temporal.Instant | null };

/** The badge in a file, whatever its form; null where there is none. */
export async function badgeFileIn(file: Uint8Array): Promise<Signed | null> {
  const found = await readBadge(file);
  if (found.is === "nothing") return null;
  return found.is === "jwt" ? openToken(found.token) : { is: "json", credential: found.credential };
}

/** @returns null for a file that does not name its badge: no other file is the same */
export function editionOf(signed: Signed | null): Edition | null {
  if (!signed) return null;
  const { credential } = signed;
  const outside = signed.is === "jwt" ? signed.claims : {};
  const issuer = issuerOf(credential);
  const id = textOrNull(credential.id) ?? textOrNull(outside.jti);
  return issuer && id ? { issuer, id, begin: momentOf(termOf(credential).begin) } : null;
}

/** @see Open Badges 3.0: the same issuer and the same id are the same badge */
export function isSameBadge(one: Edition, other: Edition | null): boolean {
  return one.issuer === other?.issuer && one.id === other.id;
}

/** Of two files of one badge, the one that begins later counts. */
export function isNewer(one: Edition, other: Edition | null): boolean {
  if (!one.begin || !other?.begin) return false;
  return Temporal.Instant.compare(one.begin, other.begin) > 0;
}

/** The id of a badge of the network in the address that is its name; null for any other. */
export function idHere({ id }: Edition): string | null {
  return /\/badges\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(id)?.[1] ?? null;
}
