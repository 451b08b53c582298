import type { Database } from "#db/client.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import type { Locale } from "#lib/i18n/locales.ts";

export type NewMessage = {
  template: string;
  locale: Locale;
  data: Record<string, unknown>;
} & ({ personId: string; toEmail?: never } | { toEmail: string; personId?: never });

/** Queues a message in the caller's transaction: it leaves if, and only if, that transaction is committed. */
export async function enqueue(db: Database, message: NewMessage): Promise<void> {
  await db.insert(outboxMessages).values(message);
}
