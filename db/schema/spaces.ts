import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { inReadingOrder } from "../expressions.ts";
import { bytes, instant, instantRange } from "../types.ts";
import { organisations } from "./identity.ts";

/** A site of the network with an address, hours and rooms. */
export const spaces = pgTable(
  "space",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    kind: text().notNull(),
    country: text().notNull(),
    region: text().notNull(),
    /** The language spoken at the desk. */
    language: text().notNull(),
    address: text(),
    postcode: text(),
    city: text().notNull(),
    /** NIS code in Belgium, INSEE code in France. */
    communeCode: text(),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    /** How closely the point is known: building, address, street, locality or commune. */
    precision: text().notNull(),
    timeZone: text().notNull(),
    /** OpenStreetMap opening_hours, in the space's wall time. */
    openingHours: text().notNull(),
    summary: jsonb().$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull().default({}),
    features: text().array().notNull().default(sql`'{}'`),
    /** Whom it is for in the first place; none for everybody. */
    audiences: text().array().notNull().default(sql`'{}'`),
    phone: text(),
    website: text(),
    /**
     * Bookings somebody may miss in 90 days before the space refuses more; null when nobody counts.
     */
    missedAllowed: integer(),
    /** Where the facts come from, and under which terms. */
    source: text().notNull(),
    licence: text().notNull(),
    /** Whether people find it. One that is not published is shut: it is open at no time. */
    published: boolean().notNull().default(true),
    createdAt: instant().notNull().default(sql`now()`),
    /**
     * When what a calendar shows of it last changed: kept by the database
     * (migrations/35_calendars.sql).
     */
    changedAt: instant().notNull().default(sql`now()`),
  },
  (space) => [
    check("space_country_known", sql`${space.country} in ('BE', 'FR')`),
    check(
      "space_region_known",
      sql`${space.region} in ('vlaanderen', 'hauts-de-france', 'wallonie')`,
    ),
    check(
      "space_audiences_known",
      sql`${space.audiences} <@ array['young-people', 'students', 'families', 'seniors', 'women']`,
    ),
    check(
      "space_precision_known",
      sql`${space.precision} in ('building', 'address', 'street', 'locality', 'commune')`,
    ),
    check(
      "space_on_earth",
      sql`${space.lat} between -90 and 90 and ${space.lon} between -180 and 180`,
    ),
  ],
);

/** What the other modules read of a space. */
export const spaceView = pgView("spaces_space", {
  id: uuid("id").notNull(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  country: text("country").notNull(),
  region: text("region").notNull(),
  language: text("language").notNull(),
  address: text("address"),
  postcode: text("postcode"),
  city: text("city").notNull(),
  timeZone: text("time_zone").notNull(),
  openingHours: text("opening_hours").notNull(),
  published: boolean("published").notNull(),
}).existing();

/** What can be booked in a space: a room or desk, a single item, or a stock with a quantity. */
export const resources = pgTable(
  "resource",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    name: text().notNull(),
    /** What an item or a stock is, as people ask for it: projector, laptop, camera. */
    equipmentKind: text(),
    /** People a room or desk takes. */
    capacity: integer().notNull().default(1),
    /** Pieces of a stock; 1 for everything else. */
    quantity: integer().notNull().default(1),
    features: text().array().notNull().default(sql`'{}'`),
    minMinutes: integer().notNull().default(30),
    maxMinutes: integer().notNull().default(480),
    stepMinutes: integer().notNull().default(15),
    /** Time to make ready before, and to tidy up after. */
    bufferBeforeMinutes: integer().notNull().default(0),
    bufferMinutes: integer().notNull().default(0),
    horizonDays: integer().notNull().default(180),
    /** How long before it starts a booking must be made. */
    noticeMinutes: integer().notNull().default(0),
    /**
     * Who may book it: everyone, learners enrolled in a session of the space, an organisation's
     * people, or staff.
     */
    bookableBy: text().notNull().default("everyone"),
    organisationId: uuid().references(() => organisations.id),
    needsApproval: boolean().notNull().default(false),
    /**
     * Minutes after the start when a booking nobody checked in to is given away; null where nobody
     * checks in.
     */
    releaseMinutes: integer(),
    costCode: text(),
    /** The rooms a joined room is made of: it holds them, and has no time of its own. */
    madeOf: uuid().array().notNull().default(sql`'{}'`),
    /** What a booking of it holds: its parts, or itself. */
    holds: uuid()
      .array()
      .notNull()
      .generatedAlwaysAs(sql`case when cardinality(made_of) > 0 then made_of else array[id] end`),
    /**
     * A stock or item that never leaves this room: it goes with the room, and with nothing else.
     */
    staysIn: uuid().references((): AnyPgColumn => resources.id, { onDelete: "set null" }),
    /** A stock or item that other spaces may borrow, and how long it travels. */
    lendable: boolean().notNull().default(false),
    travelMinutes: integer().notNull().default(0),
    outOfServiceReason: text(),
    outOfServiceUntil: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    /**
     * When what a calendar shows of it last changed: kept by the database
     * (migrations/35_calendars.sql).
     */
    changedAt: instant().notNull().default(sql`now()`),
  },
  (resource) => [
    index("resource_space").on(resource.spaceId, resource.kind),
    index("resource_equipment_kind")
      .on(resource.equipmentKind)
      .where(sql`${resource.equipmentKind} is not null`),
    index("resource_capacity")
      .on(resource.capacity, inReadingOrder(resource.name), resource.id)
      .where(sql`${resource.kind} in ('room', 'desk')`),
    check("resource_kind_known", sql`${resource.kind} in ('room', 'desk', 'item', 'stock')`),
    check(
      "resource_bookable_by_known",
      sql`${resource.bookableBy} in ('everyone', 'enrolled', 'organisation', 'staff')`,
    ),
    check(
      "resource_for_an_organisation",
      sql`(${resource.bookableBy} = 'organisation') = (${resource.organisationId} is not null)`,
    ),
    check(
      "resource_stays_or_is_lent",
      sql`${resource.staysIn} is null or not ${resource.lendable}`,
    ),
    check("resource_has_places", sql`${resource.capacity} > 0 and ${resource.quantity} > 0`),
    check(
      "resource_lengths_fit",
      sql`${resource.stepMinutes} > 0 and ${resource.minMinutes} > 0 and ${resource.maxMinutes} >= ${resource.minMinutes} and ${resource.bufferMinutes} >= 0 and ${resource.bufferBeforeMinutes} >= 0 and ${resource.noticeMinutes} >= 0 and ${resource.travelMinutes} >= 0 and ${resource.horizonDays} > 0`,
    ),
  ],
);

/** What the other modules read of what can be booked. */
export const resourceView = pgView("spaces_resource", {
  id: uuid("id").notNull(),
  spaceId: uuid("space_id").notNull(),
  name: text("name").notNull(),
  kind: text("kind").notNull(),
  capacity: integer("capacity").notNull(),
  horizonDays: integer("horizon_days").notNull(),
  holds: uuid("holds").array().notNull(),
}).existing();

/** A room from above: lib/practice/prototypes/floor-plan.ts */
export type RoomPlan = {
  width: number;
  depth: number;
  objects: {
    id: string;
    kind: "wall" | "door" | "table" | "screen" | "socket" | "seat" | "path";
    name: string;
    x: number;
    y: number;
    width: number;
    depth: number;
    rotation: number;
  }[];
};

/**
 * A way in which a room can be set up for a booking, such as "island tables". One that is retired is
 * offered no more; bookings that have it keep it.
 */
export const roomLayouts = pgTable(
  "room_layout",
  {
    id: uuid().primaryKey().defaultRandom(),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id, { onDelete: "cascade" }),
    /** What it is called, in one to three languages. */
    names: jsonb().$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull(),
    /** People it takes. */
    seats: integer().notNull(),
    plan: jsonb().$type<RoomPlan>().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    retiredAt: instant(),
  },
  (layout) => [
    index("room_layout_resource").on(layout.resourceId),
    // What bookings and series refer to: a layout goes with its own room only.
    unique("room_layout_of_room").on(layout.id, layout.resourceId),
    check("room_layout_named", sql`${layout.names} <> '{}'`),
    check("room_layout_has_seats", sql`${layout.seats} between 1 and 1000`),
    check("room_layout_plan_fits", sql`octet_length(${layout.plan}::text) <= 100000`),
  ],
);

/**
 * A picture of something that can be booked, drawn anew from what was uploaded: nothing of the
 * camera, the place or the moment is left in it. It stays until somebody removes it. Why it is
 * here: docs/decisions.
 */
export const photos = pgTable(
  "photo",
  {
    id: uuid().primaryKey().defaultRandom(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    /** Null for a photo of the space itself. */
    resourceId: uuid().references(() => resources.id, { onDelete: "cascade" }),
    /** What it shows, for who cannot see it. */
    alt: jsonb().$type<Record<"nl" | "fr" | "en", string>>().notNull(),
    /**
     * WebP, as large as a card, as the top of a page and as a screen; pixels of the large one. The
     * middle one of an older photo is drawn when somebody first asks for it.
     */
    small: bytes().notNull(),
    medium: bytes(),
    large: bytes().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (photo) => [
    index("photo_resource").on(photo.resourceId, photo.createdAt),
    check(
      "photo_is_light",
      sql`octet_length(${photo.small}) <= 100000 and octet_length(${photo.large}) <= 1000000`,
    ),
    check("photo_medium_is_light", sql`octet_length(${photo.medium}) <= 100000`),
  ],
);

/**
 * When a space is open, worked out ahead from its hours and the holidays of its country.
 * Search and booking read these same rows, so what is shown free can be booked.
 */
export const openings = pgTable(
  "opening",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    during: instantRange().notNull(),
  },
  (opening) => [index("opening_end").on(opening.spaceId, sql`upper(${opening.during})`)],
);

/**
 * A day on which a space keeps other hours than its usual ones. The day is on the space's own
 * calendar.
 */
export const openingExceptions = pgTable(
  "opening_exception",
  {
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
    /** "09:00-12:00,13:00-17:00" in wall time; empty when it is closed. */
    hours: text().notNull(),
    /** Why, as people read it. */
    reason: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (exception) => [primaryKey({ columns: [exception.spaceId, exception.day] })],
);
