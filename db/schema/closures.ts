import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, instantRange } from "../types.ts";
import { organisations, people } from "./identity.ts";
import { resources, spaces } from "./spaces.ts";

/** A time when rooms cannot be booked, and why. Its allocations keep others out. */
export const closures = pgTable(
  "closure",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    /** The rooms that are closed; empty for the whole space. */
    roomIds: uuid().array().notNull().default(sql`'{}'`),
    reason: text().notNull(),
    windows: instantRange().array().notNull(),
    closedBy: uuid().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    reopenedAt: instant(),
    /**
     * The event of a calendar file it came from, and which date of that event; empty for the whole.
     */
    uid: text(),
    recurrenceId: text().notNull().default(""),
  },
  (closure) => [
    index("closure_space").on(closure.spaceId),
    index("closure_of_event")
      .on(closure.spaceId, closure.uid)
      .where(sql`${closure.uid} is not null`),
  ],
);

/**
 * Rooms kept for a group: an organisation, a role, people by name, or any of these. Others cannot
 * book them then.
 */
export const blockings = pgTable(
  "blocking",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    /** The rooms that are kept; empty for the whole space. */
    roomIds: uuid().array().notNull().default(sql`'{}'`),
    /** For whom, as people read it. */
    title: text().notNull(),
    organisationId: uuid().references(() => organisations.id),
    role: text(),
    windows: instantRange().array().notNull(),
    /** How many addresses staff typed. How many of them are people's is not for staff to know. */
    named: integer().notNull().default(0),
    createdAt: instant().notNull().default(sql`now()`),
    endedAt: instant(),
  },
  (blocking) => [index("blocking_space").on(blocking.spaceId)],
);

/** Whom a blocking lets in by name. */
export const blockingMembers = pgTable(
  "blocking_member",
  {
    blockingId: uuid()
      .notNull()
      .references(() => blockings.id, { onDelete: "cascade" }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
  },
  (member) => [
    primaryKey({ columns: [member.blockingId, member.personId] }),
    index("blocking_member_person").on(member.personId),
  ],
);

/** One room kept for one range: what search and booking read. Gone when its blocking ends. */
export const blockingTimes = pgTable(
  "blocking_time",
  {
    blockingId: uuid()
      .notNull()
      .references(() => blockings.id, { onDelete: "cascade" }),
    spaceId: uuid().notNull(),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id, { onDelete: "cascade" }),
    during: instantRange().notNull(),
  },
  (time) => [
    index("blocking_time_during").using(
      "gist",
      time.spaceId.asc(),
      time.resourceId.asc(),
      time.during,
    ),
    index("blocking_time_of").on(time.blockingId),
  ],
);
