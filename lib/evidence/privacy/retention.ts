import { randomUUID } from "node:crypto";
import { desc, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { retentionRuns } from "#db/schema/consent.ts";
import { expireConsents } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { erasePerson } from "./erasure.ts";
import { forgetGuests } from "./guests.ts";
import { endOf, type TermName } from "./terms.ts";
import {
  type Counts,
  forgetBookers,
  forgetLearners,
  forgetLog,
  forgetOfModules,
} from "./traces.ts";

export const RETENTION_JOBS = [
  "bookings",
  "wishes",
  "sessions",
  "security",
  "consents",
  "proof",
  "log",
  "identity",
] as const;

export type RetentionJob = (typeof RETENTION_JOBS)[number];

/** What each job keeps by: the page of what was deleted says so from here. */
export const JOB_TERMS: Record<RetentionJob | "traces", readonly TermName[]> = {
  bookings: ["bookings", "guests"],
  wishes: ["wishes"],
  sessions: ["sessions"],
  security: ["signIns", "access"],
  consents: ["answers"],
  proof: ["proof"],
  log: ["log"],
  identity: ["identity"],
  traces: ["offers", "messages", "tasks", "invitations", "counters", "scans"],
};

const RUNS: Record<RetentionJob, (ctx: Context) => Promise<Counts>> = {
  bookings: async (ctx) => {
    const guests = await forgetGuests(ctx);
    return { ...(await forgetBookers(ctx.db, ctx.now)), guests };
  },
  wishes: ({ db, now }) => forgetOfModules(db, "wishes", now),
  sessions: ({ db, now }) => forgetLearners(db, now),
  security: ({ db, now }) => forgetOfModules(db, "security", now),
  consents: async (ctx) => ({ expired: await expireConsents(ctx) }),
  proof: forgetProof,
  log: ({ db, now }) => forgetLog(db, now),
  identity: forgetIdentities,
};

/**
 * Runs every retention job once; each notes what it did, in the log and where everybody may read
 * it.
 */
export async function runRetention(db: Database, now: Temporal.Instant): Promise<Counts> {
  const ctx: Context = {
    actor: { kind: "system", name: "retention" },
    now,
    db,
    requestId: randomUUID(),
  };
  const all: Counts = {};
  for (const job of RETENTION_JOBS) {
    const counts = await RUNS[job](ctx);
    await noteRun(db, job, now, counts);
    for (const [name, count] of Object.entries(counts)) all[`${job}.${name}`] = count;
  }
  return all;
}

/** Messages, codes, counts and whatever else has served soon. The rest is `runRetention`. */
export async function forgetSoon(db: Database, now: Temporal.Instant): Promise<Counts> {
  const counts = await forgetOfModules(db, "traces", now);
  await noteRun(db, "traces", now, counts);
  return counts;
}

export async function noteRun(
  db: Database,
  job: string,
  at: Temporal.Instant,
  counts: Counts,
): Promise<void> {
  await db.insert(retentionRuns).values({ job, at, counts });
  log.info({ job: `retention.${job}`, ...counts }, "retention done");
}

export type RetentionRun = { job: string; at: Temporal.Instant; counts: Counts };

/** The last run of each job. Public: it names nobody. */
export async function lastRuns({ db }: Context): Promise<RetentionRun[]> {
  return db
    .selectDistinctOn([retentionRuns.job], {
      job: retentionRuns.job,
      at: retentionRuns.at,
      counts: retentionRuns.counts,
    })
    .from(retentionRuns)
    .orderBy(retentionRuns.job, desc(retentionRuns.at));
}

const RUNS_SHOWN = 60;

/** What was done in the last nights that did something, the newest first. */
export async function recentRuns({ db }: Context): Promise<RetentionRun[]> {
  return db
    .select({ job: retentionRuns.job, at: retentionRuns.at, counts: retentionRuns.counts })
    .from(retentionRuns)
    .where(
      sql`exists (select from jsonb_each_text(${retentionRuns.counts}) where value::numeric > 0)`,
    )
    .orderBy(desc(retentionRuns.at), retentionRuns.job)
    .limit(RUNS_SHOWN);
}

/** The jobs run each night: one that did not for so long stands still. */
const OVERDUE_HOURS = 48;

export function isOverdue(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return at.until(now).total("hours") > OVERDUE_HOURS;
}

/** The database itself lets a record go only when its end lies that far back. */
async function forgetProof({ db, now }: Context): Promise<Counts> {
  const gone = await db.execute(sql`
    delete from consent_record record where consent_state(id) <> 'given' and not exists (
      select from consent_event where record_id = record.id and at > ${over("proof", now)})`);
  const runs = await db.execute(sql`delete from retention_run where at < ${over("proof", now)}`);
  return { records: gone.rowCount ?? 0, runs: runs.rowCount ?? 0 };
}

/** Whoever was not in touch for two years. Somebody who is still needed stays, and is counted. */
async function forgetIdentities(ctx: Context): Promise<Counts> {
  const before = over("identity", ctx.now);
  const rows = await rowsOf<{ id: string }>(
    ctx.db,
    sql`
      select id from person where erased_at is null and last_contact_at < ${before}
        and created_at < ${before}
        and not exists (select from login_session where person_id = person.id
          and last_seen_at >= ${before})
        and not exists (select from access_token where person_id = person.id
          and last_used_at >= ${before})
        and not exists (select from booking where booked_by = person.id
          and upper(during) >= ${before})
        and not exists (select from visit where person_id = person.id and arrived_at >= ${before})
        and not exists (select from consent_record record join consent_event event
          on event.record_id = record.id
          where record.person_id = person.id and event.expressed <> 'system'
            and event.at >= ${before})
        and not exists (select from session where upper(session.during) >= ${before}
          and (facilitator_id = person.id
          or id in (select session_id from enrolment where enrolment.person_id = person.id
            and enrolment.status <> 'cancelled')
          or id in (select session_id from attendance where attendance.person_id = person.id)))
      order by id`,
  );
  let erased = 0;
  let stillNeeded = 0;
  for (const { id } of rows)
    try {
      await erasePerson(ctx, id);
      erased += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      stillNeeded += 1;
    }
  return { erased, stillNeeded };
}

function over(term: TermName, now: Temporal.Instant) {
  return sql`${endOf(term, now).toString()}::timestamptz`;
}
