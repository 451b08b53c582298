import { inArray } from "drizzle-orm";
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
