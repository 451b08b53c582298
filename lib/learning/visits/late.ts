import { and, asc, desc, eq, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { visitAsides, visits } from "#db/schema/presence.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { lockUnnamed } from "#lib/foundation/platform/database/locks.ts";
import { closingAfter } from "./closing.ts";
import {
  type Day,
  type DoorEvent,
  type DoorVisit,
  isOpen,
  visitsOfPerson,
  visitsOfUnnamed,
} from "./retelling.ts";
import type { Place, Seen } from "./visits.ts";

type Aside = typeof visitAsides.$inferSelect;
type Visit = typeof visits.$inferSelect;

/** No visit lasts longer, so no visit that begins further away depends on an event. */
const LONGEST_VISIT = { hours: 48 };

/**
 * Whether something later is known of those without a name in a space: then their visits are told
 * anew.
 */
export async function isLateUnnamed(
  db: Database,
  { space }: Place,
  { at }: Seen,
): Promise<boolean> {
  const [moment, until] = [at, at.add(LONGEST_VISIT)].map(
    (each) => sql`${each.toString()}::timestamptz`,
  );
  const rows = await rowsOf<{ late: boolean }>(
    db,
    sql`
      select exists (select from visit where person_id is null and space_id = ${space.id}
          and departure_id is not null and left_at >= ${moment} and left_at < ${until})
        or exists (select from visit_aside where person_id is null and space_id = ${space.id}
          and at >= ${moment} and at < ${until}) as late`,
  );
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
    .select({
      kind: visitAsides.kind,
      spaceId: visitAsides.spaceId,
      personId: visitAsides.personId,
    })
    .from(visitAsides)
    .where(eq(visitAsides.id, id));
  return found ?? null;
}

/**
 * Tells the visits of a subject around an event anew: what is left is what would be there had
 * everything come in order. The caller holds the lock of the person, or shares that of those
 * without a name.
 *
 * @returns what became of the event: whether it is a visit or ends one, and whether it ended one
 *   elsewhere
 */
export async function retell(
  db: Database,
  now: Temporal.Instant,
  place: Place,
  seen: Seen,
  kind: DoorEvent["kind"],
): Promise<{ counts: boolean; leftElsewhere: boolean }> {
  const { personId } = seen;
  if (!personId) await db.execute(sql`select ${lockUnnamed(place.space.id)}`);
  await setAside(db, place, seen, kind);
  const since = await beginning(db, place, seen);
  // The last visits that may change end by what comes up to a visit's length later: that is read as
  // well, and stays as it is.
  const until = seen.at.add(LONGEST_VISIT);
  const readUntil = until.add(LONGEST_VISIT);
  const known = await db
    .select()
    .from(visits)
    .where(
      and(
        subjectOf(visits, place, personId),
        gte(visits.arrivedAt, since),
        lt(visits.arrivedAt, readUntil),
      ),
    )
    .for("update");
  const asides = await db
    .select()
    .from(visitAsides)
    .where(
      and(
        subjectOf(visitAsides, place, personId),
        gte(visitAsides.at, since),
        lt(visitAsides.at, readUntil),
      ),
    )
    .orderBy(asc(visitAsides.at), asc(visitAsides.id));

  const events = await withClosings(db, [...known.flatMap(eventsOf), ...asides.map(eventOf)]);
  const day = (personId ? visitsOfPerson : visitsOfUnnamed)(events);
  await write(db, now, day, { known, asides, personId, until });

  const ended = day.visits.find(({ endedBy }) => endedBy?.id === seen.id);
  return {
    counts:
      kind === "arrive"
        ? day.visits.some(({ arrival }) => arrival.id === seen.id)
        : ended !== undefined,
    leftElsewhere:
      kind === "arrive" &&
      ended !== undefined &&
      ended.arrival.spaceId !== place.space.id &&
      isOpen(ended.arrival, seen.at),
  };
}

/** From when on visits are worked out: the start of a visit, so that nothing before it matters. */
async function beginning(
  db: Database,
  place: Place,
  { personId, at }: Seen,
): Promise<Temporal.Instant> {
  const since = at.subtract(LONGEST_VISIT);
  const [before] = await db
    .select({ arrivedAt: visits.arrivedAt })
    .from(visits)
    .where(
      and(
        subjectOf(visits, place, personId),
        lt(visits.arrivedAt, since),
        gte(visits.arrivedAt, since.subtract(LONGEST_VISIT)),
      ),
    )
    .orderBy(personId ? desc(visits.arrivedAt) : asc(visits.arrivedAt))
    .limit(1);
  return before?.arrivedAt ?? since;
}

/** Arrivals know when their space closes. */
async function withClosings(db: Database, events: DoorEvent[]): Promise<DoorEvent[]> {
  const places = await spacesOf(db, events);
  const known: DoorEvent[] = [];
  for (const event of events) {
    const space = places.get(event.spaceId);
    const closes =
      space && event.kind === "arrive" ? await closingAfter(db, space, event.at) : null;
    known.push({ ...event, closes });
  }
  return known;
}

/** What is there, and until when visits may begin that change by it. */
type Rows = { known: Visit[]; asides: Aside[]; personId: string | null; until: Temporal.Instant };

/**
 * Writes down what is different now. Ends first, then beginnings: one person is never in two
 * places, not even between two statements.
 */
async function write(
  db: Database,
  now: Temporal.Instant,
  { visits: seen, aside }: Day,
  rows: Rows,
) {
  const { known, asides, until } = rows;
  const mayChange = (at: Temporal.Instant) => Temporal.Instant.compare(at, until) < 0;
  const byId = new Map(known.map((visit) => [visit.id, visit]));
  const changes = seen.flatMap((visit) => {
    if (!mayChange(visit.arrival.at)) return [];
    const row = byId.get(visit.arrival.id);
    const change = endOf(visit, now);
    return row && isSame(row, change) ? [] : [{ visit, change, row }];
  });
  const isVisit = new Set(seen.map(({ arrival }) => arrival.id));
  const gone = known
    .filter(({ id, arrivedAt }) => !isVisit.has(id) && mayChange(arrivedAt))
    .map(({ id }) => id);
  if (gone.length > 0) await db.delete(visits).where(inArray(visits.id, gone));
  const freed = changes.flatMap(({ row }) => (row?.departureId ? [row.id] : []));
  if (freed.length > 0)
    await db.update(visits).set({ departureId: null }).where(inArray(visits.id, freed));

  await keepAside(db, aside, rows);
  for (const { visit, change, row } of changes.sort(
    (one, other) => Number(one.change.leftAt === null) - Number(other.change.leftAt === null),
  )) {
    if (row) {
      await db.update(visits).set(change).where(eq(visits.id, row.id));
      continue;
    }
    const seen = asides.find(({ id }) => id === visit.arrival.id);
    if (!seen) continue;
    const { kind: _, at, ...arrival } = seen;
    await db.insert(visits).values({ ...arrival, arrivedAt: at, ...change, recordedAt: now });
  }
}

/** Events that count nothing (any more) wait aside, and those that count now do not. */
async function keepAside(
  db: Database,
  aside: DoorEvent[],
  { known, asides, personId }: Rows,
): Promise<void> {
  const waiting = new Set(aside.map(({ id }) => id));
  const used = asides.filter(({ id }) => !waiting.has(id)).map(({ id }) => id);
  if (used.length > 0) await db.delete(visitAsides).where(inArray(visitAsides.id, used));
  const had = new Set(asides.map(({ id }) => id));
  for (const { id, kind, at, spaceId, sessionId } of aside.filter((event) => !had.has(event.id))) {
    const visit = known.find((row) => row.id === id || row.departureId === id);
    const {
      source = "list",
      deviceId = null,
      clockCorrected = false,
      codeStep = null,
    } = visit ?? {};
    const seen = {
      source,
      deviceId,
      clockCorrected,
      codeStep: kind === "arrive" ? codeStep : null,
    };
    await db.insert(visitAsides).values({ id, kind, at, spaceId, personId, sessionId, ...seen });
  }
}

type End = Pick<Visit, "leftAt" | "leftAssumed" | "departureId" | "sessionId">;

/**
 * How a visit ends: as it was seen, or by the next arrival or the closing of its space, whichever
 * is first.
 */
function endOf({ arrival, endedBy, sessionId }: DoorVisit, now: Temporal.Instant): End {
  if (endedBy?.kind === "leave")
    return { leftAt: endedBy.at, leftAssumed: false, departureId: endedBy.id, sessionId };
  const { closes } = arrival;
  const closed = closes && Temporal.Instant.compare(closes, now) <= 0 ? closes : null;
  const leftAt = endedBy && isOpen(arrival, endedBy.at) ? endedBy.at : endedBy ? closes : closed;
  // Seen again in the same place while it is open: they stayed, and are there for the next session.
  const isSeen = endedBy?.spaceId === arrival.spaceId && leftAt === endedBy.at;
  return { leftAt, leftAssumed: leftAt !== null && !isSeen, departureId: null, sessionId };
}

function isSame(row: Visit, { leftAt, leftAssumed, departureId, sessionId }: End): boolean {
  const isSameMoment = row.leftAt === leftAt || (row.leftAt && leftAt && row.leftAt.equals(leftAt));
  return (
    Boolean(isSameMoment) &&
    row.leftAssumed === leftAssumed &&
    row.departureId === departureId &&
    row.sessionId === sessionId
  );
}

async function spacesOf(db: Database, events: DoorEvent[]) {
  const ids = [...new Set(events.map(({ spaceId }) => spaceId))];
  const rows =
    ids.length > 0 ? await db.select().from(spaceView).where(inArray(spaceView.id, ids)) : [];
  return new Map(rows.map((space) => [space.id, space]));
}

function eventsOf({ id, spaceId, sessionId, arrivedAt, leftAt, departureId }: Visit): DoorEvent[] {
  const arrival: DoorEvent = {
    id,
    kind: "arrive",
    at: arrivedAt,
    spaceId,
    sessionId,
    closes: null,
    isVisit: true,
  };
  if (!departureId || !leftAt) return [arrival];
  return [arrival, { ...arrival, id: departureId, kind: "leave", at: leftAt, sessionId: null }];
}

function eventOf({ id, kind, at, spaceId, sessionId }: Aside): DoorEvent {
  return { id, kind, at, spaceId, sessionId, closes: null };
}

function subjectOf(
  table: typeof visits | typeof visitAsides,
  { space }: Place,
  personId: string | null,
) {
  return personId
    ? eq(table.personId, personId)
    : and(isNull(table.personId), eq(table.spaceId, space.id));
}
