/** Something a door saw of one person, or of somebody without a name. */
export type DoorEvent = {
  id: string;
  kind: "arrive" | "leave";
  at: Temporal.Instant;
  spaceId: string;
  /** An arrival that is a visit already stays one. */
  isVisit: boolean;
};

/** Two scans of one arrival are never as far apart. */
export const SAME_ARRIVAL_SECONDS = 60;

/** A visit as a day tells it: ended by a departure that was seen, by an arrival elsewhere, or not yet. */
export type Told = {
  arrival: DoorEvent;
  endedBy: DoorEvent | null;
};

export type Day = { visits: Told[]; aside: DoorEvent[] };

/** One person's day, in order: in one place at a time, arriving twice is arriving once, and nobody leaves who is not there. */
export function dayOfPerson(events: readonly DoorEvent[]): Day {
  const day: Day = { visits: [], aside: events.filter((event) => isScannedAgain(event, events)) };
  let here: Told | null = null;
  for (const event of inOrder(events.filter((one) => !day.aside.includes(one)))) {
    const isSamePlace: boolean = here?.arrival.spaceId === event.spaceId;
    if (event.kind === "arrive" && (event.isVisit || !isSamePlace)) {
      if (here) here.endedBy = event;
      here = { arrival: event, endedBy: null };
      day.visits.push(here);
    } else if (event.kind === "leave" && here && isSamePlace) {
      here.endedBy = event;
      here = null;
    } else day.aside.push(event);
  }
  return day;
}

/** The day of those without a name in one space: whoever came first leaves first. */
export function dayOfUnnamed(events: readonly DoorEvent[]): Day {
  const day: Day = { visits: [], aside: [] };
  const here: Told[] = [];
  for (const event of inOrder(events)) {
    if (event.kind === "arrive") {
      const visit = { arrival: event, endedBy: null };
      here.push(visit);
      day.visits.push(visit);
      continue;
    }
    const first = here.shift();
    if (first) first.endedBy = event;
    else day.aside.push(event);
  }
  return day;
}

/** A scan that was written down a little later than the one that is a visit. */
function isScannedAgain(event: DoorEvent, events: readonly DoorEvent[]): boolean {
  if (event.kind === "leave" || event.isVisit) return false;
  const soon = event.at.add({ seconds: SAME_ARRIVAL_SECONDS });
  return events.some(
    ({ isVisit, spaceId, at }) =>
      isVisit &&
      spaceId === event.spaceId &&
      Temporal.Instant.compare(at, event.at) >= 0 &&
      Temporal.Instant.compare(at, soon) <= 0,
  );
}

function inOrder(events: readonly DoorEvent[]): DoorEvent[] {
  return events.toSorted(
    (one, other) =>
      Temporal.Instant.compare(one.at, other.at) ||
      one.kind.localeCompare(other.kind) ||
      one.id.localeCompare(other.id),
  );
}
