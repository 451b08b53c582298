import { sql } from "drizzle-orm";
import { mentionedIn, mentionedInJson } from "#lib/foundation/platform/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  traces: {
    // One that was given up is not sent any more: it goes when it would have gone had it been.
    messages: sql`delete from outbox_message
        where coalesce(sent_at, greatest(created_at, next_attempt_at)) < ${over("messages")}`,
    calendarMessages: sql`delete from calendar_message where sent_at < ${over("invitations")}`,
  },
});

export const erase: Erase = ({ personId, reached }) => {
  const traces = [personId, ...reached];
  return [
    sql`delete from calendar_message where person_id = ${personId}`,
    sql`delete from outbox_message where person_id = ${personId} or ${mentionedIn(sql`to_email`, traces)}
      or ${mentionedInJson(sql`data`, traces)} or ${mentionedIn(sql`last_error`, traces)}`,
  ];
};
