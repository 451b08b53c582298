import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { spaces } from "#db/schema/spaces.ts";

/**
 * How many bookings somebody may miss in a space before it books no more for them; null when nobody
 * counts.
 */
export async function missedAllowedIn(db: Database, spaceId: string): Promise<number | null> {
  const [space] = await db
    .select({ allowed: spaces.missedAllowed })
    .from(spaces)
    .where(eq(spaces.id, spaceId));
  return space?.allowed ?? null;
}

export async function writeMissedAllowed(
  db: Database,
  spaceId: string,
  allowed: number | null,
): Promise<void> {
  await db.update(spaces).set({ missedAllowed: allowed }).where(eq(spaces.id, spaceId));
}
