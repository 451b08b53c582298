import { generateKeyPairSync } from "node:crypto";
import { and, eq, isNull, like, sql } from "drizzle-orm";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Database } from "#db/client.ts";
import { momentText } from "#db/expressions.ts";
import { credentials, issuerKeys } from "#db/schema/credentials.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { refuseUnlessSystem } from "#lib/foundation/identity/permission/policy.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";
import type { AuditAction } from "#lib/modules.ts";
import { issuerDid } from "./addresses.ts";
import type { DocumentKey } from "./signing.ts";

/** Ed25519 signs documents, ES256 signs the same as JWT. */
export const ALGORITHMS = ["Ed25519", "ES256"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export type PublicKey = {
  id: string;
  algorithm: Algorithm;
  fragment: string;
  publicJwk: JWK;
  createdAt: string;
  retiredAt: string | null;
  /** Somebody else may have it: it is published no more, and what it signed is believed no more. */
  distrustedAt: string | null;
};

/** A new pair of keys, as JWKs, with what its public half is called. */
export async function newKey(algorithm: Algorithm): Promise<{ fragment: string; privateJwk: JWK }> {
  const { privateKey } =
    algorithm === "Ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const privateJwk = privateKey.export({ format: "jwk" });
  return { fragment: await fragmentOf(algorithm, publicHalf(privateJwk)), privateJwk };
}

/** Everything of a key but what signs. */
export function publicHalf({ kty, crv, x, y }: JWK): JWK {
  return { kty, crv, x, ...(y && { y }) };
}

/**
 * The public key itself where it can be written shortly, and the thumbprint of its JWK otherwise.
 * @see RFC 7638
 */
export async function fragmentOf(algorithm: Algorithm, publicJwk: JWK): Promise<string> {
  if (algorithm === "ES256") return calculateJwkThumbprint(publicJwk);
  const { fromJwk } = await import("@digitalbazaar/ed25519-multikey");
  return (await fromJwk({ jwk: publicJwk })).publicKeyMultibase;
}

/** All keys there ever were, the oldest first: public halves. */
export async function issuerKeysOf(db: Database): Promise<PublicKey[]> {
  return db
    .select({
      id: issuerKeys.id,
      algorithm: sql<Algorithm>`${issuerKeys.algorithm}`,
      fragment: issuerKeys.fragment,
      publicJwk: issuerKeys.publicJwk,
      createdAt: momentText(issuerKeys.createdAt),
      retiredAt: momentText(issuerKeys.retiredAt),
      distrustedAt: momentText(issuerKeys.distrustedAt),
    })
    .from(issuerKeys)
    .orderBy(issuerKeys.createdAt, issuerKeys.algorithm, issuerKeys.id);
}

/** The names of the keys that somebody else may have: what they signed is believed no more. */
export async function distrustedKeys(db: Database): Promise<string[]> {
  const keys = await issuerKeysOf(db);
  return keys.flatMap(({ distrustedAt, fragment }) => (distrustedAt ? fragment : []));
}

/**
 * Both keys that sign now. The first time, they are made. To be called in the transaction that
 * signs: it ends before a rotation.
 */
export async function signingKeys({
  db,
  now,
  actor,
}: Context): Promise<Record<Algorithm, DocumentKey>> {
  let found = await keysInUse(db);
  if (found.length < ALGORITHMS.length) {
    await db.execute(sql`select ${lockUntilEnd("issuer_key")}`);
    found = await keysInUse(db);
    for (const algorithm of ALGORITHMS)
      if (!found.some((key) => key.algorithm === algorithm)) {
        const made = await insertKey(db, { algorithm, ...(await newKey(algorithm)), at: now });
        await recordAudit(db, auditOf("badge.key_created", actor, algorithm, made));
      }
    found = await keysInUse(db);
  }
  const did = issuerDid(settings().publicUrl);
  const keyOf = (algorithm: Algorithm): DocumentKey => {
    const key = found.find((each) => each.algorithm === algorithm);
    if (!key) throw new Error(`no ${algorithm} key signs`);
    return { id: `${did}#${key.fragment}`, privateJwk: opened(key) };
  };
  return { Ed25519: keyOf("Ed25519"), ES256: keyOf("ES256") };
}

type StoredKey = { algorithm: Algorithm; fragment: string; privateKey: string | null };

/** Held until the transaction ends: keys are not replaced while something is being signed. */
async function keysInUse(db: Database): Promise<StoredKey[]> {
  return db
    .select({
      algorithm: sql<Algorithm>`${issuerKeys.algorithm}`,
      fragment: issuerKeys.fragment,
      privateKey: issuerKeys.privateKey,
    })
    .from(issuerKeys)
    .where(isNull(issuerKeys.retiredAt))
    .orderBy(issuerKeys.algorithm)
    .for("share");
}

function opened({ algorithm, privateKey }: StoredKey): JWK {
  try {
    return JSON.parse(unseal(authSecret(), privateKey ?? "")) as JWK;
  } catch (cause) {
    throw new Error(
      `The ${algorithm} key that badges are signed with was sealed under another AUTH_SECRET: put that one back, or import the key from its export.`,
      { cause },
    );
  }
}

async function insertKey(
  db: Database,
  key: { algorithm: Algorithm; fragment: string; privateJwk: JWK; at: Temporal.Instant },
): Promise<string> {
  await db.insert(issuerKeys).values({
    algorithm: key.algorithm,
    fragment: key.fragment,
    publicJwk: publicHalf(key.privateJwk),
    privateKey: seal(authSecret(), JSON.stringify(key.privateJwk)),
    createdAt: key.at,
  });
  return key.fragment;
}

/**
 * New keys sign from now on. The private halves of the old ones are gone after this; their public
 * halves stay in the DID document, so that what they signed is still checked.
 *
 * @returns the fragments of the new keys
 */
export async function rotateKeys(ctx: Context): Promise<string[]> {
  refuseUnlessSystem(ctx.actor);
  return transaction(ctx.db, async (db) => {
    await db.execute(sql`select ${lockUntilEnd("issuer_key")}`);
    const fragments: string[] = [];
    for (const algorithm of ALGORITHMS) {
      await retire(db, algorithm, ctx.now);
      const made = await insertKey(db, { algorithm, ...(await newKey(algorithm)), at: ctx.now });
      await recordAudit(db, auditOf("badge.key_rotated", ctx.actor, algorithm, made));
      fragments.push(made);
    }
    return fragments;
  });
}

/**
 * Nobody is to believe a key any more, because somebody else may have it: what it signed, before
 * and after, fails from now on. Where it signs still, both keys are replaced first. Who has a badge
 * that it signed has to be given it anew. Idempotent.
 *
 * @returns how many badges it signed, of those that are kept here
 * @throws DomainError not_found for a key of nobody
 */
export async function distrustKey(ctx: Context, fragment: string): Promise<{ badges: number }> {
  refuseUnlessSystem(ctx.actor);
  return transaction(ctx.db, async (db) => {
    await db.execute(sql`select ${lockUntilEnd("issuer_key")}`);
    const key = (await issuerKeysOf(db)).find((one) => one.fragment === fragment);
    if (!key) throw new DomainError("not_found", { code: "credentials.unknown_key" });
    if (key.retiredAt === null) await rotateKeys({ ...ctx, db });
    await db
      .update(issuerKeys)
      .set({ distrustedAt: ctx.now })
      .where(and(eq(issuerKeys.fragment, fragment), isNull(issuerKeys.distrustedAt)));
    await recordAudit(db, auditOf("badge.key_distrusted", ctx.actor, key.algorithm, fragment));
    // What an ES256 key signed is the same badge as a token: the key is named in its header, which
    // is not read here.
    const badges = await db.$count(credentials, like(credentials.signed, `%#${fragment}%`));
    return { badges };
  });
}

async function retire(db: Database, algorithm: Algorithm, at: Temporal.Instant): Promise<void> {
  await db
    .update(issuerKeys)
    .set({ retiredAt: at, privateKey: null })
    .where(and(eq(issuerKeys.algorithm, algorithm), isNull(issuerKeys.retiredAt)));
}

/** Public halves of all keys and private halves of those that sign, to be kept in a safe place. */
export type KeyBundle = {
  did: string;
  keys: {
    algorithm: Algorithm;
    jwk: JWK;
    retiredAt: string | null;
    distrustedAt?: string | null | undefined;
  }[];
};

export async function exportKeys(ctx: Context): Promise<KeyBundle> {
  refuseUnlessSystem(ctx.actor);
  const stored = await keysInUse(ctx.db);
  const all = await issuerKeysOf(ctx.db);
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "badge.keys_exported",
    spaceId: null,
    subject: "issuer-keys",
    data: { keys: all.length },
  });
  return {
    did: issuerDid(settings().publicUrl),
    keys: all.map(({ algorithm, fragment, publicJwk, retiredAt, distrustedAt }) => {
      const signing = stored.find((key) => key.fragment === fragment);
      return { algorithm, jwk: signing ? opened(signing) : publicJwk, retiredAt, distrustedAt };
    }),
  };
}

/**
 * What became of a key of an export. `signs`: it signs now and did not. `kept`: only its public half
 * is here. `same`: nothing is other than before. `stays_retired` and `stays_distrusted`: it signed
 * there, and this database knows that it must not. `distrusted`: the export knows that it must not be
 * believed, and now this database does too.
 */
export type KeyOutcome =
  | "signs"
  | "kept"
  | "same"
  | "stays_retired"
  | "stays_distrusted"
  | "distrusted";

export type ImportedKey = { algorithm: Algorithm; fragment: string; outcome: KeyOutcome };

/**
 * Puts keys of an export where they are missing. Those that signed there sign here, and the ones
 * that sign now are retired; but a key that is known here as retired or as not to be believed stays
 * so, however old the export is. Idempotent.
 *
 * @returns each key of the export, with what became of it
 * @throws DomainError conflict for keys of another network: what is signed with them would not be
 *   found
 */
export async function importKeys(ctx: Context, { did, keys }: KeyBundle): Promise<ImportedKey[]> {
  refuseUnlessSystem(ctx.actor);
  const own = issuerDid(settings().publicUrl);
  if (did !== own)
    throw new DomainError("conflict", { code: "credentials.keys_of_another", did, own });
  return transaction(ctx.db, async (db) => {
    await db.execute(sql`select ${lockUntilEnd("issuer_key")}`);
    const [before, readable] = [await issuerKeysOf(db), await readableFragments(db)];
    const imported: ImportedKey[] = [];
    for (const key of keys) {
      const fragment = await fragmentOf(key.algorithm, publicHalf(key.jwk));
      const known = before.find((one) => one.fragment === fragment);
      const outcome = outcomeOf(key, known, readable.has(fragment));
      if (outcome === "signs" || outcome === "kept")
        await putKey(db, key, { fragment, signs: outcome === "signs", now: ctx.now });
      imported.push({ algorithm: key.algorithm, fragment, outcome });
    }
    // After those that sign instead are there: otherwise others would be made.
    for (const { fragment, outcome } of imported)
      if (outcome === "distrusted") await distrustKey({ ...ctx, db }, fragment);
    const { signs = [], kept = [] } = Object.groupBy(imported, ({ outcome }) => outcome);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.keys_imported",
      spaceId: null,
      subject: "issuer-keys",
      data: { signing: signs.length, kept: kept.length },
    });
    return imported;
  });
}

/** What becomes of a key of an export, by what is known of it here. */
function outcomeOf(
  { jwk, retiredAt, distrustedAt }: KeyBundle["keys"][number],
  known: PublicKey | undefined,
  signsHere: boolean,
): KeyOutcome {
  const signedThere = retiredAt === null && !distrustedAt && typeof jwk.d === "string";
  if (known?.distrustedAt) return signedThere ? "stays_distrusted" : "same";
  if (known && distrustedAt) return "distrusted";
  if (known?.retiredAt) return signedThere ? "stays_retired" : "same";
  if (signedThere) return signsHere ? "same" : "signs";
  return known ? "same" : "kept";
}

async function putKey(
  db: Database,
  { algorithm, jwk, retiredAt, distrustedAt = null }: KeyBundle["keys"][number],
  { fragment, signs, now }: { fragment: string; signs: boolean; now: Temporal.Instant },
): Promise<void> {
  if (signs) await retire(db, algorithm, now);
  const secret = {
    privateKey: signs ? seal(authSecret(), JSON.stringify(jwk)) : null,
    retiredAt: signs ? null : retiredAt === null ? now : Temporal.Instant.from(retiredAt),
  };
  await db
    .insert(issuerKeys)
    .values({
      algorithm,
      fragment,
      publicJwk: publicHalf(jwk),
      createdAt: now,
      distrustedAt: distrustedAt === null ? null : Temporal.Instant.from(distrustedAt),
      ...secret,
    })
    .onConflictDoUpdate({ target: issuerKeys.fragment, set: secret });
}

/** Keys that sign and can be opened with the secret of now. */
async function readableFragments(db: Database): Promise<Set<string>> {
  const readable = (key: StoredKey) => {
    try {
      return opened(key) !== null;
    } catch {
      return false;
    }
  };
  return new Set((await keysInUse(db)).filter(readable).map(({ fragment }) => fragment));
}

function auditOf(
  action: AuditAction,
  actor: Context["actor"],
  algorithm: Algorithm,
  fragment: string,
) {
  return { actor, action, spaceId: null, subject: "issuer-keys", data: { algorithm, fragment } };
}
