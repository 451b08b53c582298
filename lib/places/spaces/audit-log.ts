import { sql } from "drizzle-orm";
import { z } from "zod";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/policy.ts";

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
  const rows = await rowsOf<{
    id: number;
    at: string;
    action: string;
    subject: string;
    actor: string;
    spaceName: string | null;
    personName: string | null;
  }>(
    ctx.db,
    sql`
      select entry.id::float8 as id, to_json(entry.at) #>> '{}' as at, entry.action, entry.subject,
        entry.actor,
        space.name as space_name, person.display_name as person_name
      from identity_audit_entry entry left join space on space.id = entry.space_id
        left join identity_person person on entry.actor = 'person:' || person.id
      where starts_with(entry.action, ${action})
        ${space ? sql`and entry.space_id = (select id from space where slug = ${space})` : sql``}
        ${before ? sql`and entry.id < ${before}` : sql``}
      order by entry.id desc limit ${AUDIT_PAGE + 1}`,
  );
  const items = rows.slice(0, AUDIT_PAGE).map(({ actor, personName, at, ...line }): AuditLine => {
    const [kind = "", name = ""] = actor.split(/:(.*)/s);
    return {
      ...line,
      at: Temporal.Instant.from(at),
      by:
        kind === "person"
          ? { kind, id: name, name: personName }
          : { kind: "system", name: name || kind },
    };
  });
  return { items, next: rows.length > AUDIT_PAGE ? (items.at(-1)?.id ?? null) : null };
}
