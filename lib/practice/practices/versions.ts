import { and, desc, eq, inArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import {
  practiceEditions,
  practiceLinks,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import type { Figures } from "./rules.ts";
import type { Evidence, Licence, Outcome, Texts, Theme } from "./schema.ts";
import type { PracticeState } from "./transitions.ts";

/*
 * The versions of practices with their words and links, and what other spaces say of them, as rows: for the readers of the public
 * pages (queries.ts) and of the desk (at-desk.ts), who say which.
 */

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

type VersionRow = Version & { practiceId: string; slug: string; spaceId: string };

/** Literal, so that the index of the one version that is published is used. */
export const IS_PUBLISHED = sql`${practiceVersions.state} = 'published'`;

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

export const editionColumns = {
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
export async function versionsWhere(
  { db }: Context,
  condition: SQL | undefined,
): Promise<VersionRow[]> {
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

export async function reportsWhere(ctx: Context, condition: SQL | undefined): Promise<Report[]> {
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

/** The words of a version as they were written. */
export function isOriginalOf(versionId: SQLWrapper): SQL | undefined {
  return and(eq(practiceEditions.versionId, versionId), practiceEditions.isOriginal);
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
