import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import type { AuditAction } from "#lib/modules.ts";
import { type Actor, actorKey, type Context } from "../context.ts";

export type AuditFact = {
  actor: Actor;
  action: AuditAction;
  spaceId: string | null;
  /** What it was done to: an id, never a name. */
  subject: string;
  data?: Record<string, string | number | boolean | null>;
};

/**
 * Writes what happened in the caller's transaction. The worker seals it into its chain soon after
 * commit: `sealAudit`.
 */
export async function recordAudit(db: Database, fact: AuditFact): Promise<void> {
  await db.execute(auditRow(fact));
}

/** Writes what happened to something of the network as a whole: of no space. */
export async function recordNetworkAudit(
  { db, actor }: Pick<Context, "db" | "actor">,
  action: AuditAction,
  subject: string,
  data: AuditFact["data"] = {},
): Promise<void> {
  await recordAudit(db, { actor, action, spaceId: null, subject, data });
}

/** An `insert` of what happened, as part of a larger statement. */
export function auditRow({ actor, action, spaceId, subject, data = {} }: AuditFact): SQL {
  return sql`insert into audit_entry (actor, action, space_id, subject, data)
    values (${actorKey(actor)}, ${action}, ${spaceId}::uuid, ${subject}, ${JSON.stringify(data)}::jsonb)`;
}

/** Entries that are sealed in one go: more than a busy second brings. */
const SEALED_AT_ONCE = 5_000;

/**
 * Gives committed entries their places in the chains of their spaces, in order of id. Nobody who
 * writes an entry waits for it. While another process seals, nothing is done.
 *
 * @returns whether more may wait
 */
export async function sealAudit(db: Database, most = SEALED_AT_ONCE): Promise<boolean> {
  const rows = await rowsOf<{ sealed: number }>(db, sql`select seal_audit(${most}::int) as sealed`);
  return rows[0]?.sealed === most;
}

/** @property oldestSeconds how long the oldest of these waits; 0 when none does */
export type Unsealed = { waiting: number; oldestSeconds: number };

/** Entries that have no seal yet. Where a worker runs, each has one within seconds. */
export async function unsealedState(db: Database): Promise<Unsealed> {
  const rows = await rowsOf<Unsealed>(
    db,
    sql`
      select count(*)::int as waiting,
        greatest(coalesce(extract(epoch from clock_timestamp() - min(noted_at)), 0),
        0)::float8 as oldest_seconds
      from audit_unsealed`,
  );
  return rows[0] ?? { waiting: 0, oldestSeconds: 0 };
}

/**
 * An entry that waits longer for its seal means that nobody seals, or that it is not what it was
 * when it was made.
 */
export const UNSEALED_MINUTES = 5;

/**
 * What is wrong with entries that wait, as the end of a sentence; null when they have not waited
 * for long.
 */
export function unsealedFault({ waiting, oldestSeconds }: Unsealed): string | null {
  if (oldestSeconds <= UNSEALED_MINUTES * 60) return null;
  return `${waiting} entries wait for their seal, the oldest for ${Math.floor(oldestSeconds / 60)} minutes: does the worker run?`;
}

/**
 * The first thing that does not fit.
 *
 * @property chain null where an entry is gone that had no seal yet
 * @property position in the chain; null where an entry without a seal was changed, or has gone
 */
export type BrokenAt = { chain: string | null; position: number | null; entryId: number | null };

export type AuditVerdict = { entries: number; firstBroken: BrokenAt | null };

/**
 * Works every hash out anew, and finds entries that were changed or removed, before their seal as
 * well as after it, seals without an entry, gaps, and chains cut off at their end. An entry that
 * waits for its seal as it was made is whole.
 */
export async function verifyAudit(db: Database): Promise<AuditVerdict> {
  const rows = await rowsOf<{ entries: number; isBroken: boolean } & BrokenAt>(
    db,
    sql`
      with checked as (
        select coalesce(seal.chain, case
          when entry.id is not null then audit_chain(entry.space_id) end) as chain, seal.position,
          coalesce(entry.id, seal.entry_id, unsealed.entry_id) as entry_id,
          case when seal.entry_id is null then entry.id is not null
            and unsealed.digest = audit_hash('', entry)
          else unsealed.entry_id is null and entry.id is not null
            and seal.chain = audit_chain(entry.space_id)
            and seal.hash = audit_hash(seal.previous_hash, entry)
            and seal.previous_hash = coalesce(lag(seal.hash) over chain, start.cut_hash, '')
            and seal.position = coalesce(lag(seal.position) over chain, start.cut_position,
            0) + 1 end as whole
        from audit_entry entry full join audit_seal seal on seal.entry_id = entry.id
        full join audit_unsealed unsealed on unsealed.entry_id = coalesce(entry.id, seal.entry_id)
        left join audit_head start on start.chain = seal.chain
        window chain as (partition by seal.chain order by seal.position)
      ), ends as (
        select coalesce(head.chain, newest.chain) as chain,
          coalesce(newest.position, 0) as position, null::bigint as entry_id,
          head.position = newest.position and head.hash = newest.hash as whole
        from audit_head head full join (
          select distinct on (chain) chain, position, hash from audit_seal
          order by chain, position desc
        ) newest on newest.chain = head.chain
      ), all_checks as (select * from checked union all select * from ends)
      select (select count(*)::int from audit_entry) as entries,
        broken.whole is not null as is_broken,
        broken.chain, broken.position::int, broken.entry_id::int as entry_id
      from (select 1) one left join lateral (
        select chain, position, entry_id, false as whole from all_checks where whole is not true
        order by chain, position, entry_id limit 1) broken on true`,
  );
  const [row] = rows;
  if (!row?.isBroken) return { entries: row?.entries ?? 0, firstBroken: null };
  const { entries, chain, position, entryId } = row;
  return { entries, firstBroken: { chain, position, entryId } };
}

/** What is broken, as the end of a sentence about the log. */
export function brokenSentence({ chain, position, entryId }: BrokenAt): string {
  if (position !== null) return `it is broken at ${chain}, position ${position}.`;
  return `entry ${entryId}${chain ? ` of ${chain}` : ""} was changed or removed before it was sealed.`;
}
