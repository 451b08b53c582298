import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const LOOK_MS = 1_000;

/**
 * Letters that left, as they are found in the outbox folder. The folder keeps the newest few
 * hundred: it is looked at every second, and what was once seen there counts.
 */
export class Letters {
  /** Of the messages that became letters. */
  readonly ids = new Set<string>();
  /** Of the bookings and series that they speak of. */
  readonly speakOf = new Set<string>();
  readonly #folder: string;
  readonly #looking: NodeJS.Timeout;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, "outbox");
    this.#looking = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  async look(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names.filter((file) => file.endsWith(".json"))) {
      const id = name.slice(0, -".json".length);
      if (this.ids.has(id)) continue;
      // One that is gone by now was read before, or is of those that make room.
      const text = await readFile(join(this.#folder, name), "utf8").catch(() => null);
      if (text === null) continue;
      this.ids.add(id);
      for (const [thing] of text.matchAll(/(?<=\/(?:bookings|series)\/)[0-9a-f-]{36}/g))
        this.speakOf.add(thing);
    }
  }

  stop(): void {
    clearInterval(this.#looking);
  }
}
