import { and, desc, eq, inArray, isNotNull, isNull, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { authorsOf } from "./drafts.ts";
import { reviewerOf } from "./reviewing.ts";
import { reviewRefusal } from "./rules.ts";
import {
  IS_PUBLISHED,
  isOriginalOf,
  type Report,
  reportsWhere,
  type Version,
  versionsWhere,
} from "./versions.ts";

/** Whoever writes for the whole network finds the rest on the public page. */
const MOST_OWN = 30;

/** What a practice is called where it comes from, for lists of staff. */
export type Written = {
  slug: string;
  practiceId: string;
  spaceId: string;
  spaceName: string;
  version: Version;
};

/** What the actor is writing, or has written and is read by others. */
export async function ownDrafts(ctx: Context): Promise<Written[]> {
  if (ctx.actor.kind !== "person" || !can(ctx.actor, "practice.write")) return [];
  return written(
    ctx,
    and(eq(practiceVersions.authorId, ctx.actor.personId), isNull(practiceVersions.publishedAt)),
  );
}

/** A draft of the actor's by the slug of its practice; null for anybody else's. */
export async function ownDraft(ctx: Context, slug: string): Promise<Written | null> {
  return (await ownDrafts(ctx)).find((one) => one.slug === slug) ?? null;
}

/** What waits for a reader, and the actor may read: written elsewhere, in another region. */
export async function waitingForReview(ctx: Context): Promise<Written[]> {
  const { actor } = ctx;
  if (actor.kind !== "person" || !can(actor, "practice.review")) return [];
  const reviewer = await reviewerOf(ctx, actor);
  const spaces = new Map((await spacesByName(ctx)).map((space) => [space.id, space]));
  const own = alias(practiceVersions, "own");
  const byActor = ctx.db
    .select({ id: own.id })
    .from(own)
    .where(and(eq(own.practiceId, practices.id), eq(own.authorId, actor.personId)));
  const waiting = await written(
    ctx,
    and(eq(practiceVersions.state, "submitted"), notExists(byActor)),
  );
  return waiting.filter(({ spaceId, version: { authorId } }) => {
    const region = spaces.get(spaceId)?.region ?? "";
    return reviewRefusal(reviewer, { authorIds: [authorId], spaceId, region }) === null;
  });
}

/**
 * What waits for a reader under a slug, and why the actor is not to be that reader; null where
 * nothing waits, and for whoever reviews nowhere.
 */
export async function submittedPractice(
  ctx: Context,
  slug: string,
): Promise<{ practice: Written; refusal: Reason | null } | null> {
  const { actor } = ctx;
  if (actor.kind !== "person" || !can(actor, "practice.review")) return null;
  const [practice] = await written(
    ctx,
    and(eq(practices.slug, slug), eq(practiceVersions.state, "submitted")),
  );
  if (!practice) return null;
  const { spaceId, practiceId } = practice;
  const region = (await spacesByName(ctx)).find(({ id }) => id === spaceId)?.region ?? "";
  const reviewed = { authorIds: await authorsOf(ctx.db, practiceId), spaceId, region };
  return { practice, refusal: reviewRefusal(await reviewerOf(ctx, actor), reviewed) };
}

/** A practice of the actor's spaces as lists of staff name it. */
export type OwnPublished = {
  slug: string;
  spaceName: string;
  title: string;
  language: Locale;
  /** In which there are words. */
  languages: Locale[];
  mayWithdraw: boolean;
};

/** Published practices of the spaces for which the actor writes, the newest first. */
export async function ownPublished(ctx: Context): Promise<OwnPublished[]> {
  const { actor, db } = ctx;
  if (actor.kind !== "person" || !can(actor, "practice.write")) return [];
  const other = alias(practiceEditions, "other");
  const rows = await db
    .select({
      slug: practices.slug,
      spaceId: practices.spaceId,
      title: practiceEditions.title,
      language: sql<Locale>`${practiceEditions.language}`,
      languages: sql<Locale[]>`array_agg(${other.language} order by ${other.language})`,
    })
    .from(practices)
    .innerJoin(practiceVersions, and(eq(practiceVersions.practiceId, practices.id), IS_PUBLISHED))
    .innerJoin(practiceEditions, isOriginalOf(practiceVersions.id))
    .innerJoin(other, eq(other.versionId, practiceVersions.id))
    .where(isIn(actor, "practice.write", practices.spaceId))
    .groupBy(
      practices.id,
      practiceVersions.id,
      practiceEditions.versionId,
      practiceEditions.language,
    )
    .orderBy(desc(practiceVersions.publishedAt), practices.slug)
    .limit(MOST_OWN);
  const spaces = new Map((await spacesByName(ctx)).map(({ id, name }) => [id, name]));
  return rows.map(({ spaceId, ...row }) => ({
    ...row,
    spaceName: spaces.get(spaceId) ?? "",
    mayWithdraw: can(actor, "practice.moderate", { spaceId }),
  }));
}

async function written(ctx: Context, condition: SQL | undefined): Promise<Written[]> {
  const rows = await versionsWhere(ctx, condition);
  const spaces = new Map((await spacesByName(ctx)).map((space) => [space.id, space.name]));
  return rows.map(({ slug, practiceId, spaceId, ...version }) => ({
    slug,
    practiceId,
    spaceId,
    spaceName: spaces.get(spaceId) ?? "",
    version,
  }));
}

/** A report that waits, with what it is about. */
export type WaitingReport = Report & { slug: string; title: string; isOwn: boolean };

/** What other spaces say of practices of the actor's, until it is decided. */
export async function waitingReports(ctx: Context): Promise<WaitingReport[]> {
  const { actor, db } = ctx;
  if (actor.kind !== "person" || !can(actor, "practice.moderate")) return [];
  // Of several published versions the latest, as it was written.
  const rows = await db
    .selectDistinctOn([practiceReports.id], {
      id: practiceReports.id,
      slug: practices.slug,
      personId: practiceReports.personId,
      title: practiceEditions.title,
    })
    .from(practiceReports)
    .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
    .innerJoin(
      practiceVersions,
      and(eq(practiceVersions.practiceId, practices.id), isNotNull(practiceVersions.publishedAt)),
    )
    .innerJoin(practiceEditions, isOriginalOf(practiceVersions.id))
    .where(
      and(
        eq(practiceReports.state, "waiting"),
        isIn(actor, "practice.moderate", practices.spaceId),
      ),
    )
    .orderBy(practiceReports.id, desc(practiceVersions.number));
  const about = new Map(
    rows.map(({ personId, ...row }) => [row.id, { ...row, isOwn: personId === actor.personId }]),
  );
  const reports = await reportsWhere(ctx, inArray(practiceReports.id, [...about.keys()]));
  return reports.flatMap((report) => {
    const of = about.get(report.id);
    return of ? [{ ...report, ...of }] : [];
  });
}
