import type { Database } from "#db/client.ts";
import { subscribe } from "#lib/platform/listen.ts";
import { log } from "#lib/platform/log.ts";
import { type OccupancyNow, type SpaceNow, spacesNow, toldToAll, toldToStaff } from "./now.ts";

/** Many are counted at once: they are asked for as one. */
const GATHER_MS = 100;
/** Ages are told anew, and figures that have grown old lose their word. */
const BEAT_MS = 30_000;
/** The first to watch opens the connection that listens: what was told meanwhile is asked for once more. */
const SETTLE_MS = 2_000;

type Hear = (text: string) => void;

type Read = (spaceIds: string[] | "all", now: Temporal.Instant) => Promise<SpaceNow[]>;

// Next evaluates a module once per bundle; what is watched is one per process.
const shared = globalThis as { triviumOccupancy?: LiveOccupancy };

/** Who is where now, for all who watch in this process. */
export function liveOccupancy(db: Database): LiveOccupancy {
  shared.triviumOccupancy ??= new LiveOccupancy(
    (spaceIds, now) => spacesNow({ db, now }, spaceIds),
    (hear) => subscribe("occupancy", hear),
  );
  return shared.triviumOccupancy;
}

/**
 * Asks the database once for a change, however many watch: one question at a time, for the spaces that changed.
 * Nothing is asked while nobody watches.
 */
export class LiveOccupancy {
  readonly #read: Read;
  readonly #ofSpace = new Map<string, { staff: Set<Hear>; all: Set<Hear> }>();
  readonly #ofNetwork = new Set<Hear>();
  readonly #due = new Set<string>();
  /** Of spaces somebody watches, or of all while somebody watches the network. */
  readonly #known = new Map<string, SpaceNow>();
  readonly #toldOfNetwork = new Map<string, string>();
  #isReading = false;
  #last = Promise.resolve();
  #gathering: ReturnType<typeof setTimeout> | null = null;
  #beat: ReturnType<typeof setInterval> | null = null;
  #unsubscribe: (() => void) | null = null;
  readonly #subscribe: (hear: (spaceId: string) => void) => () => void;

  constructor(read: Read, subscribeTo: (hear: (spaceId: string) => void) => () => void) {
    this.#read = read;
    this.#subscribe = subscribeTo;
  }

  /** Tells of one space: at once, after each change, and now and then. @returns what ends it */
  watchSpace(spaceId: string, isStaff: boolean, hear: Hear): () => void {
    const watchers = this.#ofSpace.get(spaceId) ?? { staff: new Set(), all: new Set() };
    this.#ofSpace.set(spaceId, watchers);
    const mine = isStaff ? watchers.staff : watchers.all;
    mine.add(hear);
    this.#start();
    const known = this.#known.get(spaceId);
    if (known) hear(event((isStaff ? toldToStaff : toldToAll)(known, Temporal.Now.instant())));
    else this.#ask([spaceId]);
    return () => {
      mine.delete(hear);
      if (watchers.staff.size + watchers.all.size === 0) this.#ofSpace.delete(spaceId);
      this.#stopIfAlone();
    };
  }

  /** Tells of every space at once, and then of those whose word has changed. @returns what ends it */
  watchNetwork(hear: Hear): () => void {
    this.#ofNetwork.add(hear);
    this.#start();
    if (this.#toldOfNetwork.size > 0) hear(event(this.#allOfNetwork()));
    else void this.#tell("all");
    return () => {
      this.#ofNetwork.delete(hear);
      if (this.#ofNetwork.size === 0) this.#toldOfNetwork.clear();
      this.#stopIfAlone();
    };
  }

  #start(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.#subscribe((spaceId) => {
      if (this.#ofNetwork.size > 0 || this.#ofSpace.has(spaceId)) this.#ask([spaceId]);
    });
    this.#beat = setInterval(() => void this.#tellAgain(), BEAT_MS);
    setTimeout(() => void this.#tellAgain(), SETTLE_MS);
  }

  #stopIfAlone(): void {
    if (this.#ofNetwork.size + this.#ofSpace.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    if (this.#beat) clearInterval(this.#beat);
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#due.clear();
    this.#known.clear();
  }

  async #tellAgain(): Promise<void> {
    if (this.#ofNetwork.size > 0) await this.#tell("all");
    else if (this.#ofSpace.size > 0) this.#ask([...this.#ofSpace.keys()]);
  }

  #ask(spaceIds: string[]): void {
    for (const spaceId of spaceIds) this.#due.add(spaceId);
    if (!this.#isReading) this.#gathering ??= setTimeout(() => void this.#tellDue(), GATHER_MS);
  }

  async #tellDue(): Promise<void> {
    this.#gathering = null;
    if (this.#isReading || this.#due.size === 0) return;
    const due = [...this.#due];
    this.#due.clear();
    await this.#tell(due);
  }

  /** One after the other, so that an older answer never follows a newer one. */
  #tell(which: string[] | "all"): Promise<void> {
    this.#last = this.#last.then(() => this.#tellNow(which));
    return this.#last;
  }

  async #tellNow(which: string[] | "all"): Promise<void> {
    this.#isReading = true;
    try {
      const now = Temporal.Now.instant();
      const found = await this.#read(which, now);
      for (const space of found) this.#tellSpace(space, now);
      this.#tellNetwork(found, now);
    } catch (error) {
      log.warn({ err: error }, "occupancy not told");
    } finally {
      this.#isReading = false;
      if (this.#due.size > 0) this.#ask([]);
    }
  }

  #tellSpace(space: SpaceNow, now: Temporal.Instant): void {
    const watchers = this.#ofSpace.get(space.spaceId);
    if (!watchers) return;
    this.#known.set(space.spaceId, space);
    if (watchers.all.size > 0) sayTo(watchers.all, event(toldToAll(space, now)));
    if (watchers.staff.size > 0) sayTo(watchers.staff, event(toldToStaff(space, now)));
  }

  #tellNetwork(found: SpaceNow[], now: Temporal.Instant): void {
    if (this.#ofNetwork.size === 0) return;
    const changed = found
      .map((space) => networkLine(toldToAll(space, now)))
      .filter((line) => this.#toldOfNetwork.get(line.space) !== JSON.stringify(line));
    for (const line of changed) this.#toldOfNetwork.set(line.space, JSON.stringify(line));
    if (changed.length > 0) sayTo(this.#ofNetwork, event(changed));
  }

  #allOfNetwork(): unknown[] {
    return [...this.#toldOfNetwork.values()].map((line) => JSON.parse(line));
  }
}

/** What a map and a list need: it changes when a word does, and not with every count. */
function networkLine({ space, band }: OccupancyNow) {
  return { space, band };
}

function event(told: unknown): string {
  return `event: occupancy\ndata: ${JSON.stringify(told)}\n\n`;
}

function sayTo(watchers: Set<Hear>, text: string): void {
  for (const hear of watchers) hear(text);
}
