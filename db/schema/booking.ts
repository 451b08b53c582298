import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, instantRange } from "../types.ts";
import { people } from "./identity.ts";
import { resources, spaces } from "./spaces.ts";

/** A person's claim on a room, and what goes with it, for a time. Kept 12 months after it ends. */
export const bookings = pgTable(
  "booking",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    roomId: uuid()
      .notNull()
      .references(() => resources.id),
    during: instantRange().notNull(),
    people: integer().notNull(),
    purpose: text().notNull().default(""),
    status: text().notNull().default("confirmed"),
    bookedBy: uuid()
      .notNull()
      .references(() => people.id),
    /** iCalendar SEQUENCE: raised at each change that an invitation must follow. */
    sequence: integer().notNull().default(0),
    /** Raised at each change: whoever edits says which state they saw. */
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
  },
  (booking) => [
    index("booking_booked_by").on(booking.bookedBy),
    index("booking_space_during").using("gist", booking.spaceId.asc(), booking.during),
    check("booking_status_known", sql`${booking.status} in ('confirmed', 'cancelled')`),
    check("booking_lasts", sql`not isempty(${booking.during})`),
    check("booking_of_people", sql`${booking.people} > 0`),
  ],
);

/**
 * One room, desk or single item held for one range: by a booking, its buffer, a closure.
 * Partitioned by space, and guarded by `allocation_no_overlap`: see migrations/11_booking_promises.sql.
 */
export const allocations = pgTable(
  "allocation",
  {
    id: uuid().notNull().defaultRandom(),
    spaceId: uuid().notNull(),
    resourceId: uuid().notNull(),
    bookingId: uuid(),
    /** Why it is held: booking or closure. */
    kind: text().notNull().default("booking"),
    /** [start, end), buffer included. */
    during: instantRange().notNull(),
    active: boolean().notNull().default(true),
  },
  (allocation) => [
    primaryKey({ columns: [allocation.spaceId, allocation.id] }),
    check("allocation_lasts", sql`not isempty(${allocation.during})`),
  ],
);

/** Pieces of a stock held for one range; `stock_not_exceeded` (a trigger) counts them at every instant. */
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
