import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { bookWithin, cancelBooking, withAlternatives } from "#lib/booking/commands.ts";
import { haveTurn } from "#lib/booking/turns.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { readSession, type SessionView } from "./queries.ts";
import { enrolmentRefusal, titleIn } from "./rules.ts";
import type { SessionPlan } from "./schema.ts";

/**
 * Plans a session and books its room and equipment: both happen, or neither.
 * @throws DomainError conflict with alternatives when the room is taken
 */
export async function planSession(ctx: Context, plan: SessionPlan): Promise<{ id: string }> {
  const space = await findSpace(ctx, plan.spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "session.plan", { spaceId: space.id });
  const { personId: facilitatorId, locale } = authenticated(ctx.actor);
  const { roomId, start, end, places, equipment, title, topic, modality, language } = plan;
  if (roomId && !space.resources.some(({ id }) => id === roomId))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  if (Temporal.Instant.compare(start, end) >= 0)
    throw new DomainError("invalid", { code: "booking.ends_before_start" });
  if (Temporal.Instant.compare(start, ctx.now) < 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });

  try {
    return await transaction(ctx.db, async (db) => {
      const purpose = titleIn(title, locale).text;
      const booking = roomId
        ? await bookWithin({ ...ctx, db }, { roomId, start, end, people: places, equipment, purpose })
        : null;
      const [session] = await db
        .insert(sessions)
        .values({
          spaceId: space.id,
          bookingId: booking?.id ?? null,
          facilitatorId,
          title,
          topic,
          modality,
          language,
          places,
          during: { start, end },
        })
        .returning({ id: sessions.id });
      if (!session) throw new Error("no session came back");
      await recordAudit(db, {
        actor: ctx.actor,
        action: "session.planned",
        spaceId: space.id,
        subject: session.id,
      });
      return session;
    });
  } catch (error) {
    throw roomId
      ? await withAlternatives(ctx, error, { roomId, start, end, people: places, equipment })
      : error;
  }
}

/** Takes a session out of the programme, frees its room and tells everybody who had a place or waited. */
export async function cancelSession(ctx: Context, id: string): Promise<void> {
  const session = await knownSession(ctx, id);
  authorise(ctx.actor, "session.plan", { spaceId: session.spaceId });
  if (Temporal.Instant.compare(session.during.end, ctx.now) <= 0)
    throw new DomainError("conflict", { code: "sessions.is_over" });

  await transaction(ctx.db, async (db) => {
    if (session.bookingId) await haveTurn({ ...ctx, db }, session.spaceId);
    const [cancelled] = await db
      .update(sessions)
      .set({ status: "cancelled", cancelledAt: ctx.now, version: sql`${sessions.version} + 1` })
      .where(and(eq(sessions.id, id), eq(sessions.status, "planned")))
      .returning({ id: sessions.id });
    if (!cancelled) return;
    if (session.bookingId) await cancelBooking({ ...ctx, db }, session.bookingId);
    const { rows: told } = await db.execute<{ personId: string }>(sql`
      select person_id as "personId" from enrolment where session_id = ${id} and status <> 'cancelled'`);
    for (const { personId } of told)
      await enqueue(db, { template: "session-cancelled", personId, data: { sessionId: id } });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "session.cancelled",
      spaceId: session.spaceId,
      subject: id,
    });
  });
}

/** Takes a place, or the end of the waiting list when there is none. Enrolling twice is enrolling once. */
export async function enrol(ctx: Context, id: string): Promise<{ status: "enrolled" | "waiting" }> {
  authorise(ctx.actor, "session.enrol");
  const { personId } = authenticated(ctx.actor);
  const session = await knownSession(ctx, id);
  const refusal = enrolmentRefusal(session, ctx.now);
  if (refusal) throw new DomainError("conflict", refusal);

  return transaction(ctx.db, async (db) => {
    const { isFree } = await lockPlaces(db, id);
    const status = isFree ? "enrolled" : "waiting";
    // The moment counts under the lock, not when the transaction began: it is the order of the waiting list.
    const [taken] = await db
      .insert(enrolments)
      .values({
        sessionId: id,
        spaceId: session.spaceId,
        personId,
        status,
        createdAt: sql`clock_timestamp()`,
      })
      .onConflictDoUpdate({
        target: [enrolments.sessionId, enrolments.personId],
        set: { status, createdAt: sql`clock_timestamp()` },
        setWhere: eq(enrolments.status, "cancelled"),
      })
      .returning({ status: enrolments.status });
    if (!taken) {
      const [held] = await db
        .select({ status: enrolments.status })
        .from(enrolments)
        .where(and(eq(enrolments.sessionId, id), eq(enrolments.personId, personId)));
      return { status: held?.status === "enrolled" ? "enrolled" : "waiting" };
    }
    await enqueue(db, { template: `session-${status}`, personId, data: { sessionId: id } });
    return { status };
  });
}

/** Gives the place back, in the same step to whoever waits longest. */
export async function withdraw(ctx: Context, id: string): Promise<void> {
  authorise(ctx.actor, "session.enrol");
  const { personId } = authenticated(ctx.actor);
  const session = await knownSession(ctx, id);
  const refusal = enrolmentRefusal(session, ctx.now);
  if (refusal) throw new DomainError("conflict", refusal);

  await transaction(ctx.db, async (db) => {
    await lockPlaces(db, id);
    await db
      .update(enrolments)
      .set({ status: "cancelled" })
      .where(and(eq(enrolments.sessionId, id), eq(enrolments.personId, personId)));
    await moveUp(db, id);
  });
}

/** Locks the session, so that places are counted and given by one at a time. */
async function lockPlaces(db: Database, id: string): Promise<{ isFree: boolean }> {
  await db.execute(sql`select from session where id = ${id} for update`);
  const { rows } = await db.execute<{ isFree: boolean }>(sql`
    select session.places > (select count(*) from enrolment where session_id = session.id and status = 'enrolled') as "isFree"
    from session where id = ${id}`);
  return { isFree: rows[0]?.isFree ?? false };
}

/** While there is a place and somebody waits, the first who waits gets it and is told. */
async function moveUp(db: Database, id: string): Promise<void> {
  while ((await lockPlaces(db, id)).isFree) {
    const { rows } = await db.execute<{ personId: string }>(sql`
      update enrolment set status = 'enrolled' where id = (
        select id from enrolment where session_id = ${id} and status = 'waiting' order by created_at, id limit 1)
      returning person_id as "personId"`);
    const [first] = rows;
    if (!first) return;
    await enqueue(db, { template: "session-moved-up", personId: first.personId, data: { sessionId: id } });
  }
}

async function knownSession(ctx: Context, id: string): Promise<SessionView> {
  const session = await readSession(ctx.db, id);
  if (!session) throw new DomainError("not_found", { code: "sessions.unknown" });
  return session;
}
