import { sql } from "drizzle-orm";
import { messageRows } from "#lib/foundation/platform/queues/outbox.ts";
import type { Job } from "#lib/module.ts";
import { RENEWAL_DAYS } from "./standing.ts";

/**
 * Writes to holders of badges that end soon: once for each badge, and never for one that was
 * withdrawn or has ended.
 */
export const remindOfRenewal: Job = async (db, now) => {
  const at = sql`${now.toString()}::timestamptz`;
  const done = await db.execute(sql`
    with due as (update credential set renewal_reminded_at = ${at}
      where renewal_reminded_at is null and revoked_at is null and valid_until > ${at}
        and valid_until <= ${at} + make_interval(days => ${RENEWAL_DAYS}) returning id, person_id)
    ${messageRows("badge-ends", sql`select jsonb_build_object('credentialId', id), person_id from due`)}`);
  return { reminded: done.rowCount ?? 0 };
};
