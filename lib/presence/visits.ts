import { and, asc, desc, eq, gt, gte, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people } from "#db/schema/identity.ts";
import { visits } from "#db/schema/presence.ts";
import type { spaces } from "#db/schema/spaces.ts";
import { checkInOwnBookings } from "#lib/booking/check-in.ts";
import type { Context } from "#lib/identity/context.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { type SessionToday, sessionArrivedFor } from "#lib/sessions/at-the-door.ts";
import type { Title } from "#lib/sessions/rules.ts";
import { closingAfter } from "./closing.ts";
import { asideWith, isLate, localDay, retell, setAside, UNNAMED } from "./late.ts";
import { SAME_ARRIVAL_SECONDS } from "./retelling.ts";
import type { Outcome } from "./rules.ts";

/** Where somebody is seen, and by what. */
export type Place = {
  space: typeof spaces.$inferSelect;
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
  id: string;
  outcome: Outcome;
  /** They were still checked in at another space: that visit ended now, as assumed. */
  leftElsewhere: boolean;
  session: Title | null;
  clockCorrected: boolean;
};

type Visit = typeof visits.$inferSelect;

/**
 * Somebody arrives. One person is in one place: seen at two, the first ends. What comes late, from a tablet that was
 * offline, takes its place among what is known since.
 */
export async function arrive(ctx: Context, place: Place, seen: Seen): Promise<Answer> {
  return transaction(ctx.db, async (db) => {
    await lock(db, place, seen);
    const [known] = await db
      .select({ spaceId: visits.spaceId, personId: visits.personId })
      .from(visits)
      .where(eq(visits.id, seen.id));
    if (known && known.spaceId !== place.space.id) return answer(seen, "not_yours");
    if (known) return answer(seen, known.personId ? "arrived" : "arrived_unnamed");
    const aside = await asideWith(db, seen.id);
    if (aside) return answer(seen, aside.spaceId === place.space.id ? "here_already" : "not_yours");

    const { space } = place;
    const { personId } = seen;
    const done = personId ? "arrived" : "arrived_unnamed";
    if (await isLate(db, place, seen)) {
      if (personId) await checkInOwnBookings(db, { personId, spaceId: space.id, at: seen.at });
      const { counts, leftElsewhere } = await retell(db, ctx.now, place, seen, "arrive");
      return answer(seen, counts ? done : "here_already", { leftElsewhere });
    }
    const session = await sessionArrivedFor(db, {
      spaceId: space.id,
      timeZone: space.timeZone,
      personId: seen.personId,
      at: seen.at,
      chosen: seen.sessionId,
    });
    if (!personId) {
      await open(ctx, db, place, seen, session, null);
      return answer(seen, done, { session });
    }

    const others = await notOverAt(db, personId, seen.at);
    const here = others.find((visit) => visit.spaceId === space.id && covers(visit, seen.at));
    if (here && !changesSession(here, session)) {
      if (session && !here.sessionId)
        await db.update(visits).set({ sessionId: session.id }).where(eq(visits.id, here.id));
      await setAside(db, place, seen, "arrive");
      return answer(seen, "here_already", { session });
    }

    const earlier = others.filter((visit) => isBefore(visit.arrivedAt, seen.at));
    for (const visit of earlier.filter(({ leftAt, leftAssumed }) => !leftAt || leftAssumed))
      await db
        .update(visits)
        .set({ leftAt: seen.at, leftAssumed: visit.id !== here?.id })
        .where(eq(visits.id, visit.id));
    const next = others.find((visit) => !isBefore(visit.arrivedAt, seen.at));
    // Before the visit, which locks its session: whoever moves a booking locks the two in this order.
    await checkInOwnBookings(db, { personId, spaceId: space.id, at: seen.at });
    await open(ctx, db, place, seen, session, next?.arrivedAt ?? null);
    const leftElsewhere = earlier.some(({ leftAt, spaceId }) => !leftAt && spaceId !== space.id);
    return answer(seen, done, { session, leftElsewhere });
  });
}

/** Somebody leaves. Nobody leaves who is not there: the people present are never fewer than none. */
export async function leave(ctx: Context, place: Place, seen: Seen): Promise<Answer> {
  return transaction(ctx.db, async (db) => {
    await lock(db, place, seen);
    const done = seen.personId ? "left" : "left_unnamed";
    const [known] = await db
      .select({ spaceId: visits.spaceId })
      .from(visits)
      .where(eq(visits.departureId, seen.id));
    if (known) return answer(seen, known.spaceId === place.space.id ? done : "not_yours");

    const nobody = seen.personId ? "not_here" : "nobody_unnamed";
    const aside = await asideWith(db, seen.id);
    if (aside) return answer(seen, aside.spaceId === place.space.id ? nobody : "not_yours");
    if (await isLate(db, place, seen)) {
      const { counts } = await retell(db, ctx.now, place, seen, "leave");
      return answer(seen, counts ? done : nobody);
    }

    const visit = await visitToEnd(db, place, seen);
    if (!visit) {
      await setAside(db, place, seen, "leave");
      return answer(seen, nobody);
    }
    await db
      .update(visits)
      .set({
        leftAt: seen.at,
        leftAssumed: false,
        departureId: seen.id,
        clockCorrected: visit.clockCorrected || seen.clockCorrected,
      })
      .where(eq(visits.id, visit.id));
    return answer(seen, done);
  });
}

/** One event at a time, and one event of a person at a time. */
async function lock(db: Database, { space }: Place, { id, personId }: Seen): Promise<void> {
  const event = sql`pg_advisory_xact_lock(hashtextextended(${id}, 16))`;
  if (personId === null) {
    await db.execute(sql`select ${event}, pg_advisory_xact_lock_shared(${UNNAMED}, hashtext(${space.id}))`);
    return;
  }
  await db.execute(sql`select ${event}`);
  await db.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("no key update");
}

async function open(
  ctx: Context,
  db: Database,
  { space, source, deviceId }: Place,
  seen: Seen,
  session: SessionToday | null,
  seenElsewhereAt: Temporal.Instant | null,
): Promise<void> {
  const closes = await closingAfter(db, space, seen.at);
  const closed = isBefore(ctx.now, closes) ? null : closes;
  const leftAt = seenElsewhereAt && (!closed || isBefore(seenElsewhereAt, closed)) ? seenElsewhereAt : closed;
  await db.insert(visits).values({
    id: seen.id,
    spaceId: space.id,
    sessionId: session?.id ?? null,
    personId: seen.personId,
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

/** A person's visits that last beyond a moment or begin after it, in order. */
async function notOverAt(db: Database, personId: string, at: Temporal.Instant): Promise<Visit[]> {
  return db
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.personId, personId),
        or(isNull(visits.leftAt), gt(visits.leftAt, at), gt(visits.arrivedAt, at)),
      ),
    )
    .orderBy(asc(visits.arrivedAt), asc(visits.id));
}

/**
 * What a departure ends: the latest visit of the person, when it is here and its end was not seen yet. An assumed end gives
 * way to one that was seen, on the same day. Without a name, whoever came first leaves first.
 */
async function visitToEnd(db: Database, { space }: Place, { personId, at }: Seen): Promise<Visit | null> {
  const assumedToday = and(
    eq(visits.leftAssumed, true),
    isNull(visits.departureId),
    gte(visits.arrivedAt, localDay(space.timeZone, at).start),
  );
  if (personId) {
    const [latest] = await db
      .select({ visit: visits, endable: sql<boolean>`${or(isNull(visits.leftAt), assumedToday)}` })
      .from(visits)
      .where(and(eq(visits.personId, personId), lte(visits.arrivedAt, at)))
      .orderBy(desc(visits.arrivedAt), desc(visits.id))
      .limit(1);
    return latest?.endable && latest.visit.spaceId === space.id ? latest.visit : null;
  }
  for (const endable of [isNull(visits.leftAt), assumedToday]) {
    const [first] = await db
      .select()
      .from(visits)
      .where(and(eq(visits.spaceId, space.id), isNull(visits.personId), lte(visits.arrivedAt, at), endable))
      .orderBy(asc(visits.arrivedAt), asc(visits.id))
      .limit(1)
      .for("update", { skipLocked: true });
    if (first) return first;
  }
  return null;
}

function covers({ arrivedAt, leftAt }: Visit, at: Temporal.Instant): boolean {
  return (
    Temporal.Instant.compare(arrivedAt, at.add({ seconds: SAME_ARRIVAL_SECONDS })) <= 0 &&
    (!leftAt || isBefore(at, leftAt))
  );
}

/** Who stays for the next session is there for both. */
function changesSession({ sessionId, leftAt }: Visit, session: SessionToday | null): boolean {
  return !leftAt && sessionId !== null && session !== null && sessionId !== session.id;
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

function answer(
  { id, clockCorrected }: Seen,
  outcome: Outcome,
  { session = null, leftElsewhere = false }: { session?: SessionToday | null; leftElsewhere?: boolean } = {},
): Answer {
  return { id, outcome, leftElsewhere, session: session?.title ?? null, clockCorrected };
}
