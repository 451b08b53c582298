import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { alignments, competences, frameworks, type Labels } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Relation } from "./schema.ts";

export type FrameworkHead = Omit<typeof frameworks.$inferSelect, "kind"> & {
  kind: "reference" | "map";
};

/**
 * Competences of other frameworks that say the same, nearly the same, or of which this is a part.
 */
export type Aligned = {
  framework: string;
  frameworkNames: Labels;
  version: string;
  targetType: string;
  code: string;
  uri: string | null;
  labels: Labels;
  relation: Relation;
};

export type Competence = typeof competences.$inferSelect & { aligned: Aligned[] };

export type Framework = FrameworkHead & { items: Competence[] };

/** Every framework, our own maps first. Public: they name nobody. */
export async function listFrameworks({
  db,
}: Context): Promise<(FrameworkHead & { competences: number })[]> {
  const rows = await db
    .select()
    .from(frameworks)
    .orderBy(asc(frameworks.kind), asc(frameworks.slug));
  const counts = await db
    .select({ id: competences.frameworkId, count: sql<number>`count(*)::int` })
    .from(competences)
    .where(eq(competences.isGroup, false))
    .groupBy(competences.frameworkId);
  const countOf = new Map(counts.map(({ id, count }) => [id, count]));
  return rows
    .map((head) => ({ ...(head as FrameworkHead), competences: countOf.get(head.id) ?? 0 }))
    .sort((one, other) => Number(one.kind === "reference") - Number(other.kind === "reference"));
}

/** Those that something new may be tied to. */
export async function frameworksInUse(ctx: Context) {
  return (await listFrameworks(ctx)).filter(({ retiredAt }) => retiredAt === null);
}

/** A framework with its competences in order; null for one that is not there. */
export async function findFramework(ctx: Context, slug: string): Promise<Framework | null> {
  const [head] = await ctx.db.select().from(frameworks).where(eq(frameworks.slug, slug));
  if (!head) return null;
  const items = await ctx.db
    .select()
    .from(competences)
    .where(eq(competences.frameworkId, head.id))
    .orderBy(asc(competences.position), asc(competences.code));
  const aligned = await alignedWith(
    ctx,
    items.map(({ id }) => id),
  );
  return {
    ...(head as FrameworkHead),
    items: items.map((item) => ({ ...item, aligned: aligned.get(item.id) ?? [] })),
  };
}

/** What competences are aligned with, by their id, in the direction in which it was written. */
export async function alignedWith(
  { db }: Pick<Context, "db">,
  ids: string[],
): Promise<Map<string, Aligned[]>> {
  const found = new Map<string, Aligned[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .select({
      competenceId: alignments.competenceId,
      relation: alignments.relation,
      framework: frameworks.slug,
      frameworkNames: frameworks.names,
      version: frameworks.version,
      targetType: frameworks.targetType,
      code: competences.code,
      uri: competences.uri,
      labels: competences.labels,
    })
    .from(alignments)
    .innerJoin(competences, eq(competences.id, alignments.otherId))
    .innerJoin(frameworks, eq(frameworks.id, competences.frameworkId))
    .where(inArray(alignments.competenceId, ids))
    .orderBy(asc(frameworks.slug), asc(competences.position));
  for (const { competenceId, relation, ...row } of rows)
    found.set(competenceId, [
      ...(found.get(competenceId) ?? []),
      { ...row, relation: relation as Relation },
    ]);
  return found;
}

export type NamedCompetence = {
  id: string;
  code: string;
  uri: string | null;
  labels: Labels;
  framework: string;
  frameworkNames: Labels;
  version: string;
  targetType: string;
};

/** Competences by their ids, for whoever names them: badge classes. */
export async function competencesById(
  { db }: Pick<Context, "db">,
  ids: string[],
): Promise<NamedCompetence[]> {
  if (ids.length === 0) return [];
  return db
    .select({
      id: competences.id,
      code: competences.code,
      uri: competences.uri,
      labels: competences.labels,
      framework: frameworks.slug,
      frameworkNames: frameworks.names,
      version: frameworks.version,
      targetType: frameworks.targetType,
    })
    .from(competences)
    .innerJoin(frameworks, eq(frameworks.id, competences.frameworkId))
    .where(inArray(competences.id, ids))
    .orderBy(asc(frameworks.slug), asc(competences.position));
}

/**
 * Competences by the addresses that their own frameworks gave them: of which framework, and with
 * which code.
 */
export async function competencesAt(
  { db }: Pick<Context, "db">,
  uris: string[],
): Promise<Map<string, { framework: string; code: string }>> {
  if (uris.length === 0) return new Map();
  const rows = await db
    .select({ uri: competences.uri, framework: frameworks.slug, code: competences.code })
    .from(competences)
    .innerJoin(frameworks, eq(frameworks.id, competences.frameworkId))
    .where(inArray(competences.uri, uris))
    // Of two, that of the framework that others publish is the last, and the one that counts.
    .orderBy(asc(frameworks.kind), asc(frameworks.slug));
  return new Map(rows.map(({ uri, ...place }) => [uri ?? "", place]));
}

/** The ids of competences, by `framework code`. Groups have none: no badge stands for them. */
export async function competenceIds(
  { db }: Context,
  asked: { framework: string; code: string }[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(asked.map(({ code }) => code))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: competences.id, code: competences.code, framework: frameworks.slug })
    .from(competences)
    .innerJoin(frameworks, eq(frameworks.id, competences.frameworkId))
    .where(and(inArray(competences.code, wanted), eq(competences.isGroup, false)));
  return new Map(rows.map(({ id, code, framework }) => [`${framework} ${code}`, id]));
}

/** How many levels each list counts, by its slug; none where it has none. */
export async function levelCounts({ db }: Pick<Context, "db">): Promise<Map<string, number>> {
  const rows = await db
    .select({ slug: frameworks.slug, levels: frameworks.levels })
    .from(frameworks);
  return new Map(rows.map(({ slug, levels }) => [slug, levels.length]));
}

/** The lists, by their id, that are used no more and have one of these competences. */
export async function retiredListsOf(
  { db }: Pick<Context, "db">,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ id: frameworks.id })
    .from(competences)
    .innerJoin(frameworks, eq(frameworks.id, competences.frameworkId))
    .where(and(inArray(competences.id, [...ids]), isNotNull(frameworks.retiredAt)));
  return new Set(rows.map(({ id }) => id));
}

/**
 * The competences that addresses or codes stand for, in the order in which they are asked for: an
 * address of the framework itself, one of ours, or the name of a framework with a code of it. Null
 * where there is none, and for groups.
 */
export async function competencesByAddress(
  { db }: Context,
  origin: string,
  asked: { url: string | null; code: string | null; framework: string | null }[],
): Promise<(string | null)[]> {
  if (asked.length === 0) return [];
  const own = `${origin}/api/v1/frameworks/`;
  const wanted = asked.map(({ url, code, framework }, position) => {
    const [slug = "", fragment = ""] = url?.startsWith(own) ? url.slice(own.length).split("#") : [];
    return { position, url, slug, own: decoded(fragment), code, framework };
  });
  const rows = await rowsOf<{ position: number; id: string }>(
    db,
    sql`
      select distinct on (asked.position) asked.position, competence.id
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as asked(position int, url text, slug text, own text, code text, framework text)
      join framework on true
      join competence on competence.framework_id = framework.id and not competence.is_group
        and (competence.uri = asked.url
          or (framework.slug = asked.slug and competence.code = asked.own)
          or (competence.code = asked.code
            and asked.framework in (framework.slug, framework.names ->> 'en')))
      order by asked.position, (competence.uri = asked.url) desc nulls last, framework.kind`,
  );
  const found = new Map(rows.map(({ position, id }) => [position, id]));
  return asked.map((_, position) => found.get(position) ?? null);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
