import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, instantRange, wallTime } from "../types.ts";
import { bookings } from "./booking.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/** What the other modules read of a place in a session. */
export const enrolmentView = pgView("sessions_enrolment", {
  sessionId: uuid("session_id").notNull(),
  spaceId: uuid("space_id").notNull(),
  personId: uuid("person_id").notNull(),
  status: text("status").notNull(),
}).existing();

/**
 * A training scheme of a project. Its sessions and courses say that they are part of it; a session
 * without one is a one-off.
 */
export const schemes = pgTable(
  "scheme",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** As the project knows it. */
    code: text().notNull().unique(),
    name: text().notNull(),
    project: text().notNull(),
    /** Which Interreg indicators are reported of it. */
    indicators: text().array().notNull().default(sql`'{RCO81,RCO85}'`),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (scheme) => [
    check("scheme_indicators_known", sql`${scheme.indicators} <@ '{RCO81,RCO85}'::text[]`),
  ],
);

/**
 * Several sessions that are taken as one, planned by a rule in the wall time of their space. Its
 * dates are sessions.
 */
export const courses = pgTable("course", {
  id: uuid().primaryKey().defaultRandom(),
  spaceId: uuid()
    .notNull()
    .references(() => spaces.id),
  /** RFC 5545, and the first date by it. */
  rule: text().notNull(),
  firstStart: wallTime().notNull(),
  firstEnd: wallTime().notNull(),
  /** Dates besides those of the rule. */
  extraStarts: wallTime().array().notNull().default(sql`'{}'`),
  createdAt: instant().notNull().default(sql`now()`),
});

/**
 * A facilitated meeting with places. Its room and equipment are a booking, made in the same
 * transaction.
 */
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
    /** Each person with a place takes one, and one more with a companion. */
    places: integer().notNull(),
    during: instantRange().notNull(),
    courseId: uuid().references(() => courses.id),
    /** Its start by the rule of the course, in wall time: stays when the date is moved. */
    occurrence: wallTime(),
    /**
     * Shared by the sessions of one joint session: each in a space of its own, with its own places
     * and sheet.
     */
    jointId: uuid(),
    /** Whoever leads it is seen on a screen here. */
    facilitatorRemote: boolean().notNull().default(false),
    /** DigComp competences it aims at, "2.1". */
    competences: text().array().notNull().default(sql`'{}'`),
    /** How well the language must be known (CEFR); null when it does not matter. */
    level: text(),
    costCents: integer().notNull().default(0),
    accessibility: text().array().notNull().default(sql`'{}'`),
    /** In the language spoken in it: what happens, what to bring, what is there. */
    about: text().notNull().default(""),
    bring: text().notNull().default(""),
    provided: text().notNull().default(""),
    /** Who organises it besides the space, each with its country. */
    partners: jsonb().$type<{ name: string; country: string }[]>().notNull().default([]),
    schemeId: uuid().references(() => schemes.id),
    /**
     * How often it went to another time or room. Whoever has a place or waits is told each time.
     */
    moves: integer().notNull().default(0),
    status: text().notNull().default("planned"),
    /** Raised at each change of the session. */
    version: integer().notNull().default(1),
    /** Raised at each save of the attendance sheet: whoever saves says which state they saw. */
    sheetVersion: integer().notNull().default(0),
    /** When the sheet was closed and signed; opened again, it is null. */
    sheetClosedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    cancelledAt: instant(),
    /**
     * When what a calendar shows of it last changed: kept by the database
     * (migrations/35_calendars.sql).
     */
    changedAt: instant().notNull().default(sql`now()`),
  },
  (session) => [
    uniqueIndex("session_booking_once").on(session.bookingId),
    index("session_space_during").using("gist", session.spaceId.asc(), session.during),
    check("session_status_known", sql`${session.status} in ('planned', 'cancelled')`),
    check(
      "session_modality_known",
      sql`${session.modality} in ('in_person', 'hybrid', 'remote', 'self_paced', 'peer_led')`,
    ),
    index("session_course").on(session.courseId),
    index("session_joint").on(session.jointId),
    index("session_scheme").on(session.schemeId),
    uniqueIndex("session_joint_once_a_space").on(session.jointId, session.spaceId),
    uniqueIndex("session_date_once").on(session.courseId, session.occurrence),
    check("session_has_places", sql`${session.places} > 0`),
    check(
      "session_level_known",
      sql`${session.level} is null or ${session.level} in ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')`,
    ),
    check("session_cost_is_not_negative", sql`${session.costCents} >= 0`),
    check(
      "session_date_of_course",
      sql`(${session.courseId} is null) = (${session.occurrence} is null)`,
    ),
    check(
      "session_joint_or_course",
      sql`${session.jointId} is null or ${session.courseId} is null`,
    ),
    check("session_lasts", sql`not isempty(${session.during})`),
  ],
);

/** What the other modules read of a session. */
export const sessionView = pgView("sessions_session", {
  id: uuid("id").notNull(),
  spaceId: uuid("space_id").notNull(),
  bookingId: uuid("booking_id"),
  status: text("status").notNull(),
  title: jsonb("title").$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull(),
  during: instantRange("during").notNull(),
}).existing();

/**
 * A person's place in a session, or in its waiting list; a place in a course is one in each of its
 * sessions. Kept 24 months after the session.
 *
 * Companion, interpreter and childcare are there so that the team of the space can prepare, and
 * only they see them. They are cleared when the place is given back, and 30 days after the session.
 */
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
    /** Somebody comes along and takes a place as well. */
    companion: boolean().notNull().default(false),
    /** Into which language somebody should interpret: a code of lib/learning/sessions/traits.ts. */
    interpreter: text(),
    childcare: boolean().notNull().default(false),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (enrolment) => [
    uniqueIndex("enrolment_once").on(enrolment.sessionId, enrolment.personId),
    index("enrolment_person").on(enrolment.personId),
    check(
      "enrolment_status_known",
      sql`${enrolment.status} in ('enrolled', 'waiting', 'cancelled')`,
    ),
  ],
);
