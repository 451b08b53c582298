import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { auditEntries, people } from "#db/schema/identity.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";

/**
 * The refusal of whoever changes a thing that belongs to no space and has not seen its newest state.
 * It says who was first, and when, so that colleagues can talk. Who may know it is the caller's to
 * ask.
 *
 * @param actions that change the thing
 * @param code of the refusal where the log does not say who it was
 * @param codeByName of the one that has a `name` and a moment
 */
export async function changedMeanwhile(
  db: Database,
  {
    actions,
    subject,
    code,
    codeByName,
  }: { actions: AuditAction[]; subject: string; code: string; codeByName: string },
): Promise<DomainError> {
  const last = await lastDone(db, actions, subject);
  if (!last?.name) return new DomainError("conflict", { code });
  return new DomainError("conflict", {
    code: codeByName,
    name: last.name,
    changedAt: last.at.toZonedDateTimeISO(NETWORK_ZONE).toString({ smallestUnit: "minute" }),
  });
}

/** Null where the log has no such entry; a name only of a person who still has one. */
async function lastDone(
  db: Database,
  actions: AuditAction[],
  subject: string,
): Promise<{ name: string | null; at: Temporal.Instant } | null> {
  const [last] = await db
    .select({ name: people.displayName, at: auditEntries.at })
    .from(auditEntries)
    .leftJoin(people, sql`${auditEntries.actor} = 'person:' || ${people.id}`)
    .where(
      and(
        isNull(auditEntries.spaceId),
        inArray(auditEntries.action, actions),
        eq(auditEntries.subject, subject),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return last ?? null;
}
