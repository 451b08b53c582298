import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { endOf } from "#lib/evidence/privacy/terms.ts";
import { faultOf, verifyWitness } from "#lib/foundation/identity/audit/audit-witness.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/foundation/identity/sign-in/demonstration.ts";
import { brokenPromises } from "./invariants.ts";

/**
 * Asks the tables for every promise, works the audit log out anew and compares it with its witness.
 *
 * @param now up to when the witness should know; of a restored database, when its backup was made
 * @returns what is wrong, in sentences; none when all is well
 */
export async function faultsOf(db: Database, now: Temporal.Instant): Promise<string[]> {
  const since = { ending: now.toString(), made: endOf("log", now).toString() };
  const { bookingsWithoutRecord = 0, ...others } = await brokenPromises(db, since);
  // The invented past of the demonstration was asked for by nobody, and is not in the audit log.
  const unrecorded = (await isDemonstration(db)) ? 0 : bookingsWithoutRecord;
  const broken = Object.entries({ ...others, bookingsWithoutRecord: unrecorded });
  const witness = faultOf(await verifyWitness(db, now));
  return [
    ...broken
      .filter(([, count]) => count > 0)
      .map(
        ([name, count]) =>
          `${name}: ${count} of them, and there should be none (docs/promises.md).`,
      ),
    ...(witness ? [`Audit log: ${witness}`] : []),
  ];
}

async function isDemonstration(db: Database): Promise<boolean> {
  const accounts = DEMONSTRATION_ACCOUNTS.map((name) => `${name}@trivium.test`);
  const { rows } = await db.execute(
    sql`select from identity_person person
      where email = any(${sql.param(accounts)}::text[]) limit 1`,
  );
  return rows.length > 0;
}
