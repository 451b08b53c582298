import { sql } from "drizzle-orm";
import type { Erase } from "#lib/module.ts";

/** What is not published goes with its author; what is stays, and names nobody. */
export const erase: Erase = ({ personId }) => [
  sql`delete from practice_version where author_id = ${personId} and published_at is null`,
  sql`delete from practice where not exists (select from practice_version where practice_id = practice.id)`,
  sql`update practice_version set author_id = null where author_id = ${personId}`,
  sql`update practice_version set reviewer_id = null where reviewer_id = ${personId}`,
  sql`update practice_edition set translator_id = null where translator_id = ${personId}`,
  sql`update practice_report set person_id = null where person_id = ${personId}`,
  sql`update practice_report set decided_by = null where decided_by = ${personId}`,
];
