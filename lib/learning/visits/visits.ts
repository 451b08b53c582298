import { and, asc, eq, gte, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { personView } from "#db/schema/identity.ts";
import { visits } from "#db/schema/presence.ts";
import type { spaceView } from "#db/schema/spaces.ts";
import { checkInOwnBookings } from "#lib/booking/bookings/check-in.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { lockDoorEvent, shareUnnamed } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { type SessionToday, sessionArrivedFor } from "#lib/learning/sessions/at-the-door.ts";
import type { Title } from "#lib/learning/sessions/rules.ts";
import { closingAfter } from "./closing.ts";
import { asideWith, isLateUnnamed, retell, setAside } from "./late.ts";
import { isOpen, mayLeave } from "./retelling.ts";
import type { Outcome } from "./rules.ts";

/** Where somebody is seen, and by what. */
export type Place = {
  space: typeof spaceView.$inferSelect;
  source: "kiosk" | "list" | "self";
  deviceId: string | null;
};

export type Seen = {
  /** Of the event: what arrives twice counts once. */
  id: string;
  /** Null for one more without a name. */
  personId: string | null;
  at: Temporal.Instant;
  clockCorrected: boolean;
  sessionId: string | null;
  codeStep?: number;
};

export type Answer = {
  /** Of the event; null for one that could not be read and gave none. */
  id: string | null;
  outcome: Outcome;
  /** They were still checked in at another space: that visit ended now, as assumed. */
  leftElsewhere: boolean;
  session: Title | null;
  clockCorrected: boolean;
};

type Visit = typeof visits.$inferSelect;

/**
 * Somebody arrives. One person is in one place: seen at two, the first ends. What comes late, from
 * a tablet that was offline, takes its place among what is known since.
 */
export async function arrive(ctx: Context, place: Place, seen: Seen): Promise<Answer> {
  return transaction(ctx.db, async (db) => {
    await lock(db, place, seen);
    const before = await seenBefore(db, place, seen.id);
    if (before) return answer(seen, before);

    const { space } = place;
    const { personId } = seen;
    const session = await sessionArrivedFor(db, {
      spaceId: space.id,
      timeZone: space.timeZone,
      personId,
      at: seen.at,
      chosen: seen.sessionId,
    });
    const arrival = { ...seen, sessionId: session?.id ?? null };
    if (personId === null) {
      if (await isLateUnnamed(db, place, seen)) await retell(db, ctx.now, place, arrival, "arrive");
      else await open(ctx, db, place, arrival);
      return answer(seen, "arrived_unnamed", { session });
    }
    // Before the visit, which locks its session: whoever moves a booking locks the two in this
    // order.
    await checkInOwnBookings({ ...ctx, db }, { personId, spaceId: space.id, at: seen.at });
    const { counts, leftElsewhere } = await retell(db, ctx.now, place, arrival, "arrive");
    return answer(seen, counts ? "arrived" : "here_already", { session, leftElsewhere });
  });
}

/** What an arrival is answered that has come before; null for one that comes for the first time. */
async function seenBefore(db: Database, { space }: Place, id: string): Promise<Outcome | null> {
  const [known] = await db
    .select({ spaceId: visits.spaceId, personId: visits.personId })
    .from(visits)
    .where(eq(visits.id, id));
  if (known && known.spaceId !== space.id) return "not_yours";
  if (known) return known.personId ? "arrived" : "arrived_unnamed";
  const aside = await asideWith(db, id);
  if (!aside) return null;
  return aside.spaceId === space.id ? "here_already" : "not_yours";
}

/**
 * Somebody leaves. Nobody leaves who is not there: the people present are never fewer than none.
 */
export async function leave(ctx: Context, place: Place, seen: Seen): Promise<Answer> {
  return transaction(ctx.db, async (db) => {
    const isKnown = await lock(db, place, seen);
    if (!isKnown) return answer(seen, "not_here");
    const outcomes = leavingOutcomes(seen);
    const before = await leftBefore(db, place, seen.id, outcomes);
    if (before) return answer(seen, before);
    const departure = { ...seen, sessionId: null };
    if (seen.personId === null && !(await isLateUnnamed(db, place, seen)))
      return answer(seen, outcomes[await leaveUnnamed(db, place, departure)]);
    const { counts } = await retell(db, ctx.now, place, departure, "leave");
    return answer(seen, counts ? outcomes.done : outcomes.nobody);
  });
}

/** What a departure is answered: that a visit ended, or that nobody was there to leave. */
function leavingOutcomes({ personId }: Seen): { done: Outcome; nobody: Outcome } {
  return personId === null
    ? { done: "left_unnamed", nobody: "nobody_unnamed" }
    : { done: "left", nobody: "not_here" };
}

/** Ends the oldest visit without a name; the departure is kept aside where there is none. */
async function leaveUnnamed(
  db: Database,
  place: Place,
  departure: Seen,
): Promise<"done" | "nobody"> {
  const visit = await firstToLeave(db, place, departure);
  if (!visit) {
    await setAside(db, place, departure, "leave");
    return "nobody";
  }
  await db
    .update(visits)
    .set({
      leftAt: departure.at,
      leftAssumed: false,
      departureId: departure.id,
      clockCorrected: visit.clockCorrected || departure.clockCorrected,
    })
    .where(eq(visits.id, visit.id));
  return "done";
}

/**
 * What a departure is answered that has come before; null for one that comes for the first time.
 */
async function leftBefore(
  db: Database,
  { space }: Place,
  id: string,
  { done, nobody }: { done: Outcome; nobody: Outcome },
): Promise<Outcome | null> {
  const [known] = await db
    .select({ spaceId: visits.spaceId })
    .from(visits)
    .where(eq(visits.departureId, id));
  if (known) return known.spaceId === space.id ? done : "not_yours";
  const aside = await asideWith(db, id);
  if (!aside) return null;
  return aside.spaceId === space.id ? nobody : "not_yours";
}

/** One event at a time, and one event of a person at a time. False when there is no such person. */
async function lock(db: Database, { space }: Place, { id, personId }: Seen): Promise<boolean> {
  if (personId === null) {
    await db.execute(sql`select ${lockDoorEvent(id)}, ${shareUnnamed(space.id)}`);
    return true;
  }
  await db.execute(sql`select ${lockDoorEvent(id)}`);
  const found = await db
    .select({ id: personView.id })
    .from(personView)
    .where(eq(personView.id, personId))
    .for("no key update");
  return found.length > 0;
}

/** One more without a name, when nothing later is known. */
async function open(ctx: Context, db: Database, { space, source, deviceId }: Place, seen: Seen) {
  const closes = await closingAfter(db, space, seen.at);
  const leftAt = Temporal.Instant.compare(ctx.now, closes) < 0 ? null : closes;
  await db.insert(visits).values({
    id: seen.id,
    spaceId: space.id,
    sessionId: seen.sessionId,
    personId: null,
    arrivedAt: seen.at,
    leftAt,
    leftAssumed: leftAt !== null,
    source,
    deviceId,
    clockCorrected: seen.clockCorrected,
    codeStep: seen.codeStep,
    recordedAt: ctx.now,
  });
}

/**
 * Without a name, whoever came first leaves first. An assumed end of the last hours gives way to
 * one that was seen.
 */
async function firstToLeave(db: Database, { space }: Place, { at }: Seen): Promise<Visit | null> {
  const candidates = await db
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.spaceId, space.id),
        isNull(visits.personId),
        isNull(visits.departureId),
        lte(visits.arrivedAt, at),
        gte(visits.arrivedAt, at.subtract({ hours: 48 })),
      ),
    )
    .orderBy(asc(visits.arrivedAt), asc(visits.id))
    .for("update", { skipLocked: true });
  let late: Visit | null = null;
  for (const visit of candidates) {
    const closes = visit.leftAt ?? (await closingAfter(db, space, visit.arrivedAt));
    const arrival = {
      id: visit.id,
      kind: "arrive" as const,
      at,
      spaceId: space.id,
      sessionId: null,
      closes,
    };
    if (isOpen(arrival, at)) return visit;
    if (mayLeave(arrival, at)) late ??= visit;
  }
  return late;
}

function answer(
  { id, clockCorrected }: Seen,
  outcome: Outcome,
  {
    session = null,
    leftElsewhere = false,
  }: { session?: SessionToday | null; leftElsewhere?: boolean } = {},
): Answer {
  return { id, outcome, leftElsewhere, session: session?.title ?? null, clockCorrected };
}
