import type { Database } from "#db/client.ts";
import { people } from "#db/schema/identity.ts";

/**
 * Stands for whoever is no longer known: one for all, so that nothing can be joined again by it.
 */
export const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Made when first needed. */
export async function nobodyExists(db: Database, now: Temporal.Instant): Promise<void> {
  await db
    .insert(people)
    .values({ id: NOBODY, displayName: "–", disabledAt: now, erasedAt: now, createdAt: now })
    .onConflictDoNothing();
}
