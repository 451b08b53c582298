import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { prototypes, prototypeVariants } from "#db/schema/prototypes.ts";
import { findRelease } from "#lib/evidence/research/queries.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  type Action,
  authenticated,
  authorise,
} from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { roomsOf, spacesByName } from "#lib/places/spaces/queries.ts";
import { findPractice } from "#lib/practice/practices/queries.ts";
import { slugOf } from "#lib/practice/practices/rules.ts";
import { applyEvent, type PrototypeRow } from "./apply-event.ts";
import { missingFrom, verdictRefusal } from "./rules.ts";
import type { PrototypeForm, Verdict } from "./schema.ts";
import { WRITABLE } from "./transitions.ts";

/** Addresses for one title, tried in turn. */
const MOST_OF_A_NAME = 50;
const BEGUN_AN_HOUR = 30;

type Begun = { space: string; language: Locale; title: string; practice: string };

/**
 * Begins a prototype of a space: a draft that its staff see.
 *
 * @throws DomainError not_found for a space or practice that is not there; forbidden; rate_limited
 */
export async function beginPrototype(
  ctx: Context,
  { space: spaceSlug, language, title, practice }: Begun,
): Promise<{ slug: string }> {
  const { personId } = authenticated(ctx.actor, "prototype.write");
  const space = (await spacesByName(ctx)).find((one) => one.slug === spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "prototype.write", { spaceId: space.id });
  await limit(ctx, { key: `prototype:${personId}`, attempts: BEGUN_AN_HOUR, windowMinutes: 60 });
  const practiceId = await practiceNamed(ctx, practice);
  return transaction(ctx.db, async (db) => {
    const values = { spaceId: space.id, language, title, practiceId, authorId: personId };
    const { id, slug } = await named(db, slugOf(title), values);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "prototype.begun",
      spaceId: space.id,
      subject: id,
    });
    return { slug };
  });
}

/** Two that are called alike have two addresses. */
async function named(
  db: Database,
  name: string,
  values: Omit<typeof prototypes.$inferInsert, "slug">,
): Promise<{ id: string; slug: string }> {
  for (let nth = 1; nth <= MOST_OF_A_NAME; nth += 1) {
    const slug = nth === 1 ? name : `${name}-${nth}`;
    const [row] = await db
      .insert(prototypes)
      .values({ ...values, slug })
      .onConflictDoNothing()
      .returning({ id: prototypes.id, slug: prototypes.slug });
    if (row) return row;
  }
  throw new DomainError("conflict", { code: "prototypes.name_taken" });
}

async function practiceNamed(ctx: Context, slug: string): Promise<string | null> {
  if (slug === "") return null;
  const practice = await findPractice(ctx, slug);
  if (!practice) throw new DomainError("not_found", { code: "practices.unknown" });
  return practice.id;
}

/**
 * A prototype by its slug, for somebody who may do something with it.
 *
 * @throws DomainError not_found; forbidden
 */
export async function prototypeFor(
  ctx: Context,
  slug: string,
  action: Action,
): Promise<PrototypeRow> {
  authenticated(ctx.actor, action);
  const [row] = await ctx.db.select().from(prototypes).where(eq(prototypes.slug, slug));
  if (!row) throw new DomainError("not_found", { code: "prototypes.unknown" });
  authorise(ctx.actor, action, { spaceId: row.spaceId });
  return row;
}

type Seen = { slug: string; revision: number };

/**
 * Keeps what is written of a prototype so far.
 *
 * @throws DomainError not_found; forbidden; invalid; conflict when it was changed since
 */
export async function savePrototype(ctx: Context, seen: Seen, form: PrototypeForm): Promise<void> {
  const { id, spaceId } = await prototypeFor(ctx, seen.slug, "prototype.write");
  const { practice, room, ...facts } = form;
  if (room !== null) await knownRoom(ctx, spaceId, room);
  const practiceId = await practiceNamed(ctx, practice);
  const saved = await ctx.db
    .update(prototypes)
    .set({
      ...facts,
      roomId: room,
      practiceId,
      changedAt: ctx.now,
      revision: sql`${prototypes.revision} + 1`,
    })
    .where(
      and(
        eq(prototypes.id, id),
        eq(prototypes.revision, seen.revision),
        inArray(prototypes.state, [...WRITABLE]),
        sql`(${prototypes.state} = 'draft' or ${facts.startsOn}::date is not null)`,
      ),
    )
    .returning({ id: prototypes.id });
  if (saved.length === 0)
    throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
}

async function knownRoom(ctx: Context, spaceId: string, roomId: string): Promise<void> {
  const space = (await spacesByName(ctx)).find(({ id }) => id === spaceId);
  const rooms = await roomsOf(ctx, space?.slug ?? "");
  if (!rooms.some(({ id }) => id === roomId))
    throw new DomainError("invalid", { code: "prototypes.unknown_room" });
}

/**
 * Names the study that looked at a prototype, or none.
 *
 * @throws DomainError not_found; forbidden; invalid for a study that is not there
 */
export async function linkStudy(ctx: Context, slug: string, release: string | null): Promise<void> {
  const { id, spaceId } = await prototypeFor(ctx, slug, "prototype.study");
  if (release !== null) await knownStudy(ctx, release);
  await transaction(ctx.db, async (db) => {
    await db.update(prototypes).set({ releaseId: release }).where(eq(prototypes.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "prototype.study_linked",
      spaceId,
      subject: id,
    });
  });
}

async function knownStudy(ctx: Context, id: string): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: "system", name: "prototypes" } };
  await findRelease(system, id).catch((error: unknown) => {
    if (error instanceof DomainError)
      throw new DomainError("invalid", { code: "prototypes.unknown_study" });
    throw error;
  });
}

/**
 * Begins to run: everybody reads it from now on.
 *
 * @throws DomainError not_found; forbidden; invalid while something is missing; conflict
 */
export async function startPrototype(ctx: Context, seen: Seen): Promise<void> {
  const row = await prototypeFor(ctx, seen.slug, "prototype.write");
  await transaction(ctx.db, async (db) => {
    const [missing] = missingFrom({ ...row, drawn: await drawnIn(db, row.id) });
    if (missing) throw new DomainError("invalid", missing);
    await applyEvent({ ...ctx, db }, "start", { ...row, revision: seen.revision });
  });
}

/** How many things stand in the plan of each variant. */
async function drawnIn(db: Database, prototypeId: string): Promise<number[]> {
  const variants = await db
    .select({ plan: prototypeVariants.plan })
    .from(prototypeVariants)
    .where(eq(prototypeVariants.prototypeId, prototypeId));
  return variants.map(({ plan }) => plan.objects.length);
}

type Conclusion = { verdict: Verdict; variant: string; words: string };

/**
 * Says what becomes of a prototype.
 *
 * @throws DomainError not_found; forbidden; invalid where no variant is kept; conflict
 */
export async function concludePrototype(
  ctx: Context,
  seen: Seen,
  { verdict, variant, words }: Conclusion,
): Promise<void> {
  const row = await prototypeFor(ctx, seen.slug, "prototype.decide");
  await transaction(ctx.db, async (db) => {
    const variants = await db
      .select({ id: prototypeVariants.id })
      .from(prototypeVariants)
      .where(eq(prototypeVariants.prototypeId, row.id));
    const refusal = verdictRefusal(
      { verdict, variant },
      variants.map(({ id }) => id),
    );
    if (refusal) throw new DomainError("invalid", refusal);
    await applyEvent(
      { ...ctx, db },
      "conclude",
      { ...row, revision: seen.revision },
      { set: { verdict, verdictWords: words, concludedAt: ctx.now }, audit: { verdict } },
    );
    if (verdict === "keep")
      await db
        .update(prototypeVariants)
        .set({ isKept: true })
        .where(eq(prototypeVariants.id, variant));
  });
}

/** Nobody reads it any more but its staff. @throws DomainError not_found; forbidden; conflict */
export async function withdrawPrototype(ctx: Context, seen: Seen): Promise<void> {
  const row = await prototypeFor(ctx, seen.slug, "prototype.decide");
  await transaction(ctx.db, (db) =>
    applyEvent({ ...ctx, db }, "withdraw", { ...row, revision: seen.revision }),
  );
}

/**
 * Throws a draft away, with all that was drawn.
 *
 * @throws DomainError not_found; forbidden; conflict once it has begun
 */
export async function discardPrototype(ctx: Context, slug: string): Promise<void> {
  const { id } = await prototypeFor(ctx, slug, "prototype.write");
  const gone = await ctx.db
    .delete(prototypes)
    .where(and(eq(prototypes.id, id), eq(prototypes.state, "draft")))
    .returning({ id: prototypes.id });
  if (gone.length === 0)
    throw new DomainError("conflict", { code: "prototypes.changed_meanwhile" });
}
