import { sql } from "drizzle-orm";
import type { Context } from "#lib/foundation/identity/context.ts";

/** As many addresses as one file may hold (50,000), in three languages. */
const MOST_PAGES = 16_000;

const PAGES = ["", "/sessions", "/book", "/about/privacy", "/about/components"];

/** The public pages there are, and when what they are about last changed: spaces by name, and the sessions that are not over, soonest first. */
export async function sitemapOf(
  ctx: Context,
): Promise<{ path: string; changedAt: Temporal.Instant | null }[]> {
  const { rows } = await ctx.db.execute<{ path: string; changedAt: string }>(sql`
    (select '/spaces/' || slug as path, to_json(changed_at) #>> '{}' as "changedAt" from space order by name, slug)
    union all
    (select '/sessions/' || id, to_json(changed_at) #>> '{}' from session
      where status = 'planned' and upper(during) > ${ctx.now.toString()}::timestamptz order by lower(during), id)
    limit ${MOST_PAGES}`);
  return [
    ...PAGES.map((path) => ({ path, changedAt: null })),
    ...rows.map(({ path, changedAt }) => ({ path, changedAt: Temporal.Instant.from(changedAt) })),
  ];
}
