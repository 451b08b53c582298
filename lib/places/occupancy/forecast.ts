import { sql } from "drizzle-orm";
import { listed, WAS_CERTAIN } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { FEWEST_OBSERVATIONS, WEEKS } from "./busy-hours.ts";

const DAYS_BACK = 7;
const DAYS_AHEAD = 7;

/** One day of a space, in people times hours; null where it cannot be said (yet). */
export type Day = {
  /** "2026-03-02", on the clock of the space. */
  day: string;
  /** Of bookings, and for sessions those enrolled. */
  booked: number;
  /**
   * The median of the same weekday and hour in the eight weeks before, over the hours it was or is
   * open.
   */
  usual: number | null;
  attended: number | null;
  sensed: number | null;
};

export const FORESEEN = ["booked", "usual", "attended", "sensed"] as const;

/**
 * The last seven days and the next: what was to be expected, and what came of it. For who keeps the
 * bookings there: a day is soon one person's.
 * @throws DomainError forbidden
 */
export async function foreseen(
  ctx: Context,
  { id, timeZone }: { id: string; timeZone: string },
): Promise<Day[]> {
  authorise(ctx.actor, "use.read", { spaceId: id });
  authorise(ctx.actor, "booking.manage", { spaceId: id });
  const today = ctx.now.toZonedDateTimeISO(timeZone).toPlainDate();
  const rows = await rowsOf<Day>(
    ctx.db,
    sql`
      with days as (
        select day::date as day, day::date < ${today.toString()}::date as is_over
        from generate_series(${today.subtract({ days: DAYS_BACK }).toString()}::timestamp,
        ${today.add({ days: DAYS_AHEAD - 1 }).toString()}::timestamp, interval '1 day') day
      ), planned as (
        select (lower(booking.during) at time zone ${timeZone}::text)::date as day,
          extract(epoch from upper(booking.during) - lower(booking.during)) / 3600 * booking.people
            as people_hours
        from bookings_booking booking where booking.space_id = ${id}
          and booking.status in ${listed(WAS_CERTAIN)}
          and booking.during && tstzrange(${ctx.now.subtract({ hours: 24 * (DAYS_BACK + 2) }).toString()}, ${ctx.now.add({ hours: 24 * (DAYS_AHEAD + 1) }).toString()})
          and not exists (select from sessions_session session where session.booking_id = booking.id
            and session.status = 'planned')
        union all
        select (lower(session.during) at time zone ${timeZone}::text)::date,
          extract(epoch from upper(session.during) - lower(session.during)) / 3600
          * (select count(*) from sessions_enrolment enrolment
            where enrolment.session_id = session.id
            and enrolment.status = 'enrolled')
        from sessions_session session where session.space_id = ${id} and session.status = 'planned'
          and session.during && tstzrange(${ctx.now.subtract({ hours: 24 * (DAYS_BACK + 2) }).toString()}, ${ctx.now.add({ hours: 24 * (DAYS_AHEAD + 1) }).toString()})
      ), hourly as (
        select days.day, past.hour_of_day,
          percentile_cont(0.5) within group (order by past.sensed_mean * past.open_minutes /
            60.0) as people
        from days join use_hour past on past.space_id = ${id} and past.room_id is null
          and past.open_minutes > 0
          and past.weekday = extract(isodow from days.day) and past.day < days.day
            and past.day >= days.day - ${WEEKS * 7}::int
        group by 1, 2 having count(past.sensed_mean) >= ${FEWEST_OBSERVATIONS}
      ), came as (
        select day, sum(attended_people_minutes) / 60.0 as attended,
          sum(sensed_mean * open_minutes / 60.0) filter (where open_minutes > 0) as sensed
        from use_hour where space_id = ${id} and room_id is null and day in (select day from days)
        group by 1
      )
      select days.day::text as day, coalesce((select sum(people_hours) from planned
      where planned.day = days.day), 0)::float8 as booked,
        (select sum(people) from hourly where hourly.day = days.day)::float8 as usual,
        case when days.is_over then coalesce(came.attended, 0)::float8 end as attended,
        case when days.is_over then came.sensed::float8 end as sensed
      from days left join came on came.day = days.day order by 1`,
  );
  return rows;
}

/**
 * How far from what came a prediction was, on average over the days on which both are known.
 * @returns people times hours a day, or null where there is no such day
 */
export function meanError(
  days: Day[],
  predicted: "booked" | "usual",
  came: "attended" | "sensed",
): number | null {
  const errors = days.flatMap((day) => {
    const [one, other] = [day[predicted], day[came]];
    return one === null || other === null ? [] : [Math.abs(one - other)];
  });
  return errors.length > 0 ? errors.reduce((sum, error) => sum + error, 0) / errors.length : null;
}
