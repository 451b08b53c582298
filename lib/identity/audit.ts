import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { type Actor, actorKey } from "./context.ts";

export type AuditFact = {
  actor: Actor;
  action: string;
  spaceId: string | null;
  /** What it was done to: an id, never a name. */
  subject: string;
  data?: Record<string, string | number | boolean | null>;
};

/** Writes what happened in the caller's transaction. The database seals it into its chain at commit. */
export async function recordAudit(db: Database, fact: AuditFact): Promise<void> {
  await db.execute(auditRow(fact));
}

/** The same as part of a larger statement. */
export function auditRow({ actor, action, spaceId, subject, data = {} }: AuditFact): SQL {
  return sql`insert into audit_entry (actor, action, space_id, subject, data)
    values (${actorKey(actor)}, ${action}, ${spaceId}::uuid, ${subject}, ${JSON.stringify(data)}::jsonb)`;
}

export type AuditVerdict = { entries: number; firstBroken: { chain: string; position: number } | null };

/** Works every hash out anew, and finds entries without a seal, seals without an entry, gaps, and chains cut off at their end. */
export async function verifyAudit(db: Database): Promise<AuditVerdict> {
  const { rows } = await db.execute<{ entries: number; chain: string | null; position: number | null }>(sql`
    with checked as (
      select coalesce(seal.chain, audit_chain(entry.space_id)) as chain,
        coalesce(seal.position, 0) as position,
        seal.entry_id is not null and entry.id is not null
          and seal.chain = audit_chain(entry.space_id)
          and seal.hash = audit_hash(seal.previous_hash, entry)
          and seal.previous_hash = coalesce(lag(seal.hash) over chain, start.cut_hash, '')
          and seal.position = coalesce(lag(seal.position) over chain, start.cut_position, 0) + 1 as whole
      from audit_entry entry full join audit_seal seal on seal.entry_id = entry.id
      left join audit_head start on start.chain = seal.chain
      window chain as (partition by seal.chain order by seal.position)
    ), ends as (
      select coalesce(head.chain, newest.chain) as chain, coalesce(newest.position, 0) as position,
        head.position = newest.position and head.hash = newest.hash as whole
      from audit_head head full join (
        select distinct on (chain) chain, position, hash from audit_seal order by chain, position desc
      ) newest on newest.chain = head.chain
    ), all_checks as (select * from checked union all select * from ends)
    select (select count(*)::int from audit_entry) as entries, broken.chain, broken.position::int
    from (select 1) one left join lateral (
      select chain, position from all_checks where whole is not true order by chain, position limit 1) broken on true`);
  const [row] = rows;
  return {
    entries: row?.entries ?? 0,
    firstBroken: row?.chain == null ? null : { chain: row.chain, position: row.position ?? 0 },
  };
}
