import { sql } from "drizzle-orm";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import type { Indicator } from "#lib/sessions/traits.ts";

export type SchemeCounts = {
  /** Null for one-offs: sessions that are part of no scheme. */
  code: string | null;
  name: string | null;
  project: string | null;
  indicators: Indicator[];
  /** Sessions that were held or are planned; a joint session is one. */
  sessions: number;
  /** Attendances in those that two countries or more organise. */
  RCO81: number;
  /** Persons with a place in a scheme of more than one session. */
  RCO85: number;
};

/**
 * The two Interreg output indicators that follow from the programme, for each scheme and for all one-offs together.
 *
 * RCO81, participations in joint actions across borders: attendances (not persons), whether ticked by name, taken as a line
 * without one or tallied, in sessions whose organisers are of at least two countries. Organisers are the spaces where it is held and the
 * partners it names.
 *
 * RCO85, participations in joint training schemes: persons who have a place in at least one session of a scheme that has
 * more than one, each once a scheme; a joint session is one. One-offs have none. Persons who were erased are gone from it.
 *
 * Counts, without any trait of anybody: small ones are told as they are. Cancelled sessions count for nothing.
 *
 * @param period the days the sessions start in, on the clock of their space, both included
 * @see SWD(2021) 198, Interreg output indicators RCO81 and RCO85; which a programme reports is said by each scheme
 */
export async function crossBorderCounts(
  ctx: Context,
  period: { from: Temporal.PlainDate; until: Temporal.PlainDate },
): Promise<SchemeCounts[]> {
  authorise(ctx.actor, "use.read");
  const { rows } = await ctx.db.execute<SchemeCounts>(sql`
    with held as (
      select session.id, session.scheme_id, coalesce(session.joint_id, session.id) as meeting, space.country, session.partners
      from session join space on space.id = session.space_id
      where session.status = 'planned'
        and (lower(session.during) at time zone space.time_zone)::date
          between ${period.from.toString()}::date and ${period.until.toString()}::date
    ), organiser as (
      select meeting, country from held
      union select held.meeting, partner ->> 'country' from held cross join jsonb_array_elements(held.partners) partner
    ), joint as (
      select meeting from organiser group by meeting having count(distinct country) > 1
    ), head as (
      select session_id, 1 as people from attendance union all select session_id, 1 from person_line
      union all select session_id, people from tally_cell
    ), meetings as (
      select scheme_id, count(distinct meeting)::int as sessions from held group by scheme_id
    ), attendances as (
      select held.scheme_id, sum(head.people)::int as heads from held join joint on joint.meeting = held.meeting
        join head on head.session_id = held.id group by held.scheme_id
    ), participants as (
      select held.scheme_id, count(distinct enrolment.person_id)::int as people from held
        join enrolment on enrolment.session_id = held.id and enrolment.status = 'enrolled'
      where held.scheme_id is not null group by held.scheme_id
    )
    select scheme.code, scheme.name, scheme.project, coalesce(scheme.indicators, '{RCO81}') as indicators, meetings.sessions,
      coalesce(attendances.heads, 0) as "RCO81",
      case when meetings.sessions > 1 then coalesce(participants.people, 0) else 0 end as "RCO85"
    from meetings left join scheme on scheme.id = meetings.scheme_id
      left join attendances on attendances.scheme_id is not distinct from meetings.scheme_id
      left join participants on participants.scheme_id = meetings.scheme_id
    order by scheme.code nulls last`);
  return rows;
}

/** What a scheme reports of itself; null for an indicator that it does not use. */
export function reported(counts: SchemeCounts, indicator: Indicator): number | null {
  return counts.indicators.includes(indicator) ? counts[indicator] : null;
}

/** The sum of what the schemes report. */
export function totalOf(counts: SchemeCounts[], indicator: Indicator): number {
  return counts.reduce((sum, one) => sum + (reported(one, indicator) ?? 0), 0);
}
