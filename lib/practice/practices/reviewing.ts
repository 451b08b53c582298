import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { practiceEditions, practices, practiceVersions } from "#db/schema/practices.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise, whereCan } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { applyEvent, seenAs } from "./apply-event.ts";
import { authorsOf } from "./drafts.ts";
import { type Reviewer, reviewRefusal, submitRefusal } from "./rules.ts";
import type { Evidence, Texts } from "./schema.ts";
import { wordsOfEdition } from "./tidy.ts";
import type { PracticeEvent } from "./transitions.ts";

type Seen = { id: string; revision: number };

/**
 * Sends a draft to whoever may review it.
 *
 * @throws DomainError not_found for whoever did not write it; invalid naming what is missing;
 *   conflict when it was changed since
 */
export async function submitPractice(ctx: Context, seen: Seen): Promise<void> {
  await byAuthor(ctx, seen, "submit", async (db) => {
    const refusal = submitRefusal(await writtenIn(db, seen.id));
    if (refusal) throw new DomainError("invalid", refusal);
  });
}

/**
 * The author goes on writing.
 *
 * @throws DomainError not_found, conflict when it was reviewed meanwhile
 */
export async function takeBack(ctx: Context, seen: Seen): Promise<void> {
  await byAuthor(ctx, seen, "take_back");
}

async function byAuthor(
  ctx: Context,
  seen: Seen,
  event: PracticeEvent,
  check?: (db: Database) => Promise<void>,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  await transaction(ctx.db, async (db) => {
    const { version, spaceId } = await lockedVersion(db, seen.id);
    if (version.authorId !== personId)
      throw new DomainError("not_found", { code: "practices.unknown" });
    await check?.(db);
    const set = event === "submit" ? { reviewNote: "" } : {};
    const done = await applyEvent({ ...ctx, db }, event, { where: seenAs(seen), spaceId, set });
    if (!done) throw new DomainError("conflict", { code: "practices.changed_meanwhile" });
  });
}

/**
 * A peer of another region says yes, or what is to be different, and its author is written to. Of
 * two who answer at once, one does.
 *
 * @throws DomainError not_found; forbidden for the author, their colleagues and their region;
 *   conflict when it was changed or answered since it was read
 */
export async function reviewPractice(
  ctx: Context,
  { id, revision, what, note }: Seen & { what: "publish" | "ask_changes"; note: string },
): Promise<void> {
  const actor = authenticated(ctx.actor, "practice.review");
  authorise(actor, "practice.review");
  const reviewer = await reviewerOf(ctx, actor);
  await transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const { version, spaceId, practiceId } = await lockedVersion(db, id);
    const region = (await spacesByName(inner)).find((one) => one.id === spaceId)?.region ?? "";
    const refusal = reviewRefusal(reviewer, {
      authorIds: await authorsOf(db, practiceId),
      spaceId,
      region,
    });
    if (refusal) throw new DomainError("forbidden", refusal);
    const reviewSpaceId = reviewer.workplaces.find((one) => one.region !== region)?.spaceId ?? null;
    if (what === "publish" && version.state === "submitted")
      await applyEvent(inner, "replace", {
        where: eq(practiceVersions.practiceId, practiceId),
        spaceId,
        set: { endedAt: ctx.now },
      });
    const review = { reviewerId: actor.personId, reviewSpaceId, reviewNote: note };
    const done = await applyEvent(inner, what, {
      where: seenAs({ id, revision }),
      spaceId,
      set: what === "publish" ? { ...review, publishedAt: ctx.now } : review,
    });
    if (!done) throw new DomainError("conflict", { code: "practices.changed_meanwhile" });
    if (what === "publish") await learnWords(db, id);
    await notifyAuthor(db, { id, authorId: version.authorId }, what);
  });
}

/** Writes to the author what was decided; to nobody when they are no longer known. */
async function notifyAuthor(
  db: Database,
  { id, authorId }: { id: string; authorId: string | null },
  what: "publish" | "ask_changes",
): Promise<void> {
  if (authorId === null) return;
  await enqueue(db, {
    template: what === "publish" ? "practice-published" : "practice-changes-asked",
    personId: authorId,
    data: { versionId: id },
  });
}

/**
 * Takes a published practice out of sight, for managers of the space that it comes from.
 *
 * @throws DomainError not_found, forbidden, conflict
 */
export async function withdrawPractice(ctx: Context, slug: string): Promise<void> {
  await transaction(ctx.db, async (db) => {
    const [practice] = await db
      .select()
      .from(practices)
      .where(eq(practices.slug, slug))
      .for("update");
    if (!practice) throw new DomainError("not_found", { code: "practices.unknown" });
    const { id, spaceId } = practice;
    authorise(ctx.actor, "practice.moderate", { spaceId });
    const done = await applyEvent({ ...ctx, db }, "withdraw", {
      where: eq(practiceVersions.practiceId, id),
      spaceId,
      set: { endedAt: ctx.now },
    });
    if (!done) throw new DomainError("conflict", { code: "practices.not_published" });
  });
}

/** Where somebody works, as a reviewer. */
export async function reviewerOf(ctx: Context, actor: PersonActor): Promise<Reviewer> {
  const { spaceIds } = whereCan(actor, "practice.review");
  const spaces = await spacesByName(ctx);
  return {
    personId: actor.personId,
    workplaces: spaces
      .filter(({ id }) => spaceIds.includes(id))
      .map(({ id, region }) => ({ spaceId: id, region })),
  };
}

/** Its words can be found from now on, also where somebody misspells them. */
export async function learnWords(db: Database, versionId: string): Promise<void> {
  await db.execute(sql`insert into practice_word (language, word)
    select distinct language, word from practice_edition cross join lateral ${wordsOfEdition()}
    where version_id = ${versionId} on conflict do nothing`);
}

async function lockedVersion(db: Database, id: string) {
  const [row] = await db
    .select({ version: practiceVersions, spaceId: practices.spaceId, practiceId: practices.id })
    .from(practiceVersions)
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .where(eq(practiceVersions.id, id))
    .for("update");
  if (!row) throw new DomainError("not_found", { code: "practices.unknown" });
  return row;
}

async function writtenIn(db: Database, versionId: string) {
  const [row] = await db
    .select({ version: practiceVersions, edition: practiceEditions })
    .from(practiceVersions)
    .innerJoin(
      practiceEditions,
      and(
        eq(practiceEditions.versionId, practiceVersions.id),
        eq(practiceEditions.isOriginal, true),
      ),
    )
    .where(eq(practiceVersions.id, versionId));
  if (!row) throw new DomainError("not_found", { code: "practices.unknown" });
  const { version, edition } = row;
  return {
    ...(edition as Texts),
    ...version,
    evidence: version.evidence as Evidence,
    languages: version.languages as ("nl" | "fr" | "en")[],
    release: version.releaseId,
  };
}
