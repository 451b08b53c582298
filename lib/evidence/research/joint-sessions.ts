import { type SQL, sql } from "drizzle-orm";

/** Whole days, both included. */
export type Days = { from: Temporal.PlainDate; until: Temporal.PlainDate };

/** From the first day of a month to the last of another. */
export function daysOf({
  from,
  to,
}: {
  from: Temporal.PlainYearMonth;
  to: Temporal.PlainYearMonth;
}): Days {
  return { from: from.toPlainDate({ day: 1 }), until: to.toPlainDate({ day: to.daysInMonth }) };
}

/**
 * The sessions of these days, on the clock of their space, as the part `held` of a statement. Both
 * places of a joint session are one `meeting`.
 */
export function heldSessions({ from, until }: Days): SQL {
  return sql`held as (
    select session.id, session.space_id, session.scheme_id, session.during, session.partners,
      coalesce(session.joint_id, session.id) as meeting, space.country, space.region
    from sessions_session session join spaces_space space on space.id = session.space_id
    where session.status = 'planned'
      and (lower(session.during) at time zone space.time_zone)::date
        between ${from.toString()}::date and ${until.toString()}::date)`;
}

/**
 * The meetings of `held` that spaces and partners of two countries or more organise, as the part
 * `joint` of the same statement; and as `present` how many people were at each session: ticked, taken
 * as a line, or tallied.
 */
export const JOINT_ATTENDANCES = sql`organiser as (
    select meeting, country from held
    union select held.meeting, partner ->> 'country' from held
    cross join jsonb_array_elements(held.partners) partner
  ), joint as (
    select meeting from organiser group by meeting having count(distinct country) > 1
  ), present as (
    select session_id, 1 as people from attendance_attendance attendance
    union all select session_id, 1 from attendance_person_line person_line
    union all select session_id, people from attendance_tally_cell tally_cell
  )`;
