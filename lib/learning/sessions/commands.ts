import { and, eq, gte, inArray, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { endsAfter, startOf } from "#db/expressions.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { withAlternatives } from "#lib/booking/bookings/clash.ts";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { bookWithin } from "#lib/booking/bookings/requesting.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { onlyOnce } from "#lib/foundation/platform/database/idempotency.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter, enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { haveTurns, lockPlaces } from "./places.ts";
import { knownSession, type SessionView } from "./queries.ts";
import { titleIn } from "./rules.ts";
import type { Details, Scope, SessionPlan } from "./schema.ts";

/**
 * Plans a session and books its room and equipment: both happen, or neither. A joint session is
 * planned in two spaces, with a room in each: all of it, or nothing.
 *
 * @param key idempotency key: the same key and plan get the first answer again, and one session
 * @returns the session in the first space of the plan
 * @throws DomainError conflict with alternatives when a room is taken
 */
export async function planSession(
  ctx: Context,
  plan: SessionPlan,
  key?: string,
): Promise<{ id: string }> {
  const { start, end } = plan;
  const places = await placesIn(ctx, plan);
  if (Temporal.Instant.compare(start, end) >= 0)
    throw new DomainError("invalid", { code: "booking.ends_before_start" });
  if (Temporal.Instant.compare(start, ctx.now) < 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });

  const ask = key ? { actorKey: actorKey(ctx.actor), key, request: { session: plan } } : null;
  const jointId = places.length > 1 ? crypto.randomUUID() : null;
  // Rooms are taken, and chains of the audit log sealed, in one order: two that plan together never
  // wait for each other.
  const inOrder = [...places].sort((one, other) => (one.spaceId < other.spaceId ? -1 : 1));
  let tried: PlannedPlace | undefined;
  try {
    return await onlyOnce(ctx.db, ask, async (db) => {
      const made = new Map<string, string>();
      for (const place of inOrder) {
        tried = place;
        made.set(place.spaceId, await planIn({ ...ctx, db }, plan, place, jointId));
      }
      return { id: made.get(places[0]?.spaceId ?? "") ?? "" };
    });
  } catch (error) {
    if (!tried?.roomId) throw error;
    const { roomId, places: people, equipment } = tried;
    throw await withAlternatives(ctx, error, { roomId, start, end, people, equipment });
  }
}

type PlannedPlace = {
  spaceId: string;
  roomId: string | null;
  places: number;
  equipment: EquipmentRequest[];
  facilitatorRemote: boolean;
};

/**
 * Where it happens, for somebody who may plan there.
 *
 * @throws DomainError not_found, forbidden, invalid
 */
async function placesIn(ctx: Context, plan: SessionPlan): Promise<PlannedPlace[]> {
  const { joint } = plan;
  const first = await placeFor(ctx, {
    ...plan,
    facilitatorRemote: joint?.facilitatorHere ?? false,
  });
  if (!joint) return [first];
  const second = await placeFor(ctx, { ...joint, facilitatorRemote: !joint.facilitatorHere });
  if (first.spaceId === second.spaceId)
    throw new DomainError("invalid", { code: "sessions.joint_same_space" });
  return [first, second];
}

type Asked = Omit<PlannedPlace, "spaceId"> & { spaceSlug: string };

async function placeFor(ctx: Context, { spaceSlug, ...asked }: Asked): Promise<PlannedPlace> {
  const space = await findSpace(ctx, spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "session.plan", { spaceId: space.id });
  const { roomId, places, equipment, facilitatorRemote } = asked;
  if (roomId && !space.resources.some(({ id }) => id === roomId))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  return { spaceId: space.id, roomId, places, equipment, facilitatorRemote };
}

async function planIn(
  ctx: Context,
  plan: SessionPlan,
  { spaceId, roomId, places, equipment, facilitatorRemote }: PlannedPlace,
  jointId: string | null,
): Promise<string> {
  const { personId: facilitatorId, locale } = authenticated(ctx.actor, "session.plan");
  const { start, end, title, topic, modality, language } = plan;
  const purpose = titleIn(title, locale).text;
  const booking = roomId
    ? await bookWithin(ctx, { roomId, start, end, people: places, equipment, purpose })
    : null;
  const [session] = await ctx.db
    .insert(sessions)
    .values({
      spaceId,
      bookingId: booking?.id ?? null,
      facilitatorId,
      title,
      topic,
      modality,
      language,
      places,
      during: { start, end },
      jointId,
      facilitatorRemote,
      ...detailsOf(plan),
    })
    .returning({ id: sessions.id });
  if (!session) throw new Error("no session came back");
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "session.planned",
    spaceId,
    subject: session.id,
  });
  return session.id;
}

const DETAILS = [
  "competences",
  "level",
  "costCents",
  "accessibility",
  "about",
  "bring",
  "provided",
  "partners",
  "schemeId",
] as const;

/** The columns of the details of a session; what was left out keeps its value in the table. */
export function detailsOf(given: Details): Details {
  return picked(given, DETAILS);
}

/**
 * Takes a session out of the programme, frees its room and tells everybody who had a place or
 * waited. A joint session goes in both its spaces. Of a course this one date goes, or it and those
 * after it, or all that are not over; each person gets one letter.
 */
export async function cancelSession(
  ctx: Context,
  id: string,
  scope: Scope = "this",
): Promise<void> {
  const session = await knownSession(ctx.db, id);
  authorise(ctx.actor, "session.plan", { spaceId: session.spaceId });
  if (scope === "this" && Temporal.Instant.compare(session.during.end, ctx.now) <= 0)
    throw new DomainError("conflict", { code: "sessions.is_over" });

  const work = async (db: Database) => {
    await haveTurns({ ...ctx, db }, session);
    await lockPlaces(db, session, ctx.now);
    const cancelled = await db
      .update(sessions)
      .set({
        status: "cancelled",
        cancelledAt: ctx.now,
        version: sql`${sessions.version} + 1`,
      })
      .where(
        and(
          eq(sessions.status, "planned"),
          endsAfter(sessions.during, ctx.now),
          affected(session, scope),
        ),
      )
      .returning({ id: sessions.id, spaceId: sessions.spaceId, bookingId: sessions.bookingId });
    const inOrder = cancelled.sort((one, other) => (one.spaceId < other.spaceId ? -1 : 1));
    for (const one of inOrder) {
      if (one.bookingId) await cancelBooking({ ...ctx, db }, one.bookingId);
      await recordAudit(db, {
        actor: ctx.actor,
        action: "session.cancelled",
        spaceId: one.spaceId,
        subject: one.id,
      });
    }
    await notifyCancelled(
      db,
      cancelled.map(({ id: gone }) => gone),
    );
  };
  // Each date gives back a room of its own: whoever booked them all reads of it once.
  await transaction(ctx.db, (db) => asOneLetter(db, () => work(db)));
}

function affected({ id, courseId, jointId, during }: SessionView, scope: Scope) {
  if (jointId) return eq(sessions.jointId, jointId);
  if (!courseId || scope === "this") return eq(sessions.id, id);
  const ofCourse = eq(sessions.courseId, courseId);
  if (scope === "all") return ofCourse;
  return and(ofCourse, gte(startOf(sessions.during), during.start.toString()));
}

/** One letter each, of the session they had a place in; of a course the first that went. */
async function notifyCancelled(db: Database, ids: string[]): Promise<void> {
  const rows = await db
    .selectDistinctOn([enrolments.personId], {
      personId: enrolments.personId,
      sessionId: enrolments.sessionId,
      status: enrolments.status,
    })
    .from(enrolments)
    .innerJoin(sessions, eq(sessions.id, enrolments.sessionId))
    .where(and(inArray(enrolments.sessionId, ids), ne(enrolments.status, "cancelled")))
    .orderBy(enrolments.personId, startOf(sessions.during));
  for (const { personId, ...data } of rows)
    await enqueue(db, { template: "session-cancelled", personId, data });
}
