import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { sessions } from "./sessions.ts";
import { resources, spaces } from "./spaces.ts";

/**
 * A tablet at the door of a space. Its link opens it once; what the tablet then keeps is known here
 * by its hash only. It seals cards with the public key, so what waits on a stolen tablet can be
 * read by nobody who holds it.
 */
export const kioskDevices = pgTable(
  "kiosk_device",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** Of the link, until it was opened. */
    linkHash: text(),
    linkEndsAt: instant().notNull(),
    /** Of what the opened tablet keeps. */
    tokenHash: text(),
    publicKey: text().notNull(),
    /** Sealed with the key of the service. */
    privateKey: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    lastSeenAt: instant(),
    revokedAt: instant(),
  },
  (device) => [
    uniqueIndex("kiosk_device_link").on(device.linkHash),
    uniqueIndex("kiosk_device_token").on(device.tokenHash),
    index("kiosk_device_space").on(device.spaceId),
  ],
);

/**
 * Somebody was in a space, from when to when: with a card, by a helper's list, or as one more
 * without a name. Who it was is kept 24 months.
 */
export const visits = pgTable(
  "visit",
  {
    /** Chosen by the device that saw it: an arrival that is sent twice is one visit. */
    id: uuid().primaryKey(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    roomId: uuid().references(() => resources.id),
    /** Null for free use of the space. */
    sessionId: uuid().references(() => sessions.id),
    /** Null for one more without a name, and once the identity is no longer kept. */
    personId: uuid().references(() => people.id, { onDelete: "set null" }),
    arrivedAt: instant().notNull(),
    leftAt: instant(),
    /** Chosen by the device as well: a departure that is sent twice is one. */
    departureId: uuid(),
    /** Nobody saw them leave: the space closed, or they were seen elsewhere. */
    leftAssumed: boolean().notNull().default(false),
    /** How it was seen: kiosk, list or self. */
    source: text().notNull(),
    deviceId: uuid().references(() => kioskDevices.id, { onDelete: "set null" }),
    /**
     * The device's clock was wrong: the times are ours, worked out from what it said its time was.
     */
    clockCorrected: boolean().notNull().default(false),
    /** The step of the code at the door that opened it: one person uses a code once. */
    codeStep: bigint({ mode: "number" }),
    recordedAt: instant().notNull().default(sql`now()`),
  },
  (visit) => [
    index("visit_space_arrived").on(visit.spaceId, visit.arrivedAt),
    index("visit_person").on(visit.personId),
    /** One person is in one place; people present are the rows without an end. */
    uniqueIndex("visit_open_once").on(visit.personId).where(sql`${visit.leftAt} is null`),
    index("visit_open").on(visit.spaceId).where(sql`${visit.leftAt} is null`),
    uniqueIndex("visit_departure_once").on(visit.departureId),
    index("visit_unnamed_left")
      .on(visit.spaceId, visit.leftAt)
      .where(sql`${visit.personId} is null and ${visit.departureId} is not null`),
    uniqueIndex("visit_code_once").on(visit.personId, visit.spaceId, visit.codeStep),
    check("visit_source_known", sql`${visit.source} in ('kiosk', 'list', 'self')`),
    check(
      "visit_leaves_after_it_arrives",
      sql`${visit.leftAt} is null or ${visit.leftAt} >= ${visit.arrivedAt}`,
    ),
    check("visit_assumed_when_left", sql`not ${visit.leftAssumed} or ${visit.leftAt} is not null`),
  ],
);

/**
 * What a door saw that changes nothing as far as is known: a second arrival, a departure of
 * somebody who did not arrive. An event that comes in late may give it a meaning
 * (lib/learning/visits/late.ts). Kept 60 days, as long as a tablet may be late.
 */
export const visitAsides = pgTable(
  "visit_aside",
  {
    id: uuid().primaryKey(),
    kind: text().$type<"arrive" | "leave">().notNull(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    /** Null for one more without a name. */
    personId: uuid().references(() => people.id, { onDelete: "cascade" }),
    at: instant().notNull(),
    sessionId: uuid().references(() => sessions.id),
    source: text().notNull(),
    deviceId: uuid().references(() => kioskDevices.id, { onDelete: "set null" }),
    clockCorrected: boolean().notNull(),
    codeStep: bigint({ mode: "number" }),
  },
  (aside) => [
    index("visit_aside_person").on(aside.personId, aside.at),
    index("visit_aside_space").on(aside.spaceId, aside.at),
    check("visit_aside_kind_known", sql`${aside.kind} in ('arrive', 'leave')`),
  ],
);

/**
 * What people said at the door, as counts: no row stands for a person, a visit or a moment, and the
 * answers of one person to two questions cannot be joined.
 */
export const pulseCounts = pgTable(
  "pulse_count",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    /** ISO 8601: "2026-W48". */
    week: text().notNull(),
    language: text().notNull(),
    question: text().notNull(),
    answer: text().notNull(),
    count: integer().notNull(),
  },
  (pulse) => [
    primaryKey({
      columns: [pulse.spaceId, pulse.week, pulse.language, pulse.question, pulse.answer],
    }),
    check("pulse_count_positive", sql`${pulse.count} > 0`),
  ],
);

/**
 * Answers that were counted: one that arrives twice counts once. Random ids, and nothing else. Kept
 * 60 days.
 */
export const pulseReceipts = pgTable("pulse_receipt", {
  id: uuid().primaryKey(),
  /** A day: too coarse to say who was at the door. */
  endsOn: instant().notNull(),
});
