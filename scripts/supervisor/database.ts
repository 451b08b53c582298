import { setTimeout as wait } from "node:timers/promises";
import { type RunningDatabase, startDatabase } from "../embedded-database.ts";
import { BackOff } from "./back-off.ts";

/**
 * The embedded database, started again on the same port when it ends by itself, until it is told to
 * stop.
 */
export type KeptDatabase = {
  url: string;
  applicationUrl: string;
  lastLines: () => string[];
  serves: (clients: number[]) => void;
  /** Resolves once it runs again; at once while it does. */
  running: () => Promise<void>;
  /** How often it has ended by itself. */
  deaths: () => number;
  stop: () => Promise<void>;
  hasten: () => void;
};

/**
 * @param signal gives up the first start
 * @param fault the words for what keeps it from starting again
 * @throws Error when it does not start the first time
 */
export async function keepDatabase(
  dataDir: string,
  { signal, fault }: { signal: AbortSignal; fault: (error: unknown) => string },
): Promise<KeptDatabase> {
  const stopping = new AbortController();
  let server = await startDatabase({ dataDir, signal });
  let clients: number[] = [];
  let deaths = 0;
  let running = Promise.resolve();
  const { url, applicationUrl, port } = server;
  const life = live();

  async function live(): Promise<void> {
    const backOff = new BackOff();
    for (let began = performance.now(); ; began = performance.now()) {
      const how = await server.ended;
      if (stopping.signal.aborted) return;
      deaths += 1;
      console.error(`PostgreSQL ended (${how}${fatal(server.lastLines())})`);
      const again = Promise.withResolvers<void>();
      running = again.promise;
      await startAgain(backOff, performance.now() - began);
      again.resolve();
      if (stopping.signal.aborted) return;
      server.serves(clients);
      console.log("PostgreSQL runs again");
    }
  }

  /** Tries until it runs, or is to stop. @param ranMs how long it ran before it ended */
  async function startAgain(backOff: BackOff, ranMs: number): Promise<void> {
    for (let delay = backOff.next(ranMs); ; delay = backOff.next(0)) {
      console.error(`PostgreSQL is started again in ${delay / 1000} s`);
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => {});
      const next = stopping.signal.aborted ? null : await restarted();
      if (next) server = next;
      if (next || stopping.signal.aborted) return;
    }
  }

  async function restarted(): Promise<RunningDatabase | null> {
    try {
      return await startDatabase({ dataDir, port, signal: stopping.signal });
    } catch (error) {
      console.error(fault(error));
      return null;
    }
  }

  return {
    url,
    applicationUrl,
    lastLines: () => server.lastLines(),
    serves: (pids) => {
      clients = pids;
      server.serves(pids);
    },
    running: () => running,
    deaths: () => deaths,
    stop: async () => {
      stopping.abort();
      // Its end is seen by the loop; one that is just being started again is stopped once it runs.
      await running;
      await server.stop();
      await life;
    },
    hasten: () => {
      if (stopping.signal.aborted) void server.stop();
    },
  };
}

/**
 * What it said before it gave up, without the statements of people that may stand in other lines.
 */
function fatal(lines: string[]): string {
  const words = lines
    .findLast((line) => /\b(FATAL|PANIC):/.test(line))
    ?.replace(/^.*\b(FATAL|PANIC): */, "");
  return words ? `: ${words}` : "";
}
