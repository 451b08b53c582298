import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { Role } from "../context.ts";

/** What changed about somebody's account, as their letter says it. */
export const ACCOUNT_CHANGES = [
  "roleGiven",
  "roleTaken",
  "cardMade",
  "cardEnded",
  "closed",
  "opened",
  "passwordChanged",
  "factorReset",
  "organisationLinked",
] as const;

export type AccountChange = (typeof ACCOUNT_CHANGES)[number];

/**
 * Queues a letter to somebody about a change of their account, whoever made it: so that a change
 * nobody wanted is noticed.
 */
export async function notify(
  db: Database,
  personId: string,
  what: AccountChange,
  held?: { role: Role; spaceId: string | null },
): Promise<void> {
  const data = held ? { what, role: held.role, space: await nameOf(db, held.spaceId) } : { what };
  await enqueue(db, { template: "identity-told", personId, data });
}

/** A space's name; null for the whole network. */
export async function nameOf(db: Database, spaceId: string | null): Promise<string | null> {
  if (!spaceId) return null;
  const [space] = await db
    .select({ name: spaceView.name })
    .from(spaceView)
    .where(eq(spaceView.id, spaceId));
  return space?.name ?? null;
}
