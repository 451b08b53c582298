import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { filtered, inItsSpace, isAhead, localDay, onceEach, type SessionView } from "./queries.ts";
import type { ProgrammeFilter } from "./schema.ts";

/** Fewer than a calendar or a program gets: each says more, and the page stays light. */
export const WEEK_PAGE = 6;
/** All that a map of one week may hold. */
export const WEEK_WHOLE = 300;

const DAYS_IN_WEEK = 7;

export type ProgrammeDay = { day: Temporal.PlainDate; count: number };

/**
 * @property total sessions of all weeks that fit, a course and a joint session once
 * @property days those of the shown week on which there is something, with how much
 * @property week its Monday; null when nothing fits, or days were asked for, which may be of
 *   several weeks
 * @property before the Monday of the nearest earlier week in which something fits
 * @property after the Monday of the nearest later one
 */
export type ProgrammeWeek = {
  items: SessionView[];
  total: number;
  days: ProgrammeDay[];
  week: Temporal.PlainDate | null;
  before: Temporal.PlainDate | null;
  after: Temporal.PlainDate | null;
};

/**
 * The public programme of the week that was asked for, or else of the first in which something
 * fits. A course stands once a week, at its first date in it. Whoever asks for days gets these, of
 * whatever week.
 *
 * @param size how many sessions a page has
 */
export async function programmeOfWeek(
  ctx: Context,
  filter: ProgrammeFilter,
  size: number,
): Promise<ProgrammeWeek> {
  const { week: asked, page, ...fits } = filter;
  const where = sql`${isAhead(ctx.now)} ${filtered(fits)}`;
  const isOfDays = Boolean(fits.from ?? fits.until);
  const { days, total } = await countedDays(ctx, fits, isOfDays);
  const shown = asked ? Temporal.PlainDate.from(asked) : days[0]?.day;
  const monday = shown && !isOfDays ? mondayOf(shown) : null;
  const within = monday
    ? sql`and ${localDay} between ${monday.toString()}::date and ${sundayOf(monday).toString()}::date`
    : sql``;
  const { items } = await onceEach(ctx.db, sql`${where} ${within}`, page, size);
  return { items, total, ...aroundWeek(days, monday), week: monday };
}

/**
 * Each day on which something fits, with how much of it, once a week or, among days that were asked
 * for, once.
 */
async function countedDays(ctx: Context, filter: Omit<ProgrammeFilter, "page">, isOnce: boolean) {
  const turn = isOnce ? sql`null::date` : sql`date_trunc('week', day)`;
  const rows = await rowsOf<{ day: string; count: number; total: number }>(
    ctx.db,
    sql`
      with fitting as (select coalesce(session.joint_id, session.course_id, session.id) as belongs,
        ${localDay} as day,
          lower(session.during) as start, session.id
        from ${inItsSpace} where ${isAhead(ctx.now)} ${filtered(filter)}),
      once as (select distinct on (${turn}, belongs) day from fitting
      order by ${turn}, belongs, start, id)
      select day::text as day, count(*)::int as count,
        (select count(distinct belongs)::int from fitting) as total
      from once group by day order by day`,
  );
  return {
    days: rows.map(({ day, count }) => ({ day: Temporal.PlainDate.from(day), count })),
    total: rows[0]?.total ?? 0,
  };
}

function aroundWeek(days: ProgrammeDay[], monday: Temporal.PlainDate | null) {
  if (!monday) return { days, before: null, after: null };
  const sunday = sundayOf(monday);
  const isBefore = ({ day }: ProgrammeDay) => Temporal.PlainDate.compare(day, monday) < 0;
  const isAfter = ({ day }: ProgrammeDay) => Temporal.PlainDate.compare(day, sunday) > 0;
  const mondayOr = (found: ProgrammeDay | undefined) => (found ? mondayOf(found.day) : null);
  return {
    days: days.filter((day) => !isBefore(day) && !isAfter(day)),
    before: mondayOr(days.findLast(isBefore)),
    after: mondayOr(days.find(isAfter)),
  };
}

const mondayOf = (day: Temporal.PlainDate) => day.subtract({ days: day.dayOfWeek - 1 });
export const sundayOf = (monday: Temporal.PlainDate) => monday.add({ days: DAYS_IN_WEEK - 1 });
