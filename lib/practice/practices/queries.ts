import {
  and,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  not,
  notExists,
  type SQL,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { neverNull } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import {
  practiceEditions,
  practiceLinks,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";
import { allSpaces, spacesByName } from "#lib/places/spaces/queries.ts";
import { authorsOf } from "./drafts.ts";
import { reviewerOf } from "./reviewing.ts";
import { evidenceFrom, type Figures, grownEvidence, reviewRefusal } from "./rules.ts";
import type { Evidence, Licence, Outcome, PracticeFilter, Texts, Theme } from "./schema.ts";
import { matchesOf } from "./search.ts";
import type { PracticeState } from "./transitions.ts";

/** As many as a page shows. */
export const PRACTICE_PAGE = 9;
/** Whoever writes for the whole network finds the rest on the public page. */
const MOST_OWN = 30;
const MOST_PAGES = 10_000;

export type PlaceOfPractice = {
  id: string;
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  lat: number;
  lon: number;
};

/** A practice in a list, in the reader's language where it has that one. */
export type PracticeSummary = {
  slug: string;
  space: PlaceOfPractice;
  theme: Theme;
  evidence: Evidence;
  language: Locale;
  isTranslation: boolean;
  title: string;
  summary: string;
  /** Other spaces that say it worked there, wholly or partly. */
  triedBy: number;
};

type Row = Omit<PracticeSummary, "space"> & { spaceId: string; total: number };

/** The evidence of a `version`, as `grownEvidence` says it of its practice's reports. */
const grown = sql`case when version.evidence = 'story' and exists (select from practice_report report
  where report.practice_id = version.practice_id and report.state = 'shown'
    and report.measured_people is not null)
  then 'own_figures' else version.evidence end`;

/**
 * The published practices that a filter leaves: the best answer to a question first, else the
 * newest.
 */
export async function listPractices(
  ctx: Context,
  filter: PracticeFilter,
): Promise<{ items: PracticeSummary[]; total: number; spots: PlaceOfPractice[] }> {
  const locale = languageOf(ctx);
  const places = await placesOfPractices(ctx);
  const inRegion = places.filter(
    ({ region, slug }) =>
      (!filter.region || region === filter.region) && (!filter.space || slug === filter.space),
  );
  const { page = 1, q = "" } = filter;
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
      select practice.slug, practice.space_id, version.theme, ${grown} as evidence,
        edition.language,
        not edition.is_original as is_translation, edition.title, edition.summary,
        (select count(*)::int from practice_report report where report.practice_id = practice.id
          and report.state = 'shown'
          and report.outcome <> 'failed') as tried_by, count(*) over ()::int as total
      from practice join practice_version version on version.practice_id = practice.id
        and version.state = 'published'
      join lateral (select * from practice_edition where version_id = version.id
        order by (language = ${locale}) desc, is_original desc limit 1) edition on true
      ${q === "" ? sql`` : sql`join ${matchesOf(q, locale)} as matched on matched.version_id = version.id`}
      where practice.space_id = any(${sql.param(inRegion.map(({ id }) => id))}::uuid[])
        ${filter.theme ? sql`and version.theme = ${filter.theme}` : sql``}
        ${filter.evidence ? sql`and ${grown} = any(${sql.param(evidenceFrom(filter.evidence))}::text[])` : sql``}
        ${filter.language ? sql`and exists (select from practice_edition other where other.version_id = version.id and other.language = ${filter.language})` : sql``}
      order by ${q === "" ? sql`` : sql`matched.score desc,`} version.published_at desc,
        practice.slug
      limit ${PRACTICE_PAGE} offset ${(page - 1) * PRACTICE_PAGE}`,
  );
  const spaceOf = new Map(places.map((place) => [place.id, place]));
  const items = rows.flatMap(({ spaceId, total: _, ...row }) => {
    const space = spaceOf.get(spaceId);
    return space ? [{ ...row, space }] : [];
  });
  const spots = [...new Map(items.map(({ space }) => [space.id, space])).values()];
  return { items, total: rows[0]?.total ?? 0, spots };
}

async function placesOfPractices(ctx: Context): Promise<PlaceOfPractice[]> {
  return (await allSpaces(ctx)).map(({ id, slug, name, kind, city, region, lat, lon }) => ({
    id,
    slug,
    name,
    kind,
    city,
    region,
    lat,
    lon,
  }));
}

export type Edition = Texts & { language: Locale; isOriginal: boolean };

export type Report = {
  id: string;
  spaceId: string;
  spaceName: string;
  spaceSlug: string;
  region: string;
  outcome: Outcome;
  month: string;
  sessions: number;
  language: Locale;
  words: string;
} & Figures;

export type Version = {
  id: string;
  number: number;
  state: PracticeState;
  theme: Theme;
  evidence: Evidence;
  licence: Licence;
  languages: Locale[];
  groupLeast: number | null;
  groupMost: number | null;
  minutes: number | null;
  costCents: number | null;
  measuredPeople: number | null;
  measuredWith: number | null;
  measuredWithout: number | null;
  releaseId: string | null;
  source: string | null;
  reviewNote: string;
  revision: number;
  publishedAt: Temporal.Instant | null;
  changedAt: Temporal.Instant;
  reviewSpaceId: string | null;
  authorId: string | null;
  editions: Edition[];
  links: { spaceId: string | null; sessionId: string | null; badgeClassId: string | null }[];
};

export type Practice = {
  id: string;
  slug: string;
  space: PlaceOfPractice;
  version: Version;
  /** What others say, let through. */
  reports: Report[];
  /** How well we know of it, with what they counted. */
  evidence: Evidence;
};

type VersionRow = Version & { practiceId: string; slug: string; spaceId: string };

/** Literal, so that the index of the one version that is published is used. */
const IS_PUBLISHED = sql`${practiceVersions.state} = 'published'`;

/**
 * A published practice by its slug, with what others say of it; null for one that is not there for
 * everybody.
 */
export async function findPractice(ctx: Context, slug: string): Promise<Practice | null> {
  return publishedWhere(ctx, eq(practices.slug, slug));
}

/** The same by its id. */
export async function findPracticeById(ctx: Context, id: string): Promise<Practice | null> {
  return publishedWhere(ctx, eq(practices.id, id));
}

async function publishedWhere(ctx: Context, condition: SQL | undefined): Promise<Practice | null> {
  const [row] = await versionsWhere(ctx, and(condition, IS_PUBLISHED));
  if (!row) return null;
  const space = (await placesOfPractices(ctx)).find(({ id }) => id === row.spaceId);
  if (!space) return null;
  const reports = await reportsWhere(
    ctx,
    and(eq(practiceReports.practiceId, row.practiceId), eq(practiceReports.state, "shown")),
  );
  const evidence = grownEvidence(row.evidence, reports);
  const { practiceId, slug, spaceId: _, ...version } = row;
  return { id: practiceId, slug, space, version, reports, evidence };
}

/**
 * The words of the latest version that had a translation into a language: where whoever translates
 * the next one begins.
 */
export async function earlierTranslation(
  ctx: Context,
  practiceId: string,
  language: Locale,
): Promise<Edition | null> {
  const [latest] = await ctx.db
    .select(editionColumns)
    .from(practiceEditions)
    .innerJoin(practiceVersions, eq(practiceVersions.id, practiceEditions.versionId))
    .where(
      and(
        eq(practiceVersions.practiceId, practiceId),
        eq(practiceVersions.state, "replaced"),
        eq(practiceEditions.language, language),
        not(practiceEditions.isOriginal),
      ),
    )
    .orderBy(desc(practiceVersions.number))
    .limit(1);
  return latest ?? null;
}

/** Several side by side, in the order asked for; those that are not there are left out. */
export async function practicesBeside(ctx: Context, slugs: string[]): Promise<Practice[]> {
  const found = await Promise.all(slugs.map((slug) => findPractice(ctx, slug)));
  return found.filter((one) => one !== null);
}

const versionColumns = {
  id: practiceVersions.id,
  number: practiceVersions.number,
  state: sql<PracticeState>`${practiceVersions.state}`,
  theme: sql<Theme>`${practiceVersions.theme}`,
  evidence: sql<Evidence>`${practiceVersions.evidence}`,
  licence: sql<Licence>`${practiceVersions.licence}`,
  languages: sql<Locale[]>`${practiceVersions.languages}`,
  groupLeast: practiceVersions.groupLeast,
  groupMost: practiceVersions.groupMost,
  minutes: practiceVersions.minutes,
  costCents: practiceVersions.costCents,
  measuredPeople: practiceVersions.measuredPeople,
  measuredWith: practiceVersions.measuredWith,
  measuredWithout: practiceVersions.measuredWithout,
  releaseId: practiceVersions.releaseId,
  source: practiceVersions.source,
  reviewNote: practiceVersions.reviewNote,
  revision: practiceVersions.revision,
  publishedAt: practiceVersions.publishedAt,
  changedAt: practiceVersions.changedAt,
  reviewSpaceId: practiceVersions.reviewSpaceId,
  authorId: practiceVersions.authorId,
};

const editionColumns = {
  language: sql<Locale>`${practiceEditions.language}`,
  isOriginal: practiceEditions.isOriginal,
  title: practiceEditions.title,
  summary: practiceEditions.summary,
  context: practiceEditions.context,
  targetGroup: practiceEditions.targetGroup,
  setting: practiceEditions.setting,
  pedagogy: practiceEditions.pedagogy,
  technology: practiceEditions.technology,
  done: practiceEditions.done,
  effects: practiceEditions.effects,
  costs: practiceEditions.costs,
  failed: practiceEditions.failed,
  steps: practiceEditions.steps,
  measured: practiceEditions.measured,
};

/** Versions with their words and links, those changed last first. */
async function versionsWhere({ db }: Context, condition: SQL | undefined): Promise<VersionRow[]> {
  const versions = await db
    .select({
      ...versionColumns,
      practiceId: practices.id,
      slug: practices.slug,
      spaceId: practices.spaceId,
    })
    .from(practices)
    .innerJoin(practiceVersions, eq(practiceVersions.practiceId, practices.id))
    .where(condition)
    .orderBy(desc(practiceVersions.changedAt), practiceVersions.id);
  const ids = versions.map(({ id }) => id);
  if (ids.length === 0) return [];
  const editions = await db
    .select({ versionId: practiceEditions.versionId, ...editionColumns })
    .from(practiceEditions)
    .where(inArray(practiceEditions.versionId, ids))
    .orderBy(desc(practiceEditions.isOriginal), practiceEditions.language);
  const links = await db
    .select({
      versionId: practiceLinks.versionId,
      spaceId: practiceLinks.spaceId,
      sessionId: practiceLinks.sessionId,
      badgeClassId: practiceLinks.badgeClassId,
    })
    .from(practiceLinks)
    .where(inArray(practiceLinks.versionId, ids))
    .orderBy(practiceLinks.id);
  return versions.map((version) => ({
    ...version,
    editions: ofVersion(editions, version.id),
    links: ofVersion(links, version.id),
  }));
}

function ofVersion<T extends { versionId: string }>(
  rows: readonly T[],
  id: string,
): Omit<T, "versionId">[] {
  return rows.filter((row) => row.versionId === id).map(({ versionId: _, ...row }) => row);
}

async function reportsWhere(ctx: Context, condition: SQL | undefined): Promise<Report[]> {
  const rows = await ctx.db
    .select({
      id: practiceReports.id,
      spaceId: practiceReports.spaceId,
      outcome: sql<Outcome>`${practiceReports.outcome}`,
      month: sql<string>`to_char(${practiceReports.month}, 'YYYY-MM')`,
      sessions: practiceReports.sessions,
      language: sql<Locale>`${practiceReports.language}`,
      words: practiceReports.words,
      measured: practiceReports.measured,
      measuredPeople: practiceReports.measuredPeople,
      measuredWith: practiceReports.measuredWith,
      measuredWithout: practiceReports.measuredWithout,
    })
    .from(practiceReports)
    .where(condition)
    .orderBy(desc(practiceReports.month), practiceReports.id);
  const spaces = new Map((await spacesByName(ctx)).map((space) => [space.id, space]));
  return rows.map((row) => {
    const space = spaces.get(row.spaceId);
    return {
      ...row,
      spaceName: space?.name ?? "",
      spaceSlug: space?.slug ?? "",
      region: space?.region ?? "",
    };
  });
}

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

/** The words of a version as they were written. */
function isOriginalOf(versionId: SQLWrapper): SQL | undefined {
  return and(eq(practiceEditions.versionId, versionId), practiceEditions.isOriginal);
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

/** The public pages of practices, for the list of pages. */
export async function practicePages({
  db,
}: Context): Promise<{ path: string; changedAt: Temporal.Instant }[]> {
  const rows = await db
    .select({
      slug: practices.slug,
      changedAt: neverNull(practiceVersions.publishedAt),
    })
    .from(practices)
    .innerJoin(practiceVersions, eq(practiceVersions.practiceId, practices.id))
    .where(IS_PUBLISHED)
    .orderBy(practices.slug)
    .limit(MOST_PAGES);
  return rows.map(({ slug, changedAt }) => ({ path: `/practices/${slug}`, changedAt }));
}

/** The edition in the reader's language; else as it was written. */
export function editionFor(
  { editions }: Version,
  locale: Locale,
): { shown: Edition; original: Edition } {
  const original = editions.find(({ isOriginal }) => isOriginal) ?? editions[0];
  if (!original) throw new Error("a version without words");
  return { shown: editions.find(({ language }) => language === locale) ?? original, original };
}

/**
 * For each practice that another space tried, and says so for everybody: the ids of the space it
 * comes from, and of the other.
 */
export async function spacesOfTriedPractices({ db }: Context): Promise<[string, string][]> {
  const rows = await db
    .select({ from: practices.spaceId, to: practiceReports.spaceId })
    .from(practiceReports)
    .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
    .innerJoin(practiceVersions, and(eq(practiceVersions.practiceId, practices.id), IS_PUBLISHED))
    .where(eq(practiceReports.state, "shown"))
    .orderBy(practiceReports.id);
  return rows.map(({ from, to }) => [from, to]);
}

/** For each published practice the id of the space it comes from. */
export async function spacesOfPractices({ db }: Context): Promise<string[]> {
  const rows = await db
    .select({ space: practices.spaceId })
    .from(practices)
    .innerJoin(practiceVersions, and(eq(practiceVersions.practiceId, practices.id), IS_PUBLISHED))
    .orderBy(practices.id);
  return rows.map(({ space }) => space);
}

/**
 * Each published practice in the reader's language, with the ids of the spaces that do it: where it
 * comes from, those it is linked to, and those that say, for everybody, that it worked there.
 */
export async function practicesBySpace(
  ctx: Context,
): Promise<{ slug: string; title: string; spaceIds: string[] }[]> {
  const rows = await rowsOf<{ slug: string; title: string; spaceIds: string[] }>(
    ctx.db,
    sql`
      select practice.slug, edition.title, array(
          select practice.space_id::text
          union select link.space_id::text from practice_link link
          where link.version_id = version.id and link.space_id is not null
          union select report.space_id::text from practice_report report
            where report.practice_id = practice.id and report.state = 'shown'
              and report.outcome <> 'failed'
        ) as space_ids
      from practice join practice_version version on version.practice_id = practice.id
        and version.state = 'published'
      join lateral (select title from practice_edition where version_id = version.id
        order by (language = ${languageOf(ctx)}) desc, is_original desc limit 1) edition on true
      order by practice.slug`,
  );
  return rows;
}
