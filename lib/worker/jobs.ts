import type { Database } from "#db/client.ts";
import { sweepBookings } from "#lib/booking/sweep.ts";
import { sealOldAnswers } from "#lib/consent/answers.ts";
import { witnessAudit } from "#lib/identity/audit-witness.ts";
import { sendWitness } from "#lib/identity/audit-witness-post.ts";
import { refreshUse } from "#lib/occupancy/refresh.ts";
import { closeForgotten } from "#lib/presence/closing.ts";
import { noteRun, runRetention } from "#lib/privacy/retention.ts";
import { forgetTraces } from "#lib/privacy/traces.ts";
import { refreshOpenings } from "#lib/spaces/openings.ts";

/** What is done by the clock. Each may run twice, or late, without harm. */
export type Job = {
  name: string;
  /** Minutes and hours in UTC, as cron writes them. */
  cron: string;
  /** @returns counts for the log */
  run: (db: Database, now: Temporal.Instant) => Promise<Record<string, number>>;
};

export const JOBS: Job[] = [
  { name: "bookings", cron: "* * * * *", run: sweepBookings },
  {
    name: "openings",
    cron: "10 2 * * *",
    run: async (db, now) => {
      await refreshOpenings(db, now);
      return {};
    },
  },
  { name: "use", cron: "*/10 * * * *", run: refreshUse },
  {
    name: "closing",
    cron: "*/15 * * * *",
    run: async (db, now) => ({ visits: await closeForgotten(db, now) }),
  },
  { name: "sealing", cron: "*/10 * * * *", run: async (db) => ({ answers: await sealOldAnswers(db) }) },
  {
    name: "witness",
    cron: "*/10 * * * *",
    run: async (db, now) => ({ chains: await witnessAudit(db, now), ...(await sendWitness()) }),
  },
  { name: "retention", cron: "40 2 * * *", run: forget },
  { name: "privacy", cron: "50 2 * * *", run: runRetention },
];

/** Deletes what has served soon: the rest is `runRetention`. */
async function forget(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const counts = await forgetTraces(db, now);
  await noteRun(db, "traces", now, counts);
  return counts;
}
