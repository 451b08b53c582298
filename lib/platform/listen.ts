import pg from "pg";
import { log } from "./log.ts";
import { settings } from "./settings.ts";

type Handler = (payload: string) => void;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

// Next evaluates a module once per bundle; the connection is one per process.
const shared = globalThis as { triviumListener?: Listener };

/** Hears what the database tells on a channel (NOTIFY), until the answer is called. What is told while it is away is missed. */
export function subscribe(channel: string, handler: Handler): () => void {
  shared.triviumListener ??= new Listener();
  return shared.triviumListener.add(channel, handler);
}

/** One connection of its own, opened at the first subscription and again whenever it is lost. */
class Listener {
  readonly #handlers = new Map<string, Set<Handler>>();
  #client: pg.Client | null = null;
  #wait = FIRST_WAIT_MS;

  constructor() {
    void this.#connect();
  }

  add(channel: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(channel) ?? new Set();
    this.#handlers.set(channel, handlers.add(handler));
    if (handlers.size === 1) void this.#listen(channel);
    return () => {
      handlers.delete(handler);
    };
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: settings().databaseUrl,
      application_name: "trivium-listen",
      keepAlive: true,
    });
    client.on("notification", ({ channel, payload = "" }) => {
      for (const handler of this.#handlers.get(channel) ?? []) handler(payload);
    });
    client.on("error", () => {});
    client.once("end", () => {
      this.#client = null;
      setTimeout(() => void this.#connect(), this.#wait).unref();
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    });
    try {
      await client.connect();
      this.#client = client;
      this.#wait = FIRST_WAIT_MS;
      for (const channel of this.#handlers.keys()) await this.#listen(channel);
    } catch (error) {
      log.warn({ err: error }, "not listening to the database");
      await client.end().catch(() => {});
    }
  }

  async #listen(channel: string): Promise<void> {
    await this.#client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(() => {});
  }
}
