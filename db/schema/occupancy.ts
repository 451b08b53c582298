import { sql } from "drizzle-orm";
import {
  bigserial,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { resources, spaces } from "./spaces.ts";

/**
 * A people counter of a space, or of one of its rooms. It says how many are there, or how many came
 * in and went out.
 */
export const counterDevices = pgTable(
  "counter_device",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    /** Null for a counter at the door of the space. */
    roomId: uuid().references(() => resources.id),
    kind: text().notNull(),
    name: text().notNull(),
    /** What the device calls itself: its serial number or DevEUI, in small letters. */
    sensorId: text().notNull(),
    /** How often it reports: after two silent intervals its figure is stale. */
    intervalMinutes: integer().notNull().default(5),
    tokenHash: text().notNull().unique(),
    createdAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (device) => [
    index("counter_device_space").on(device.spaceId),
    uniqueIndex("counter_device_sensor_once")
      .on(device.sensorId)
      .where(sql`${device.revokedAt} is null`),
    check("counter_device_kind_known", sql`${device.kind} in ('count', 'in_out')`),
    check("counter_device_reports", sql`${device.intervalMinutes} between 1 and 1440`),
  ],
);

/** What a counter said. Kept 30 days; the hours made of it stay. */
export const readings = pgTable(
  "reading",
  {
    deviceId: uuid()
      .notNull()
      .references(() => counterDevices.id, { onDelete: "cascade" }),
    /** Its frame counter, or the moment it claimed: the same twice is one reading. */
    key: text().notNull(),
    spaceId: uuid().notNull(),
    observedAt: instant().notNull(),
    /** Whose clock `observedAt` is: the receiver's where the device's was wrong. */
    clock: text().notNull().default("device"),
    /** People there; or those who came in and went out since the reading before. */
    count: integer(),
    in: integer(),
    out: integer(),
    receivedAt: instant().notNull().default(sql`now()`),
  },
  (reading) => [
    primaryKey({ columns: [reading.deviceId, reading.key] }),
    index("reading_device_observed").on(reading.deviceId, reading.observedAt),
    index("reading_space_observed").on(reading.spaceId, reading.observedAt),
    check("reading_clock_known", sql`${reading.clock} in ('device', 'receiver')`),
    check(
      "reading_of_one_kind",
      sql`(${reading.count} is not null) <> (${reading.in} is not null and ${reading.out} is not null)`,
    ),
    check(
      "reading_not_negative",
      sql`coalesce(${reading.count}, 0) >= 0 and coalesce(${reading.in}, 0) >= 0 and coalesce(${reading.out}, 0) >= 0`,
    ),
  ],
);

/**
 * An hour of a space (`room_id` null) or of one of its rooms: when it was open, booked, attended
 * and sensed. Worked out again for every hour that `use_mark` names; the hours of the last two days
 * each time.
 */
export const useHours = pgTable(
  "use_hour",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    roomId: uuid().references(() => resources.id, { onDelete: "cascade" }),
    hour: instant().notNull(),
    /** The same hour on the clock of the space. Monday is 1. */
    day: date().notNull(),
    weekday: smallint().notNull(),
    hourOfDay: smallint().notNull(),
    capacity: integer().notNull(),
    openMinutes: smallint().notNull(),
    /**
     * Of a whole space, the last closing after the hour began and until its end: counters of in and
     * out start anew there.
     */
    closesAt: instant(),
    bookedMinutes: smallint().notNull().default(0),
    /** People times minutes. */
    bookedPeopleMinutes: integer().notNull().default(0),
    missedMinutes: smallint().notNull().default(0),
    attendedMinutes: smallint().notNull().default(0),
    attendedPeopleMinutes: integer().notNull().default(0),
    /** Null where nothing counted. */
    sensedMean: real(),
    sensedPeak: integer(),
    observations: integer().notNull().default(0),
  },
  (hour) => [
    uniqueIndex("use_hour_once").on(
      hour.spaceId,
      sql`coalesce(${hour.roomId}, '00000000-0000-0000-0000-000000000000')`,
      hour.hour,
    ),
    index("use_hour_space").on(hour.spaceId, hour.hour),
  ],
);

/**
 * The same in whole months, by hour of the day and by weekday: a year of the network is read from
 * these.
 */
export const useMonths = pgTable(
  "use_month",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    roomId: uuid().references(() => resources.id, { onDelete: "cascade" }),
    /** Its first day. */
    month: date().notNull(),
    /** total, weekday or hour; and which of them (0 for the total). */
    grain: text().notNull(),
    value: smallint().notNull(),
    openMinutes: integer().notNull(),
    bookedMinutes: integer().notNull(),
    bookedSeatMinutes: real().notNull(),
    missedMinutes: integer().notNull(),
    attendedMinutes: integer().notNull(),
    attendedSeatMinutes: real().notNull(),
    sensedOpenMinutes: integer().notNull(),
    sensedMinutes: integer().notNull(),
    sensedSeatMinutes: real().notNull(),
  },
  (month) => [
    uniqueIndex("use_month_once").on(
      month.month,
      month.grain,
      month.spaceId,
      sql`coalesce(${month.roomId}, '00000000-0000-0000-0000-000000000000')`,
      month.value,
    ),
    index("use_month_space").on(month.spaceId, month.month),
    // The year of a whole network reads these and no others: one row in eleven.
    index("use_month_whole").on(month.grain, month.month).where(sql`${month.roomId} is null`),
    check("use_month_grain_known", sql`${month.grain} in ('total', 'weekday', 'hour')`),
  ],
);

/**
 * The months of a year added up, of whole spaces only: what the page of a network is read from.
 * Written with them.
 */
export const useYears = pgTable(
  "use_year",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    year: smallint().notNull(),
    grain: text().notNull(),
    value: smallint().notNull(),
    openMinutes: integer().notNull(),
    bookedMinutes: integer().notNull(),
    bookedSeatMinutes: real().notNull(),
    missedMinutes: integer().notNull(),
    attendedMinutes: integer().notNull(),
    attendedSeatMinutes: real().notNull(),
    sensedOpenMinutes: integer().notNull(),
    sensedMinutes: integer().notNull(),
    sensedSeatMinutes: real().notNull(),
  },
  (year) => [
    primaryKey({ columns: [year.year, year.grain, year.spaceId, year.value] }),
    index("use_year_space").on(year.spaceId),
    check("use_year_grain_known", sql`${year.grain} in ('month', 'total', 'weekday', 'hour')`),
  ],
);

/**
 * An hour further back that changed: the next refresh works it out again. Only added to, so nobody
 * waits for anybody.
 */
export const useMarks = pgTable("use_mark", {
  id: bigserial({ mode: "number" }).primaryKey(),
  spaceId: uuid().notNull(),
  hour: instant().notNull(),
});
