import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/policy.ts";

/**
 * Of each session or course the actor takes part in, by its id: whether there is a place, or only a
 * turn in the line.
 */
export async function myPlaces(ctx: Context): Promise<Map<string, "enrolled" | "waiting">> {
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const rows = await rowsOf<{ id: string; status: "enrolled" | "waiting" }>(
    ctx.db,
    sql`
      select session_id as id, status from enrolment where person_id = ${personId} and status in ('enrolled', 'waiting')`,
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** The spaces in which the actor has, or had, a place in sessions; where they had most first. */
export async function spacesOfMyPlaces(ctx: Context): Promise<string[]> {
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const rows = await rowsOf<{ id: string }>(
    ctx.db,
    sql`
      select space_id::text as id from enrolment
      where person_id = ${personId} and status in ('enrolled', 'waiting')
      group by space_id order by count(*) desc, space_id`,
  );
  return rows.map(({ id }) => id);
}
