import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people } from "#db/schema/identity.ts";

/** What people are called, by their id. Who may know it is the caller's to ask. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.displayName })
    .from(people)
    .where(inArray(people.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * Somebody's own address, which they proved when they first signed in with it; null for who has
 * none.
 */
export async function ownAddress(db: Database, personId: string): Promise<string | null> {
  const [person] = await db
    .select({ email: people.email })
    .from(people)
    .where(eq(people.id, personId));
  return person?.email ?? null;
}

/** Of these people, those whose account is not closed. */
export async function withOpenAccount(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, [...new Set(ids)]), isNull(people.disabledAt)));
  return new Set(rows.map(({ id }) => id));
}
