import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, instantRange, wallTime } from "../types.ts";
import { people } from "./identity.ts";
import { resources, spaces } from "./spaces.ts";

/** A recurring booking: its rule in the space's wall time. Each occurrence is a booking of its own. */
export const series = pgTable(
  "series",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    roomId: uuid()
      .notNull()
      .references(() => resources.id),
    /** RFC 5545 RRULE without DTSTART: "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10". */
    rule: text().notNull(),
    /** First occurrence, and when it ends, in the wall time of the space. */
    firstStart: wallTime().notNull(),
    firstEnd: wallTime().notNull(),
    /** Starts that were added to the rule, and starts that were taken out. */
    extraStarts: wallTime().array().notNull().default(sql`'{}'`),
    excludedStarts: wallTime().array().notNull().default(sql`'{}'`),
    people: integer().notNull(),
    equipment: jsonb().$type<{ kind: string; quantity: number }[]>().notNull().default([]),
    purpose: text().notNull().default(""),
    bookedBy: uuid()
      .notNull()
      .references(() => people.id),
    /** The series this one was split from by "this and following". */
    follows: uuid(),
    sequence: integer().notNull().default(0),
    /** Raised at each change: whoever edits says which state they saw. */
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
  },
  (series) => [
    index("series_booked_by").on(series.bookedBy),
    check("series_of_people", sql`${series.people} > 0`),
  ],
);

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
    /** Who pressed the button, when it was not whom the booking is for. */
    madeBy: uuid().references(() => people.id),
    seriesId: uuid().references(() => series.id),
    /** Its start by the rule of the series, in wall time: stays when the occurrence is moved (RECURRENCE-ID). */
    occurrence: wallTime(),
    /** A request nobody answers by then lapses. */
    answerBy: instant(),
    checkedInAt: instant(),
    /** Where it would have ended, when it was ended early. */
    plannedEnd: instant(),
    /** iCalendar SEQUENCE: raised at each change that an invitation must follow. */
    sequence: integer().notNull().default(0),
    /** Raised at each change: whoever edits says which state they saw. */
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
  },
  (booking) => [
    index("booking_booked_by").on(booking.bookedBy),
    uniqueIndex("booking_occurrence_once").on(booking.seriesId, booking.occurrence),
    index("booking_space_during").using("gist", booking.spaceId.asc(), booking.during),
    check(
      "booking_status_known",
      sql`${booking.status} in ('requested', 'confirmed', 'refused', 'cancelled', 'missed')`,
    ),
    check(
      "booking_occurrence_of_series",
      sql`(${booking.seriesId} is null) = (${booking.occurrence} is null)`,
    ),
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
