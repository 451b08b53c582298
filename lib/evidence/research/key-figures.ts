import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, can } from "#lib/foundation/identity/permission/policy.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { attendancesByMonth } from "./attendees.ts";
import { sumOfShown } from "./disclosure.ts";
import { type Missing, missingOf, reportOfFigures } from "./indicator-report.ts";
import { closedPeriods, monthsIn, quarterName, runningMonth } from "./periods.ts";
import {
  type BlockState,
  type PublishedBlock,
  publishedCells,
  publishedQuarters,
  regionsNamed,
} from "./published.ts";

/**
 * The figures that stand first: attendances in all, of people without work, of people with little
 * schooling, and across the border.
 */
export const KEY_FIGURES = ["attendances", "without_work", "short_schooling", "joint"] as const;

export type KeyFigure = (typeof KEY_FIGURES)[number];

/** In attendances; null where it is withheld. */
export type Counts = Record<KeyFigure, number | null>;

export type RegionFigures = {
  region: string;
  state: BlockState;
  /** By the code of the indicator, all genders together; none where it is not published. */
  totals: Record<string, number | null>;
};

export type KeyFigures = {
  /**
   * The last closed quarters from the first that is published, the oldest first; counts of those
   * that are published for every region. Of a network that published nothing, the last four.
   */
  course: { quarter: string; counts: Counts | null }[];
  /** The newest quarter of which any region is published. */
  newest: { quarter: string; regions: RegionFigures[]; all: Record<string, number | null> } | null;
  missing: Missing[];
};

const QUARTERS_SHOWN = 8;
const YEAR_QUARTERS = 4;

/**
 * What is published of the whole network, as everybody who reads indicators sees it. Looking
 * publishes nothing: what is not published has no figure here.
 */
export async function keyFigures(ctx: Context): Promise<KeyFigures> {
  authorise(ctx.actor, "indicators.read");
  const quarters = closedPeriods(ctx.now)
    .filter(({ name, from }) => name === quarterName(from))
    .slice(0, QUARTERS_SHOWN)
    .map(({ from }) => from)
    .reverse();
  const read = await publishedCells(ctx, quarters, await regionsNamed(ctx, undefined));
  const first =
    read.find(({ cells }) => cells !== null)?.quarter ??
    quarters.slice(-YEAR_QUARTERS).map(quarterName)[0] ??
    "";
  const blocks = read.filter(({ quarter }) => quarter >= first);
  const byQuarter = [...Map.groupBy(blocks, ({ quarter }) => quarter)];
  const newest = byQuarter.findLast(([, ofQuarter]) =>
    ofQuarter.some(({ cells }) => cells !== null),
  );
  return {
    course: byQuarter.map(([quarter, ofQuarter]) => ({
      quarter,
      counts: ofQuarter.every(({ cells }) => cells !== null) ? countsOf(ofQuarter) : null,
    })),
    newest: newest
      ? {
          quarter: newest[0],
          regions: newest[1].map((block) => ({
            region: block.region,
            state: block.state,
            totals: block.cells ? totalsOf([block]) : {},
          })),
          all: totalsOf(newest[1]),
        }
      : null,
    missing: missingOf(blocks),
  };
}

/**
 * The newest quarter of which a region is published, by name; where there is none, the quarter that
 * was closed last.
 */
export async function newestPublished({ db, now }: Pick<Context, "db" | "now">): Promise<string> {
  const quarters = closedPeriods(now).filter(({ name, from }) => name === quarterName(from));
  const published = await publishedQuarters(db);
  const newest = quarters.find(({ from }) => published.some((quarter) => quarter.equals(from)));
  return (newest ?? quarters[0])?.name ?? "";
}

function totalsOf(blocks: PublishedBlock[]): Record<string, number | null> {
  const { everybody, indicators } = reportOfFigures(
    blocks.flatMap(({ cells }) => (cells ? [cells.report] : [])),
  );
  return Object.fromEntries([
    ["EECO01", everybody.total],
    ...indicators.map(({ code, total }): [string, number | null] => [code, total]),
  ]);
}

function countsOf(blocks: PublishedBlock[]): Counts {
  const totals = totalsOf(blocks);
  return {
    attendances: totals.EECO01 ?? null,
    without_work: sumOfShown([totals.EECO02, totals.EECO04]),
    short_schooling: totals.EECO09 ?? null,
    joint: sumOfShown(blocks.flatMap(({ cells }) => Object.values(cells?.joint ?? {}))),
  };
}

export type OwnAttendances = { total: number; course: number[] };

const YEAR_MONTHS = 12;

/**
 * Attendances of a year by month up to the running one, in spaces whose sheets the actor keeps, as
 * they are; null where they keep none.
 * @param space a slug; without it all of them
 */
export async function ownAttendances(
  ctx: Context,
  { year, space }: { year: number; space: string | undefined },
): Promise<OwnAttendances | null> {
  authorise(ctx.actor, "indicators.read");
  const kept = (await spacesWhere(ctx, "indicators.read"))
    .filter(
      ({ id, slug }) =>
        (!space || slug === space) && can(ctx.actor, "attendance.take", { spaceId: id }),
    )
    .map(({ slug }) => slug);
  if (kept.length === 0) return null;
  const from = Temporal.PlainYearMonth.from({ year, month: 1 });
  const running = runningMonth(ctx.now);
  const last = from.add({ months: YEAR_MONTHS - 1 });
  const to = Temporal.PlainYearMonth.compare(running, last) < 0 ? running : last;
  const rows = await attendancesByMonth(ctx.db, { from, to, spaces: kept });
  const people = new Map(rows.map((row) => [row.month, row.people]));
  const course = Array.from(
    { length: Math.max(0, monthsIn({ from, to })) },
    (_, at) => people.get(from.add({ months: at }).toString()) ?? 0,
  );
  return { total: course.reduce((sum, one) => sum + one, 0), course };
}
