import { and, eq } from "drizzle-orm";
import { endsAfter, startOf } from "#db/expressions.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";

/** As many addresses as one file may hold (50,000), in three languages. */
const MOST_PAGES = 16_000;

const PAGES = [
  "",
  "/sessions",
  "/book",
  "/badges",
  "/badges/recognition",
  "/verify",
  "/community",
  "/network",
  "/badges/benchmark",
  "/badges/benchmark/gaps",
  "/places",
  "/embed",
  "/about/accessibility",
  "/about/privacy",
  "/about/components",
];

/**
 * The public pages there are, and when what they are about last changed: spaces, and the sessions
 * that are not over, soonest first.
 */
export async function sitemapOf(
  ctx: Context,
): Promise<{ path: string; changedAt: Temporal.Instant | null }[]> {
  const spaces = await allSpaces(ctx);
  const rows = await ctx.db
    .select({ id: sessions.id, changedAt: sessions.changedAt })
    .from(sessions)
    .where(and(eq(sessions.status, "planned"), endsAfter(sessions.during, ctx.now)))
    .orderBy(startOf(sessions.during), sessions.id)
    .limit(Math.max(0, MOST_PAGES - spaces.length));
  return [
    ...PAGES.map((path) => ({ path, changedAt: null })),
    ...spaces.map(({ slug, changedAt }) => ({ path: `/spaces/${slug}`, changedAt })),
    ...rows.map(({ id, changedAt }) => ({ path: `/sessions/${id}`, changedAt })),
  ];
}
