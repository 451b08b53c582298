import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { practiceVersions } from "#db/schema/practices.ts";
import { type AuditFact, recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type PracticeEvent, TRANSITIONS } from "./transitions.ts";

type VersionRow = typeof practiceVersions.$inferSelect;

type Details = {
  /**
   * Which version, and what else must still be so when it is written: whoever comes second changes
   * none.
   */
  where: SQL | undefined;
  spaceId: string;
  set?: Omit<
    PgUpdateSetSource<typeof practiceVersions>,
    "id" | "practiceId" | "number" | "state" | "revision"
  >;
  audit?: AuditFact["data"];
};

/**
 * Lets something happen to a version, with all that follows from it by the table: its state, its
 * revision, the audit log. In a transaction of the caller's, who has seen to it that the actor may.
 * The one statement that writes the state of a version that is there.
 *
 * @returns the version as it is now; null when it was in another state by then, or `where` no
 *   longer holds
 */
export async function applyEvent(
  ctx: Context,
  event: PracticeEvent,
  { where, spaceId, set = {}, audit }: Details,
): Promise<VersionRow | null> {
  const { from, to, audit: action } = TRANSITIONS[event];
  const [row] = await ctx.db
    .update(practiceVersions)
    .set({ ...set, state: to, changedAt: ctx.now, revision: sql`${practiceVersions.revision} + 1` })
    .where(and(inArray(practiceVersions.state, [...from]), where))
    .returning();
  if (!row) return null;
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action,
    spaceId,
    subject: row.practiceId,
    data: { version: row.number, ...audit },
  });
  return row;
}

/** The version that somebody saw, as they saw it. */
export function seenAs({ id, revision }: { id: string; revision: number }): SQL | undefined {
  return and(eq(practiceVersions.id, id), eq(practiceVersions.revision, revision));
}
