import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, instantRange } from "../types.ts";
import { bookings } from "./booking.ts";
import { resources, spaces } from "./spaces.ts";

/**
 * One room, desk or single item held for one range: by a booking, its buffer, a closure.
 * Partitioned by space. On each part stands the constraint that keeps two from one room: see
 * migrations/52_parts.sql.
 */
export const allocations = pgTable(
  "allocation",
  {
    id: uuid().notNull().defaultRandom(),
    spaceId: uuid().notNull(),
    resourceId: uuid().notNull(),
    bookingId: uuid(),
    /** Why it is held: booking, hold or closure. */
    kind: text().notNull().default("booking"),
    /** [start, end), buffers included. */
    during: instantRange().notNull(),
    active: boolean().notNull().default(true),
    /** A hold: whose, and until when it keeps others out. */
    heldBy: uuid(),
    expiresAt: instant(),
    closureId: uuid(),
  },
  (allocation) => [
    primaryKey({ columns: [allocation.spaceId, allocation.id] }),
    check("allocation_lasts", sql`not isempty(${allocation.during})`),
  ],
);

/**
 * Pieces of a stock held for one range; `stock_not_exceeded` (a trigger) counts them at every
 * instant.
 */
export const stockAllocations = pgTable(
  "stock_allocation",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid().notNull(),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id),
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id),
    quantity: integer().notNull(),
    during: instantRange().notNull(),
    active: boolean().notNull().default(true),
  },
  (allocation) => [
    index("stock_allocation_resource").on(allocation.resourceId),
    index("stock_allocation_booking").on(allocation.bookingId),
    check("stock_allocation_of_pieces", sql`${allocation.quantity} > 0`),
  ],
);

/**
 * How much one person, or the members of one organisation together, may book. Staff are not
 * counted.
 */
export const bookingQuotas = pgTable(
  "booking_quota",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Null for the whole network. */
    spaceId: uuid().references(() => spaces.id, { onDelete: "cascade" }),
    /** Whose bookings are counted together. */
    counts: text().notNull().default("person"),
    /** Only those who hold this role; null for everybody. */
    role: text(),
    period: text().notNull(),
    maxBookings: integer(),
    maxHours: integer(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (quota) => [
    check("booking_quota_counts_known", sql`${quota.counts} in ('person', 'organisation')`),
    check("booking_quota_period_known", sql`${quota.period} in ('day', 'week', 'month', 'ahead')`),
    check(
      "booking_quota_limits_something",
      sql`coalesce(${quota.maxBookings}, ${quota.maxHours}) is not null and coalesce(${quota.maxBookings}, 1) > 0 and coalesce(${quota.maxHours}, 1) > 0`,
    ),
  ],
);
