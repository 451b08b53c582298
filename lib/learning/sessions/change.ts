import { eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Interval } from "#db/types.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { readBooking } from "#lib/booking/bookings/queries.ts";
import { bookWithin } from "#lib/booking/bookings/requesting.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { detailsOf } from "./commands.ts";
import { moveOf, moveRefusal } from "./moving.ts";
import { haveTurns, lockPlaces, moveUp } from "./places.ts";
import { knownSession, type SessionView } from "./queries.ts";
import { enrolmentRefusal, titleIn } from "./rules.ts";
import type { SessionChange } from "./schema.ts";

/**
 * Changes a session. Another time or room is sent to whoever has a place or waits, with an
 * invitation that replaces the one they have; places that are added go to whoever waits longest.
 *
 * Its words and its places are those of the whole course; a time and a room are those of
 * this date. The two places of a joint session start and end together, and each has a room and
 * places of its own.
 *
 * @throws DomainError conflict with alternatives when the room is taken, or when somebody else
 *   changed it meanwhile; invalid when more people have a place than there would be
 */
export async function changeSession(
  ctx: Context,
  id: string,
  change: SessionChange,
): Promise<{ id: string; version: number }> {
  const seen = await knownSession(ctx.db, id);
  authorise(ctx.actor, "session.plan", { spaceId: seen.spaceId });
  if (seen.other) authorise(ctx.actor, "session.plan", { spaceId: seen.other.spaceId });

  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    await haveTurns(within, seen);
    const taken = await lockPlaces(db, seen, ctx.now);
    const session = await knownSession(db, id);
    const refusal = enrolmentRefusal(session, ctx.now);
    if (refusal) throw new DomainError("conflict", refusal);
    if (session.version !== change.version)
      throw new DomainError("conflict", { code: "sessions.changed_meanwhile" });

    const together = session.other ? [id, session.other.id] : taken.ids;
    await notifyAnew(db, together, change);
    await givePlaces(db, session, taken.ids, change.places);
    for (const part of await partsOf(db, session, taken.ids))
      await moveOne(within, part, session, change);
    await moveUp(db, taken);
    for (const spaceId of [
      session.spaceId,
      ...(session.other ? [session.other.spaceId] : []),
    ].sort())
      await recordAudit(db, { actor: ctx.actor, action: "session.changed", spaceId, subject: id });
    return { id, version: (await knownSession(db, id)).version };
  });
}

async function notifyAnew(db: Database, ids: string[], change: SessionChange): Promise<void> {
  const { title, topic, modality, language } = change;
  await db
    .update(sessions)
    .set({
      title,
      topic,
      modality,
      language,
      ...detailsOf(change),
      version: sql`${sessions.version} + 1`,
    })
    .where(inArray(sessions.id, ids));
}

async function givePlaces(
  db: Database,
  session: SessionView,
  ids: string[],
  places?: number,
): Promise<void> {
  if (places === undefined || places === session.places) return;
  const rows = await rowsOf<{ most: number }>(
    db,
    sql`
      select max(places_taken(id, null))::int as most from session where id = any(${sql.param(ids)}::uuid[])`,
  );
  const most = rows[0]?.most ?? 0;
  if (most > places)
    throw new DomainError("invalid", { code: "sessions.fewer_than_enrolled", count: most });
  await db.update(sessions).set({ places }).where(inArray(sessions.id, ids));
}

/** The sessions whose rooms the change may touch, in the order of their spaces. */
async function partsOf(db: Database, session: SessionView, ids: string[]): Promise<SessionView[]> {
  const parts: SessionView[] = [];
  for (const id of session.other ? [session.id, session.other.id] : ids)
    parts.push(await knownSession(db, id));
  return parts.sort((one, other) => (one.spaceId < other.spaceId ? -1 : 1));
}

/**
 * Gives one session its time, its room and as many seats as it has places; what stays as it is is
 * left alone.
 */
async function moveOne(
  ctx: Context,
  part: SessionView,
  asked: SessionView,
  change: SessionChange,
): Promise<void> {
  const move = moveOf(part, asked, change);
  const { during, roomId, isMoved, isElsewhere } = move;
  const refusal = moveRefusal(part, move);
  if (refusal) throw new DomainError("invalid", refusal);

  const booking = part.bookingId ? await readBooking(ctx.db, part.bookingId) : null;
  if (booking && roomId) {
    const { id, version, people } = booking;
    if (isMoved || isElsewhere || people !== part.places)
      await changeBooking(ctx, id, { ...during, people: part.places, roomId, version });
    return;
  }
  if (!isMoved && !isElsewhere) return;
  if (isMoved && Temporal.Instant.compare(during.start, ctx.now) < 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });
  await bookAnew(ctx, part, { during, roomId });
  if (booking) await cancelBooking(ctx, booking.id);
}

/** Gives a session another time, and a booking of its own where it has a room. */
async function bookAnew(
  ctx: Context,
  part: SessionView,
  { during, roomId }: { during: Interval; roomId: string | null },
): Promise<void> {
  const purpose = titleIn(part.title, "en").text;
  const made = roomId
    ? await bookWithin(ctx, { roomId, ...during, people: part.places, equipment: [], purpose })
    : null;
  await ctx.db
    .update(sessions)
    .set({ bookingId: made?.id ?? null, during, moves: sql`${sessions.moves} + 1` })
    .where(eq(sessions.id, part.id));
}
