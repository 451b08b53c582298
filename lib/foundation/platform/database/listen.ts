import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { LIMITS } from "#db/limits.ts";
import { troubleOf } from "../errors/trouble.ts";
import { log } from "../logs/log.ts";
import { settings } from "../settings/settings.ts";

type Handler = (payload: string) => void;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/**
 * How often it is asked whether the connection still hears: a server that hangs, or a cable that is
 * cut, says nothing.
 */
const ASKED_EVERY_MS = 20_000;
const { connectionMs, statementMs } = LIMITS.probe;

// Next evaluates a module once per bundle; the connection is one per process.
const shared = globalThis as { triviumListener?: Listener };

/**
 * Hears what the database tells on a channel (NOTIFY), until the answer is called. What is told
 * while it is away is missed.
 */
export function subscribe(channel: string, handler: Handler): () => void {
  shared.triviumListener ??= new Listener();
  return shared.triviumListener.add(channel, handler);
}

/** Whether changes are heard just now; null when nobody has asked for any. */
export function isListening(): boolean | null {
  return shared.triviumListener?.isConnected ?? null;
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

  get isConnected(): boolean {
    return this.#client !== null;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: settings().databaseUrl,
      application_name: "trivium-listen",
      keepAlive: true,
      connectionTimeoutMillis: connectionMs,
      query_timeout: statementMs,
    });
    client.on("notification", ({ channel, payload = "" }) => {
      for (const handler of this.#handlers.get(channel) ?? []) handler(payload);
    });
    const lost = new Promise<void>((over) => {
      client.on("error", () => over());
      client.once("end", () => over());
    });
    try {
      await client.connect();
      for (const channel of this.#handlers.keys()) await client.query(listenTo(channel));
      this.#client = client;
      // Those that were asked for meanwhile.
      for (const channel of this.#handlers.keys()) await client.query(listenTo(channel));
      this.#wait = FIRST_WAIT_MS;
      await Promise.race([lost, silence(client)]);
      log.warn({ trouble: "database_away" }, "changes are not heard: connecting again");
    } catch (error) {
      log.warn(
        { trouble: troubleOf(error) ?? "database_away", err: error },
        "not listening to the database",
      );
    }
    this.#client = null;
    void client.end().catch(() => {});
    setTimeout(() => void this.#connect(), this.#wait).unref();
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  async #listen(channel: string): Promise<void> {
    await this.#client?.query(listenTo(channel)).catch(() => {});
  }
}

const listenTo = (channel: string) => `LISTEN ${pg.escapeIdentifier(channel)}`;

/** Ends when the connection no longer answers. */
async function silence(client: pg.Client): Promise<void> {
  for (;;) {
    await wait(ASKED_EVERY_MS, undefined, { ref: false });
    try {
      await client.query("select 1");
    } catch {
      return;
    }
  }
}
