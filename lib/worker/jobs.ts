import type { Database } from "#db/client.ts";
import { sweepBookings } from "#lib/booking/bookings/sweep.ts";
import { listErasures } from "#lib/evidence/privacy/erasure-list.ts";
import { noteRun, runRetention } from "#lib/evidence/privacy/retention.ts";
import { forgetTraces } from "#lib/evidence/privacy/traces.ts";
import { sealOldAnswers } from "#lib/foundation/consent/answers.ts";
import { brokenSentence, unsealedFault, unsealedState, verifyAudit } from "#lib/foundation/identity/audit.ts";
import { faultOf, verifyWitness, witnessAudit } from "#lib/foundation/identity/audit-witness.ts";
import { sendWitness } from "#lib/foundation/identity/audit-witness-post.ts";
import { closeForgotten } from "#lib/learning/visits/closing.ts";
import type { JobName } from "#lib/operations/schedule.ts";
import { refreshUse } from "#lib/places/occupancy/refresh.ts";
import { refreshOpenings } from "#lib/places/spaces/openings.ts";

/** Done by the clock (`JOB_TURNS`). May run twice, or late, without harm. @returns counts for the log */
export type Job = (db: Database, now: Temporal.Instant) => Promise<Record<string, number>>;

export const JOBS: Record<JobName, Job> = {
  bookings: sweepBookings,
  openings: async (db, now) => {
    await refreshOpenings(db, now);
    return {};
  },
  use: refreshUse,
  closing: async (db, now) => ({ visits: await closeForgotten(db, now) }),
  sealing: async (db) => ({ answers: await sealOldAnswers(db) }),
  witness,
  retention: forget,
  privacy: runRetention,
  audit: proveAudit,
};

/**
 * Writes down outside the database what a restored one must be held against: where the audit log ends, and who was erased.
 *
 * @throws Error when AUDIT_WITNESS_URL did not take what it was sent: the files here are written all the same
 */
async function witness(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const chains = await witnessAudit(db, now);
  const erasures = await listErasures(db);
  const { sent, waiting, fault } = await sendWitness();
  if (fault) throw new Error(`AUDIT_WITNESS_URL: ${fault}; ${waiting} lines wait`);
  return { chains, erasures, sent, waiting };
}

/** @throws Error when the log is broken, is not sealed, or is not what its witness saw */
async function proveAudit(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const { entries, firstBroken } = await verifyAudit(db);
  if (firstBroken) throw new Error(`The audit log does not hold: ${brokenSentence(firstBroken)}`);
  const fault = unsealedFault(await unsealedState(db)) ?? faultOf(await verifyWitness(db, now));
  if (fault) throw new Error(fault);
  return { entries };
}

/** Deletes what has served soon: the rest is `runRetention`. */
async function forget(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const counts = await forgetTraces(db, now);
  await noteRun(db, "traces", now, counts);
  return counts;
}
