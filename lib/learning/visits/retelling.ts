/** Something a door saw of one person, or of somebody without a name. */
export type DoorEvent = {
  id: string;
  kind: "arrive" | "leave";
  at: Temporal.Instant;
  spaceId: string;
  /** The session somebody arrives for; null for free use of the space, and for a departure. */
  sessionId: string | null;
  /** When the space closes after this arrival. Null when it is not asked: then it never does. */
  closes: Temporal.Instant | null;
  /** It began or ended a visit already: of two events at one moment it stays the one that does. */
  isVisit?: boolean;
};

/** So long after the closing a departure still ends the visit of that day. */
const LEAVING_AFTER_CLOSING = { hours: 6 };

/** A visit: ended by a departure that was seen, by the next arrival, or by nobody yet. */
export type DoorVisit = {
  arrival: DoorEvent;
  endedBy: DoorEvent | null;
  /** The session of the arrival, or of a later scan of the same visit. */
  sessionId: string | null;
};

export type Day = { visits: DoorVisit[]; aside: DoorEvent[] };

/**
 * The visits of one person, from everything that was seen of them, in whichever order it came in:
 * in one place at a time, arriving twice is arriving once, and nobody leaves who is not there.
 * Whoever is seen again after the closing, or arrives for another session, begins a visit.
 */
export function visitsOfPerson(events: readonly DoorEvent[]): Day {
  const day: Day = { visits: [], aside: [] };
  let here: DoorVisit | null = null;
  for (const event of inOrder(events)) {
    const visit: DoorVisit | null = here;
    const isSamePlace = visit !== null && visit.arrival.spaceId === event.spaceId;
    if (event.kind === "leave") {
      if (visit && isSamePlace && mayLeave(visit.arrival, event.at)) {
        visit.endedBy = event;
        here = null;
      } else day.aside.push(event);
    } else if (
      visit &&
      isSamePlace &&
      isOpen(visit.arrival, event.at) &&
      !changesSession(visit, event)
    ) {
      visit.sessionId ??= event.sessionId;
      day.aside.push(event);
    } else {
      if (visit) visit.endedBy = event;
      here = { arrival: event, endedBy: null, sessionId: event.sessionId };
      day.visits.push(here);
    }
  }
  return day;
}

/** Whether the space has not closed yet since an arrival. */
export function isOpen({ closes }: DoorEvent, at: Temporal.Instant): boolean {
  return !closes || Temporal.Instant.compare(at, closes) < 0;
}

/**
 * Whether a departure can still end a visit: until some hours after the closing, also past
 * midnight.
 */
export function mayLeave({ closes }: DoorEvent, at: Temporal.Instant): boolean {
  return !closes || Temporal.Instant.compare(at, closes.add(LEAVING_AFTER_CLOSING)) <= 0;
}

/** Who stays for the next session is there for both. */
function changesSession({ sessionId }: DoorVisit, { sessionId: next }: DoorEvent): boolean {
  return sessionId !== null && next !== null && sessionId !== next;
}

/**
 * Those without a name in one space: whoever came first leaves first; of those whom the closing
 * ended, only when nobody else is there.
 */
export function visitsOfUnnamed(events: readonly DoorEvent[]): Day {
  const day: Day = { visits: [], aside: [] };
  const here: DoorVisit[] = [];
  for (const event of inOrder(events)) {
    if (event.kind === "arrive") {
      const visit = { arrival: event, endedBy: null, sessionId: event.sessionId };
      here.push(visit);
      day.visits.push(visit);
      continue;
    }
    const first =
      here.find(({ arrival }) => isOpen(arrival, event.at)) ??
      here.find(({ arrival }) => mayLeave(arrival, event.at));
    if (first) {
      first.endedBy = event;
      here.splice(here.indexOf(first), 1);
    } else day.aside.push(event);
  }
  return day;
}

function inOrder(events: readonly DoorEvent[]): DoorEvent[] {
  return events.toSorted(
    (one, other) =>
      Temporal.Instant.compare(one.at, other.at) ||
      one.kind.localeCompare(other.kind) ||
      Number(other.isVisit ?? false) - Number(one.isVisit ?? false) ||
      one.id.localeCompare(other.id),
  );
}
