import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { CANNOT_LISTEN } from "#lib/foundation/platform/process/listen-fault.ts";
import { BackOff } from "./back-off.ts";

/**
 * How long web or worker may take to end by itself: longer than each of them takes to cut what
 * runs.
 */
const STOP_MS = 20_000;
/** The same, once it was asked to hurry. */
const HURRY_MS = 1_000;

/**
 * A process that is started again when it ends by itself, until it is told to stop.
 *
 * @property pid of the process that runs now; null between two
 * @property stop resolves when it has ended, and then none is started again
 * @property hasten cuts short what it still does
 * @property refused rejects when it could not listen at its first start, and is not started again;
 *   pending otherwise
 */
export type Part = {
  name: string;
  pid: () => number | null;
  stop: () => Promise<void>;
  hasten: () => void;
  refused: Promise<never>;
};

/**
 * @param args of Node
 * @param onLaunch called after each start
 * @param portFault why nothing can listen there now, in a sentence; null when something can
 */
export function keepRunning(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  { onLaunch, portFault }: { onLaunch: () => void; portFault: () => Promise<string | null> },
): Part {
  const refusal = Promise.withResolvers<never>();
  refusal.promise.catch(() => {});
  let launches = 0;
  const backOff = new BackOff();
  const stopping = new AbortController();
  const hurrying = new AbortController();
  let child: ChildProcess | null = null;
  const life = live();

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      const began = performance.now();
      // In a session of its own, a terminal's Ctrl-C does not reach it before its turn. By the
      // channel it sees that we are gone.
      child = spawn(process.execPath, args, {
        env,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        detached: true,
      });
      const end = endOf(child);
      launches += 1;
      onLaunch();
      const how = await end;
      child = null;
      if (stopping.signal.aborted) return;
      // What served before may get its port back; what never did would be tried for ever.
      const fault = launches === 1 && how === `code ${CANNOT_LISTEN}` ? await portFault() : null;
      if (fault) return refusal.reject(new Error(fault));
      const delay = backOff.next(performance.now() - began);
      console.error(`${name} ended (${how}); starting it again in ${delay / 1000} s`);
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    name,
    pid: () => child?.pid ?? null,
    refused: refusal.promise,
    hasten: () => {
      hurrying.abort();
      if (stopping.signal.aborted) child?.kill("SIGTERM");
    },
    stop: async () => {
      stopping.abort();
      child?.kill("SIGTERM");
      const isOver = life.then(() => true);
      const hurried = hurrying.signal.aborted ? null : once(hurrying.signal, "abort");
      const isLate = Promise.race([
        wait(STOP_MS),
        Promise.resolve(hurried).then(() => wait(HURRY_MS)),
      ]);
      if (await Promise.race([isOver, isLate.then(() => false)])) return;
      console.error(`${name} does not end: it is killed.`);
      child?.kill("SIGKILL");
      await life;
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((ended) => {
    child.once("exit", (code, signal) => ended(signal ?? `code ${code}`));
    child.once("error", (error) => {
      if (child.pid === undefined) ended(error.message);
    });
  });
}
