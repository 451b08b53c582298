import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { benchmarkCompetences, benchmarkEntries } from "#db/schema/benchmark.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { holdsWords } from "#lib/foundation/platform/database/holds-words.ts";
import { type ListSearch, ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import { listBadges } from "../classes/queries.ts";
import { type ClassCompetence, editionIn } from "../classes/rules.ts";
import { competencesById, findFramework } from "../competences/queries.ts";
import {
  type Compared,
  keyOf,
  type MatrixRow,
  matrixOf,
  type NearDuplicate,
  nearDuplicates,
} from "./rules.ts";
import type { Entry, EntryFilter, EntryKind } from "./schema.ts";

/** A part of what is compared, by name, and how many a filter leaves. Public. */
export async function listEntries(
  ctx: Context,
  { page, size, ...filter }: EntryFilter & { page: number; size: number },
): Promise<{ items: Entry[]; total: number }> {
  const rows = await ctx.db
    .select()
    .from(benchmarkEntries)
    .where(isShown(filter))
    .orderBy(inReadingOrder(benchmarkEntries.name), asc(benchmarkEntries.id))
    .limit(size)
    .offset((page - 1) * size);
  const total = await ctx.db.$count(benchmarkEntries, isShown(filter));
  return { items: await withCompetences(ctx, rows), total };
}

/** All that a filter leaves, by name: for files, and to be compared. */
export async function entriesWhere(ctx: Context, filter: EntryFilter): Promise<Entry[]> {
  const rows = await ctx.db
    .select()
    .from(benchmarkEntries)
    .where(isShown(filter))
    .orderBy(inReadingOrder(benchmarkEntries.name), asc(benchmarkEntries.id));
  return withCompetences(ctx, rows);
}

/** One that is shown; null for one that is not there, or retired. */
export async function findEntry(ctx: Context, id: string): Promise<Entry | null> {
  const rows = await ctx.db
    .select()
    .from(benchmarkEntries)
    .where(and(eq(benchmarkEntries.id, id), isNull(benchmarkEntries.retiredAt)));
  return (await withCompetences(ctx, rows))[0] ?? null;
}

/**
 * A page of those of which the name or the issuer holds what is looked for, and how many do. Those
 * that are shown come first, then by kind and name: for staff.
 */
export async function entriesForStaff(
  ctx: Context,
  { q, page }: ListSearch,
): Promise<{ items: Entry[]; total: number }> {
  authorise(ctx.actor, "benchmark.manage");
  const { name, issuer } = benchmarkEntries;
  const where = holdsWords(sql`concat_ws(' ', ${name}, ${issuer})`, q);
  const rows = await ctx.db
    .select()
    .from(benchmarkEntries)
    .where(where)
    .orderBy(
      sql`${benchmarkEntries.retiredAt} is not null`,
      asc(benchmarkEntries.kind),
      inReadingOrder(name),
      asc(benchmarkEntries.id),
    )
    .limit(ROWS_PER_PAGE)
    .offset((page - 1) * ROWS_PER_PAGE);
  const total = await ctx.db.$count(benchmarkEntries, where);
  return { items: await withCompetences(ctx, rows), total };
}

/** One for its form, also when it is retired. */
export async function entryForStaff(ctx: Context, id: string): Promise<Entry | null> {
  authorise(ctx.actor, "benchmark.manage");
  const rows = await ctx.db.select().from(benchmarkEntries).where(eq(benchmarkEntries.id, id));
  return (await withCompetences(ctx, rows))[0] ?? null;
}

/**
 * Courses that are followed for one of these competences, by its own name or by one that says the
 * same or nearly the same elsewhere. Public.
 */
export async function coursesFor(ctx: Context, competences: ClassCompetence[]): Promise<Entry[]> {
  const keys = new Set(
    competences.flatMap((one) => [
      keyOf(one),
      ...one.aligned.filter(({ relation }) => relation !== "part").map(keyOf),
    ]),
  );
  const courses = await entriesWhere(ctx, { kind: "offer" });
  return courses.filter((course) => course.competences.some((one) => keys.has(keyOf(one))));
}

/** How many badges of others and courses name one of these competences. */
export async function entriesNaming(
  { db }: Pick<Context, "db">,
  competences: readonly string[],
): Promise<number> {
  if (competences.length === 0) return 0;
  const rows = await db
    .selectDistinct({ id: benchmarkCompetences.entryId })
    .from(benchmarkCompetences)
    .where(inArray(benchmarkCompetences.competenceId, [...competences]));
  return rows.length;
}

async function withCompetences(
  ctx: Context,
  rows: (typeof benchmarkEntries.$inferSelect)[],
): Promise<Entry[]> {
  const ids = rows.map(({ id }) => id);
  const pairs =
    ids.length === 0
      ? []
      : await ctx.db
          .select()
          .from(benchmarkCompetences)
          .where(inArray(benchmarkCompetences.entryId, ids));
  const named = await competencesById(ctx, [
    ...new Set(pairs.map(({ competenceId }) => competenceId)),
  ]);
  const idsOf = Map.groupBy(pairs, ({ entryId }) => entryId);
  return rows.map((row) => {
    const own = new Set(idsOf.get(row.id)?.map(({ competenceId }) => competenceId));
    return {
      ...row,
      kind: row.kind as EntryKind,
      competences: named.filter(({ id }) => own.has(id)),
    };
  });
}

function isShown({ kind, region }: EntryFilter): SQL | undefined {
  return and(
    isNull(benchmarkEntries.retiredAt),
    kind && eq(benchmarkEntries.kind, kind),
    // What is followed from anywhere can be followed here.
    region && sql`(${benchmarkEntries.region} = ${region} or ${benchmarkEntries.region} is null)`,
  );
}

type Naming = {
  /** What our own network is called. */
  issuer: string;
  /** In which our own badges are named. */
  locale: Locale;
};

/** Everything that is compared: our badges in use, those of others, and courses. */
export async function comparedEntries(
  ctx: Context,
  { issuer, locale }: Naming,
): Promise<Compared[]> {
  const own = (await listBadges(ctx)).filter(
    ({ state }) => state === "active" || state === "pilot",
  );
  const others = await entriesWhere(ctx, {});
  return [
    ...own.map(({ slug, version }): Compared => {
      const { name, lang } = editionIn(version.editions, locale);
      const competences = version.competences.map(keyOf);
      return {
        id: slug,
        kind: "own",
        name,
        lang,
        issuer,
        languages: Object.keys(version.editions),
        region: null,
        competences,
      };
    }),
    ...others.map(
      ({ id, kind, name, issuer: by, languages, region, competences }): Compared => ({
        ...{ id, kind, name, lang: null, issuer: by, languages, region },
        competences: competences.map(keyOf),
      }),
    ),
  ];
}

export type Comparison = {
  framework: NonNullable<Awaited<ReturnType<typeof findFramework>>>;
  rows: MatrixRow[];
  entries: Compared[];
  duplicates: NearDuplicate[];
};

/** A map against all badges and courses; null for a framework that is not there. */
export async function compareMap(
  ctx: Context,
  slug: string,
  naming: Naming,
): Promise<Comparison | null> {
  const framework = await findFramework(ctx, slug);
  if (!framework) return null;
  const entries = await comparedEntries(ctx, naming);
  const items = framework.items
    .filter(({ isGroup }) => !isGroup)
    .map(({ id, code, aligned }) => ({
      id,
      code,
      keys: [
        keyOf({ framework: slug, code }),
        ...aligned.filter(({ relation }) => relation !== "part").map(keyOf),
      ],
    }));
  return {
    framework,
    rows: matrixOf(items, entries),
    entries,
    duplicates: nearDuplicates(entries),
  };
}
