import { z } from "zod";
import type { RoomPlan } from "#db/schema/spaces.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { tick } from "#lib/foundation/platform/forms/tick.ts";
import { momentField, readTypedDay, typedDayField } from "#lib/foundation/platform/time/moments.ts";

import { dayHoursFrom } from "./day-hours.ts";
import { MOST_DAYS_AHEAD } from "./horizon.ts";

const moment = momentField("spaces.not_a_moment");

const numbers = (text: string) =>
  text.split(",").map((part) => (part.trim() ? Number(part) : Number.NaN));
const isLat = (degrees: number) => degrees >= -90 && degrees <= 90;
const isLon = (degrees: number) => degrees >= -180 && degrees <= 180;

/** `lat,lon` in degrees. */
export const point = z
  .string()
  .max(60, "spaces.not_a_point")
  .transform((text, context) => {
    const [lat = Number.NaN, lon = Number.NaN, ...more] = numbers(text);
    if (isLat(lat) && isLon(lon) && more.length === 0) return { lat, lon };
    context.addIssue({ code: "custom", message: "spaces.not_a_point" });
    return z.NEVER;
  });

/** `west,south,east,north` in degrees: a part of the map, not around the back of the earth. */
export const area = z
  .string()
  .max(120, "spaces.not_a_point")
  .transform((text, context) => {
    const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN, ...more] =
      numbers(text);
    const onEarth = isLon(west) && isLon(east) && isLat(south) && isLat(north);
    if (onEarth && west <= east && south <= north && more.length === 0)
      return { west, south, east, north };
    context.addIssue({ code: "custom", message: "spaces.not_a_point" });
    return z.NEVER;
  });

/** What a room can have, and people look for. */
export const FEATURES = [
  "projector",
  "whiteboard",
  "wheelchair",
  "camera",
  "laptop",
  "hearing-loop",
  "kitchen",
  "quiet",
] as const;

/** What can be spoken at the desk of a space. */
export const LANGUAGES = ["nl", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whom a space can be for in the first place. */
export const AUDIENCES = ["young-people", "students", "families", "seniors", "women"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** How well the point of a space is known, the best first. */
export const PRECISIONS = ["building", "address", "street", "locality", "commune"] as const;

export const SLUG = /^[a-z0-9-]{1,120}$/;

/** What a list of spaces can be narrowed by. */
export const spaceFilter = z.object({
  q: z.string().max(100).default(""),
  kind: z.string().max(40).optional(),
  /** Only those open at a moment, with its offset. */
  open_at: moment.optional(),
  bbox: area.optional(),
  /** The nearest come first. */
  near: point.optional(),
  /** Only those that are for these people in the first place. */
  audience: z.enum(AUDIENCES).optional(),
  radius_km: z.coerce.number().positive().max(500).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

const minutes = z.coerce
  .number("spaces.minutes")
  .int("spaces.minutes")
  .min(0, "spaces.minutes")
  .max(100_000, "spaces.minutes");
const some = minutes.min(1, "spaces.minutes");
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((values) => [values].flat().filter(Boolean));

const idOrNone = z.union([z.literal("").transform(() => null), z.uuid()]);

export const BOOKABLE_BY = ["everyone", "enrolled", "organisation", "staff"] as const;

/** What can be booked, and its rules, as its form sends them. */
export const resourceRules = z
  .object({
    kind: z.enum(["room", "desk", "item", "stock"]),
    name: z.string().trim().min(1, "spaces.name_it").max(100, "spaces.name_it"),
    equipmentKind: z
      .union([z.literal(""), z.string().regex(/^[a-z][a-z-]{0,39}$/, "spaces.what_is_it")])
      .default(""),
    capacity: z.coerce
      .number("spaces.count")
      .int("spaces.count")
      .min(1, "spaces.count")
      .max(1000, "spaces.count"),
    quantity: z.coerce
      .number("spaces.count")
      .int("spaces.count")
      .min(1, "spaces.count")
      .max(10_000, "spaces.count"),
    features: list.pipe(z.array(z.string().regex(/^[a-z][a-z-]{0,39}$/)).max(30)),
    madeOf: list.pipe(z.array(z.uuid()).max(20)),
    minMinutes: some,
    maxMinutes: some,
    stepMinutes: some,
    bufferBeforeMinutes: minutes,
    bufferMinutes: minutes,
    noticeMinutes: minutes,
    horizonDays: some.max(MOST_DAYS_AHEAD, "spaces.horizon"),
    bookableBy: z.enum(BOOKABLE_BY),
    organisationId: idOrNone.default(null),
    needsApproval: tick,
    releaseMinutes: z
      .string()
      .trim()
      .regex(/^\d{0,4}$/, "spaces.minutes")
      .transform((text) => Number(text) || null),
    costCode: z
      .string()
      .trim()
      .max(40)
      .default("")
      .transform((code) => code || null),
    /** The room it never leaves; none for what moves within its space. */
    staysIn: idOrNone.default(null),
    lendable: tick,
    travelMinutes: minutes,
    outOfServiceReason: z.string().trim().max(300).default(""),
    outOfServiceUntil: z
      .string()
      .default("")
      .transform((day, context) => {
        if (!day) return null;
        try {
          return readTypedDay(day).toZonedDateTime(NETWORK_ZONE).toInstant();
        } catch {
          context.addIssue({ code: "custom", message: "common.notADay" });
          return z.NEVER;
        }
      }),
  })
  .refine(({ minMinutes, maxMinutes }) => minMinutes <= maxMinutes, {
    error: "spaces.shortest_longest",
    path: ["maxMinutes"],
  })
  .refine(
    ({ bookableBy, organisationId }) => bookableBy !== "organisation" || organisationId !== null,
    {
      error: "spaces.which_organisation",
      path: ["organisationId"],
    },
  )
  .refine(({ staysIn, lendable }) => staysIn === null || !lendable, {
    error: "spaces.stays_or_is_lent",
    path: ["staysIn"],
  });

export type ResourceRules = z.output<typeof resourceRules>;

/** How many people a layout takes. */
const layoutSeats = z.coerce
  .number("spaces.count")
  .int("spaces.count")
  .min(1, "spaces.count")
  .max(1000, "spaces.count");

const layoutName = z.string().trim().max(60, "spaces.layout_name").default("");

/** How a layout is called, in one language at least, and how many people it takes. */
export const layoutWords = z
  .object({ name_nl: layoutName, name_fr: layoutName, name_en: layoutName, seats: layoutSeats })
  .refine(({ name_nl, name_fr, name_en }) => name_nl || name_fr || name_en, {
    error: "spaces.layout_name",
    path: ["name_nl"],
  });

/** The fields of a form as the layout has them. */
export function layoutWordsFrom({
  name_nl: nl,
  name_fr: fr,
  name_en: en,
  seats,
}: z.output<typeof layoutWords>): LayoutWords {
  const named = Object.entries({ nl, fr, en }).filter(([, name]) => name !== "");
  return { names: Object.fromEntries(named), seats };
}

export type LayoutWords = { names: Title; seats: number };

/** A way in which a room can be set up. */
export type Layout = LayoutWords & {
  id: string;
  roomId: string;
  roomName: string;
  plan: RoomPlan;
  /** Offered no more; bookings that have it keep it. */
  isRetired: boolean;
};

const words = z.string().trim().min(1, "spaces.photo_words").max(200, "spaces.photo_words");

/** Enough to know a room by, and light enough for a page. */
export const MOST_PHOTOS = 3;

/** What may be sent: a photo as telephones make them. */
export const PHOTO_MEGABYTES = 5;

export type Photo = {
  id: string;
  /** Null for a photo of the space itself. */
  resourceId: string | null;
  alt: Record<"nl" | "fr" | "en", string>;
  width: number;
  height: number;
};

/** What a photo shows, in each language. */
export const photoWords = z.object({ nl: words, fr: words, en: words });

/** A photo with what it shows, as a form sends them. */
export const photoForm = photoWords.extend({ photo: z.file() });

export const photoSize = z.object({
  size: z.enum(["small", "medium", "large"]).default("large"),
});

export type PhotoSize = z.output<typeof photoSize>["size"];

export type PhotoWords = z.output<typeof photoWords>;

/** An address that holds no id names nothing. @throws DomainError not_found */
export function idFrom(text: string, code: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code });
  return id.data;
}

const dayHours = z
  .string()
  .max(100, "spaces.day_hours")
  .transform((text, context) => {
    const hours = dayHoursFrom(text);
    if (hours) return hours;
    context.addIssue({ code: "custom", message: "spaces.day_hours" });
    return z.NEVER;
  });

/** One day with other hours than usual, as its form sends it. */
export const exceptionInput = z.object({
  day: typedDayField(),
  hours: dayHours,
  reason: z.string().trim().max(100).default(""),
});

/** The hours of every week, as their form sends them: Monday is `day0`. */
export const usualHours = z
  .object({
    day0: dayHours,
    day1: dayHours,
    day2: dayHours,
    day3: dayHours,
    day4: dayHours,
    day5: dayHours,
    day6: dayHours,
    closedOnHolidays: tick,
  })
  .transform(({ closedOnHolidays, ...days }) => ({ week: Object.values(days), closedOnHolidays }));

/** Whether a space is open at the moment asked for, as lists and programs say it. */
export type OpenNow = {
  isOpen: boolean;
  /**
   * When it closes next, on its own clock: "18:00", "24:00" for midnight. Null when it is closed,
   * or open for more than a day.
   */
  openUntil: string | null;
  /**
   * Why a closure of the whole space keeps it shut, and until when (RFC 3339); null outside its
   * hours, or when it is open.
   */
  closedFor: { reason: string; until: string } | null;
};

export const KINDS = [
  "adult-education",
  "coworking",
  "digital-mediation",
  "event-hall",
  "france-services",
  "higher-education",
  "hub",
  "inclusion-centre",
  "library",
  "makerspace",
  "open-learning-centre",
  "public-employment-service",
  "school",
  "training-centre",
] as const;

export const REGIONS = ["vlaanderen", "hauts-de-france", "wallonie"] as const;

const line = (most: number) => z.string().trim().max(most);
const orNothing = (most: number) =>
  line(most)
    .default("")
    .transform((text) => text || null);

/** Around the three regions: a point beyond was typed the wrong way round, or is another place. */
export const NEAR_REGIONS = { south: 49.4, north: 51.6, west: 1.5, east: 6.5 };

/** What an administrator says of a space. */
export const place = z.object({
  name: line(100).min(1, "spaces.name_it"),
  kind: z.enum(KINDS),
  region: z.enum(REGIONS),
  language: z.enum(LANGUAGES),
  address: orNothing(200),
  postcode: orNothing(10),
  city: line(80).min(1, "spaces.city_it"),
  position: z
    .string()
    .trim()
    .min(1, "spaces.not_a_point")
    .pipe(point)
    .refine(
      ({ lat, lon }) =>
        lat >= NEAR_REGIONS.south &&
        lat <= NEAR_REGIONS.north &&
        lon >= NEAR_REGIONS.west &&
        lon <= NEAR_REGIONS.east,
      { error: "spaces.point_far_away", abort: true },
    ),
  precision: z.enum(PRECISIONS),
  phone: line(30)
    .regex(/^[+\d][\d ()./-]{5,}$|^$/, "spaces.not_a_phone")
    .default("")
    .transform((text) => text || null),
  website: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "common.not_https" }).max(300)])
    .default("")
    .transform((text) => text || null),
  summary: z.object({ nl: line(600), fr: line(600), en: line(600) }).partial(),
  audiences: list
    .transform((names) => [...new Set(names)])
    .pipe(z.array(z.enum(AUDIENCES, "spaces.no_such_audience"))),
});

export type Place = z.output<typeof place>;
export type NewPlace = Place & z.output<typeof usualHours> & { slug: string };

/** Fields of the descriptions: `summary_nl` … as one object by language. */
export const placeForm = z
  .object({
    summary_nl: line(600).default(""),
    summary_fr: line(600).default(""),
    summary_en: line(600).default(""),
  })
  .loose()
  .transform(({ summary_nl, summary_fr, summary_en, ...rest }) => ({
    ...rest,
    summary: Object.fromEntries(
      Object.entries({ nl: summary_nl, fr: summary_fr, en: summary_en }).filter(
        ([, text]) => text !== "",
      ),
    ),
  }))
  .pipe(place);

/** An address of its own, or none: then it is made of its name. */
export const newSlug = z.object({
  slug: z.union([z.literal(""), z.string().regex(SLUG, "spaces.not_a_slug")]).default(""),
});

/** "Bibliothèque Armentières" is "bibliotheque-armentieres". */
export function slugFrom(text: string): string {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 80) || "space"
  );
}

/** A slug, or when that is taken the slug with the first number behind it that is not. */
export function firstFreeSlug(slug: string, taken: readonly string[]): string {
  let free = slug;
  for (let number = 2; taken.includes(free); number += 1) free = `${slug}-${number}`;
  return free;
}

/** What visitors look for in a space, each worth the same. */
export const COMPLETENESS_POINTS = [
  "summary",
  "hours",
  "point",
  "address",
  "postcode",
  "contact",
  "photo",
  "rooms",
] as const;
export type CompletenessPoint = (typeof COMPLETENESS_POINTS)[number];
