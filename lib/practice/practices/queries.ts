import { and, desc, eq, not, type SQL, sql } from "drizzle-orm";
import { neverNull } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";
import { evidenceFrom, grownEvidence } from "./rules.ts";
import type { Evidence, PracticeFilter, Theme } from "./schema.ts";
import { matchesOf } from "./search.ts";
import {
  type Edition,
  editionColumns,
  IS_PUBLISHED,
  type Report,
  reportsWhere,
  type Version,
  versionsWhere,
} from "./versions.ts";

/** As many as a page shows. */
export const PRACTICE_PAGE = 9;
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

/**
 * A published practice by its slug, with what others say of it; null for one that is not there for
 * everybody.
 */
export async function findPractice(ctx: Context, slug: string): Promise<Practice | null> {
  return publishedWhere(ctx, eq(practices.slug, slug));
}

/**
 * A published practice by its id, with what others say of it; null for one that is not there for
 * everybody.
 */
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
