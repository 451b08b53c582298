import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { sameContact } from "#lib/booking/guests/guest-contact.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";

/**
 * Whom something is offered to: the person, if anybody has the address, and the address as it can
 * be compared, not read.
 */
export type Addressee = { personId: string | null; addressHash: string };

/**
 * The one place where an address that somebody typed is looked up. Whoever typed it is answered
 * alike whoever it is, nobody included: callers write the same rows for both, and refuse neither.
 */
export async function addressee(db: Database, email: string): Promise<Addressee> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id from identity_person person where lower(email) = ${sameContact(email)}
      and disabled_at is null`,
  );
  const addressHash = keyedHash(authSecret(), `offered-to:${sameContact(email)}`);
  return { personId: rows[0]?.id ?? null, addressHash };
}
