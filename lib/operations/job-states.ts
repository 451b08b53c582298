import type { Database } from "#db/client.ts";
import { jobRuns } from "#db/schema/operations.ts";
import {
  isLate,
  JOB_TURNS,
  type JobName,
  LOOP_TURNS,
  type LoopName,
  nextTurn,
  TURNS,
} from "./schedule.ts";

export type JobState = {
  name: JobName | LoopName;
  succeededAt: Temporal.Instant | null;
  failedAt: Temporal.Instant | null;
  /** Of the last one that failed. */
  fault: string | null;
  tookMs: number | null;
  succeeded: number;
  failed: number;
  failedInARow: number;
  /** Its next turn. One that runs all the time has none. */
  next: Temporal.Instant | null;
  /**
   * `unknown`: no worker has started with this database. `late`: its turn went by. `fails`: the
   * last run did.
   */
  state: "well" | "fails" | "late" | "unknown";
};

/** How each job and each loop of the worker is, in the order of the list. */
export async function jobStates(db: Database, now: Temporal.Instant): Promise<JobState[]> {
  const rows = new Map((await db.select().from(jobRuns)).map((row) => [row.name, row]));
  return (Object.keys(TURNS) as (JobName | LoopName)[]).map((name) => {
    const row = rows.get(name);
    const { succeededAt = null, failedAt = null, fault = null, tookMs = null } = row ?? {};
    const { succeeded = 0, failed = 0, failedInARow = 0 } = row ?? {};
    const isLoop = name in LOOP_TURNS;
    const last = latest(row?.knownSince, succeededAt, failedAt);
    const state = !last
      ? "unknown"
      : failedInARow > 0
        ? "fails"
        : isLate(TURNS[name], last, now)
          ? "late"
          : "well";
    return {
      name,
      succeededAt,
      failedAt,
      fault,
      tookMs,
      succeeded,
      failed,
      failedInARow,
      next: isLoop ? null : nextTurn(TURNS[name], now),
      state,
    };
  });
}

/**
 * Jobs whose turn went by while no worker ran, after a night without power for instance: a worker
 * that starts makes up for it.
 */
export async function missedJobs(db: Database, now: Temporal.Instant): Promise<JobName[]> {
  const rows = await db.select().from(jobRuns);
  return rows.flatMap(({ name, knownSince, succeededAt, failedAt }) => {
    const last = latest(knownSince, succeededAt, failedAt);
    const job = (Object.keys(JOB_TURNS) as JobName[]).find((known) => known === name);
    return job && last && isLate(JOB_TURNS[job], last, now) ? [job] : [];
  });
}

function latest(...moments: (Temporal.Instant | null | undefined)[]): Temporal.Instant | null {
  return moments
    .filter((moment) => moment !== null && moment !== undefined)
    .reduce<Temporal.Instant | null>(
      (last, moment) => (last && Temporal.Instant.compare(last, moment) > 0 ? last : moment),
      null,
    );
}
