import type { Database } from "#db/client.ts";
import { brokenSentence, unsealedFault, unsealedState, verifyAudit } from "./audit.ts";
import { faultOf, verifyWitness } from "./audit-witness.ts";

/**
 * Reads the whole audit log.
 *
 * @throws Error when the log is broken, is not sealed, or is not what its witness saw
 */
export async function proveAudit(
  db: Database,
  now: Temporal.Instant,
): Promise<Record<string, number>> {
  const { entries, firstBroken } = await verifyAudit(db);
  if (firstBroken) throw new Error(`The audit log does not hold: ${brokenSentence(firstBroken)}`);
  const fault = unsealedFault(await unsealedState(db)) ?? faultOf(await verifyWitness(db, now));
  if (fault) throw new Error(fault);
  return { entries };
}
