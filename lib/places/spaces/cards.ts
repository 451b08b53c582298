import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { instantFromText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isOpeningWithin } from "./openness.ts";

/** What the card of a space says beside its name, town and hours. */
export type CardFacts = {
  slug: string;
  /** Seats of the largest room. */
  seats: number;
  /** What its rooms have, without repeats. */
  features: string[];
  laptops: number;
  /** When it opens next, within a week; null when nobody knows. */
  opensAt: Temporal.Instant | null;
};

export async function cardFactsOf(ctx: Context, slugs: string[]): Promise<Map<string, CardFacts>> {
  if (slugs.length === 0) return new Map();
  const rows = await rowsOf<Omit<CardFacts, "opensAt"> & { opensAt: string | null }>(
    ctx.db,
    sql`
      select space.slug, coalesce(room.seats, 0) as seats,
        coalesce(room.features, '{}') as features,
        coalesce((select sum(quantity)::int from resource thing where thing.space_id = space.id
          and thing.equipment_kind = 'laptop'), 0) as laptops,
        ${nextOpening(ctx.now)} as opens_at
      from space left join lateral (
        select max(capacity) as seats, array_agg(distinct feature) filter
          (where feature is not null) as features
        from resource left join lateral unnest(resource.features) as feature on true
        where resource.space_id = space.id and resource.kind in ('room', 'desk')) room on true
      where space.slug = any(${sql.param(slugs)}::text[])`,
  );
  return new Map(
    rows.map(({ opensAt, ...facts }) => [
      facts.slug,
      { ...facts, opensAt: opensAt === null ? null : instantFromText(opensAt) },
    ]),
  );
}

/**
 * The start of the next opening of the row `space` that no closure of the whole space covers,
 * within a week.
 */
function nextOpening(now: Temporal.Instant): SQL {
  const moment = sql`${now.toString()}::timestamptz`;
  return sql`(select min(lower(opening.during))::text from opening
    where ${isOpeningWithin(sql`space.id`, sql`tstzrange(${moment}, ${moment} + interval '7 days')`)}
      and lower(opening.during) > ${moment} and not exists (select from closure_time closed
        where closed.space_id = space.id and closed.is_whole_space and closed.during @> lower(opening.during)))`;
}
