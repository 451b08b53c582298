import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { STATUS_LIST_LENGTH } from "#db/schema/credentials.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { refuseUnlessSystem } from "#lib/foundation/identity/policy.ts";
import { lockUntilEnd } from "#lib/foundation/platform/locks.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
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
  await ctx.db.execute(sql`
    insert into status_list (id, signed, signed_at) values (${id}, ${signed}, ${ctx.now.toString()}::timestamptz)`);
  return id;
}

/**
 * A list with room, at this origin: after the address of the service changed, new badges do not
 * name a list of the old one.
 */
async function lockFreeList(db: Database, origin: string): Promise<string | undefined> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select id::text from status_list
      where taken < ${MOST_TAKEN}
        and signed::jsonb ->> 'id' = ${statusListAddress(origin, "")}::text || id::text
      order by created_at, id limit 1 for update`,
  );
  return rows[0]?.id;
}

/** A random place that nobody has, or had. The caller holds the lock of the list. */
export async function takeStatusPlace(db: Database, listId: string): Promise<StatusPlace> {
  for (;;) {
    const rows = await rowsOf<{ position: number }>(
      db,
      sql`
        insert into status_entry (list_id, position)
        values (${listId}, ${randomInt(STATUS_LIST_LENGTH)})
        on conflict do nothing returning position`,
    );
    const [taken] = rows;
    if (!taken) continue;
    await db.execute(sql`update status_list set taken = taken + 1 where id = ${listId}`);
    return { listId, position: taken.position };
  }
}

/** Sets the bit of a place and signs its list anew. Idempotent. */
export async function setRevoked(ctx: Context, { listId, position }: StatusPlace): Promise<void> {
  await ctx.db.execute(sql`select from status_list where id = ${listId} for update`);
  await ctx.db.execute(sql`
    update status_entry set revoked_at = coalesce(revoked_at, ${ctx.now.toString()}::timestamptz)
    where list_id = ${listId} and position = ${position}`);
  await signAnew(ctx, listId);
}

/**
 * Signs a list with what is in it now, with the key of now, under the address that its badges name.
 * The caller holds its lock.
 */
async function signAnew(ctx: Context, listId: string): Promise<void> {
  const rows = await rowsOf<{ position: number }>(
    ctx.db,
    sql`select position from status_entry where list_id = ${listId} and revoked_at is not null`,
  );
  const before = await statusListOf(ctx.db, listId);
  const { id: address }: { id: string } = JSON.parse(before?.signed ?? "");
  const { Ed25519 } = await signingKeys(ctx);
  const positions = rows.map(({ position }) => position);
  const { origin } = new URL(address);
  const signed = await signedList(listId, positions, { key: Ed25519, at: ctx.now, origin });
  await ctx.db.execute(sql`
    update status_list set signed = ${signed}, signed_at = ${ctx.now.toString()}::timestamptz where id = ${listId}`);
}

/**
 * Signs all lists anew: after the keys were replaced, nothing that is served is signed with the old
 * ones.
 */
export async function signListsAnew(ctx: Context): Promise<number> {
  refuseUnlessSystem(ctx.actor);
  const rows = await rowsOf<{ id: string }>(
    ctx.db,
    sql`select id::text from status_list order by created_at, id for update`,
  );
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
  const rows = await rowsOf<{ signed: string; signedAt: string }>(
    db,
    sql`select signed, to_json(signed_at) #>> '{}' as signed_at from status_list where id = ${id}`,
  );
  const [row] = rows;
  return row && { signed: row.signed, signedAt: Temporal.Instant.from(row.signedAt) };
}
