import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { inReadingOrder } from "#db/expressions.ts";
import { networkActors } from "#db/schema/actors.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { type ListSearch, ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import { searchedWords } from "#lib/foundation/platform/text/searched-text.ts";
import { namesOfTown } from "#lib/places/spaces/town-names.ts";
import type { ActorFilter } from "./schema.ts";

export type NetworkActor = typeof networkActors.$inferSelect;

/**
 * A part of those that are shown, by name, and how many a filter leaves. Public: they are
 * organisations, never people.
 */
export async function listActors(
  { db }: Context,
  { page, size, ...filter }: ActorFilter & { page: number; size: number },
): Promise<{ items: NetworkActor[]; total: number }> {
  const items = await db
    .select()
    .from(networkActors)
    .where(isShown(filter))
    .orderBy(inReadingOrder(networkActors.name), asc(networkActors.slug))
    .limit(size)
    .offset((page - 1) * size);
  return { items, total: await db.$count(networkActors, isShown(filter)) };
}

/** All that a filter leaves, by name: the map beside the list, and files of all of them. */
export async function actorsWhere({ db }: Context, filter: ActorFilter): Promise<NetworkActor[]> {
  return db
    .select()
    .from(networkActors)
    .where(isShown(filter))
    .orderBy(inReadingOrder(networkActors.name), asc(networkActors.slug));
}

/** How many of each kind stand in each region: rows of a small table. */
export async function actorCounts({
  db,
}: Context): Promise<{ kind: string; region: string; count: number }[]> {
  return db
    .select({
      kind: networkActors.kind,
      region: networkActors.region,
      count: sql<number>`count(*)::int`,
    })
    .from(networkActors)
    .where(isShown({}))
    .groupBy(networkActors.kind, networkActors.region)
    .orderBy(asc(networkActors.kind), asc(networkActors.region));
}

/** One that is shown; null for one that is not there, or retired. */
export async function findActor({ db }: Context, slug: string): Promise<NetworkActor | null> {
  const [found] = await db
    .select()
    .from(networkActors)
    .where(and(eq(networkActors.slug, slug), isNull(networkActors.retiredAt)));
  return found ?? null;
}

/** Those that are shown of some organisations of the network, by the id of the organisation. */
export async function actorsOfOrganisations(
  { db }: Context,
  organisationIds: readonly string[],
): Promise<Map<string, { slug: string; name: string; region: string }>> {
  if (organisationIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(networkActors)
    .where(
      and(
        isNull(networkActors.retiredAt),
        inArray(networkActors.organisationId, [...organisationIds]),
      ),
    );
  return new Map(
    rows.flatMap(({ organisationId, slug, name, region }) =>
      organisationId ? [[organisationId, { slug, name, region }] as const] : [],
    ),
  );
}

/** What one that is shown is called; null for one that is not there, or retired. */
export async function nameOfActor(
  { db }: Context,
  id: string,
): Promise<{ slug: string; name: string } | null> {
  const [found] = await db
    .select({ slug: networkActors.slug, name: networkActors.name })
    .from(networkActors)
    .where(and(eq(networkActors.id, id), isNull(networkActors.retiredAt)));
  return found ?? null;
}

/** Those that are organisations of the network, by name: public. */
export async function actorsThatTakePart({ db }: Context): Promise<NetworkActor[]> {
  return db
    .select()
    .from(networkActors)
    .where(and(isNull(networkActors.retiredAt), isNotNull(networkActors.organisationId)))
    .orderBy(inReadingOrder(networkActors.name), asc(networkActors.slug));
}

/**
 * A page of those of which the name or town holds what is looked for, and how many do. Those that
 * are shown come first, then by name: for staff.
 */
export async function actorsForStaff(
  ctx: Context,
  { q, page }: ListSearch,
): Promise<{ items: NetworkActor[]; total: number }> {
  authorise(ctx.actor, "actor.manage");
  const where = q ? isNamed(q) : undefined;
  const items = await ctx.db
    .select()
    .from(networkActors)
    .where(where)
    .orderBy(
      sql`${networkActors.retiredAt} is not null`,
      inReadingOrder(networkActors.name),
      asc(networkActors.slug),
    )
    .limit(ROWS_PER_PAGE)
    .offset((page - 1) * ROWS_PER_PAGE);
  return { items, total: await ctx.db.$count(networkActors, where) };
}

/** One for its form, also when it is retired; null for one that is not there. */
export async function actorForStaff(ctx: Context, slug: string): Promise<NetworkActor | null> {
  authorise(ctx.actor, "actor.manage");
  const [found] = await ctx.db.select().from(networkActors).where(eq(networkActors.slug, slug));
  return found ?? null;
}

function isShown({ q, region, kind, field, language, area }: ActorFilter): SQL | undefined {
  return and(
    isNull(networkActors.retiredAt),
    q ? isNamed(q) : undefined,
    region && eq(networkActors.region, region),
    kind && eq(networkActors.kind, kind),
    field && sql`${field} = any(${networkActors.fields})`,
    language && sql`${language} = any(${networkActors.languages})`,
    area &&
      sql`${networkActors.lon} between ${area.west} and ${area.east} and ${networkActors.lat} between ${area.south} and ${area.north}`,
  );
}

/** Its name or town holds every word, in whichever language the town is named. */
function isNamed(q: string): SQL | undefined {
  const words = searchedWords(q);
  if (words.length === 0) return sql`false`;
  const text = sql`searched_text(concat_ws(' ', ${networkActors.name}, ${networkActors.city}))`;
  return and(
    ...words.map((word) =>
      or(...[word, ...namesOfTown(word)].map((name) => sql`${text} like ${`%${name}%`}`)),
    ),
  );
}
