import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { inPerson } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { endLinks, type MadeLink, makeLink } from "./links.ts";

/**
 * Makes a link with which anybody sees the badge. It is shown once: only its hash is kept. The
 * badge names nobody, so that somebody who signed in with a card may share it as well.
 *
 * @throws DomainError not_found for a badge of somebody else
 */
export async function shareCredential(ctx: Context, credentialId: string): Promise<MadeLink> {
  const { personId } = inPerson(ctx.actor);
  return transaction(ctx.db, async (db) => {
    await ownCredential(db, credentialId, personId);
    return makeLink({ ...ctx, db }, { credentialId, spaceId: null, onPaper: false });
  });
}

/**
 * Ends all links of a badge, or one of them: who opens it from now on finds nothing. One that has
 * ended already stays as it is.
 *
 * @throws DomainError not_found
 */
export async function endShares(
  ctx: Context,
  credentialId: string,
  shareId?: string,
): Promise<void> {
  const { personId } = inPerson(ctx.actor);
  await transaction(ctx.db, async (db) => {
    await ownCredential(db, credentialId, personId);
    await endLinks(
      { ...ctx, db },
      { credentialId, spaceId: null },
      shareId ? sql`id = ${shareId}` : sql`true`,
    );
  });
}

async function ownCredential(
  db: Context["db"],
  credentialId: string,
  personId: string,
): Promise<void> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id::text from credential where id = ${credentialId} and person_id = ${personId}`,
  );
  if (rows.length === 0) throw new DomainError("not_found", { code: "credentials.unknown" });
}
