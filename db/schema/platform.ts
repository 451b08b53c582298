import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";

/**
 * A message written in the transaction of the thing it speaks of. Deleted 30 days after it was
 * sent.
 */
export const outboxMessages = pgTable(
  "outbox_message",
  {
    id: uuid().primaryKey().defaultRandom(),
    template: text().notNull(),
    personId: uuid(),
    toEmail: text(),
    /** For an address without a person; a person is written to in the language they read now. */
    locale: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: instant().notNull().default(sql`now()`),
    nextAttemptAt: instant().notNull().default(sql`now()`),
    sentAt: instant(),
    attempts: integer().notNull().default(0),
    lastError: text(),
    /** The piece of work whose letters leave together; null for one that leaves by itself. */
    workId: uuid().default(sql`nullif(current_setting('trivium.work', true), '')::uuid`),
  },
  (message) => [
    index("outbox_message_due").on(message.nextAttemptAt).where(sql`${message.sentAt} is null`),
  ],
);

/** The first answer given to a key, repeated to whoever asks again. Kept 48 hours. */
export const idempotencyKeys = pgTable(
  "idempotency_key",
  {
    actorKey: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    response: jsonb().$type<unknown>().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (key) => [primaryKey({ columns: [key.actorKey, key.key] })],
);
