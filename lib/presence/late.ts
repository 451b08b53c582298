import { and, asc, eq, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { visitAsides, visits } from "#db/schema/presence.ts";
import { spaces } from "#db/schema/spaces.ts";
import { sessionArrivedFor } from "#lib/sessions/at-the-door.ts";
import { closingAfter } from "./closing.ts";
import { type DoorEvent, dayOfPerson, dayOfUnnamed, SAME_ARRIVAL_SECONDS, type Told } from "./retelling.ts";
import type { Place, Seen } from "./visits.ts";

type Aside = typeof visitAsides.$inferSelect;
type Visit = typeof visits.$inferSelect;

/** Those without a name of one space: who counts one shares this lock, who tells their day anew has it alone. */
export const UNNAMED = 16;

/** Whether something later of the same day and subject is known already: then the day is told anew. */
export async function isLate(db: Database, { space }: Place, { personId, at }: Seen): Promise<boolean> {
  const { start, end } = localDay(space.timeZone, at);
  const soon = at.add({ seconds: SAME_ARRIVAL_SECONDS });
  const [from, until, moment, after] = [start, end, at, soon].map(
    (each) => sql`${each.toString()}::timestamptz`,
  );
  const subject = personId ? sql`person_id = ${personId}` : sql`person_id is null and space_id = ${space.id}`;
  const seenLater = personId
    ? sql`arrived_at < ${until} and (arrived_at > ${after} or (arrived_at >= ${from} and left_at > ${moment} and not left_assumed))`
    : sql`departure_id is not null and left_at >= ${moment} and arrived_at < ${until}`;
  const { rows } = await db.execute<{ late: boolean }>(sql`
    select exists (select from visit where ${subject} and ${seenLater})
      or exists (select from visit_aside where ${subject} and at >= ${moment} and at < ${until}) as late`);
  return rows[0]?.late ?? false;
}

/** Keeps an event that changes nothing now: what comes in late may give it a meaning. */
export async function setAside(
  db: Database,
  { space, source, deviceId }: Place,
  { id, personId, at, sessionId, clockCorrected, codeStep }: Seen,
  kind: DoorEvent["kind"],
): Promise<void> {
  await db.insert(visitAsides).values({
    id,
    kind,
    spaceId: space.id,
    personId,
    at,
    sessionId,
    source,
    deviceId,
    clockCorrected,
    codeStep,
  });
}

/** The kind of an event that was set aside, or null when none with this id was. */
export async function asideWith(
  db: Database,
  id: string,
): Promise<Pick<Aside, "kind" | "spaceId" | "personId"> | null> {
  const [found] = await db
    .select({ kind: visitAsides.kind, spaceId: visitAsides.spaceId, personId: visitAsides.personId })
    .from(visitAsides)
    .where(eq(visitAsides.id, id));
  return found ?? null;
}

/**
 * Tells the day of a subject anew, with an event that comes after later ones: what is left is what would be there had all
 * come in order. The caller holds the lock of the person, or shares that of those without a name.
 *
 * @returns what became of the event: whether it is a visit or ends one, and whether it ended one elsewhere
 */
export async function retell(
  db: Database,
  now: Temporal.Instant,
  place: Place,
  seen: Seen,
  kind: DoorEvent["kind"],
): Promise<{ counts: boolean; leftElsewhere: boolean }> {
  const { personId } = seen;
  if (!personId) await db.execute(sql`select pg_advisory_xact_lock(${UNNAMED}, hashtext(${place.space.id}))`);
  await setAside(db, place, seen, kind);
  const { start, end } = localDay(place.space.timeZone, seen.at);
  const known = await db
    .select()
    .from(visits)
    .where(and(subjectOf(visits, place, personId), gte(visits.arrivedAt, start), lt(visits.arrivedAt, end)))
    .for("update");
  const asides = await db
    .select()
    .from(visitAsides)
    .where(and(subjectOf(visitAsides, place, personId), gte(visitAsides.at, start), lt(visitAsides.at, end)))
    .orderBy(asc(visitAsides.at), asc(visitAsides.id));

  const events = [...known.flatMap(eventsOf), ...asides.map(eventOf)];
  const day = (personId ? dayOfPerson : dayOfUnnamed)(events);
  await write(db, now, day.visits, { known, asides });
  await keepAside(db, day.aside, { known, asides, personId });

  const ended = day.visits.find(({ endedBy }) => endedBy?.id === seen.id);
  return {
    counts:
      kind === "arrive" ? day.visits.some(({ arrival }) => arrival.id === seen.id) : ended !== undefined,
    leftElsewhere: kind === "arrive" && ended !== undefined && ended.arrival.spaceId !== place.space.id,
  };
}

type Rows = { known: Visit[]; asides: Aside[] };

/** Ends first, then beginnings: one person is never in two places, not even between two statements. */
async function write(
  db: Database,
  now: Temporal.Instant,
  told: Told[],
  { known, asides }: Rows,
): Promise<void> {
  const byId = new Map(known.map((visit) => [visit.id, visit]));
  const places = await spacesOf(db, told);
  const changes = [];
  for (const { arrival, endedBy } of told) {
    const space = places.get(arrival.spaceId);
    if (!space) continue;
    const seenLeaving = endedBy?.kind === "leave";
    const end = seenLeaving ? endedBy.at : await assumedEnd(db, now, space, arrival, endedBy);
    const isSeen = seenLeaving || (endedBy?.spaceId === arrival.spaceId && end === endedBy.at);
    const change = {
      leftAt: end,
      leftAssumed: end !== null && !isSeen,
      departureId: seenLeaving ? endedBy.id : null,
    };
    const row = byId.get(arrival.id);
    if (row && sameEnd(row, change)) continue;
    changes.push({ arrival, space, change, row });
  }
  const taken = changes.flatMap(({ row }) => (row?.departureId ? [row.id] : []));
  if (taken.length > 0) await db.update(visits).set({ departureId: null }).where(inArray(visits.id, taken));
  for (const { arrival, space, change, row } of changes.sort(
    (one, other) => Number(one.change.leftAt === null) - Number(other.change.leftAt === null),
  )) {
    if (row) await db.update(visits).set(change).where(eq(visits.id, row.id));
    else
      await begin(
        db,
        now,
        space,
        asides.find(({ id }) => id === arrival.id),
        change,
      );
  }
}

type End = Pick<Visit, "leftAt" | "leftAssumed" | "departureId">;

/** An arrival that was set aside becomes a visit after all. */
async function begin(
  db: Database,
  now: Temporal.Instant,
  space: typeof spaces.$inferSelect,
  aside: Aside | undefined,
  end: End,
): Promise<void> {
  if (!aside) return;
  const { id, personId, at, source, deviceId, clockCorrected, codeStep } = aside;
  const day = { spaceId: space.id, timeZone: space.timeZone };
  const session = await sessionArrivedFor(db, { ...day, personId, at, chosen: aside.sessionId });
  await db.insert(visits).values({
    ...end,
    id,
    spaceId: space.id,
    sessionId: session?.id ?? null,
    personId,
    arrivedAt: at,
    source,
    deviceId,
    clockCorrected,
    codeStep,
    recordedAt: now,
  });
  await db.delete(visitAsides).where(eq(visitAsides.id, id));
}

/** Events that count nothing (any more) wait aside, and those that count now do not. */
async function keepAside(
  db: Database,
  aside: DoorEvent[],
  { known, asides, personId }: Rows & { personId: string | null },
): Promise<void> {
  const waiting = new Set(aside.map(({ id }) => id));
  const used = asides.filter(({ id }) => !waiting.has(id)).map(({ id }) => id);
  if (used.length > 0) await db.delete(visitAsides).where(inArray(visitAsides.id, used));
  const had = new Set(asides.map(({ id }) => id));
  for (const { id, kind, at, spaceId } of aside.filter((event) => !had.has(event.id))) {
    const visit = known.find(({ departureId }) => departureId === id);
    await db
      .insert(visitAsides)
      .values({ id, kind, at, spaceId, personId, source: visit?.source ?? "list", clockCorrected: false });
  }
}

/** When a visit ends that nobody was seen to end: by an arrival elsewhere or the closing of its space, whichever is first. */
async function assumedEnd(
  db: Database,
  now: Temporal.Instant,
  space: typeof spaces.$inferSelect,
  arrival: DoorEvent,
  next: DoorEvent | null,
): Promise<Temporal.Instant | null> {
  const closes = await closingAfter(db, space, arrival.at);
  if (next && Temporal.Instant.compare(next.at, closes) <= 0) return next.at;
  return next || Temporal.Instant.compare(closes, now) <= 0 ? closes : null;
}

function sameEnd(row: Visit, { leftAt, leftAssumed, departureId }: End): boolean {
  const isSameMoment = row.leftAt === leftAt || (row.leftAt && leftAt && row.leftAt.equals(leftAt));
  return Boolean(isSameMoment) && row.leftAssumed === leftAssumed && row.departureId === departureId;
}

async function spacesOf(db: Database, told: Told[]) {
  const ids = [...new Set(told.map(({ arrival }) => arrival.spaceId))];
  const rows = ids.length > 0 ? await db.select().from(spaces).where(inArray(spaces.id, ids)) : [];
  return new Map(rows.map((space) => [space.id, space]));
}

function eventsOf({ id, spaceId, arrivedAt, leftAt, departureId }: Visit): DoorEvent[] {
  const arrival: DoorEvent = { id, kind: "arrive", at: arrivedAt, spaceId, isVisit: true };
  if (!departureId || !leftAt) return [arrival];
  return [arrival, { id: departureId, kind: "leave", at: leftAt, spaceId, isVisit: false }];
}

function eventOf({ id, kind, at, spaceId }: Aside): DoorEvent {
  return { id, kind, at, spaceId, isVisit: false };
}

function subjectOf(table: typeof visits | typeof visitAsides, { space }: Place, personId: string | null) {
  return personId ? eq(table.personId, personId) : and(isNull(table.personId), eq(table.spaceId, space.id));
}

export function localDay(timeZone: string, at: Temporal.Instant) {
  const start = at.toZonedDateTimeISO(timeZone).startOfDay();
  return { start: start.toInstant(), end: start.add({ days: 1 }).toInstant() };
}
