import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, whereCan } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { Indicator } from "#lib/learning/sessions/traits.ts";
import { sumOfShown } from "./disclosure.ts";
import { type Missing, missingOf } from "./indicator-report.ts";
import { type Days, daysOf, heldSessions, JOINT_ATTENDANCES } from "./joint-sessions.ts";
import { closedQuarters, type Months } from "./periods.ts";
import { networkRegions, publishedCells, publishedEnrolments } from "./published.ts";

export type SchemeCounts = {
  /** Null for one-offs: sessions that are part of no scheme. */
  code: string | null;
  name: string | null;
  project: string | null;
  indicators: Indicator[];
  /** Sessions that were held or are planned; a joint session is one. */
  sessions: number;
  /** Attendances in those that two countries or more organise; null where it is withheld. */
  RCO81: number | null;
  /** Persons with a place in a scheme of more than one session; null where it is withheld. */
  RCO85: number | null;
};

type Row = SchemeCounts & { id: string | null };

/**
 * The two Interreg output indicators that follow from the programme, for each scheme and for all
 * one-offs together.
 *
 * RCO81, participations in joint actions across borders: attendances (not persons), whether ticked
 * by name, taken as a line without one or tallied, in sessions whose organisers are of at least two
 * countries. Organisers are the spaces where it is held and the partners it names.
 *
 * RCO85, participations in joint training schemes: persons who have a place in at least one session
 * of a scheme that has more than one, each once a scheme; a joint session is one. One-offs have
 * none. Persons who were erased are gone from it.
 *
 * Who keeps the sheets counts the sessions of their own spaces, as they are. Cancelled sessions
 * count for nothing.
 *
 * @param period the days the sessions start in, on the clock of their space
 * @see SWD(2021) 198, Interreg output indicators RCO81 and RCO85; which a programme reports is said
 *   by each scheme
 */
export async function crossBorderCounts(ctx: Context, period: Days): Promise<SchemeCounts[]> {
  authorise(ctx.actor, "use.read");
  const { everywhere, spaceIds } = whereCan(ctx.actor, "attendance.take");
  if (!everywhere && spaceIds.length === 0)
    throw new DomainError("forbidden", { code: "identity.not_allowed" });
  const own = everywhere ? sql`true` : sql`held.space_id = any(${sql.param(spaceIds)}::uuid[])`;
  return (await countsOf(ctx, period, own)).map(({ id: _, ...counts }) => counts);
}

/** Whether the actor keeps sheets at all: then the counts are those of their own spaces. */
export function keepsSheets({ actor }: Context): boolean {
  const { everywhere, spaceIds } = whereCan(actor, "attendance.take");
  return everywhere || spaceIds.length > 0;
}

/** With what is not in it, because it was not published, or left in another form. */
export type PublishedCounts = { counts: SchemeCounts[]; missing: Missing[]; isPublished: boolean };

/**
 * The counts of the whole network as everybody from outside may read them: of a whole quarter or
 * year that is closed, published once and rounded down. A year is the sum of its quarters for
 * RCO81, and for RCO85, which counts a person once, the largest of them. Reading publishes nothing.
 *
 * @throws DomainError invalid for other periods
 */
export async function publishedCrossBorder(ctx: Context, months: Months): Promise<PublishedCounts> {
  authorise(ctx.actor, "use.read");
  const quarters = closedQuarters(months, ctx.now);
  const blocks = await publishedCells(ctx, quarters, await networkRegions(ctx));
  const enrolled: Awaited<ReturnType<typeof publishedEnrolments>>[] = [];
  for (const quarter of quarters) enrolled.push(await publishedEnrolments(ctx, quarter));
  const counts = (await countsOf(ctx, daysOf(months), sql`true`)).map(({ id, ...scheme }) => ({
    ...scheme,
    RCO81: sumOfShown(blocks.map(({ cells }) => cells?.joint[id ?? ""])),
    RCO85: largest(enrolled.map((figures) => figures?.[id ?? ""])),
  }));
  return {
    counts,
    missing: missingOf(blocks),
    isPublished: blocks.some(({ cells }) => cells !== null),
  };
}

function largest(figures: (number | null | undefined)[]): number | null {
  const shown = figures.filter((figure) => typeof figure === "number");
  return shown.length > 0 ? Math.max(...shown) : null;
}

/**
 * @param own which sessions of `held` are counted; whether a session is joint is seen over all of
 *   them
 */
async function countsOf(ctx: Context, period: Days, own: SQL): Promise<Row[]> {
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
      with ${heldSessions(period)}, ${JOINT_ATTENDANCES}, meetings as (
        select scheme_id, count(distinct meeting)::int as sessions from held where ${own}
        group by scheme_id
      ), attendances as (
        select held.scheme_id, sum(present.people)::int as people from held join joint
          on joint.meeting = held.meeting
          join present on present.session_id = held.id where ${own} group by held.scheme_id
      ), participants as (
        select held.scheme_id, count(distinct enrolment.person_id)::int as people from held
          join sessions_enrolment enrolment on enrolment.session_id = held.id
            and enrolment.status = 'enrolled'
        where held.scheme_id is not null and ${own} group by held.scheme_id
      )
      select scheme.id, scheme.code, scheme.name, scheme.project,
        coalesce(scheme.indicators, '{RCO81}') as indicators, meetings.sessions,
        coalesce(attendances.people, 0) as "RCO81",
        case when meetings.sessions > 1 then coalesce(participants.people, 0) else 0 end as "RCO85"
      from meetings left join sessions_scheme scheme on scheme.id = meetings.scheme_id
        left join attendances on attendances.scheme_id is not distinct from meetings.scheme_id
        left join participants on participants.scheme_id = meetings.scheme_id
      order by scheme.code nulls last`,
  );
  return rows;
}

/**
 * What a scheme says of an indicator: its count, that it does not report it, or that it may not be
 * told.
 */
export function reported(
  counts: SchemeCounts,
  indicator: Indicator,
): number | "not_reported" | "withheld" {
  if (!counts.indicators.includes(indicator)) return "not_reported";
  return counts[indicator] ?? "withheld";
}

/**
 * The sum of what the schemes report and what may be told. Where something is withheld and nothing
 * may be told, it is withheld as well: a total of 0 would be untrue.
 */
export function totalOf(counts: SchemeCounts[], indicator: Indicator): number | "withheld" {
  const published = counts.map((one) => reported(one, indicator));
  const shown = published.filter((count) => typeof count === "number");
  if (shown.length === 0 && published.includes("withheld")) return "withheld";
  return shown.reduce((sum, count) => sum + count, 0);
}
