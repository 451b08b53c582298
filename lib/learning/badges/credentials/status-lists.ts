import { randomInt } from "node:crypto";
import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { STATUS_LIST_LENGTH, statusEntries, statusLists } from "#db/schema/credentials.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { refuseUnlessSystem } from "#lib/foundation/identity/permission/policy.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { statusListAddress } from "./addresses.ts";
import { issuerProfile, type StatusPlace, signedMoment } from "./credential.ts";
import { signingKeys } from "./keys.ts";
import { type DocumentKey, signDocument } from "./signing.ts";

/**
 * A list is left when it is this full: a random place is still found at once, and free ones hide
 * those that are taken.
 */
const MOST_TAKEN = Math.floor(STATUS_LIST_LENGTH * 0.75);

/**
 * The list that new badges stand in, made when there is none. Its row is locked until the
 * transaction ends: badges are signed one after another.
 */
export async function openStatusList(ctx: Context): Promise<string> {
  const { publicUrl: origin } = settings();
  const free = await lockFreeList(ctx.db, origin);
  if (free) return free;
  await ctx.db.execute(sql`select ${lockUntilEnd("status_list")}`);
  const made = await lockFreeList(ctx.db, origin);
  if (made) return made;
  const id = crypto.randomUUID();
  const { Ed25519 } = await signingKeys(ctx);
  const signed = await signedList(id, [], { key: Ed25519, at: ctx.now, origin });
  await ctx.db.insert(statusLists).values({ id, signed, signedAt: ctx.now });
  return id;
}

/**
 * A list with room, at this origin: after the address of the service changed, new badges do not
 * name a list of the old one.
 */
async function lockFreeList(db: Database, origin: string): Promise<string | undefined> {
  const [free] = await db
    .select({ id: statusLists.id })
    .from(statusLists)
    .where(
      and(
        lt(statusLists.taken, MOST_TAKEN),
        sql`${statusLists.signed}::jsonb ->> 'id' = ${statusListAddress(origin, "")}::text || ${statusLists.id}`,
      ),
    )
    .orderBy(statusLists.createdAt, statusLists.id)
    .limit(1)
    .for("update");
  return free?.id;
}

/** A random place that nobody has, or had. The caller holds the lock of the list. */
export async function takeStatusPlace(db: Database, listId: string): Promise<StatusPlace> {
  for (;;) {
    const [taken] = await db
      .insert(statusEntries)
      .values({ listId, position: randomInt(STATUS_LIST_LENGTH) })
      .onConflictDoNothing()
      .returning({ position: statusEntries.position });
    if (!taken) continue;
    await db
      .update(statusLists)
      .set({ taken: sql`${statusLists.taken} + 1` })
      .where(eq(statusLists.id, listId));
    return { listId, position: taken.position };
  }
}

/** Sets the bit of a place and signs its list anew. Idempotent. */
export async function setRevoked(ctx: Context, { listId, position }: StatusPlace): Promise<void> {
  await ctx.db
    .select({ id: statusLists.id })
    .from(statusLists)
    .where(eq(statusLists.id, listId))
    .for("update");
  await ctx.db
    .update(statusEntries)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        eq(statusEntries.listId, listId),
        eq(statusEntries.position, position),
        isNull(statusEntries.revokedAt),
      ),
    );
  await signAnew(ctx, listId);
}

/**
 * Signs a list with what is in it now, with the key of now, under the address that its badges name.
 * The caller holds its lock.
 */
async function signAnew(ctx: Context, listId: string): Promise<void> {
  const rows = await ctx.db
    .select({ position: statusEntries.position })
    .from(statusEntries)
    .where(and(eq(statusEntries.listId, listId), isNotNull(statusEntries.revokedAt)));
  const before = await statusListOf(ctx.db, listId);
  const { id: address }: { id: string } = JSON.parse(before?.signed ?? "");
  const { Ed25519 } = await signingKeys(ctx);
  const positions = rows.map(({ position }) => position);
  const { origin } = new URL(address);
  const signed = await signedList(listId, positions, { key: Ed25519, at: ctx.now, origin });
  await ctx.db
    .update(statusLists)
    .set({ signed, signedAt: ctx.now })
    .where(eq(statusLists.id, listId));
}

/**
 * Signs all lists anew: after the keys were replaced, nothing that is served is signed with the old
 * ones.
 */
export async function signListsAnew(ctx: Context): Promise<number> {
  refuseUnlessSystem(ctx.actor);
  const rows = await ctx.db
    .select({ id: statusLists.id })
    .from(statusLists)
    .orderBy(statusLists.createdAt, statusLists.id)
    .for("update");
  for (const { id } of rows) await signAnew(ctx, id);
  return rows.length;
}

/**
 * A status list of 131,072 bits as it is served.
 *
 * @param revoked places whose bit is set
 * @see Bitstring Status List 1.0
 */
export async function signedList(
  id: string,
  revoked: number[],
  { key, at, origin }: { key: DocumentKey; at: Temporal.Instant; origin: string },
): Promise<string> {
  const { createCredential, createList } = await import("@digitalbazaar/vc-bitstring-status-list");
  const list = await createList({ length: STATUS_LIST_LENGTH });
  for (const position of revoked) list.setStatus(position, true);
  const { "@context": context, ...credential } = await createCredential({
    id: statusListAddress(origin, id),
    list,
    statusPurpose: "revocation",
  });
  const { id: issuer } = issuerProfile(origin);
  const unsigned = { "@context": context, ...credential, issuer, validFrom: signedMoment(at) };
  return JSON.stringify(await signDocument(unsigned, key, { at }));
}

/** A list as it was signed last; undefined for one that does not exist. */
export async function statusListOf(
  db: Database,
  id: string,
): Promise<{ signed: string; signedAt: Temporal.Instant } | undefined> {
  const [list] = await db
    .select({ signed: statusLists.signed, signedAt: statusLists.signedAt })
    .from(statusLists)
    .where(eq(statusLists.id, id));
  return list;
}
