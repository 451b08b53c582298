import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { inPerson } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/hash.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { sharedAddress } from "./addresses.ts";

/**
 * Makes a link with which anybody sees the badge. It is shown once: only its hash is kept. The
 * badge names nobody, so that somebody who signed in with a card may share it as well.
 *
 * @returns the address, with its token
 * @throws DomainError not_found for a badge of somebody else
 */
export async function shareCredential(ctx: Context, credentialId: string): Promise<string> {
  const { personId } = inPerson(ctx.actor);
  const token = newToken();
  await transaction(ctx.db, async (db) => {
    const made = await db.execute(sql`
      insert into credential_share (credential_id, token_hash, created_at)
      select id, ${sha256(token)}, ${ctx.now.toString()}::timestamptz from credential
      where id = ${credentialId} and person_id = ${personId}`);
    if (made.rowCount === 0) throw new DomainError("not_found", { code: "credentials.unknown" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.shared",
      spaceId: null,
      subject: credentialId,
    });
  });
  return sharedAddress(settings().publicUrl, credentialId, token);
}

/**
 * Ends all links of a badge: who opens one from now on finds nothing.
 *
 * @throws DomainError not_found
 */
export async function endShares(ctx: Context, credentialId: string): Promise<void> {
  const { personId } = inPerson(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{ id: string }>(
      db,
      sql`select id::text from credential where id = ${credentialId} and person_id = ${personId}`,
    );
    if (rows.length === 0) throw new DomainError("not_found", { code: "credentials.unknown" });
    await db.execute(sql`
      update credential_share set revoked_at = ${ctx.now.toString()}::timestamptz
      where credential_id = ${credentialId} and revoked_at is null`);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.share_ended",
      spaceId: null,
      subject: credentialId,
    });
  });
}
