import { eq, lt, or, sql } from "drizzle-orm";
import { calendarMessages } from "#db/schema/calendars.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { mentionedIn, mentionedInJson } from "#lib/foundation/platform/text/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  traces: {
    // One that was given up is not sent any more: it goes when it would have gone had it been.
    messages: db
      .delete(outboxMessages)
      .where(
        sql`coalesce(${outboxMessages.sentAt}, greatest(${outboxMessages.createdAt}, ${outboxMessages.nextAttemptAt})) < ${over("messages").toString()}`,
      ),
    calendarMessages: db
      .delete(calendarMessages)
      .where(lt(calendarMessages.sentAt, over("invitations"))),
  },
});

export const erase: Erase = ({ db, personId, reached }) => {
  const traces = [personId, ...reached];
  return [
    db.delete(calendarMessages).where(eq(calendarMessages.personId, personId)),
    db
      .delete(outboxMessages)
      .where(
        or(
          eq(outboxMessages.personId, personId),
          mentionedIn(outboxMessages.toEmail, traces),
          mentionedInJson(outboxMessages.data, traces),
          mentionedIn(outboxMessages.lastError, traces),
        ),
      ),
  ];
};
