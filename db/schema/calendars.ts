import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { resources, spaces } from "./spaces.ts";

/**
 * An address under which a calendar program reads bookings, for as long as nobody revokes it. Only
 * its hash is kept.
 */
export const calendarFeeds = pgTable(
  "calendar_feed",
  {
    id: uuid().primaryKey().defaultRandom(),
    tokenHash: text().notNull(),
    /** What it shows: the bookings and sessions of its maker, of a room, or of a space. */
    shows: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    roomId: uuid().references(() => resources.id, { onDelete: "cascade" }),
    spaceId: uuid().references(() => spaces.id, { onDelete: "cascade" }),
    /** Whether it says what the bookings are for; otherwise only that the room is taken. */
    withTitles: boolean().notNull().default(false),
    createdAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (feed) => [
    uniqueIndex("calendar_feed_token").on(feed.tokenHash),
    index("calendar_feed_person").on(feed.personId),
    check(
      "calendar_feed_of_one",
      sql`case ${feed.shows} when 'person' then ${feed.roomId} is null and ${feed.spaceId} is null
        when 'room' then ${feed.roomId} is not null when 'space' then ${feed.spaceId} is not null else false end`,
    ),
  ],
);

/**
 * What was sent to whom about which event: a calendar program ignores a message whose SEQUENCE is
 * not above the one it had. Kept 27 months: longer than a series, and than the calendars that still
 * show it. Goes with its person.
 */
export const calendarMessages = pgTable(
  "calendar_message",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    uid: text().notNull(),
    /** The date of a repeated event that it was about; null for the whole. */
    recurrenceId: text(),
    sequence: integer().notNull(),
    method: text().notNull(),
    sentAt: instant().notNull().default(sql`now()`),
  },
  (message) => [
    uniqueIndex("calendar_message_grows").on(message.personId, message.uid, message.sequence),
    index("calendar_message_sent").on(message.sentAt),
    check("calendar_message_method_known", sql`${message.method} in ('REQUEST', 'CANCEL')`),
  ],
);
