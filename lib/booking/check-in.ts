import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

const EARLY_MINUTES = 15;

/** Whoever is at the space has come for their own booking there that runs or starts soon. @returns how many */
export async function checkInOwnBookings(
  db: Database,
  { personId, spaceId, at }: { personId: string; spaceId: string; at: Temporal.Instant },
): Promise<number> {
  const seen = sql`${at.toString()}::timestamptz`;
  const { rowCount } = await db.execute(sql`update booking set checked_in_at = ${seen}
    where booked_by = ${personId} and space_id = ${spaceId} and status = 'confirmed' and checked_in_at is null
      and ${seen} >= lower(during) - make_interval(mins => ${EARLY_MINUTES}) and ${seen} < upper(during)`);
  return rowCount ?? 0;
}
