import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { enqueue } from "#lib/foundation/platform/outbox.ts";
import type { SessionView } from "./queries.ts";
import { seatsFor } from "./rules.ts";

/** Sessions that are taken as one: the dates of a course, or one session. */
export type Taken = { ids: string[]; spaceId: string };

type Whole = Pick<SessionView, "id" | "courseId" | "jointId" | "spaceId">;

/**
 * Locks a session so that places are counted and given by one at a time: with the other dates of
 * its course, and with the other place of a joint one, always in the order of their ids.
 *
 * @returns what a place in it is a place in, of that what is planned and not over, soonest first
 */
export async function lockPlaces(
  db: Database,
  session: Whole,
  now: Temporal.Instant,
): Promise<Taken> {
  await db.execute(sql`select from session where ${together(session)} order by id for update`);
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select id from session
      where (${session.courseId ? sql`course_id = ${session.courseId}` : sql`id = ${session.id}`})
        and status = 'planned' and upper(during) > ${now.toString()}::timestamptz order by lower(during), id`,
  );
  return { ids: rows.map(({ id }) => id), spaceId: session.spaceId };
}

/**
 * The turn in each space of a session, before its places: its rooms are about to be given back or
 * moved.
 */
export async function haveTurns(ctx: Context, { spaceId, other }: SessionView): Promise<void> {
  for (const id of [spaceId, ...(other ? [other.spaceId] : [])].sort()) await haveTurn(ctx, id);
}

function together({ id, courseId, jointId }: Whole) {
  if (courseId) return sql`course_id = ${courseId}`;
  if (jointId) return sql`joint_id = ${jointId}`;
  return sql`id = ${id}`;
}

/** Places free in every one of the sessions. Under their lock. */
export async function freePlaces(db: Database, { ids }: Taken): Promise<number> {
  const rows = await rowsOf<{ free: number | null }>(
    db,
    sql`
      select min(places - places_taken(id, null))::int as free from session where id = any(${sql.param(ids)}::uuid[])`,
  );
  return rows[0]?.free ?? 0;
}

/** Whoever waits longest, of those whose places begin with the next of the sessions. */
export async function firstWaiting(
  db: Database,
  { ids: [next] }: Taken,
): Promise<{ personId: string; companion: boolean } | null> {
  if (!next) return null;
  const rows = await rowsOf<{ personId: string; companion: boolean }>(
    db,
    sql`
      select person_id, companion from enrolment
      where session_id = ${next} and status = 'waiting' order by created_at, id limit 1`,
  );
  return rows[0] ?? null;
}

/**
 * Gives free places to those who wait, in their order, and sends each a message. Nobody is
 * overtaken: somebody with a companion waits until two places are free, and so does everybody
 * behind.
 */
export async function moveUp(db: Database, taken: Taken): Promise<void> {
  for (;;) {
    const first = await firstWaiting(db, taken);
    if (!first || (await freePlaces(db, taken)) < seatsFor(first)) return;
    await db.execute(sql`update enrolment set status = 'enrolled' where person_id = ${first.personId}
      and session_id = any(${sql.param(taken.ids)}::uuid[]) and status = 'waiting'`);
    await enqueue(db, {
      template: "session-moved-up",
      personId: first.personId,
      data: { sessionId: taken.ids[0] },
    });
  }
}
