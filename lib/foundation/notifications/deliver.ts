import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { personView } from "#db/schema/identity.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { isLocale, type Locale } from "#lib/foundation/i18n/locales.ts";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { noteCalendarMessage } from "./calendar-messages.ts";

/** After this many tries a message stays where it is, with its fault, for a person to look at. */
export const ATTEMPTS = 8;

/** What one message to a telephone holds, in characters. */
export const TEXT_LENGTH = 160;

/** @param id of the message; stable over tries, so that a mailbox keeps one copy */
export type Send = (mail: Mail & { id: string; to: string; locale: Locale }) => Promise<void>;

/** To a telephone. @param text 160 characters at most */
export type SendText = (message: {
  id: string;
  to: string;
  text: string;
  locale: Locale;
}) => Promise<void>;

/**
 * Sends the message that is due longest, if there is one. Its row stays locked meanwhile: other
 * workers take the next. Whoever dies between sending and noting it sends once more, under the same
 * message id.
 *
 * @param sendText for whoever has a telephone number and no address; null where nobody sends such
 *   messages
 * @returns false when nothing is due
 */
export async function deliverNext(
  db: Database,
  templates: Record<string, Compose>,
  send: Send,
  now: Temporal.Instant,
  sendText: SendText | null = null,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [due] = await tx
      .select({
        message: outboxMessages,
        email: sql<string | null>`coalesce(${personView.email}, ${personView.contactEmail})`,
        phone: personView.phone,
        locale: personView.locale,
      })
      .from(outboxMessages)
      .leftJoin(personView, eq(personView.id, outboxMessages.personId))
      .where(
        sql`${outboxMessages.sentAt} is null and ${outboxMessages.attempts} < ${ATTEMPTS}
          and ${outboxMessages.nextAttemptAt} <= ${now.toString()}::timestamptz`,
      )
      .orderBy(outboxMessages.nextAttemptAt)
      .limit(1)
      .for("update", { of: outboxMessages, skipLocked: true });
    if (!due) return false;

    const { message } = due;
    const outcome = await attempt(tx, due, templates, { send, sendText }).catch((error: unknown) =>
      failed(message, error, now),
    );
    await tx.update(outboxMessages).set(outcome).where(eq(outboxMessages.id, message.id));
    return true;
  });
}

type Due = {
  message: typeof outboxMessages.$inferSelect;
  email: string | null;
  phone: string | null;
  locale: string | null;
};

/**
 * What is noted of a message that left, or need not. Its content is forgotten: it may hold a code.
 */
async function attempt(
  db: Database,
  { message, email, phone, locale: read }: Due,
  templates: Record<string, Compose>,
  { send, sendText }: { send: Send; sendText: SendText | null },
) {
  const compose = templates[message.template];
  if (!compose) throw new Error(`no template ${message.template}`);
  const left = { sentAt: Temporal.Now.instant(), data: {}, attempts: message.attempts + 1 };
  const address = email ?? message.toEmail;
  const to = address ?? (sendText && phone);
  if (!to) return { ...left, lastError: "no address" };

  const wanted = read ?? message.locale;
  const locale = isLocale(wanted) ? wanted : "en";
  // A savepoint: a failing query of the composer must not take the note of the failure with it.
  const mail = await db.transaction((inner) =>
    compose(inner, {
      template: message.template,
      data: message.data,
      locale,
      to,
      personId: message.personId,
    }),
  );
  if (!mail) return { ...left, lastError: "superseded" };
  if (address) {
    await send({ ...mail, id: message.id, to, locale });
    await noteInvitations(db, message.personId, mail);
  } else {
    const text = (mail.short ?? mail.subject).slice(0, TEXT_LENGTH);
    await sendText?.({ id: message.id, to, text, locale });
  }
  return { ...left, lastError: null };
}

/** Keeps the sequence sent to somebody's calendar, so that the next message has a higher one. */
async function noteInvitations(
  db: Database,
  personId: string | null,
  { invitation, invitations = [] }: Mail,
): Promise<void> {
  if (!personId) return;
  for (const sent of [...(invitation ? [invitation] : []), ...invitations])
    await noteCalendarMessage(db, personId, sent);
}

function failed(message: Due["message"], error: unknown, now: Temporal.Instant) {
  const attempts = message.attempts + 1;
  const fault = faultOf(error);
  const said = attempts >= ATTEMPTS ? "message given up" : "message not sent";
  log.error({ messageId: message.id, template: message.template, attempts, fault }, said);
  const wait = 30 * 2 ** attempts * (1 + Math.random() / 4);
  return {
    attempts,
    lastError: fault,
    nextAttemptAt: now.add({ seconds: Math.round(wait) }),
  };
}
