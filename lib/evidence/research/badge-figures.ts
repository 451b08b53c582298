import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { publishedBadges } from "#db/schema/research.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { acceptedBetween } from "#lib/learning/badges/awards/queries.ts";
import { badgesAskedFirst } from "#lib/learning/badges/classes/queries.ts";
import type { Job } from "#lib/module.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { type EarnedIn, shownBadges } from "./badge-disclosure.ts";
import { closedPeriods, nameOfPeriod, quarterName } from "./periods.ts";
import { networkRegions } from "./published.ts";

/** Quarters that a page shows. */
const QUARTERS_SHOWN = 4;

export type BadgeFigures = {
  regions: string[];
  /** The newest first. People by region, in the order of `regions`; null is withheld. */
  quarters: { name: string; people: (number | null)[] }[];
};

/**
 * How many people earned a badge, in the last quarters that are closed, by the region of the space
 * that awarded it. Public: what is read was published, once for everybody.
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
          blocks.find((block) => block.quarter === quarter && block.region === region)?.figures[
            badge
          ] ?? null,
      ),
    })),
  };
}

/**
 * Publishes the quarters that were closed since, the oldest first. What is published stays, also
 * when a badge is withdrawn or its holder erased later.
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
    await tx.execute(sql`select ${lockUntilEnd("published_badges")}`);
    if ((await tx.$count(publishedBadges, eq(publishedBadges.quarter, first))) > 0) return false;
    const regions = await networkRegions({ db: tx });
    const shown = shownBadges(
      await earnedIn(tx, quarter),
      await shownBefore(tx, first),
      await badgesAskedFirst({ db: tx }),
    );
    for (const region of regions) {
      const figures = Object.fromEntries(
        shown.filter((one) => one.region === region).map(({ badge, people }) => [badge, people]),
      );
      await tx.insert(publishedBadges).values({ quarter: first, region, figures, frozenAt: now });
    }
    return regions.length > 0;
  });
}

/**
 * People who said yes to a badge in the quarter, by the clock of the network; those whose badge was
 * withdrawn since are left out.
 */
async function earnedIn(db: Database, quarter: Temporal.PlainYearMonth): Promise<EarnedIn[]> {
  const start = (month: Temporal.PlainYearMonth) =>
    month.toPlainDate({ day: 1 }).toZonedDateTime(NETWORK_ZONE).toInstant();
  const accepted = await acceptedBetween(
    { db },
    { from: start(quarter), until: start(quarter.add({ months: 3 })) },
  );
  const regions = new Map((await spacesByName({ db })).map(({ id, region }) => [id, region]));
  const counted = new Map<string, EarnedIn>();
  for (const { classId: badge, spaceId } of accepted) {
    const region = regions.get(spaceId) ?? "";
    const key = `${badge} ${region}`;
    counted.set(key, { badge, region, people: (counted.get(key)?.people ?? 0) + 1 });
  }
  return [...counted.values()];
}

async function shownBefore(db: Database, first: string): Promise<Map<string, number>> {
  const rows = await rowsOf<{ badge: string; people: number }>(
    db,
    sql`
      select figure.key as badge, sum(figure.value::int)::int as people
      from published_badges, jsonb_each_text(figures) figure where quarter < ${first}::date group by 1`,
  );
  return new Map(rows.map(({ badge, people }) => [badge, people]));
}
