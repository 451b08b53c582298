import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";

/** Tells the staff of a space that somebody waits for their answer. */
export async function askStaff(
  { db }: Context,
  { id, spaceId }: { id: string; spaceId: string },
): Promise<void> {
  const rows = await rowsOf<{ personId: string }>(
    db,
    sql`
      select distinct person_id from identity_role role_assignment
      where space_id = ${spaceId} and role in ('facilitator', 'manager') order by 1`,
  );
  for (const { personId } of rows)
    await enqueue(db, { template: "booking-asked", personId, data: { bookingId: id } });
}
