import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { enrolments } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { firstWaiting, freePlaces, lockPlaces, moveUp, type Taken } from "./places.ts";
import { knownSession, placeOf, type SessionView } from "./queries.ts";
import { enrolmentRefusal, seatsFor } from "./rules.ts";
import { type Needs, NO_NEEDS } from "./schema.ts";

export type Enrolment = { status: "enrolled" | "waiting" };

/**
 * Takes a place, or the end of the waiting list when there is none or others wait. In a course it
 * is a place in every date to come. Enrolling twice is enrolling once: what was asked for the first
 * time stays, see `changeNeeds`.
 *
 * @throws DomainError conflict when it is over or cancelled, or when the actor has the other place
 *   of a joint session
 */
export async function enrol(ctx: Context, id: string, needs: Needs = NO_NEEDS): Promise<Enrolment> {
  return withPlaces(ctx, id, async (db, { session, taken, personId }) => {
    const held = await placeOf({ ...ctx, db }, taken.ids[0] ?? id);
    if (held) return { status: held.status };
    if (session.other && (await placeOf({ ...ctx, db }, session.other.id)))
      throw new DomainError("conflict", {
        code: "sessions.has_other_place",
        place: session.other.spaceName,
      });

    const isFree =
      (await freePlaces(db, taken)) >= seatsFor(needs) && !(await firstWaiting(db, taken));
    const status = isFree ? "enrolled" : "waiting";
    const { companion, interpreter, childcare } = needs;
    // The moment counts under the lock, not when the transaction began: it is the order of the
    // waiting list.
    await db.execute(sql`
      with moment as (select clock_timestamp() as at)
      insert into enrolment (session_id, space_id, person_id, status, companion, interpreter,
        childcare, created_at)
      select session.id, session.space_id, ${personId}, ${status}, ${companion}, ${interpreter},
        ${childcare}, moment.at
      from session, moment where session.id = any(${sql.param(taken.ids)}::uuid[])
      on conflict (session_id, person_id) do update set status = excluded.status,
      companion = excluded.companion,
        interpreter = excluded.interpreter, childcare = excluded.childcare,
        created_at = excluded.created_at
        where enrolment.status = 'cancelled'`);
    await enqueue(db, {
      template: `session-${status}`,
      personId,
      data: { sessionId: taken.ids[0] },
    });
    return { status };
  });
}

/**
 * Asks for something else with a place that one has. Without a companion their place goes to
 * whoever waits longest.
 * @throws DomainError not_found without a place; conflict when there is none for the companion
 */
export async function changeNeeds(ctx: Context, id: string, needs: Needs): Promise<Enrolment> {
  return withPlaces(ctx, id, async (db, { taken, personId }) => {
    const held = await placeOf({ ...ctx, db }, taken.ids[0] ?? id);
    if (!held) throw new DomainError("not_found", { code: "sessions.no_place_of_yours" });
    const more = seatsFor(needs) - seatsFor(held);
    if (held.status === "enrolled" && more > 0) {
      const isFree = (await freePlaces(db, taken)) >= more && !(await firstWaiting(db, taken));
      if (!isFree) throw new DomainError("conflict", { code: "sessions.no_place_for_companion" });
    }
    const { companion, interpreter, childcare } = needs;
    await db
      .update(enrolments)
      .set({ companion, interpreter, childcare })
      .where(
        and(
          eq(enrolments.personId, personId),
          inArray(enrolments.sessionId, taken.ids),
          ne(enrolments.status, "cancelled"),
        ),
      );
    await moveUp(db, taken);
    const now = await placeOf({ ...ctx, db }, taken.ids[0] ?? id);
    return { status: now?.status ?? held.status };
  });
}

/**
 * Gives the place back, in the same step to whoever waits longest. What was asked for with it is
 * forgotten.
 */
export async function withdraw(ctx: Context, id: string): Promise<void> {
  await withPlaces(ctx, id, async (db, { session, taken, personId }) => {
    const rows = await rowsOf<{ was: string }>(
      db,
      sql`
        update enrolment set status = 'cancelled', companion = false, interpreter = null,
          childcare = false
        from enrolment earlier where earlier.id = enrolment.id and enrolment.person_id = ${personId}
          and enrolment.session_id = any(${sql.param(taken.ids)}::uuid[])
            and enrolment.status <> 'cancelled'
        returning earlier.status as was`,
    );
    if (rows.some(({ was }) => was === "enrolled"))
      await enqueue(db, {
        template: "session-withdrawn",
        personId,
        data: { sessionId: session.id },
      });
    await moveUp(db, taken);
  });
}

type Held = { session: SessionView; taken: Taken; personId: string };

/** Runs a change of places under the lock of what they are places in. */
async function withPlaces<T>(
  ctx: Context,
  id: string,
  run: (db: Database, held: Held) => Promise<T>,
): Promise<T> {
  authorise(ctx.actor, "session.enrol");
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const session = await knownSession(ctx.db, id);
  const refusal = enrolmentRefusal(session, ctx.now);
  if (refusal && !session.courseId) throw new DomainError("conflict", refusal);

  return transaction(ctx.db, async (db) => {
    const taken = await lockPlaces(db, session, ctx.now);
    if (taken.ids.length === 0)
      throw new DomainError("conflict", refusal ?? { code: "sessions.is_cancelled" });
    return run(db, { session, taken, personId });
  });
}
