import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sweepBookings } from "#lib/booking/sweep.ts";
import { sealOldAnswers } from "#lib/consent/answers.ts";
import { refreshUse } from "#lib/occupancy/refresh.ts";
import { closeForgotten } from "#lib/presence/closing.ts";
import { KEPT, noteRun, runRetention } from "#lib/privacy/retention.ts";
import { refreshOpenings } from "#lib/spaces/openings.ts";

/** What is done by the clock. Each may run twice, or late, without harm. */
export type Job = {
  name: string;
  /** Minutes and hours in UTC, as cron writes them. */
  cron: string;
  /** @returns counts for the log */
  run: (db: Database, now: Temporal.Instant) => Promise<Record<string, number>>;
};

export const JOBS: Job[] = [
  { name: "bookings", cron: "* * * * *", run: sweepBookings },
  {
    name: "openings",
    cron: "10 2 * * *",
    run: async (db, now) => {
      await refreshOpenings(db, now);
      return {};
    },
  },
  { name: "use", cron: "*/10 * * * *", run: refreshUse },
  {
    name: "closing",
    cron: "*/15 * * * *",
    run: async (db, now) => ({ visits: await closeForgotten(db, now) }),
  },
  { name: "sealing", cron: "*/10 * * * *", run: async (db) => ({ answers: await sealOldAnswers(db) }) },
  { name: "retention", cron: "40 2 * * *", run: forget },
  { name: "privacy", cron: "50 2 * * *", run: runRetention },
];

/** Deletes what has served: the retention that each table's docstring names. */
async function forget(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const before = (hours: number) => sql`${now.subtract({ hours }).toString()}::timestamptz`;
  const DAY = 24;
  const MONTH = 30.5 * DAY;
  const statements = {
    messages: sql`delete from outbox_message where sent_at < ${before(30 * DAY)}`,
    calendarMessages: sql`delete from calendar_message where sent_at < ${before(27 * MONTH)}`,
    webhookDeliveries: sql`delete from webhook_delivery where created_at < ${before(30 * DAY)}`,
    idempotencyKeys: sql`delete from idempotency_key where created_at < ${before(2 * DAY)}`,
    loginSessions: sql`delete from login_session where least(revoked_at, expires_at) < ${before(30 * DAY)}`,
    signInCodes: sql`delete from sign_in_code where expires_at < ${before(DAY)}`,
    roleOffers: sql`delete from role_offer where expires_at < ${before(0)}`,
    invitations: sql`delete from invitation where expires_at < ${before(30 * DAY)}`,
    // Their hours stay; one whose hour has not been worked out yet waits for the next day.
    readings: sql`delete from reading where observed_at < ${before(KEPT.counterDays * DAY)} and not exists (
      select from use_mark where use_mark.space_id = reading.space_id and use_mark.hour = date_trunc('hour', reading.observed_at))`,
    visitors: sql`update visit set person_id = null where person_id is not null
      and left_at is not null and arrived_at < ${before(KEPT.identity * MONTH)}`,
    lateScans: sql`delete from visit_aside where at < ${before(60 * DAY)}`,
    pulseReceipts: sql`delete from pulse_receipt where ends_on < ${before(0)}`,
    rateLimits: sql`delete from rate_limit where window_ends_at < ${before(0)}`,
  };
  const counts: Record<string, number> = {};
  for (const [name, statement] of Object.entries(statements))
    counts[name] = (await db.execute(statement)).rowCount ?? 0;
  await noteRun(db, "traces", now, counts);
  return counts;
}
