import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { auditEntries, people } from "#db/schema/identity.ts";
import type { AuditAction } from "#lib/modules.ts";

/**
 * Who did something last to a thing that belongs to no space, and when: for colleagues, so that
 * they can talk. Who may know it is the caller's to ask.
 *
 * @returns null where the log has no such entry; a name only of a person who still has one
 */
export async function lastDone(
  db: Database,
  action: AuditAction,
  subject: string,
): Promise<{ name: string | null; at: Temporal.Instant } | null> {
  const [last] = await db
    .select({ name: people.displayName, at: auditEntries.at })
    .from(auditEntries)
    .leftJoin(people, sql`${auditEntries.actor} = 'person:' || ${people.id}`)
    .where(
      and(
        isNull(auditEntries.spaceId),
        eq(auditEntries.action, action),
        eq(auditEntries.subject, subject),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return last ?? null;
}
