import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { resources, spaces } from "./spaces.ts";

/** An address under which a calendar program reads bookings, for as long as nobody revokes it. Only its hash is kept. */
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
