import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, instantRange } from "../types.ts";
import { bookings } from "./booking.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/** A facilitated meeting with places. Its room and equipment are a booking, made in the same transaction. */
export const sessions = pgTable(
  "session",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    bookingId: uuid().references(() => bookings.id),
    facilitatorId: uuid()
      .notNull()
      .references(() => people.id),
    /** In one to three languages; the reader gets the nearest. */
    title: jsonb().$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull(),
    topic: text().notNull(),
    modality: text().notNull(),
    /** The language spoken in it. */
    language: text().notNull(),
    places: integer().notNull(),
    during: instantRange().notNull(),
    status: text().notNull().default("planned"),
    /** Raised at each change of the session. */
    version: integer().notNull().default(1),
    /** Raised at each save of the attendance sheet: whoever saves says which state they saw. */
    sheetVersion: integer().notNull().default(0),
    /** When the sheet was closed and signed; opened again, it is null. */
    sheetClosedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
  },
  (session) => [
    uniqueIndex("session_booking_once").on(session.bookingId),
    index("session_space_during").using("gist", session.spaceId.asc(), session.during),
    check("session_status_known", sql`${session.status} in ('planned', 'cancelled')`),
    check(
      "session_modality_known",
      sql`${session.modality} in ('in_person', 'hybrid', 'remote', 'self_paced', 'peer_led')`,
    ),
    check("session_has_places", sql`${session.places} > 0`),
    check("session_lasts", sql`not isempty(${session.during})`),
  ],
);

/** A person's place in a session, or in its waiting list. Kept 24 months after the session. */
export const enrolments = pgTable(
  "enrolment",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    status: text().notNull().default("enrolled"),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (enrolment) => [
    uniqueIndex("enrolment_once").on(enrolment.sessionId, enrolment.personId),
    index("enrolment_person").on(enrolment.personId),
    check("enrolment_status_known", sql`${enrolment.status} in ('enrolled', 'waiting', 'cancelled')`),
  ],
);
