import { and, eq, inArray, not, sql } from "drizzle-orm";
import { endsAfter } from "#db/expressions.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Topic } from "./traits.ts";

/** How long sessions lasted that are over and were not cancelled, in whole minutes. */
export async function lengthsOf(
  { db, now }: Pick<Context, "db" | "now">,
  sessionIds: readonly string[],
): Promise<{ id: string; minutes: number; topic: Topic }[]> {
  if (sessionIds.length === 0) return [];
  const rows = await db
    .select({ id: sessions.id, topic: sql<Topic>`${sessions.topic}`, during: sessions.during })
    .from(sessions)
    .where(
      and(
        inArray(sessions.id, [...new Set(sessionIds)]),
        eq(sessions.status, "planned"),
        not(endsAfter(sessions.during, now)),
      ),
    )
    .orderBy(sessions.id);
  return rows.map(({ during: { start, end }, ...session }) => ({
    ...session,
    minutes: Math.round(start.until(end).total("minutes")),
  }));
}
