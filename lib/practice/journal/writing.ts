import { and, eq, sql } from "drizzle-orm";
import { journalEntries, journalFiles, journalPhases } from "#db/schema/journal.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import { isPlanned, journalFor, touch } from "./journal-row.ts";
import { phasesOf } from "./queries.ts";
import { type Entry, hasAgreed, type Phase, type PhaseKind } from "./rules.ts";

const MOST_ENTRIES = 500;

/** The mark of what a form shows of a phase; of one that is not planned, too. */
export function markOfPhase(phase: Phase | undefined): string {
  return markOf(shownOf(phase));
}

function shownOf(phase: Phase | undefined) {
  return phase
    ? picked(phase, ["plannedFrom", "plannedTo", "actualFrom", "actualTo", "plannedCents"])
    : null;
}

/**
 * Writes down a phase: as it was planned and as it goes. What was known of it before is replaced.
 *
 * @param seen the mark of what the actor saw of it
 * @throws DomainError not_found; forbidden; conflict when somebody changed it since
 */
export async function planPhase(
  ctx: Context,
  slug: string,
  phase: Phase,
  seen?: string,
): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  const { kind: _, ...known } = phase;
  await transaction(ctx.db, async (db) => {
    await touch({ ...ctx, db }, journalId);
    const before = await phasesOf({ ...ctx, db }, journalId);
    refuseUnlessSeen(shownOf(before.find(({ kind }) => kind === phase.kind)), seen);
    await db
      .insert(journalPhases)
      .values({ ...phase, journalId })
      .onConflictDoUpdate({ target: [journalPhases.journalId, journalPhases.kind], set: known });
  });
}

/**
 * Takes a phase out of the plan.
 *
 * @throws DomainError not_found; forbidden; invalid while something is written down in it
 */
export async function removePhase(ctx: Context, slug: string, kind: PhaseKind): Promise<void> {
  const { id: journalId, spaceId } = await journalFor(ctx, slug, "journal.write");
  await transaction(ctx.db, async (db) => {
    if (!(await isPlanned(db, journalId, kind, "update")))
      throw new DomainError("not_found", { code: "journal.unknown_phase" });
    const heldBy = (table: typeof journalEntries | typeof journalFiles) =>
      db.$count(table, and(eq(table.journalId, journalId), eq(table.phase, kind)));
    const count = (await heldBy(journalEntries)) + (await heldBy(journalFiles));
    if (count > 0) throw new DomainError("invalid", { code: "journal.phase_in_use", count });
    await db
      .delete(journalPhases)
      .where(and(eq(journalPhases.journalId, journalId), eq(journalPhases.kind, kind)));
    await touch({ ...ctx, db }, journalId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "journal.phase_removed",
      spaceId,
      subject: journalId,
    });
  });
}

type Written = Entry & { agreedOn: string | null; visible: "team" | "public" };

function refuseUnagreed({ now }: Context, entry: Written): void {
  if (entry.kind === "words" && !hasAgreed(entry, now))
    throw new DomainError("invalid", { code: "journal.not_agreed" });
}

/**
 * Writes down what happened on a day. Words of somebody carry the day on which they agreed to be
 * quoted.
 *
 * @throws DomainError not_found; forbidden; invalid for words of somebody who did not agree, for a
 *   phase that is not planned, and for one more than a journal holds
 */
export async function addEntry(ctx: Context, slug: string, entry: Written): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  const { personId } = authenticated(ctx.actor, "journal.write");
  refuseUnagreed(ctx, entry);
  await transaction(ctx.db, async (db) => {
    if (!(await isPlanned(db, journalId, entry.phase, "key share")))
      throw new DomainError("invalid", { code: "journal.unknown_phase" });
    if ((await db.$count(journalEntries, eq(journalEntries.journalId, journalId))) >= MOST_ENTRIES)
      throw new DomainError("invalid", { code: "journal.full", most: MOST_ENTRIES });
    await db.insert(journalEntries).values({ ...entry, journalId, authorId: personId });
    if (entry.visible === "public") await touch({ ...ctx, db }, journalId);
  });
}

/**
 * Writes an entry anew. It is in the language of its journal from then on.
 *
 * @throws DomainError not_found; forbidden; invalid as for a new one; conflict when it was changed
 *   since
 */
export async function changeEntry(
  ctx: Context,
  slug: string,
  { id, revision, ...entry }: Written & { id: string; revision: number },
): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  refuseUnagreed(ctx, entry);
  await transaction(ctx.db, async (db) => {
    if (!(await isPlanned(db, journalId, entry.phase, "key share")))
      throw new DomainError("invalid", { code: "journal.unknown_phase" });
    const its = and(eq(journalEntries.id, id), eq(journalEntries.journalId, journalId));
    const changed = await db
      .update(journalEntries)
      .set({ ...entry, language: null, revision: sql`${journalEntries.revision} + 1` })
      .where(and(its, eq(journalEntries.revision, revision)))
      .returning({ id: journalEntries.id });
    if (changed.length === 0) {
      const isThere = (await db.$count(journalEntries, its)) > 0;
      if (isThere) throw new DomainError("conflict", { code: "common.changed_meanwhile" });
      throw new DomainError("not_found", { code: "journal.unknown_entry" });
    }
    await touch({ ...ctx, db }, journalId);
  });
}

/** Takes an entry away. @throws DomainError not_found; forbidden */
export async function removeEntry(ctx: Context, slug: string, id: string): Promise<void> {
  const { id: journalId, spaceId } = await journalFor(ctx, slug, "journal.write");
  await transaction(ctx.db, async (db) => {
    const removed = await db
      .delete(journalEntries)
      .where(and(eq(journalEntries.id, id), eq(journalEntries.journalId, journalId)))
      .returning({ visible: journalEntries.visible });
    if (removed.length === 0) throw new DomainError("not_found", { code: "journal.unknown_entry" });
    if (removed[0]?.visible === "public") await touch({ ...ctx, db }, journalId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "journal.entry_removed",
      spaceId,
      subject: journalId,
    });
  });
}
