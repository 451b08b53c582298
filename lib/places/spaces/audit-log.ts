import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { auditEntryView, personView } from "#db/schema/identity.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";

export const AUDIT_PAGE = 50;

/** What a page of the log is asked for; what cannot be read counts for nothing. */
export const auditSearch = z.object({
  /** The beginning of an action: "booking", "booking.approved". */
  action: z
    .string()
    .trim()
    .regex(/^[a-z_.]{0,60}$/)
    .catch("")
    .default(""),
  space: z.string().max(200).catch("").default(""),
  /** Entries before this one. */
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

export type AuditLine = {
  id: number;
  at: Temporal.Instant;
  action: string;
  subject: string;
  spaceName: string | null;
  /**
   * Who did it: a person, or a part of the service. A person who was erased has no name any more.
   */
  by: { kind: "person"; id: string; name: string | null } | { kind: "system"; name: string };
};

/**
 * The log of what was done, newest first: a page of it, and from where the next goes on.
 *
 * @returns `next` null on the last page
 */
export async function listAudit(
  ctx: Context,
  { action, space, before }: z.infer<typeof auditSearch>,
): Promise<{ items: AuditLine[]; next: number | null }> {
  authorise(ctx.actor, "audit.read", { spaceId: "" });
  const entry = auditEntryView;
  const rows = await ctx.db
    .select({
      id: entry.id,
      at: entry.at,
      action: entry.action,
      subject: entry.subject,
      actor: entry.actor,
      spaceName: spaces.name,
      personName: personView.displayName,
    })
    .from(auditEntryView)
    .leftJoin(spaces, eq(spaces.id, entry.spaceId))
    .leftJoin(personView, eq(entry.actor, sql`'person:' || ${personView.id}`))
    .where(
      and(
        sql`starts_with(${entry.action}, ${action})`,
        space ? eq(spaces.slug, space) : undefined,
        before ? lt(entry.id, before) : undefined,
      ),
    )
    .orderBy(desc(entry.id))
    .limit(AUDIT_PAGE + 1);
  const items = rows.slice(0, AUDIT_PAGE).map(({ actor, personName, ...line }): AuditLine => {
    const [kind = "", name = ""] = actor.split(/:(.*)/s);
    return {
      ...line,
      by:
        kind === "person"
          ? { kind, id: name, name: personName }
          : { kind: "system", name: name || kind },
    };
  });
  return { items, next: rows.length > AUDIT_PAGE ? (items.at(-1)?.id ?? null) : null };
}
