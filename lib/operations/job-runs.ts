import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { jobRuns } from "#db/schema/operations.ts";
import { faultOf, framesOf } from "#lib/foundation/platform/errors/fault.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { type JobName, type LoopName, TURNS } from "./schedule.ts";

type Name = JobName | LoopName;

/** A loop that goes well is noted so often at most. */
const NOTE_EVERY_MS = 60_000;
/** A loop that fails waits so long before it tries again: one fault is not a thousand lines. */
const AFTER_FAULT_MS = 5_000;

/** Has every job known from now on: one that never gets its turn is late from then. */
export async function introduceJobs(db: Database): Promise<void> {
  const names = Object.keys(TURNS).map((name) => ({ name }));
  await db.insert(jobRuns).values(names).onConflictDoNothing();
}

/**
 * Runs a job and notes how it ended: one line in the log, one row in the database, from which
 * figures and checks are read.
 *
 * @param run returns counts for the log
 * @throws Error with the fault alone, after it was noted: whoever keeps it keeps nobody's words
 */
export async function runNoted(
  db: Database,
  name: Name,
  run: () => Promise<Record<string, number>>,
): Promise<void> {
  const startedAt = Temporal.Now.instant();
  await note(db, name, { startedAt });
  try {
    const counts = await run();
    const isQuiet = Object.values(counts).every((count) => count === 0);
    log[isQuiet ? "debug" : "info"]({ job: name, ...counts }, "job done");
  } catch (error) {
    await noteFailure(db, name, error, startedAt);
    throw new Error(faultOf(error));
  }
  await note(db, name, { startedAt, succeededAt: Temporal.Now.instant() });
}

/**
 * Turns of a loop until it is told to stop. A turn that throws is a line in the log and a row, and
 * the next comes after a pause.
 *
 * @param turn returns false when there was nothing to do
 */
export async function runLoop(
  db: Database,
  {
    name,
    idleMs,
    stop,
    afterFaultMs = AFTER_FAULT_MS,
  }: { name: LoopName; idleMs: number; stop: AbortSignal; afterFaultMs?: number },
  turn: () => Promise<boolean>,
): Promise<void> {
  const watch = watchLoop(db, name);
  while (!stop.aborted) {
    const pauseMs = await turn().then(
      async (busy) => {
        await watch.well();
        return busy ? 0 : idleMs;
      },
      async (error: unknown) => {
        await watch.failed(error);
        return afterFaultMs;
      },
    );
    if (pauseMs > 0) await wait(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
}

/**
 * What a loop of its own calls: `well` after each turn, noted once a minute at most and at once
 * after a fault; `failed` at each.
 */
export function watchLoop(
  db: Database,
  name: LoopName,
): { well: () => Promise<void>; failed: Failed } {
  let notedAt = Number.NEGATIVE_INFINITY;
  return {
    well: async () => {
      if (performance.now() - notedAt < NOTE_EVERY_MS) return;
      notedAt = performance.now();
      await note(db, name, { succeededAt: Temporal.Now.instant() });
    },
    failed: async (error) => {
      notedAt = Number.NEGATIVE_INFINITY;
      await noteFailure(db, name, error);
    },
  };
}

type Failed = (error: unknown) => Promise<void>;

/** One line in the log, and a row. */
async function noteFailure(
  db: Database,
  name: Name,
  error: unknown,
  startedAt?: Temporal.Instant,
): Promise<void> {
  const fault = faultOf(error);
  log.error({ job: name, fault, stack: framesOf(error) }, "job failed");
  await note(db, name, {
    ...(startedAt ? { startedAt } : {}),
    failedAt: Temporal.Now.instant(),
    fault,
  });
}

type Note = {
  startedAt?: Temporal.Instant;
  succeededAt?: Temporal.Instant;
  failedAt?: Temporal.Instant;
  fault?: string;
};

/** Never throws: where the database is away, the log alone knows of it, and the job is late. */
async function note(db: Database, name: Name, { startedAt, succeededAt, failedAt, fault }: Note) {
  const endedAt = succeededAt ?? failedAt;
  const tookMs =
    startedAt && endedAt ? Math.round(startedAt.until(endedAt).total("milliseconds")) : undefined;
  const row = { startedAt, succeededAt, failedAt, fault, tookMs };
  await db
    .insert(jobRuns)
    .values({
      name,
      ...row,
      succeeded: succeededAt ? 1 : 0,
      failed: failedAt ? 1 : 0,
      failedInARow: failedAt ? 1 : 0,
    })
    .onConflictDoUpdate({
      target: jobRuns.name,
      set: {
        ...row,
        ...(succeededAt ? { succeeded: sql`${jobRuns.succeeded} + 1`, failedInARow: 0 } : {}),
        ...(failedAt
          ? { failed: sql`${jobRuns.failed} + 1`, failedInARow: sql`${jobRuns.failedInARow} + 1` }
          : {}),
      },
    })
    .catch((error: unknown) => log.debug({ job: name, fault: faultOf(error) }, "job not noted"));
}
