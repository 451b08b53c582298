export type Step = { at: Temporal.Instant; in: number; out: number };

/**
 * How many are inside after these steps, in order of time. A counter misses people: at each moment
 * what is below nobody is nobody, and what is above the capacity is the capacity, so that one fault
 * does not stay for the rest of the day. At one moment those who come in come first. `people_after`
 * in migration 15 walks the same way.
 */
export function peopleAfter(steps: Step[], capacity: number): number {
  return steps
    .toSorted(
      (one, other) =>
        Temporal.Instant.compare(one.at, other.at) || other.in - other.out - (one.in - one.out),
    )
    .reduce((inside, step) => Math.min(capacity, Math.max(0, inside + step.in - step.out)), 0);
}

export const BANDS = ["quiet", "busy", "full"] as const;

export type Band = (typeof BANDS)[number];

const BUSY_FROM = 0.4;
const FULL_FROM = 0.85;

/** How busy it is, in a word that tells of nobody. */
export function bandOf(people: number, capacity: number): Band {
  const share = capacity > 0 ? people / capacity : 0;
  return share >= FULL_FROM ? "full" : share >= BUSY_FROM ? "busy" : "quiet";
}

const MISSED_INTERVALS = 2;

/** Two reports that did not come: the figure may be told, but not as that of now. */
export function isStale(
  observedAt: Temporal.Instant,
  intervalMinutes: number,
  now: Temporal.Instant,
) {
  return observedAt.until(now).total("minutes") > intervalMinutes * MISSED_INTERVALS;
}

const WRONG_SECONDS = 60;
const WRONG_HOURS = 3;
const QUEUE_HOURS = 24;

export type Clocked = { observedAt: Temporal.Instant; clock: "device" | "receiver" };

export type Sent = {
  now: Temporal.Instant;
  /** The old moments are meant: a store says so, or a network with a clock of its own. */
  isHistory: boolean;
  /** What the device's clock said when it sent the delivery. */
  sentAt?: Temporal.Instant | undefined;
  /** Before this the counter was not there. */
  addedAt: Temporal.Instant;
};

/**
 * Whose clock to believe. A device that says what its clock showed when it sent is corrected by
 * just that. Without it: what is still to come cannot be, and where even the newest is hours old
 * the clock is wrong. All are then moved so that the newest is now and the distances stay. Older
 * than a day it is a queue that waited, and its moments are believed, as far back as the counter
 * was there.
 */
export function clocked(moments: Temporal.Instant[], sent: Sent): Clocked[] {
  const { now } = sent;
  const latest = now.add({ seconds: WRONG_SECONDS });
  const isAhead = (moment: Temporal.Instant) => Temporal.Instant.compare(moment, latest) > 0;
  const off = clockError(moments, sent, isAhead);
  return moments.map((moment) => {
    const meant = off ? moment.add(off) : moment;
    if (isAhead(meant)) return { observedAt: now, clock: "receiver" };
    return { observedAt: meant, clock: off ? "receiver" : "device" };
  });
}

/** What has to be added to the device's clock; null where it is believed. */
function clockError(
  moments: Temporal.Instant[],
  { now, isHistory, sentAt, addedAt }: Sent,
  isAhead: (moment: Temporal.Instant) => boolean,
): Temporal.Duration | null {
  if (sentAt) {
    const off = sentAt.until(now);
    return Math.abs(off.total("seconds")) > WRONG_SECONDS ? off : null;
  }
  const all = moments.every(isAhead);
  const newest = newestOf(all ? moments : moments.filter((moment) => !isAhead(moment)));
  if (!newest) return null;
  const off = newest.until(now);
  if (all) return off;
  const hours = off.total("hours");
  const wasThere = Temporal.Instant.compare(newest, addedAt) >= 0;
  return !isHistory && hours >= WRONG_HOURS && (hours < QUEUE_HOURS || !wasThere) ? off : null;
}

function newestOf(moments: Temporal.Instant[]): Temporal.Instant | null {
  return moments.reduce<Temporal.Instant | null>(
    (one, other) => (one && Temporal.Instant.compare(one, other) > 0 ? one : other),
    null,
  );
}

/**
 * The public is told of the last whole quarter of an hour: what happens between two of them changes
 * nothing that it sees.
 */
const PUBLIC_BEAT_MINUTES = 15;

/** The quarter of an hour that everybody is told of at this moment. */
export function publicMoment(now: Temporal.Instant): Temporal.Instant {
  return now.round({
    smallestUnit: "minute",
    roundingIncrement: PUBLIC_BEAT_MINUTES,
    roundingMode: "floor",
  });
}

export function nextPublicMoment(now: Temporal.Instant): Temporal.Instant {
  return publicMoment(now).add({ minutes: PUBLIC_BEAT_MINUTES });
}

type Seen = { people: number; capacity: number; isStale: boolean };

/**
 * The word that everybody may hear. Fewer than ten people make no difference to it: with a counter
 * at work the space is then quiet, whether there is nobody, somebody or one group, and whether the
 * counter or the register speaks of them.
 *
 * @param counter what the counters of the space say, null where none has spoken
 * @param registered who checked in, null where nobody has
 * @param hasCounter whether a counter was added or has spoken in the last week
 * @returns null where nothing can be said without telling of few people
 */
export function publicBand({
  counter,
  registered,
  hasCounter,
}: {
  counter: Seen | null;
  registered: Seen | null;
  hasCounter: boolean;
}): { band: Band; from: "counter" | "visits" } | null {
  const isMany = (seen: Seen | null): seen is Seen =>
    seen !== null && seen.people >= FEWEST_IN_PUBLIC;
  if (counter && !counter.isStale)
    return {
      band: isMany(counter) ? bandOf(counter.people, counter.capacity) : "quiet",
      from: "counter",
    };
  if (isMany(registered))
    return { band: bandOf(registered.people, registered.capacity), from: "visits" };
  return hasCounter && !isMany(counter) ? { band: "quiet", from: "counter" } : null;
}

/** Fewer than this many are never told as a number: to staff, and to everybody. */
const FEWEST = 5;
export const FEWEST_IN_PUBLIC = 10;
const STEP_IN_PUBLIC = 5;

/**
 * The number that staff may be told, or null: few people, or one group in a room of its own, can be
 * guessed at.
 */
export function tellable(people: number, heldByOneBooking: boolean): number | null {
  if (heldByOneBooking) return null;
  return people === 0 || people >= FEWEST ? people : null;
}

/**
 * The number that everybody may be told, rounded down so that two of them cannot be subtracted;
 * null where there is none.
 */
export function tellableInPublic(people: number, heldByOneBooking: boolean): number | null {
  if (heldByOneBooking || people < FEWEST_IN_PUBLIC) return null;
  return Math.floor(people / STEP_IN_PUBLIC) * STEP_IN_PUBLIC;
}

/** A word about a small group in a room of its own is a number in disguise. */
export function isWordTellable(people: number, heldByOneBooking: boolean): boolean {
  return !heldByOneBooking || people >= FEWEST_IN_PUBLIC;
}

/**
 * The number of a whole space beside those of its rooms: null where it would give away what a room
 * keeps back.
 * @param rooms what is told of each room that has a figure, null where it is kept back
 */
export function tellableBeside(whole: number | null, rooms: (number | null)[]): number | null {
  const keptBack = rooms.filter((people) => people === null).length;
  if (whole === null || keptBack === 0) return whole;
  const rest = whole - rooms.reduce<number>((sum, people) => sum + (people ?? 0), 0);
  return keptBack > 1 && rest >= FEWEST ? whole : null;
}

/** A group that makes up so much of a figure is the figure. */
const DOMINANT_SHARE = 0.85;

/**
 * Whether one of the groups that have rooms now is nearly everybody who is there.
 *
 * @param groups people of each
 */
export function isOneGroup(people: number, groups: number[]): boolean {
  return groups.some((group) => group >= people * DOMINANT_SHARE);
}
