import { and, eq, inArray, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { prototypes } from "#db/schema/prototypes.ts";
import { type AuditFact, recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type PrototypeEvent, TRANSITIONS } from "./transitions.ts";

export type PrototypeRow = typeof prototypes.$inferSelect;

type Details = {
  set?: Omit<PgUpdateSetSource<typeof prototypes>, "id" | "spaceId" | "state" | "revision">;
  audit?: AuditFact["data"];
};

/**
 * Lets something happen to a prototype as somebody saw it, with all that follows from it by the
 * table: its state, its revision, the audit log. In a transaction of the caller's. The one
 * statement that writes the state of a prototype that is there.
 *
 * @throws DomainError forbidden; conflict when it was changed since, or is in another state
 */
export async function applyEvent(
  ctx: Context,
  event: PrototypeEvent,
  { id, spaceId, revision }: Pick<PrototypeRow, "id" | "spaceId" | "revision">,
  { set = {}, audit }: Details = {},
): Promise<PrototypeRow> {
  const { by, from, to, audit: action } = TRANSITIONS[event];
  authorise(ctx.actor, by, { spaceId });
  const [row] = await ctx.db
    .update(prototypes)
    .set({ ...set, state: to, changedAt: ctx.now, revision: sql`${prototypes.revision} + 1` })
    .where(
      and(
        eq(prototypes.id, id),
        eq(prototypes.revision, revision),
        inArray(prototypes.state, [...from]),
      ),
    )
    .returning();
  if (!row) throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action,
    spaceId,
    subject: id,
    ...(audit ? { data: audit } : {}),
  });
  return row;
}
