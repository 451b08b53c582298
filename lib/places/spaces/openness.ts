import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { instantFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";

/**
 * Whether a space is open at a moment: its hours less the closures of the whole space. The one rule
 * that pages, lists, files and programs ask.
 */
export type Openness =
  /** @property until when it closes next; null when it stays open for more than a day */
  | { isOpen: true; until: Temporal.Instant | null }
  /**
   * @property closedFor why, and until when, a closure of the whole space keeps it shut; null
   *   outside its hours
   */
  | { isOpen: false; closedFor: { reason: string; until: Temporal.Instant } | null };

/*
 * Openings of a space never overlap (day-hours.ts joins them), so the first that ends after a moment is the only one that can hold
 * it: one step in the index on their end, for a space that is closed as well.
 */

/** Whether a space is open all through a range. @param spaceId a column around it, or an id */
export function isOpenDuring(spaceId: SQL, range: SQL): SQL {
  return sql`coalesce((select lower(opening.during) <= lower(${range}) from opening
    where opening.space_id = ${spaceId} and upper(opening.during) >= upper(${range}) order by upper(opening.during) limit 1), false)`;
}

/**
 * The row `opening` is of that space and has a moment of a range: nothing that ends before it or
 * begins after it is read.
 */
export function isOpeningWithin(spaceId: SQL, range: SQL): SQL {
  return sql`opening.space_id = ${spaceId} and upper(opening.during) > lower(${range}) and lower(opening.during) < upper(${range})
    and upper(opening.during) <= coalesce((select upper(last.during) from opening last
    where last.space_id = ${spaceId}
      and upper(last.during) >= upper(${range}) order by upper(last.during) limit 1), 'infinity')`;
}

/** The openings of a space that have a moment of a range, as a query with the column `during`. */
export function openingsWithin(spaceId: SQL, range: SQL): SQL {
  return sql`select opening.during from opening where ${isOpeningWithin(spaceId, range)}`;
}

/**
 * The openness of the row `space` of a query, as a lateral table `state` with open_until,
 * closed_until and closed_reason. It is open when open_until is not null.
 */
export function stateOfSpace(at: Temporal.Instant): SQL {
  const moment = sql`${at.toString()}::timestamptz`;
  return sql`lateral (
    select shut.until as closed_until, shut.reason as closed_reason,
      case when shut.until is null and hours.until is not null then least(hours.until, (
        select min(lower(coming.during)) from closure_time coming
        where coming.space_id = space.id and coming.is_whole_space
          and lower(coming.during) > ${moment})) end as open_until
    from (select (select case when lower(opening.during) <= ${moment} then upper(opening.during) end
    from opening
        where opening.space_id = space.id and upper(opening.during) > ${moment}
        order by upper(opening.during) limit 1) as until) hours
      cross join (
        select (select upper(part) from unnest(range_agg(closed.during)) as part
        where part @> ${moment}) as until,
          (array_agg(closed.reason
          order by upper(closed.during) desc) filter
            (where closed.during @> ${moment}))[1] as reason
        from closure_time closed
        where closed.space_id = space.id and closed.is_whole_space and upper(closed.during) > ${moment}) shut) state`;
}

const MOST_HOURS_AHEAD = 24;

/** What the columns of {@link stateOfSpace} say, read as text. */
export function opennessFrom(
  row: { openUntil: string | null; closedUntil: string | null; closedReason: string | null },
  at: Temporal.Instant,
): Openness {
  if (row.closedUntil !== null)
    return {
      isOpen: false,
      closedFor: { reason: row.closedReason ?? "", until: instantFromText(row.closedUntil) },
    };
  if (row.openUntil === null) return { isOpen: false, closedFor: null };
  const until = instantFromText(row.openUntil);
  return { isOpen: true, until: at.until(until).total("hours") > MOST_HOURS_AHEAD ? null : until };
}

/** Those columns, as {@link opennessFrom} takes them. */
export const stateColumns = sql`state.open_until::text as open_until, state.closed_until::text as closed_until,
  state.closed_reason`;

/** Whether one space is open now. */
export async function opennessOf({ db, now }: Context, spaceId: string): Promise<Openness> {
  const rows = await rowsOf<Parameters<typeof opennessFrom>[0]>(
    db,
    sql`
      select ${stateColumns} from space cross join ${stateOfSpace(now)} where space.id = ${spaceId}`,
  );
  return rows[0] ? opennessFrom(rows[0], now) : { isOpen: false, closedFor: null };
}

/**
 * Weeks may differ by season; what is booked beyond these hours makes the day longer when it is
 * drawn.
 */
const DAYS_LOOKED_AT = 28;

/**
 * From when to when a day of a calendar is drawn, in whole hours: "08:00" to "24:00". As the space
 * is open in the four weeks from a day.
 */
export async function hoursOfDay(
  { db, now }: Context,
  { id, timeZone }: { id: string; timeZone: string },
  day?: Temporal.PlainDate,
): Promise<{ from: string; to: string }> {
  const asked = day?.toZonedDateTime(timeZone).toInstant();
  const from = asked && Temporal.Instant.compare(asked, now) > 0 ? asked : now;
  const weeks = intervalToText({ start: from, end: from.add({ hours: 24 * DAYS_LOOKED_AT }) });
  const rows = await rowsOf<{ from: number | null; to: number | null }>(
    db,
    sql`
      select min(case when begins.day < ends.day then 0
        else extract(hour from begins.clock) end)::int as "from",
        max(case when begins.day < ends.day then 24
          else ceil(extract(epoch from ends.clock) / 3600) end)::int as "to"
      from opening cross join lateral (select lower(during) at time zone ${timeZone} as wall) first
        cross join lateral (select upper(during) at time zone ${timeZone} as wall) last
        cross join lateral (select first.wall::date as day, first.wall::time as clock) begins
        -- Midnight is the end of the day before it.
        cross join lateral (select (last.wall - interval '1 microsecond')::date as day,
          last.wall - date_trunc('day', last.wall - interval '1 microsecond') as clock) ends
      where ${isOpeningWithin(sql`${id}::uuid`, sql`${weeks}::tstzrange`)}`,
  );
  const hour = (count: number) => `${String(count).padStart(2, "0")}:00`;
  const [hours] = rows;
  return { from: hour(hours?.from ?? USUAL_DAY.from), to: hour(hours?.to ?? USUAL_DAY.to) };
}

/** Where a space keeps no hours. */
const USUAL_DAY = { from: 7, to: 22 };
