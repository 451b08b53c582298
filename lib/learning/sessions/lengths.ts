import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Topic } from "./traits.ts";

/** How long sessions lasted that are over and were not cancelled, in whole minutes. */
export async function lengthsOf(
  { db, now }: Pick<Context, "db" | "now">,
  sessionIds: readonly string[],
): Promise<{ id: string; minutes: number; topic: Topic }[]> {
  if (sessionIds.length === 0) return [];
  const rows = await rowsOf<{ id: string; minutes: number; topic: Topic }>(
    db,
    sql`
      select id::text, topic, (extract(epoch from upper(during) - lower(during)) / 60)::int
        as minutes from session
      where id = any(${sql.param([...new Set(sessionIds)])}::uuid[]) and status = 'planned'
        and upper(during) <= ${now.toString()}::timestamptz order by id`,
  );
  return rows;
}
