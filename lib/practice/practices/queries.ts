import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { instantFromText } from "#db/types.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/policy.ts";
import type { Reason } from "#lib/foundation/platform/errors.ts";
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

type VersionRow = Omit<Version, "publishedAt" | "changedAt"> & {
  publishedAt: string | null;
  changedAt: string;
  practiceId: string;
  slug: string;
  spaceId: string;
};

/**
 * A published practice by its slug, with what others say of it; null for one that is not there for
 * everybody.
 */
export async function findPractice(ctx: Context, slug: string): Promise<Practice | null> {
  return publishedWhere(ctx, sql`practice.slug = ${slug}`);
}

/** The same by its id. */
export async function findPracticeById(ctx: Context, id: string): Promise<Practice | null> {
  return publishedWhere(ctx, sql`practice.id = ${id}`);
}

async function publishedWhere(ctx: Context, condition: SQL): Promise<Practice | null> {
  const [row] = await versionsWhere(ctx, sql`${condition} and version.state = 'published'`);
  if (!row) return null;
  const space = (await placesOfPractices(ctx)).find(({ id }) => id === row.spaceId);
  if (!space) return null;
  const reports = await reportsWhere(
    ctx,
    sql`report.practice_id = ${row.practiceId} and report.state = 'shown'`,
  );
  const evidence = grownEvidence(row.evidence, reports);
  return {
    id: row.practiceId,
    slug: row.slug,
    space,
    version: versionFrom(row),
    reports,
    evidence,
  };
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
  const versions = await versionsWhere(
    ctx,
    sql`practice.id = ${practiceId} and version.state = 'replaced' and exists (
      select from practice_edition where version_id = version.id and language = ${language} and not is_original)`,
  );
  const [latest] = versions.toSorted((one, other) => other.number - one.number);
  return latest?.editions.find((edition) => edition.language === language) ?? null;
}

/** Several side by side, in the order asked for; those that are not there are left out. */
export async function practicesBeside(ctx: Context, slugs: string[]): Promise<Practice[]> {
  const found = await Promise.all(slugs.map((slug) => findPractice(ctx, slug)));
  return found.filter((one) => one !== null);
}

async function versionsWhere({ db }: Context, condition: SQL): Promise<VersionRow[]> {
  const rows = await rowsOf<VersionRow>(
    db,
    sql`
      select version.id, version.number, version.state, version.theme, version.evidence,
        version.licence, version.languages,
        version.group_least, version.group_most, version.minutes, version.cost_cents,
        version.measured_people, version.measured_with, version.measured_without,
        version.release_id, version.source, version.review_note, version.revision,
        version.published_at::text as published_at, version.changed_at::text as changed_at,
        version.review_space_id, version.author_id,
        practice.id as practice_id, practice.slug, practice.space_id,
        (select jsonb_agg(jsonb_build_object('language', language, 'isOriginal', is_original,
        'title', title, 'summary', summary,
            'context', context, 'targetGroup', target_group, 'setting', setting, 'pedagogy',
            pedagogy, 'technology', technology, 'done', done,
            'effects', effects, 'costs', costs, 'failed', failed, 'steps', steps, 'measured',
            measured) order by is_original desc, language)
          from practice_edition where version_id = version.id) as editions,
        coalesce((select jsonb_agg(jsonb_build_object('spaceId', space_id, 'sessionId', session_id,
        'badgeClassId', badge_class_id) order by id)
          from practice_link where version_id = version.id), '[]') as links
      from practice join practice_version version on version.practice_id = practice.id
      where ${condition} order by version.changed_at desc, version.id`,
  );
  return rows;
}

function versionFrom({ practiceId: _, slug: _slug, spaceId: _space, ...row }: VersionRow): Version {
  return {
    ...row,
    publishedAt: row.publishedAt === null ? null : instantFromText(row.publishedAt),
    changedAt: instantFromText(row.changedAt),
  };
}

async function reportsWhere(ctx: Context, condition: SQL): Promise<Report[]> {
  const rows = await rowsOf<Omit<Report, "spaceName" | "spaceSlug" | "region">>(
    ctx.db,
    sql`
      select report.id, report.space_id, report.outcome, to_char(report.month, 'YYYY-MM') as month,
        report.sessions,
        report.language, report.words, report.measured, report.measured_people,
        report.measured_with, report.measured_without
      from practice_report report where ${condition} order by report.month desc, report.id`,
  );
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
    sql`version.author_id = ${ctx.actor.personId} and version.published_at is null`,
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
  const waiting = await written(
    ctx,
    sql`version.state = 'submitted' and not exists (
    select from practice_version earlier where earlier.practice_id = practice.id and earlier.author_id = ${actor.personId})`,
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
    sql`practice.slug = ${slug} and version.state = 'submitted'`,
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
  const rows = await rowsOf<Omit<OwnPublished, "spaceName" | "mayWithdraw"> & { spaceId: string }>(
    db,
    sql`
      select practice.slug, practice.space_id, edition.title, edition.language,
        (select array_agg(other.language order by other.language) from practice_edition other
        where other.version_id = version.id) as languages
      from practice join practice_version version on version.practice_id = practice.id
        and version.state = 'published'
      join practice_edition edition on edition.version_id = version.id and edition.is_original
      where ${isIn(actor, "practice.write", sql`practice.space_id`)}
      order by version.published_at desc, practice.slug limit ${MOST_OWN}`,
  );
  const spaces = new Map((await spacesByName(ctx)).map(({ id, name }) => [id, name]));
  return rows.map(({ spaceId, ...row }) => ({
    ...row,
    spaceName: spaces.get(spaceId) ?? "",
    mayWithdraw: can(actor, "practice.moderate", { spaceId }),
  }));
}

async function written(ctx: Context, condition: SQL): Promise<Written[]> {
  const rows = await versionsWhere(ctx, condition);
  const spaces = new Map((await spacesByName(ctx)).map((space) => [space.id, space.name]));
  return rows.map((row) => ({
    slug: row.slug,
    practiceId: row.practiceId,
    spaceId: row.spaceId,
    spaceName: spaces.get(row.spaceId) ?? "",
    version: versionFrom(row),
  }));
}

/** A report that waits, with what it is about. */
export type WaitingReport = Report & { slug: string; title: string; isOwn: boolean };

/** What other spaces say of practices of the actor's, until it is decided. */
export async function waitingReports(ctx: Context): Promise<WaitingReport[]> {
  const { actor, db } = ctx;
  if (actor.kind !== "person" || !can(actor, "practice.moderate")) return [];
  const rows = await rowsOf<{ id: string; slug: string; title: string; isOwn: boolean }>(
    db,
    sql`
      select report.id, practice.slug, coalesce(report.person_id = ${actor.personId},
        false) as is_own,
        (select title from practice_edition edition join practice_version version
          on version.id = edition.version_id
          where version.practice_id = practice.id and version.published_at is not null
            and edition.is_original
          order by version.number desc limit 1) as title
      from practice_report report join practice on practice.id = report.practice_id
      where report.state = 'waiting' and ${isIn(actor, "practice.moderate", sql`practice.space_id`)}`,
  );
  const about = new Map(rows.map((row) => [row.id, row]));
  const reports = await reportsWhere(
    ctx,
    sql`report.id = any(${sql.param([...about.keys()])}::uuid[])`,
  );
  return reports.flatMap((report) => {
    const of = about.get(report.id);
    return of ? [{ ...report, ...of }] : [];
  });
}

/** The public pages of practices, for the list of pages. */
export async function practicePages({
  db,
}: Context): Promise<{ path: string; changedAt: Temporal.Instant }[]> {
  const rows = await rowsOf<{ slug: string; at: string }>(
    db,
    sql`
      select slug, published_at::text as at from practice join practice_version version
        on version.practice_id = practice.id
      where version.state = 'published' order by slug limit 10000`,
  );
  return rows.map(({ slug, at }) => ({
    path: `/practices/${slug}`,
    changedAt: instantFromText(at),
  }));
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
  const rows = await rowsOf<{ from: string; to: string }>(
    db,
    sql`
      select practice.space_id::text as "from", report.space_id::text as "to"
      from practice_report report join practice on practice.id = report.practice_id
      where report.state = 'shown' and exists (select from practice_version version
        where version.practice_id = practice.id and version.state = 'published')
      order by report.id`,
  );
  return rows.map(({ from, to }) => [from, to]);
}

/** For each published practice the id of the space it comes from. */
export async function spacesOfPractices({ db }: Context): Promise<string[]> {
  const rows = await rowsOf<{ space: string }>(
    db,
    sql`
      select practice.space_id::text as space from practice join practice_version version
        on version.practice_id = practice.id
      where version.state = 'published' order by practice.id`,
  );
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
