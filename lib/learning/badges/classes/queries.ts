import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { neverNull } from "#db/expressions.ts";
import {
  awardRules,
  badgeClasses,
  badgeCompetences,
  badgeEditions,
  badgeVersions,
} from "#db/schema/badges.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import type { Topic } from "#lib/learning/sessions/traits.ts";
import { alignedWith, competencesById } from "../competences/queries.ts";
import type { BadgeClass, BadgeVersion, Rule } from "./rules.ts";
import type { ClassState, RubricLevel } from "./schema.ts";

/**
 * What can be earned, and what could be: the newest published version of each badge, those in use
 * first. Public.
 */
export async function listBadges(ctx: Context): Promise<BadgeClass[]> {
  return classesWhere(ctx, sql`published_at is not null`, ["active", "pilot", "retired"]);
}

/**
 * What `listBadges` shows and what is still being written, for who designs badges.
 *
 * @returns nothing for anybody else
 */
export async function listDrafts(ctx: Context): Promise<BadgeClass[]> {
  if (!can(ctx.actor, "badge.design", { spaceId: "" })) return [];
  return classesWhere(ctx, sql`true`, ["draft", "pilot", "active", "retired"]);
}

/**
 * A published badge by its slug, in its newest version; null for one that is not there for
 * everybody.
 */
export async function findBadge(ctx: Context, slug: string): Promise<BadgeClass | null> {
  return (await listBadges(ctx)).find((badge) => badge.slug === slug) ?? null;
}

/**
 * A published badge by its id, in its newest version; null for one that is not there for everybody.
 */
export async function classById(ctx: Context, id: string): Promise<BadgeClass | null> {
  return (await listBadges(ctx)).find((badge) => badge.id === id) ?? null;
}

/** A version that was published, whatever has become of the badge: signed badges point to it. */
export async function findVersion(
  ctx: Context,
  slug: string,
  number: number,
): Promise<BadgeClass | null> {
  const [badge] = await namedClasses(ctx, eq(badgeClasses.slug, slug));
  if (!badge) return null;
  const versions = await versionsWhere(
    ctx,
    sql`class_id = ${badge.id} and number = ${number} and published_at is not null`,
  );
  const version = versions[0];
  return version ? { ...badge, version: version.version } : null;
}

/** Published versions by their ids, all of them together. One that is not there has no entry. */
export async function versionsById(
  ctx: Pick<Context, "db">,
  ids: readonly string[],
): Promise<Map<string, BadgeClass>> {
  if (ids.length === 0) return new Map();
  const found = await versionsWhere(ctx, inArray(badgeVersions.id, [...ids]));
  const classIds = found.map(({ classId }) => classId);
  const badges = await namedClasses(ctx, inArray(badgeClasses.id, classIds));
  return new Map(
    found.flatMap(({ classId, version }) => {
      const badge = badges.find(({ id }) => id === classId);
      return badge ? [[version.id, { ...badge, version }] as const] : [];
    }),
  );
}

/**
 * Which badges each badge asks for first, in any version that was published: their ids, by its id.
 */
export async function badgesAskedFirst({
  db,
}: Pick<Context, "db">): Promise<Map<string, string[]>> {
  const rows = await db
    .selectDistinct({
      badge: badgeVersions.classId,
      other: neverNull(awardRules.otherClassId),
    })
    .from(awardRules)
    .innerJoin(badgeVersions, eq(badgeVersions.id, awardRules.versionId))
    .where(and(eq(awardRules.kind, "badge"), isNotNull(badgeVersions.publishedAt)))
    .orderBy(badgeVersions.classId, awardRules.otherClassId);
  const byBadge = Map.groupBy(rows, ({ badge }) => badge);
  return new Map([...byBadge].map(([badge, rules]) => [badge, rules.map(({ other }) => other)]));
}

/** How many badges name a competence of a framework, in any of their versions. */
export async function badgesNaming(
  { db }: Pick<Context, "db">,
  competences: readonly string[],
): Promise<number> {
  if (competences.length === 0) return 0;
  const rows = await db
    .selectDistinct({ id: badgeVersions.classId })
    .from(badgeCompetences)
    .innerJoin(badgeVersions, eq(badgeVersions.id, badgeCompetences.versionId))
    .where(inArray(badgeCompetences.competenceId, [...competences]));
  return rows.length;
}

/** Badges by their ids, each in its newest published version. */
export async function newestById(
  ctx: Pick<Context, "db">,
  ids: readonly string[],
): Promise<BadgeClass[]> {
  const badges = await classesWhere(ctx, sql`published_at is not null`, [
    "pilot",
    "active",
    "retired",
  ]);
  return badges.filter(({ id }) => ids.includes(id));
}

const followers = alias(badgeClasses, "follower");

/** Badges without their versions, by their slugs. */
async function namedClasses(
  { db }: Pick<Context, "db">,
  condition: SQL,
): Promise<Omit<BadgeClass, "version">[]> {
  const rows = await db
    .select({ ...getTableColumns(badgeClasses), followedBy: followers.slug })
    .from(badgeClasses)
    .leftJoin(followers, eq(followers.id, badgeClasses.followedBy))
    .where(condition)
    .orderBy(asc(badgeClasses.slug));
  return rows.map(({ id, slug, state, reviewOn, retiredAt, followedBy }) => ({
    id,
    slug,
    state: state as ClassState,
    reviewOn: reviewOn === null ? null : Temporal.PlainDate.from(reviewOn),
    retiredAt,
    followedBy,
  }));
}

async function classesWhere(
  ctx: Pick<Context, "db">,
  condition: SQL,
  states: ClassState[],
): Promise<BadgeClass[]> {
  const rows = await namedClasses(ctx, inArray(badgeClasses.state, states));
  const versions = await versionsWhere(ctx, condition);
  return rows
    .flatMap((head) => {
      const newest = versions.find(({ classId }) => classId === head.id);
      return newest ? [{ ...head, version: newest.version }] : [];
    })
    .sort((one, other) => states.indexOf(one.state) - states.indexOf(other.state));
}

/** Versions with what is in them, the newest first. */
async function versionsWhere(
  ctx: Pick<Context, "db">,
  condition: SQL,
): Promise<{ classId: string; version: BadgeVersion }[]> {
  const { db } = ctx;
  const versions = await db
    .select()
    .from(badgeVersions)
    .where(condition)
    .orderBy(desc(badgeVersions.number));
  const ids = versions.map(({ id }) => id);
  if (ids.length === 0) return [];
  const editions = await db
    .select()
    .from(badgeEditions)
    .where(inArray(badgeEditions.versionId, ids));
  const pairs = await db
    .select()
    .from(badgeCompetences)
    .where(inArray(badgeCompetences.versionId, ids));
  const competenceIds = [...new Set(pairs.map(({ competenceId }) => competenceId))];
  const named = await competencesById(ctx, competenceIds);
  const aligned = await alignedWith(ctx, competenceIds);
  const rules = await rulesOf(ctx, ids);
  return versions.map(({ classId, ...version }) => ({
    classId,
    version: {
      ...version,
      editions: Object.fromEntries(
        LOCALES.flatMap((locale) =>
          editions
            .filter((one) => one.versionId === version.id && one.language === locale)
            .map(({ name, description, criteria }) => [locale, { name, description, criteria }]),
        ),
      ),
      competences: named.flatMap((competence) =>
        pairs
          .filter((pair) => pair.versionId === version.id && pair.competenceId === competence.id)
          .map(({ level }) => ({
            ...competence,
            level,
            aligned: aligned.get(competence.id) ?? [],
          })),
      ),
      rules: rules.filter(({ versionId }) => versionId === version.id).map(({ rule }) => rule),
    },
  }));
}

/** In the order in which somebody meets them: come, show, be seen, hold. */
const RULE_ORDER = ["attendance", "badge", "evidence", "peers", "mentor"];

async function rulesOf(
  { db }: Pick<Context, "db">,
  versionIds: string[],
): Promise<{ versionId: string; rule: Rule }[]> {
  const rows = await db
    .select({
      versionId: awardRules.versionId,
      kind: awardRules.kind,
      minutes: awardRules.minutes,
      topic: awardRules.topic,
      needed: awardRules.needed,
      asked: awardRules.asked,
      level: awardRules.level,
      classId: awardRules.otherClassId,
      slug: badgeClasses.slug,
    })
    .from(awardRules)
    .leftJoin(badgeClasses, eq(badgeClasses.id, awardRules.otherClassId))
    .where(inArray(awardRules.versionId, versionIds));
  return rows
    .sort(
      (one, other) =>
        RULE_ORDER.indexOf(one.kind) - RULE_ORDER.indexOf(other.kind) ||
        (one.slug ?? "").localeCompare(other.slug ?? ""),
    )
    .map(({ versionId, ...row }) => ({ versionId, rule: ruleOf(row) }));
}

type RuleRow = {
  kind: string;
  minutes: number | null;
  topic: string | null;
  needed: number | null;
  asked: number | null;
  level: string | null;
  classId: string | null;
  slug: string | null;
};

/**
 * The database refuses rows that lack what their kind asks: `award_rule_…` in db/schema/badges.ts.
 */
function ruleOf({ kind, minutes, topic, needed, asked, level, classId, slug }: RuleRow): Rule {
  switch (kind) {
    case "attendance":
      return { kind, minutes: minutes ?? 0, topic: topic as Topic | null };
    case "peers":
      return { kind, needed: needed ?? 0, asked: asked ?? 0, level: level as RubricLevel };
    case "badge":
      return { kind, classId: classId ?? "", slug: slug ?? "" };
    case "mentor":
    case "evidence":
      return { kind };
    default:
      throw new Error(`award_rule of kind ${kind}`);
  }
}
