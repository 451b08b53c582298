import { count, desc, eq, inArray } from "drizzle-orm";
import { attendances } from "#db/schema/attendance.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { lengthsOf } from "#lib/learning/sessions/lengths.ts";
import { sessionsVisited } from "#lib/learning/visits/sessions-visited.ts";

export type Attended = { minutes: number; sessions: number };

/** All together, and by the topic of the sessions. */
export type Hours = Attended & { byTopic: Record<string, Attended> };

/**
 * How long people were in sessions, by person. A session counts for its whole length, once, for
 * whoever is on its sheet or checked in for it at the door. Who has been in none has no entry. What
 * may be seen of it is the caller's to ask.
 */
export async function hoursAttended(
  ctx: Pick<Context, "db" | "now">,
  personIds: readonly string[],
): Promise<Map<string, Hours>> {
  const found = new Map<string, Hours>();
  if (personIds.length === 0) return found;
  const ticked = await ctx.db
    .select({ personId: attendances.personId, sessionId: attendances.sessionId })
    .from(attendances)
    .where(inArray(attendances.personId, [...personIds]));
  const visited = await sessionsVisited(ctx.db, personIds);
  const pairs = new Map(
    [...ticked, ...visited].map((pair) => [`${pair.personId} ${pair.sessionId}`, pair] as const),
  );
  const there = [...pairs.values()];
  const lengths = new Map(
    (
      await lengthsOf(
        ctx,
        there.map(({ sessionId }) => sessionId),
      )
    ).map((one) => [one.id, one]),
  );
  for (const { personId, sessionId } of there) {
    const session = lengths.get(sessionId);
    if (!session) continue;
    const { topic, minutes } = session;
    const hours = found.get(personId) ?? { minutes: 0, sessions: 0, byTopic: {} };
    const ofTopic = hours.byTopic[topic] ?? { minutes: 0, sessions: 0 };
    found.set(personId, {
      minutes: hours.minutes + minutes,
      sessions: hours.sessions + 1,
      byTopic: {
        ...hours.byTopic,
        [topic]: { minutes: ofTopic.minutes + minutes, sessions: ofTopic.sessions + 1 },
      },
    });
  }
  return found;
}

/** The spaces on whose sheets somebody is, where they were most often first. */
export async function spacesAttended(
  { db }: Pick<Context, "db">,
  personId: string,
): Promise<string[]> {
  const rows = await db
    .select({ spaceId: attendances.spaceId })
    .from(attendances)
    .where(eq(attendances.personId, personId))
    .groupBy(attendances.spaceId)
    .orderBy(desc(count()), attendances.spaceId);
  return rows.map(({ spaceId }) => spaceId);
}

/** Who was at a session: on its sheet. For whoever may see the sheet, which the caller asks. */
export async function presentAtSession(
  { db }: Pick<Context, "db">,
  sessionId: string,
): Promise<string[]> {
  const rows = await db
    .select({ personId: attendances.personId })
    .from(attendances)
    .where(inArray(attendances.sessionId, [sessionId]));
  return rows.map(({ personId }) => personId);
}
