import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import type { Locale } from "#lib/i18n/locales.ts";

/** To a person, in whatever language they read by then; or to an address, in the language it was written from. */
export type NewMessage = { template: string; data: Record<string, unknown> } & (
  | { personId: string }
  | { toEmail: string; locale: Locale }
);

/** Queues a message in the caller's transaction: it leaves if, and only if, that transaction is committed. */
export async function enqueue(db: Database, message: NewMessage): Promise<void> {
  await db.execute(messageRow(message));
}

/** The same as part of a larger statement. */
export function messageRow({ template, data, ...to }: NewMessage): SQL {
  const { personId, toEmail, locale } = { personId: null, toEmail: null, locale: null, ...to };
  return sql`insert into outbox_message (template, data, person_id, to_email, locale)
    values (${template}, ${JSON.stringify(data)}::jsonb, ${personId}::uuid, ${toEmail}, ${locale})`;
}

/** A message in words, ready to leave. */
export type Mail = {
  subject: string;
  text: string;
  /** The same for a telephone, a link at its end at most: 160 characters. Without one, the subject is sent. */
  short?: string;
  /** An iCalendar object; its method tells the reader's calendar what to do with it. What it was about is noted when it has left. */
  invitation?: {
    method: "REQUEST" | "CANCEL";
    content: string;
    uid: string;
    recurrenceId: string | null;
    sequence: number;
  };
};

/** Puts a queued message into words; null when a newer one says it better. */
export type Compose = (
  db: Database,
  message: {
    template: string;
    data: Record<string, unknown>;
    locale: Locale;
    to: string;
    /** Who reads it; null for an address without a person. */
    personId?: string | null;
  },
) => Promise<Mail | null>;
