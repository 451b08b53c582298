import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";

/** Who runs a space: those who hold a role of staff in it, by their ids, in their order. */
export async function staffOfSpace(db: Database, spaceId: string): Promise<string[]> {
  const rows = await rowsOf<{ personId: string }>(
    db,
    sql`
      select distinct person_id::text as person_id from role_assignment
      where space_id = ${spaceId} and role in ('facilitator', 'manager') order by 1`,
  );
  return rows.map(({ personId }) => personId);
}

/** Who runs the network: its administrators who can sign in, in the order of their ids. */
export async function administrators(db: Database): Promise<string[]> {
  const rows = await rowsOf<{ personId: string }>(
    db,
    sql`
      select distinct held.person_id::text as person_id from role_assignment held join person
        on person.id = held.person_id
      where held.role = 'administrator' and held.space_id is null and person.disabled_at is null order by 1`,
  );
  return rows.map(({ personId }) => personId);
}
