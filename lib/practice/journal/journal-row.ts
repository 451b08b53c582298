import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { journalPhases, journals } from "#db/schema/journal.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  type Action,
  authenticated,
  authorise,
  can,
} from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { PhaseKind } from "./rules.ts";

/**
 * A journal by its slug, for somebody who may do something with it. One that is not published is
 * not there for those who do not write in it.
 *
 * @throws DomainError not_found; forbidden
 */
export async function journalFor(ctx: Context, slug: string, action: Action) {
  authenticated(ctx.actor, action);
  const [row] = await ctx.db.select().from(journals).where(eq(journals.slug, slug));
  const isInSight =
    row?.state === "published" || can(ctx.actor, "journal.write", { spaceId: row?.spaceId ?? "" });
  if (!row || !isInSight) throw new DomainError("not_found", { code: "journal.unknown" });
  authorise(ctx.actor, action, { spaceId: row.spaceId });
  return row;
}

/** Notes that what everybody reads of a journal changed now. */
export async function touch({ db, now }: Context, id: string): Promise<void> {
  await db.update(journals).set({ changedAt: now }).where(eq(journals.id, id));
}

/**
 * Whether a phase is planned. It stays so until the end of the transaction where `lock` says "key
 * share", and is left to this one with "update".
 */
export async function isPlanned(
  db: Database,
  journalId: string,
  kind: PhaseKind,
  lock: "key share" | "update",
): Promise<boolean> {
  const rows = await db
    .select({ kind: journalPhases.kind })
    .from(journalPhases)
    .where(and(eq(journalPhases.journalId, journalId), eq(journalPhases.kind, kind)))
    .for(lock);
  return rows.length > 0;
}
