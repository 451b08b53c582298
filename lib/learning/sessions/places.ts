import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { endsAfter, startOf } from "#db/expressions.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
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
  await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(together(session))
    .orderBy(sessions.id)
    .for("update");
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        session.courseId ? eq(sessions.courseId, session.courseId) : eq(sessions.id, session.id),
        eq(sessions.status, "planned"),
        endsAfter(sessions.during, now),
      ),
    )
    .orderBy(startOf(sessions.during), sessions.id);
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
  if (courseId) return eq(sessions.courseId, courseId);
  if (jointId) return eq(sessions.jointId, jointId);
  return eq(sessions.id, id);
}

/** Places free in every one of the sessions. Under their lock. */
export async function freePlaces(db: Database, { ids }: Taken): Promise<number> {
  const [fewest] = await db
    .select({
      free: sql<number | null>`min(${sessions.places} - places_taken(${sessions.id}, null))::int`,
    })
    .from(sessions)
    .where(inArray(sessions.id, ids));
  return fewest?.free ?? 0;
}

/** Whoever waits longest, of those whose places begin with the next of the sessions. */
export async function firstWaiting(
  db: Database,
  { ids: [next] }: Taken,
): Promise<{ personId: string; companion: boolean } | null> {
  if (!next) return null;
  const [first] = await db
    .select({ personId: enrolments.personId, companion: enrolments.companion })
    .from(enrolments)
    .where(and(eq(enrolments.sessionId, next), eq(enrolments.status, "waiting")))
    .orderBy(enrolments.createdAt, enrolments.id)
    .limit(1);
  return first ?? null;
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
    await db
      .update(enrolments)
      .set({ status: "enrolled" })
      .where(
        and(
          eq(enrolments.personId, first.personId),
          inArray(enrolments.sessionId, taken.ids),
          eq(enrolments.status, "waiting"),
        ),
      );
    await enqueue(db, {
      template: "session-moved-up",
      personId: first.personId,
      data: { sessionId: taken.ids[0] },
    });
  }
}
