import { sql } from "drizzle-orm";
import type { Job } from "#lib/module.ts";

/** After so long without a change, a draft goes. */
const DRAFT_MONTHS = 24;

/** Takes away drafts that nobody goes on with. Idempotent. */
export const tidyPrototypes: Job = async (db, now) => {
  const before = now
    .toZonedDateTimeISO("UTC")
    .subtract({ months: DRAFT_MONTHS })
    .toInstant()
    .toString();
  const drafts = await db.execute(sql`
    delete from prototype where state = 'draft' and changed_at < ${before}::timestamptz`);
  return { drafts: drafts.rowCount ?? 0 };
};
