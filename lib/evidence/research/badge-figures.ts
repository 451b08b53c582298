import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { publishedBadges } from "#db/schema/research.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import type { Job } from "#lib/module.ts";
import { type EarnedIn, shownBadges } from "./badge-disclosure.ts";
import { closedPeriods, NETWORK_ZONE, nameOfPeriod, quarterName } from "./periods.ts";
import { networkRegions } from "./published.ts";

/** Quarters that a page shows. */
const QUARTERS_SHOWN = 4;

export type BadgeFigures = {
  regions: string[];
  /** The newest first. People by region, in the order of `regions`; null is withheld. */
  quarters: { name: string; people: (number | null)[] }[];
};

/**
 * How many people earned a badge, in the last quarters that are closed, by the region of the space that awarded it. Public: what is
 * read was published, once for everybody.
 *
 * @param badge its id
 * @returns no quarters where nothing is published yet
 */
export async function badgeFigures(ctx: Pick<Context, "db">, badge: string): Promise<BadgeFigures> {
  const regions = await networkRegions(ctx);
  const newest = ctx.db
    .selectDistinct({ quarter: publishedBadges.quarter })
    .from(publishedBadges)
    .orderBy(desc(publishedBadges.quarter))
    .limit(QUARTERS_SHOWN);
  const blocks = await ctx.db
    .select()
    .from(publishedBadges)
    .where(inArray(publishedBadges.quarter, newest))
    .orderBy(desc(publishedBadges.quarter), asc(publishedBadges.region));
  const quarters = [...new Set(blocks.map(({ quarter }) => quarter))];
  return {
    regions,
    quarters: quarters.map((quarter) => ({
      name: quarterName(Temporal.PlainDate.from(quarter).toPlainYearMonth()),
      people: regions.map(
        (region) =>
          blocks.find((block) => block.quarter === quarter && block.region === region)?.figures[badge] ??
          null,
      ),
    })),
  };
}

/**
 * Publishes the quarters that were closed since, the oldest first. What is published stays, also when a badge is withdrawn or its
 * holder erased later.
 */
export const publishBadgeFigures: Job = async (db, now) => {
  const quarters = closedPeriods(now)
    .filter(({ from, to }) => nameOfPeriod({ from, to }) === quarterName(from))
    .map(({ from }) => from)
    .toSorted(Temporal.PlainYearMonth.compare);
  let published = 0;
  for (const quarter of quarters) if (await publishQuarter(db, quarter, now)) published += 1;
  return { published };
};

/** @returns whether it was published now */
function publishQuarter(
  db: Database,
  quarter: Temporal.PlainYearMonth,
  now: Temporal.Instant,
): Promise<boolean> {
  const first = quarter.toPlainDate({ day: 1 }).toString();
  return transaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('published_badges'))`);
    if ((await tx.$count(publishedBadges, eq(publishedBadges.quarter, first))) > 0) return false;
    const regions = await networkRegions({ db: tx });
    const shown = shownBadges(await earnedIn(tx, quarter), await shownBefore(tx, first), await asked(tx));
    for (const region of regions) {
      const figures = Object.fromEntries(
        shown.filter((one) => one.region === region).map(({ badge, people }) => [badge, people]),
      );
      await tx.insert(publishedBadges).values({ quarter: first, region, figures, frozenAt: now });
    }
    return regions.length > 0;
  });
}

/** People whose badge was signed in the quarter and not withdrawn since, by the clock of the network. */
async function earnedIn(db: Database, quarter: Temporal.PlainYearMonth): Promise<EarnedIn[]> {
  const { rows } = await db.execute<EarnedIn>(sql`
    select award.class_id::text as badge, space.region, count(distinct award.person_id)::int as people
    from award join space on space.id = award.space_id join credential on credential.award_id = award.id
    where award.state = 'issued' and credential.revoked_at is null
      and (award.accepted_at at time zone ${NETWORK_ZONE})::date >= ${quarter.toPlainDate({ day: 1 }).toString()}::date
      and (award.accepted_at at time zone ${NETWORK_ZONE})::date
        < ${quarter.add({ months: 3 }).toPlainDate({ day: 1 }).toString()}::date
    group by 1, 2 order by 1, 2`);
  return rows;
}

async function shownBefore(db: Database, first: string): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ badge: string; people: number }>(sql`
    select figure.key as badge, sum(figure.value::int)::int as people
    from published_badges, jsonb_each_text(figures) figure where quarter < ${first}::date group by 1`);
  return new Map(rows.map(({ badge, people }) => [badge, people]));
}

/** Which badges each published version asks for first. */
async function asked(db: Database): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ badge: string; others: string[] }>(sql`
    select version.class_id::text as badge, array_agg(distinct rule.other_class_id::text) as others
    from award_rule rule join badge_version version on version.id = rule.version_id
    where rule.kind = 'badge' and version.published_at is not null group by 1`);
  return new Map(rows.map(({ badge, others }) => [badge, others]));
}
