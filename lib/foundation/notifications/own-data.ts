import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: messages and invitations. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  messages: await rows(sql`
      select jsonb_build_object('kind', template, 'createdAt', created_at, 'sentAt', sent_at) as row
      from outbox_message where person_id = ${personId} order by created_at, id`),
  invitations: await rows(sql`
      select jsonb_build_object('event', uid, 'date', recurrence_id, 'sequence', sequence, 'method',
        method, 'sentAt', sent_at) as row
      from calendar_message where person_id = ${personId} order by sent_at, id`),
});
