import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { spaces } from "./spaces.ts";

/** An address of somebody else's that is told what happens to the bookings of a space. */
export const webhooks = pgTable(
  "webhook",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    url: text().notNull(),
    events: text().array().notNull(),
    /** Sealed with the key of the service: a stolen table signs nothing. */
    secret: text().notNull(),
    /** The one before, with which is signed as well until then. */
    oldSecret: text(),
    oldSecretUntil: instant(),
    active: boolean().notNull().default(true),
    /** Until when a worker has it, or it is left alone because it did not answer. */
    busyUntil: instant(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (webhook) => [index("webhook_space").on(webhook.spaceId)],
);

/**
 * One event for one address, written by the trigger `booking_tells_webhooks` in the transaction of
 * the thing it tells. Ids and times only, nobody's name. Deleted 30 days after it was made.
 */
export const webhookDeliveries = pgTable(
  "webhook_delivery",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid().notNull(),
    webhookId: uuid()
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    event: text().notNull(),
    bookingId: uuid(),
    payload: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    /** Null when it arrived, or was given up. */
    nextAttemptAt: instant().default(sql`clock_timestamp()`),
    attempts: integer().notNull().default(0),
    deliveredAt: instant(),
    lastAttemptAt: instant(),
    /** What the address answered, as an HTTP status; null when it did not. */
    lastStatus: integer(),
    lastError: text(),
  },
  (delivery) => [
    index("webhook_delivery_due")
      .on(delivery.webhookId, delivery.nextAttemptAt)
      .where(sql`${delivery.nextAttemptAt} is not null`),
    index("webhook_delivery_log").on(delivery.webhookId, delivery.createdAt),
    index("webhook_delivery_age").on(delivery.createdAt),
  ],
);
