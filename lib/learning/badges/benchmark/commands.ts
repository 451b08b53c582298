import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { benchmarkCompetences, benchmarkEntries } from "#db/schema/benchmark.ts";
import { BADGE_FILE } from "#lib/foundation/i18n/source-name.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type Guard, PUBLIC_ONLY } from "#lib/foundation/platform/http/signed-post.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { AuditAction } from "#lib/modules.ts";
import { competenceIds, competencesByAddress } from "../competences/queries.ts";
import { guardedFetch } from "../verification/fetching.ts";
import { addressIn } from "../verification/verifying.ts";
import { badgesFrom, bytesAt } from "./importing.ts";
import type { ImportedBadge } from "./open-badge.ts";
import type { EntryInput } from "./schema.ts";

type Seen = { id: string; revision: number };

export async function addEntry(ctx: Context, input: EntryInput): Promise<{ id: string }> {
  authorise(ctx.actor, "benchmark.manage");
  refuseTomorrow(ctx, input.factsOn);
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const ids = await idsOf(within, input.competences);
    const [added] = await db
      .insert(benchmarkEntries)
      .values({ ...columnsOf(input), changedAt: ctx.now })
      .returning({ id: benchmarkEntries.id });
    if (!added) throw new Error("nothing was added");
    await writePairs(db, added.id, ids);
    await note(within, "benchmark.added", added.id, { name: input.name, source: input.source });
    return added;
  });
}

/**
 * @throws DomainError conflict when somebody changed it meanwhile, not_found, invalid for a
 *   competence that is not there
 */
export async function changeEntry(ctx: Context, seen: Seen, input: EntryInput): Promise<void> {
  authorise(ctx.actor, "benchmark.manage");
  refuseTomorrow(ctx, input.factsOn);
  await transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const ids = await idsOf(within, input.competences);
    await update(within, seen, columnsOf(input), "benchmark.changed");
    await writePairs(db, seen.id, ids);
  });
}

/** From now on it is compared no more, or again. */
export async function retireEntry(ctx: Context, seen: Seen, isRetired: boolean): Promise<void> {
  authorise(ctx.actor, "benchmark.manage");
  const action = isRetired ? "benchmark.retired" : "benchmark.shown_again";
  await transaction(ctx.db, (db) =>
    update({ ...ctx, db }, seen, { retiredAt: isRetired ? ctx.now : null }, action),
  );
}

export type Imported = { added: number; changed: number; same: number };

/** Of all questions to others together. */
const TOGETHER_MS = 8_000;
const PER_HOUR = 30;

/**
 * Takes badges from a file, a text or an address of Open Badges 2 or 3: all of them, or none. A
 * badge that came before is changed in what the file says; what staff added to it stays.
 *
 * @throws DomainError invalid with every badge at fault in its details, rate_limited, forbidden
 */
export async function importBadges(
  ctx: Context,
  given: Uint8Array | string,
  guard: Guard = PUBLIC_ONLY,
): Promise<Imported> {
  authorise(ctx.actor, "benchmark.manage");
  await limit(ctx, {
    key: `benchmark:${actorKey(ctx.actor)}`,
    attempts: PER_HOUR,
    windowMinutes: 60,
  });
  const fetch = guardedFetch(AbortSignal.timeout(TOGETHER_MS), guard);
  const address = typeof given === "string" ? addressIn(given) : null;
  const pasted = typeof given === "string" ? Buffer.from(given) : given;
  const bytes = address ? await bytesAt(address, fetch) : pasted;
  const badges = await badgesFrom(bytes, fetch);
  const source = address ? `Open Badges: ${new URL(address).host}` : BADGE_FILE;
  return transaction(ctx.db, async (db) => {
    const result: Imported = { added: 0, changed: 0, same: 0 };
    for (const badge of badges)
      result[await saveImported({ ...ctx, db }, badge, { source, address })] += 1;
    return result;
  });
}

async function saveImported(
  ctx: Context,
  badge: ImportedBadge,
  { source, address }: { source: string; address: string | null },
): Promise<keyof Imported> {
  const { db } = ctx;
  const { alignments, ...said } = badge;
  const found = await competencesByAddress(ctx, settings().publicUrl, alignments);
  const other = alignments.flatMap(({ name }, at) => (found[at] ? [] : [name])).slice(0, 30);
  const ids = [...new Set(found.filter((id) => id !== null))];
  const [known] = await db
    .select()
    .from(benchmarkEntries)
    .where(eq(benchmarkEntries.importedFrom, badge.importedFrom))
    .for("update");
  const facts = {
    name: said.name,
    issuer: said.issuer,
    country: said.country ?? known?.country ?? null,
    languages: said.languages.length > 0 ? said.languages : (known?.languages ?? []),
    standard: said.standard,
    website: said.website ?? known?.website ?? null,
    verification: said.verification ?? known?.verification ?? address,
    validMonths: said.validMonths ?? known?.validMonths ?? null,
    endorsedBy: [...new Set([...(known?.endorsedBy ?? []), ...said.endorsedBy])].slice(0, 30),
    otherCompetences: [...new Set([...(known?.otherCompetences ?? []), ...other])].slice(0, 30),
  };
  if (!known) {
    const [added] = await db
      .insert(benchmarkEntries)
      .values({
        ...facts,
        kind: "badge",
        importedFrom: said.importedFrom,
        source,
        factsOn: todayOf(ctx),
        changedAt: ctx.now,
      })
      .returning({ id: benchmarkEntries.id });
    await addPairs(db, added?.id ?? "", ids);
    await note(ctx, "benchmark.imported", added?.id ?? "", { name: facts.name, source });
    return "added";
  }
  const added = await addPairs(db, known.id, ids);
  const isSame =
    added === 0 &&
    Object.entries(facts).every(
      ([name, value]) =>
        JSON.stringify(value) === JSON.stringify(known[name as keyof typeof facts]),
    );
  if (isSame) return "same";
  await db
    .update(benchmarkEntries)
    .set({ ...facts, changedAt: ctx.now, revision: sql`${benchmarkEntries.revision} + 1` })
    .where(eq(benchmarkEntries.id, known.id));
  await note(ctx, "benchmark.imported", known.id, { name: facts.name, source });
  return "changed";
}

async function update(
  ctx: Context,
  { id, revision }: Seen,
  values: Partial<typeof benchmarkEntries.$inferInsert>,
  action: AuditAction,
): Promise<void> {
  const [changed] = await ctx.db
    .update(benchmarkEntries)
    .set({ ...values, changedAt: ctx.now, revision: sql`${benchmarkEntries.revision} + 1` })
    .where(and(eq(benchmarkEntries.id, id), eq(benchmarkEntries.revision, revision)))
    .returning({ name: benchmarkEntries.name });
  if (!changed) {
    const known = await ctx.db.$count(benchmarkEntries, eq(benchmarkEntries.id, id));
    if (known === 0) throw new DomainError("not_found", { code: "benchmark.unknown" });
    throw new DomainError("conflict", { code: "actors.changed_meanwhile" });
  }
  await note(ctx, action, id, { name: changed.name });
}

/** @throws DomainError invalid, naming the first that is not there */
async function idsOf(ctx: Context, asked: EntryInput["competences"]): Promise<string[]> {
  const known = await competenceIds(ctx, asked);
  const missing = asked.find(({ framework, code }) => !known.has(`${framework} ${code}`));
  if (missing)
    throw new DomainError("invalid", {
      code: "benchmark.no_such_competence",
      value: `${missing.framework}:${missing.code}`,
    });
  return [...new Set(asked.map(({ framework, code }) => known.get(`${framework} ${code}`) ?? ""))];
}

async function writePairs(db: Database, entryId: string, ids: string[]): Promise<void> {
  await db.delete(benchmarkCompetences).where(eq(benchmarkCompetences.entryId, entryId));
  await addPairs(db, entryId, ids);
}

/** @returns how many were not there yet */
async function addPairs(db: Database, entryId: string, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await db
    .insert(benchmarkCompetences)
    .values(ids.map((competenceId) => ({ entryId, competenceId })))
    .onConflictDoNothing()
    .returning();
  return rows.length;
}

function columnsOf({ competences: _, ...input }: EntryInput) {
  const isBadge = input.kind === "badge";
  return {
    ...input,
    standard: isBadge ? input.standard : null,
    criteria: isBadge ? input.criteria : [],
    validMonths: isBadge ? input.validMonths : null,
    region: isBadge ? null : input.region,
  };
}

function todayOf({ now }: Context): string {
  return now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().toString();
}

function refuseTomorrow(ctx: Context, day: string): void {
  if (day > todayOf(ctx)) throw new DomainError("invalid", { code: "actors.not_yet" });
}

async function note(
  { db, actor }: Context,
  action: AuditAction,
  subject: string,
  data: Record<string, string>,
): Promise<void> {
  await recordAudit(db, { actor, action, spaceId: null, subject, data });
}
