import type { Database } from "#db/client.ts";
import { witnessAudit } from "#lib/foundation/identity/audit/audit-witness.ts";
import { sendWitness } from "#lib/foundation/identity/audit/audit-witness-post.ts";
import { listErasures } from "./erasure-list.ts";

/**
 * Writes down outside the database what a restored one must be held against: where the audit log
 * ends, and who was erased.
 *
 * @throws Error when AUDIT_WITNESS_URL did not take what it was sent: the files here are written
 *   all the same
 */
export async function noteOutside(
  db: Database,
  now: Temporal.Instant,
): Promise<Record<string, number>> {
  const chains = await witnessAudit(db, now);
  const erasures = await listErasures(db);
  const { sent, waiting, fault } = await sendWitness();
  if (fault) throw new Error(`AUDIT_WITNESS_URL: ${fault}; ${waiting} lines wait`);
  return { chains, erasures, sent, waiting };
}
