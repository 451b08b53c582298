import { and, countDistinct, eq, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { alignments, competences, frameworks } from "#db/schema/badges.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";
import { COMPETENCE_IN_USE } from "./commands.ts";
import { refuseUnseen } from "./unseen.ts";

/** Belongs to no space: a role in one does not suffice. */
const NETWORK = { spaceId: "" };

/** A framework, and when it was changed last, as whoever ends it saw it. */
export type SeenFramework = { slug: string; seen: string };

/**
 * Takes a framework away that nothing names: no badge in any of its versions, no badge of others,
 * no course, and no competence of another framework.
 *
 * @throws DomainError forbidden; not_found; conflict when somebody changed it meanwhile, or when
 *   something names it
 */
export async function removeFramework(ctx: Context, seen: SeenFramework): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  const removed = transaction(ctx.db, async (db) => {
    const { id, slug } = await lockedAsSeen(db, seen);
    if ((await namedByOthers(db, id)) > 0) throw isNamed();
    await db.delete(competences).where(eq(competences.frameworkId, id));
    await db.delete(frameworks).where(eq(frameworks.id, id));
    await noteIn(db, ctx, "framework.removed", { id, slug });
  });
  return removed.catch((error: unknown) => {
    if (COMPETENCE_IN_USE.includes(databaseFault(error)?.constraint ?? "")) throw isNamed(error);
    throw error;
  });
}

/**
 * Nothing new is tied to it from now on, or again. Its page and its addresses stay: signed badges
 * name them.
 *
 * @throws DomainError forbidden; not_found; conflict when somebody changed it meanwhile
 */
export async function retireFramework(
  ctx: Context,
  seen: SeenFramework,
  isRetired: boolean,
): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    const { id, slug, retiredAt } = await lockedAsSeen(db, seen);
    if ((retiredAt !== null) === isRetired) return;
    await db
      .update(frameworks)
      .set({ retiredAt: isRetired ? ctx.now : null, changedAt: ctx.now })
      .where(eq(frameworks.id, id));
    await noteIn(db, ctx, isRetired ? "framework.retired" : "framework.used_again", { id, slug });
  });
}

/** How many competences of other frameworks are aligned with one of its own. */
export async function namedByOthers(db: Database, frameworkId: string): Promise<number> {
  const other = alias(competences, "other");
  const [named] = await db
    .select({ count: countDistinct(competences.id) })
    .from(alignments)
    .innerJoin(competences, eq(competences.id, alignments.competenceId))
    .innerJoin(other, eq(other.id, alignments.otherId))
    .where(and(eq(other.frameworkId, frameworkId), ne(competences.frameworkId, frameworkId)));
  return named?.count ?? 0;
}

async function lockedAsSeen(db: Database, { slug, seen }: SeenFramework) {
  const [framework] = await db
    .select()
    .from(frameworks)
    .where(eq(frameworks.slug, slug))
    .for("update");
  if (!framework) throw new DomainError("not_found", { code: "badges.unknown_framework" });
  await refuseUnseen(db, framework, seen);
  return framework;
}

function isNamed(cause?: unknown): DomainError {
  return new DomainError("conflict", { code: "badges.framework_named" }, { cause });
}

async function noteIn(
  db: Database,
  { actor }: Context,
  action: AuditAction,
  { id, slug }: { id: string; slug: string },
): Promise<void> {
  await recordAudit(db, { actor, action, spaceId: null, subject: id, data: { slug } });
}
