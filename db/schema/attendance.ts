import { sql } from "drizzle-orm";
import {
  bigserial,
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
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { sessions } from "./sessions.ts";

/**
 * An enrolled person was there. One per person and session. Identity is kept 24 months after the
 * session.
 */
export const attendances = pgTable(
  "attendance",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    recordedAt: instant().notNull().default(sql`now()`),
  },
  (attendance) => [
    uniqueIndex("attendance_once").on(attendance.sessionId, attendance.personId),
    index("attendance_space").on(attendance.spaceId),
  ],
);

/**
 * What one participant of one session said about themselves, without a name and without a way to
 * one. Each trait is a code of lib/learning/attendance/traits.ts, or says why there is none:
 * not_asked, asked_refused, asked_unknown.
 */
export const personLines = pgTable(
  "person_line",
  {
    /** Chosen by the sheet: a save that arrives twice is one line. */
    id: uuid().primaryKey(),
    spaceId: uuid().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    ageBand: text().notNull().default("not_asked"),
    gender: text().notNull().default("not_asked"),
    labourStatus: text().notNull().default("not_asked"),
    educationBand: text().notNull().default("not_asked"),
    firstTime: text().notNull().default("not_asked"),
    /**
     * Group code → yes, no, or why there is no answer. Which groups are asked depends on the
     * country.
     */
    groups: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Somebody counted this person although no answer was given. */
    counted: boolean().notNull().default(false),
    /** Of lines that are saved at once, too, each has its own: they come back in their order. */
    recordedAt: instant().notNull().default(sql`clock_timestamp()`),
  },
  (line) => [
    index("person_line_session").on(line.sessionId),
    index("person_line_space").on(line.spaceId),
    check(
      "person_line_codes_known",
      sql`${line.ageBand} in ('u18', '18-24', '25-29', '30-34', '35-44', '45-54', '55-64', '65+', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${line.gender} in ('woman', 'man', 'non_binary', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${line.labourStatus} in ('employed', 'unemployed', 'unemployed_long', 'inactive', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${line.educationBand} in ('ed0_2', 'ed3_4', 'ed5_8', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${line.firstTime} in ('yes', 'no', 'not_asked', 'asked_refused', 'asked_unknown')`,
    ),
  ],
);

/**
 * How many people of one session had these answers together: counted, never written down one by
 * one, and never to be turned into lines. A trait the tally does not tell apart is not_asked.
 */
export const tallyCells = pgTable(
  "tally_cell",
  {
    spaceId: uuid().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    gender: text().notNull(),
    ageBand: text().notNull(),
    labourStatus: text().notNull(),
    people: integer().notNull(),
  },
  (cell) => [
    primaryKey({ columns: [cell.sessionId, cell.gender, cell.ageBand, cell.labourStatus] }),
    index("tally_cell_space").on(cell.spaceId),
    check("tally_cell_counts_somebody", sql`${cell.people} between 1 and 999`),
    check(
      "tally_cell_codes_known",
      sql`${cell.ageBand} in ('u18', '18-24', '25-29', '30-34', '35-44', '45-54', '55-64', '65+', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${cell.gender} in ('woman', 'man', 'non_binary', 'not_asked', 'asked_refused', 'asked_unknown')
        and ${cell.labourStatus} in ('employed', 'unemployed', 'unemployed_long', 'inactive', 'not_asked', 'asked_refused', 'asked_unknown')`,
    ),
  ],
);

/**
 * From one save to the next: how many were ticked and unticked, and what became of lines, answers
 * and cells.
 */
export type SheetChanges = {
  ticked: number;
  unticked: number;
  linesAdded: number;
  linesRemoved: number;
  /** Of lines that stayed: how many went from one code to another. */
  answers: { trait: string; from: string; to: string; lines: number }[];
  cells: { gender: string; ageBand: string; labourStatus: string; from: number; to: number }[];
};

export const NO_CHANGES: SheetChanges = {
  ticked: 0,
  unticked: 0,
  linesAdded: 0,
  linesRemoved: 0,
  answers: [],
  cells: [],
};

/**
 * What became of a sheet: saved, closed and signed, or opened again with a reason. Only added to.
 */
export const sheetEvents = pgTable(
  "sheet_event",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    spaceId: uuid().notNull(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    kind: text().notNull(),
    /** Why it was opened again. */
    reason: text().notNull().default(""),
    /** People on the sheet then: ticked, lines, and counted in the tally. */
    present: integer().notNull(),
    lines: integer().notNull(),
    tallied: integer().notNull().default(0),
    /** What this save changed: counts and codes, never who. */
    changes: jsonb().$type<SheetChanges>().notNull().default(NO_CHANGES),
    at: instant().notNull().default(sql`clock_timestamp()`),
  },
  (event) => [
    index("sheet_event_session").on(event.sessionId, event.id),
    check("sheet_event_kind_known", sql`${event.kind} in ('saved', 'closed', 'opened')`),
    check(
      "sheet_event_opened_with_reason",
      sql`${event.kind} <> 'opened' or ${event.reason} <> ''`,
    ),
  ],
);
