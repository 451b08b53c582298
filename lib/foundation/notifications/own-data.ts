import { eq } from "drizzle-orm";
import { calendarMessages } from "#db/schema/calendars.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: messages and invitations. */
export const ownData: OwnData = async ({ db, personId }) => ({
  messages: await db
    .select({
      kind: outboxMessages.template,
      createdAt: outboxMessages.createdAt,
      sentAt: outboxMessages.sentAt,
    })
    .from(outboxMessages)
    .where(eq(outboxMessages.personId, personId))
    .orderBy(outboxMessages.createdAt, outboxMessages.id),
  invitations: await db
    .select({
      event: calendarMessages.uid,
      date: calendarMessages.recurrenceId,
      sequence: calendarMessages.sequence,
      method: calendarMessages.method,
      sentAt: calendarMessages.sentAt,
    })
    .from(calendarMessages)
    .where(eq(calendarMessages.personId, personId))
    .orderBy(calendarMessages.sentAt, calendarMessages.id),
});
