import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { BOOKING_STATES, listed, UNANSWERED } from "../booking-states.ts";
import { instant, instantRange, wallTime } from "../types.ts";
import { people } from "./identity.ts";
import { resources, roomLayouts, spaces } from "./spaces.ts";

/**
 * A recurring booking: its rule in the space's wall time. Each occurrence is a booking of its own.
 */
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
    /** How its room is set up; null where it stays as it is. */
    layoutId: uuid(),
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
    /**
     * When what a calendar shows of it last changed: kept by the database
     * (migrations/35_calendars.sql).
     */
    changedAt: instant().notNull().default(sql`now()`),
  },
  (series) => [
    index("series_booked_by").on(series.bookedBy),
    foreignKey({
      name: "series_layout_of_its_room",
      columns: [series.layoutId, series.roomId],
      foreignColumns: [roomLayouts.id, roomLayouts.resourceId],
    }),
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
    /** Rooms taken beside the first. */
    otherRooms: uuid().array().notNull().default(sql`'{}'`),
    equipment: jsonb().$type<{ kind: string; quantity: number }[]>().notNull().default([]),
    purpose: text().notNull().default(""),
    /** How the first of its rooms is set up; null where it stays as it is. */
    layoutId: uuid(),
    status: text().notNull().default("confirmed"),
    bookedBy: uuid()
      .notNull()
      .references(() => people.id),
    /** Who pressed the button, when it was not whom the booking is for. */
    madeBy: uuid().references(() => people.id),
    seriesId: uuid().references(() => series.id),
    /** The booking that a closure displaced, which this one was offered for. */
    insteadOf: uuid(),
    /**
     * Its start by the rule of the series, in wall time: stays when the occurrence is moved
     * (RECURRENCE-ID).
     */
    occurrence: wallTime(),
    /** A request nobody answers by then lapses, and so does an offer. */
    answerBy: instant(),
    /** When it was last asked of the staff, when that is later than its making. */
    askedAt: instant(),
    /**
     * Once confirmed, it stands in calendars: whatever becomes of it is told to them. A trigger
     * notes it.
     */
    wasConfirmed: boolean().notNull().default(false),
    /** What staff said when they refused or cancelled it. */
    note: text().notNull().default(""),
    /**
     * When whoever must answer or come was last reminded. With another day it is forgotten
     * (33_bookings.sql), as is who came.
     */
    remindedAt: instant(),
    checkedInAt: instant(),
    /** A missed booking that no longer counts. */
    forgivenAt: instant(),
    /** Where it would have ended, when it was ended early. */
    plannedEnd: instant(),
    /** iCalendar SEQUENCE: raised at each change that an invitation must follow. */
    sequence: integer().notNull().default(0),
    /** Raised at each change: whoever edits says which state they saw. */
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
    /**
     * When what a calendar shows of it last changed: kept by the database
     * (migrations/35_calendars.sql).
     */
    changedAt: instant().notNull().default(sql`now()`),
  },
  (booking) => [
    index("booking_booked_by").on(booking.bookedBy, booking.createdAt),
    index("booking_booked_by_end").on(booking.bookedBy, sql`upper(${booking.during})`),
    index("booking_made_by").on(booking.madeBy).where(sql`${booking.madeBy} is not null`),
    index("booking_missed")
      .on(booking.bookedBy, booking.spaceId)
      .where(sql`${booking.status} = 'missed' and ${booking.forgivenAt} is null`),
    foreignKey({
      name: "booking_layout_of_its_room",
      columns: [booking.layoutId, booking.roomId],
      foreignColumns: [roomLayouts.id, roomLayouts.resourceId],
    }),
    index("booking_instead_of").on(booking.insteadOf).where(sql`${booking.insteadOf} is not null`),
    uniqueIndex("booking_occurrence_once").on(booking.seriesId, booking.occurrence),
    index("booking_unanswered")
      .on(booking.answerBy)
      .where(sql`${booking.status} in ${listed(UNANSWERED)}`),
    index("booking_space_during").using("gist", booking.spaceId.asc(), booking.during),
    check("booking_status_known", sql`${booking.status} in ${listed(BOOKING_STATES)}`),
    check(
      "booking_occurrence_of_series",
      sql`(${booking.seriesId} is null) = (${booking.occurrence} is null)`,
    ),
    check(
      "booking_answered_by",
      sql`${booking.status} not in ${listed(UNANSWERED)} or ${booking.answerBy} is not null`,
    ),
    check("booking_lasts", sql`not isempty(${booking.during})`),
    check("booking_of_people", sql`${booking.people} > 0`),
  ],
);

/**
 * Somebody who takes a room as soon as it is free. Offered in order, as a booking with a deadline.
 */
export const bookingWaits = pgTable(
  "booking_wait",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid().notNull(),
    roomId: uuid()
      .notNull()
      .references(() => resources.id),
    during: instantRange().notNull(),
    people: integer().notNull(),
    equipment: jsonb().$type<{ kind: string; quantity: number }[]>().notNull().default([]),
    purpose: text().notNull().default(""),
    /** How the room is set up; null where it stays as it is. */
    layoutId: uuid(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    status: text().notNull().default("waiting"),
    /** What it became. */
    bookingId: uuid().references(() => bookings.id),
    /**
     * The moment counts under the lock of the table, not when the transaction began: it is the
     * order.
     */
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
  },
  (wait) => [
    uniqueIndex("booking_wait_once")
      .on(wait.personId, wait.roomId, wait.during)
      .where(sql`${wait.status} = 'waiting'`),
    index("booking_wait_space")
      .using("gist", wait.spaceId.asc(), wait.during)
      .where(sql`${wait.status} = 'waiting'`),
    foreignKey({
      name: "booking_wait_layout_of_its_room",
      columns: [wait.layoutId, wait.roomId],
      foreignColumns: [roomLayouts.id, roomLayouts.resourceId],
    }),
    check("booking_wait_status_known", sql`${wait.status} in ('waiting', 'offered', 'left')`),
  ],
);

/** What the other modules read of a booking. */
export const bookingView = pgView("bookings_booking", {
  id: uuid("id").notNull(),
  spaceId: uuid("space_id").notNull(),
  roomId: uuid("room_id").notNull(),
  during: instantRange("during").notNull(),
  bookedBy: uuid("booked_by").notNull(),
  people: integer("people").notNull(),
  status: text("status").notNull(),
  layoutId: uuid("layout_id"),
  seriesId: uuid("series_id"),
  occurrence: wallTime("occurrence"),
  insteadOf: uuid("instead_of"),
  answerBy: instant("answer_by"),
  version: integer("version").notNull(),
  sequence: integer("sequence").notNull(),
}).existing();

/** Who else may see, change and cancel a booking. */
export const coOrganisers = pgTable(
  "co_organiser",
  {
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id, { onDelete: "cascade" }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
  },
  (shared) => [
    primaryKey({ columns: [shared.bookingId, shared.personId] }),
    index("co_organiser_person").on(shared.personId),
  ],
);

/**
 * Somebody is asked to look after a booking as well, or to take it over: it happens when they say
 * yes. Gone once it is answered or over. Without a person, the address was nobody's, which whoever
 * asks is not told.
 */
export const bookingProposals = pgTable(
  "booking_proposal",
  {
    id: uuid().primaryKey().defaultRandom(),
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    personId: uuid().references(() => people.id, { onDelete: "cascade" }),
    /**
     * The address it was made to, as a keyed hash: a second proposal to it replaces the first,
     * whoever has the address.
     */
    addressHash: text(),
    madeBy: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    endsAt: instant().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (proposal) => [
    index("booking_proposal_person").on(proposal.personId),
    index("booking_proposal_booking").on(proposal.bookingId),
    // A booking can be given away once.
    uniqueIndex("booking_proposal_once")
      .on(proposal.bookingId)
      .where(sql`${proposal.kind} = 'hand_over'`),
    check("booking_proposal_kind_known", sql`${proposal.kind} in ('share', 'hand_over')`),
  ],
);

/**
 * A booking somebody made without an account, as a person of their own. Its link is worked out from
 * the id and the key of the service; only the link's hash is kept. Erased 30 days after the booking
 * is over, at once when it was never confirmed.
 */
export const guestBookings = pgTable(
  "guest_booking",
  {
    /** The key of the form: pressed twice, it is one booking. */
    id: uuid().primaryKey(),
    bookingId: uuid()
      .notNull()
      .unique()
      .references(() => bookings.id, { onDelete: "cascade" }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    linkHash: text().notNull().unique(),
    /**
     * A keyed hash of the address or number: how many bookings it has ahead, and how many it
     * missed.
     */
    contactHash: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (guest) => [
    index("guest_booking_contact").on(guest.contactHash),
    index("guest_booking_person").on(guest.personId),
  ],
);

/**
 * An event of a calendar file and the booking or series it led to: the same event again is known,
 * moves, or is cancelled.
 */
export const importedEvents = pgTable(
  "imported_event",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    roomId: uuid()
      .notNull()
      .references(() => resources.id, { onDelete: "cascade" }),
    uid: text().notNull(),
    /** Which date of a repeated event it was; empty for the whole. */
    recurrenceId: text().notNull().default(""),
    bookingId: uuid().references(() => bookings.id, { onDelete: "cascade" }),
    seriesId: uuid().references(() => series.id, { onDelete: "cascade" }),
    /**
     * When it was to be by the file, and what it was called: another time in a later file is a
     * move.
     */
    timing: text().notNull(),
    title: text().notNull().default(""),
    importedAt: instant().notNull().default(sql`now()`),
  },
  (event) => [
    uniqueIndex("imported_event_once").on(event.roomId, event.uid, event.recurrenceId),
    index("imported_event_booking").on(event.bookingId),
    index("imported_event_series").on(event.seriesId),
    check(
      "imported_event_led_to_one",
      sql`(${event.bookingId} is null) <> (${event.seriesId} is null)`,
    ),
  ],
);
