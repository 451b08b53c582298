import type { Database } from "#db/client.ts";
import { subscribe } from "#lib/foundation/platform/database/listen.ts";
import { troubleOf } from "#lib/foundation/platform/errors/trouble.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import {
  type OccupancyNow,
  publicSpacesNow,
  type SpaceNow,
  sentToAll,
  sentToStaff,
  spacesNow,
} from "./now.ts";
import { nextPublicMoment } from "./rules.ts";

/** Many are counted at once: they are asked for as one. */
const GATHER_MS = 100;
/** Ages are told to staff anew, and figures that have grown old lose their word. */
const BEAT_MS = 30_000;
/** What could not be read is asked for again. */
const AGAIN_MS = 5_000;
/**
 * The first to watch opens the connection that listens: what was told meanwhile is asked for once
 * more.
 */
const SETTLE_MS = 2_000;

type Hear = (text: string) => void;

type Read = (spaceIds: string[] | "all", now: Temporal.Instant) => Promise<SpaceNow[]>;

/**
 * How spaces are read: as they are now for their staff, as they were at the last quarter of an hour
 * for everybody.
 */
export type Reads = { staff: Read; everybody: Read };

// Next evaluates a module once per bundle; what is watched is one per process.
const shared = globalThis as { triviumOccupancy?: LiveOccupancy };

/** Who is where now, for all who watch in this process. */
export function liveOccupancy(db: Database): LiveOccupancy {
  shared.triviumOccupancy ??= new LiveOccupancy(
    {
      staff: (spaceIds, now) => spacesNow({ db, now }, spaceIds),
      everybody: (spaceIds, now) => publicSpacesNow({ db, now }, spaceIds),
    },
    (hear) => subscribe("occupancy", hear),
  );
  return shared.triviumOccupancy;
}

/**
 * Asks the database once for a change, however many watch: one question at a time, for the spaces
 * that changed. Nothing is asked while nobody watches. Staff hear each change; everybody else hears
 * at each whole quarter of an hour and at no other time: when somebody came cannot be heard.
 */
export class LiveOccupancy {
  readonly #reads: Reads;
  readonly #staffOf = new Map<string, Set<Hear>>();
  readonly #publicOf = new Map<string, Set<Hear>>();
  readonly #ofNetwork = new Set<Hear>();
  readonly #due = new Set<string>();
  /** Of spaces that staff watch. */
  readonly #known = new Map<string, SpaceNow>();
  /** What everybody was told last, of each space that somebody watches. */
  readonly #sentLast = new Map<string, OccupancyNow>();
  readonly #sentOfNetwork = new Map<string, string>();
  #isReading = false;
  #last = Promise.resolve();
  #gathering: ReturnType<typeof setTimeout> | null = null;
  #beat: ReturnType<typeof setInterval> | null = null;
  #quarter: ReturnType<typeof setTimeout> | null = null;
  #again: ReturnType<typeof setTimeout> | null = null;
  #unsubscribe: (() => void) | null = null;
  readonly #subscribe: (hear: (spaceId: string) => void) => () => void;

  constructor(reads: Reads, subscribeTo: (hear: (spaceId: string) => void) => () => void) {
    this.#reads = reads;
    this.#subscribe = subscribeTo;
  }

  /** Tells of one space: at once, and again when there is something new. @returns what ends it */
  watchSpace(spaceId: string, isStaff: boolean, hear: Hear): () => void {
    const all = isStaff ? this.#staffOf : this.#publicOf;
    const watchers = all.get(spaceId) ?? new Set<Hear>();
    all.set(spaceId, watchers);
    watchers.add(hear);
    if (isStaff) this.#welcomeStaff(spaceId, hear);
    else this.#welcome(spaceId, hear);
    return () => {
      watchers.delete(hear);
      if (watchers.size === 0) all.delete(spaceId);
      if (!this.#publicOf.has(spaceId)) this.#sentLast.delete(spaceId);
      this.#stopIfAlone();
    };
  }

  /** Whether a newcomer to the whole network would be told at once, without asking the database. */
  get isKnown(): boolean {
    return this.#sentOfNetwork.size > 0;
  }

  /**
   * Tells of every space at once, and then of those whose word has changed.
   *
   * @returns what ends it
   */
  watchNetwork(hear: Hear): () => void {
    this.#ofNetwork.add(hear);
    this.#waitForQuarter();
    if (this.#sentOfNetwork.size > 0) hear(event(this.#allOfNetwork()));
    else void this.#notify(() => this.#sendToNetwork());
    return () => {
      this.#ofNetwork.delete(hear);
      if (this.#ofNetwork.size === 0) this.#sentOfNetwork.clear();
      this.#stopIfAlone();
    };
  }

  #welcomeStaff(spaceId: string, hear: Hear): void {
    this.#listen();
    const known = this.#known.get(spaceId);
    if (known) hear(event(sentToStaff(known, Temporal.Now.instant())));
    else this.#ask([spaceId]);
  }

  #welcome(spaceId: string, hear: Hear): void {
    this.#waitForQuarter();
    const sent = this.#sentLast.get(spaceId);
    if (sent) hear(event(sent));
    else void this.#notify(() => this.#sendToEverybody([spaceId]));
  }

  #listen(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.#subscribe((spaceId) => {
      if (this.#staffOf.has(spaceId)) this.#ask([spaceId]);
    });
    this.#beat = setInterval(() => this.#ask([...this.#staffOf.keys()]), BEAT_MS);
    setTimeout(() => this.#ask([...this.#staffOf.keys()]), SETTLE_MS);
  }

  #waitForQuarter(): void {
    if (this.#quarter) return;
    const now = Temporal.Now.instant();
    this.#quarter = setTimeout(
      () => {
        this.#quarter = null;
        this.#waitForQuarter();
        void this.#notify(async () => {
          await this.#sendToEverybody([...this.#publicOf.keys()]);
          await this.#sendToNetwork();
        });
      },
      now.until(nextPublicMoment(now)).total("milliseconds"),
    );
  }

  #stopIfAlone(): void {
    if (this.#staffOf.size === 0) {
      this.#unsubscribe?.();
      this.#unsubscribe = null;
      if (this.#beat) clearInterval(this.#beat);
      if (this.#gathering) clearTimeout(this.#gathering);
      this.#gathering = null;
      this.#due.clear();
      this.#known.clear();
    }
    if (this.#publicOf.size + this.#ofNetwork.size === 0 && this.#quarter) {
      clearTimeout(this.#quarter);
      this.#quarter = null;
    }
  }

  #ask(spaceIds: string[]): void {
    for (const spaceId of spaceIds) this.#due.add(spaceId);
    if (this.#due.size > 0 && !this.#isReading)
      this.#gathering ??= setTimeout(() => void this.#sendDue(), GATHER_MS);
  }

  async #sendDue(): Promise<void> {
    this.#gathering = null;
    if (this.#isReading || this.#due.size === 0) return;
    const due = [...this.#due];
    this.#due.clear();
    await this.#notify(() => this.#sendToStaff(due));
  }

  /** One after the other, so that an older answer never follows a newer one. */
  #notify(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => this.#sendNow(step));
    return this.#last;
  }

  async #sendNow(step: () => Promise<void>): Promise<void> {
    this.#isReading = true;
    try {
      await step();
    } catch (error) {
      log.warn({ trouble: troubleOf(error), err: error }, "occupancy not told");
      this.#notifyAgain();
    } finally {
      this.#isReading = false;
      this.#ask([]);
    }
  }

  /**
   * Once, a little later, to all who watch: without it they would hear nothing until the next
   * quarter.
   */
  #notifyAgain(): void {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      void this.#notify(async () => {
        await this.#sendToStaff([...this.#staffOf.keys()]);
        await this.#sendToEverybody([...this.#publicOf.keys()]);
        await this.#sendToNetwork();
      });
    }, AGAIN_MS);
    this.#again.unref();
  }

  async #sendToStaff(spaceIds: string[]): Promise<void> {
    if (spaceIds.length === 0) return;
    const now = Temporal.Now.instant();
    for (const space of await this.#reads.staff(spaceIds, now)) {
      const watchers = this.#staffOf.get(space.spaceId);
      if (!watchers) continue;
      this.#known.set(space.spaceId, space);
      sayTo(watchers, event(sentToStaff(space, now)));
    }
  }

  /** At every quarter, whether or not anything is new: so that the age of the figure is right. */
  async #sendToEverybody(spaceIds: string[]): Promise<void> {
    if (spaceIds.length === 0) return;
    const now = Temporal.Now.instant();
    for (const space of await this.#reads.everybody(spaceIds, now)) {
      const watchers = this.#publicOf.get(space.spaceId);
      if (!watchers) continue;
      const sent = sentToAll(space, now);
      this.#sentLast.set(space.spaceId, sent);
      sayTo(watchers, event(sent));
    }
  }

  async #sendToNetwork(): Promise<void> {
    if (this.#ofNetwork.size === 0) return;
    const now = Temporal.Now.instant();
    const changed = (await this.#reads.everybody("all", now))
      .map((space) => networkLine(sentToAll(space, now)))
      .filter((line) => this.#sentOfNetwork.get(line.space) !== JSON.stringify(line));
    for (const line of changed) this.#sentOfNetwork.set(line.space, JSON.stringify(line));
    if (changed.length > 0) sayTo(this.#ofNetwork, event(changed));
  }

  #allOfNetwork(): unknown[] {
    return [...this.#sentOfNetwork.values()].map((line) => JSON.parse(line));
  }
}

/** What a map and a list need: it changes when a word does. */
function networkLine({ space, band }: OccupancyNow) {
  return { space, band };
}

function event(said: unknown): string {
  return `event: occupancy\ndata: ${JSON.stringify(said)}\n\n`;
}

function sayTo(watchers: Set<Hear>, text: string): void {
  for (const hear of watchers) hear(text);
}
