import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { benchmarkCompetences, benchmarkEntries } from "#db/schema/benchmark.ts";
import { BADGE_FILE } from "#lib/foundation/i18n/source-name.ts";
import { recordNetworkAudit } from "#lib/foundation/identity/audit/audit.ts";
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
    await recordNetworkAudit(within, "benchmark.added", added.id, {
      name: input.name,
      source: input.source,
    });
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

/** Endorsers, and competences that are in none of our lists, kept of one badge. */
const MOST_NAMES = 30;

/** @returns whether it was not known before, was changed, or says nothing new */
async function saveImported(
  ctx: Context,
  badge: ImportedBadge,
  { source, address }: { source: string; address: string | null },
): Promise<keyof Imported> {
  const { db } = ctx;
  const { alignments } = badge;
  const found = await competencesByAddress(ctx, settings().publicUrl, alignments);
  const unknown = alignments
    .flatMap(({ name }, at) => (found[at] ? [] : [name]))
    .slice(0, MOST_NAMES);
  const competenceIds = [...new Set(found.filter((id) => id !== null))];
  const [known] = await db
    .select()
    .from(benchmarkEntries)
    .where(eq(benchmarkEntries.importedFrom, badge.importedFrom))
    .for("update");
  const facts = factsOf(badge, known, { address, otherCompetences: unknown });
  if (!known) {
    const [added] = await db
      .insert(benchmarkEntries)
      .values({
        ...facts,
        kind: "badge",
        importedFrom: badge.importedFrom,
        source,
        factsOn: todayOf(ctx),
        changedAt: ctx.now,
      })
      .returning({ id: benchmarkEntries.id });
    await addPairs(db, added?.id ?? "", competenceIds);
    await recordNetworkAudit(ctx, "benchmark.imported", added?.id ?? "", {
      name: facts.name,
      source,
    });
    return "added";
  }
  const added = await addPairs(db, known.id, competenceIds);
  if (added === 0 && saysTheSame(facts, known)) return "same";
  await db
    .update(benchmarkEntries)
    .set({ ...facts, changedAt: ctx.now, revision: sql`${benchmarkEntries.revision} + 1` })
    .where(eq(benchmarkEntries.id, known.id));
  await recordNetworkAudit(ctx, "benchmark.imported", known.id, { name: facts.name, source });
  return "changed";
}

type Entry = typeof benchmarkEntries.$inferSelect;

/** What a badge says of itself; what it leaves out stays as it is known, and lists only grow. */
function factsOf(
  badge: Omit<ImportedBadge, "alignments">,
  known: Entry | undefined,
  { address, otherCompetences }: { address: string | null; otherCompetences: string[] },
) {
  const together = (before: string[] = [], now: string[]) =>
    [...new Set([...before, ...now])].slice(0, MOST_NAMES);
  return {
    name: badge.name,
    issuer: badge.issuer,
    country: badge.country ?? known?.country ?? null,
    languages: badge.languages.length > 0 ? badge.languages : (known?.languages ?? []),
    standard: badge.standard,
    website: badge.website ?? known?.website ?? null,
    verification: badge.verification ?? known?.verification ?? address,
    validMonths: badge.validMonths ?? known?.validMonths ?? null,
    endorsedBy: together(known?.endorsedBy, badge.endorsedBy),
    otherCompetences: together(known?.otherCompetences, otherCompetences),
  };
}

function saysTheSame(facts: ReturnType<typeof factsOf>, known: Entry): boolean {
  return Object.entries(facts).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(known[name as keyof typeof facts]),
  );
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
  await recordNetworkAudit(ctx, action, id, { name: changed.name });
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
