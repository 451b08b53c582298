import { z } from "zod";
import { NETWORK_ROLES, SPACE_ROLES } from "#lib/identity/context.ts";
import { DomainError } from "#lib/platform/errors.ts";
import type { FormState } from "#lib/platform/forms.ts";
import { momentField } from "#lib/platform/moments.ts";
import { area, FEATURES, point, SLUG } from "#lib/spaces/schema.ts";

const MAX_PEOPLE = 500;

/** Letters of a time in words. */
export const MAX_PHRASE = 100;

/** A moment with its offset. A local time without one is refused: it names no instant. */
export const moment = momentField("booking.not_a_moment");

export const equipmentWish = z.object({
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/, "booking.unknown_equipment"),
  quantity: z.coerce.number().int().min(1, "booking.quantity").max(1000, "booking.quantity"),
});

export const partySize = z.coerce
  .number({ error: "booking.people" })
  .int("booking.people")
  .min(1, "booking.people")
  .max(MAX_PEOPLE, "booking.people");

/** Each kind once: what is asked twice is wanted twice. */
const equipmentWishes = z.array(equipmentWish).max(10, "booking.quantity").transform(summed);

/** What somebody asks to book. */
export const bookingRequest = z.object({
  roomId: z.uuid("booking.unknown_room"),
  start: moment,
  end: moment,
  people: partySize,
  equipment: equipmentWishes.default([]),
  purpose: z.string().max(500, "booking.purpose_too_long").default(""),
  /** Every room, when one is not enough: all of one space. */
  resources: z.array(z.uuid("booking.unknown_room")).min(1).max(10).optional(),
  /** Whom it is for, when that is somebody else: for staff, and for whoever holds their mandate. */
  for: z.uuid("booking.nobody_with_address").optional(),
});

/** What somebody without an account asks to book: a name, and an address or a telephone number. */
export const guestRequest = bookingRequest
  .pick({ roomId: true, start: true, end: true, people: true, equipment: true, resources: true })
  .extend({
    purpose: z.string().trim().max(500, "booking.purpose_too_long").default(""),
    name: z.string().trim().min(1, "guest.needs_name").max(100, "guest.needs_name"),
    email: z
      .union([z.literal(""), z.email("identity.check_email").max(200)])
      .default("")
      .transform((email) => email.toLowerCase()),
    phone: z.string().trim().max(30, "guest.check_phone").default(""),
  });

/** Ids of several rooms, as an address and a form send them. */
export const roomIds = z
  .string()
  .max(400)
  .transform((text) => text.split(","))
  .pipe(z.array(z.uuid("booking.unknown_room")).min(2).max(10));

/** What somebody changes of a booking, and which state of it they saw. */
export const bookingChange = z.object({
  start: moment,
  end: moment,
  people: partySize,
  version: z.int(),
  /** Another room of the same space instead of the first: for its staff. */
  roomId: z.uuid("booking.unknown_room").optional(),
  /** All of its rooms from now on: for staff as well. */
  resources: z.array(z.uuid("booking.unknown_room")).min(1).max(10).optional(),
});

const LONGEST_WINDOW_DAYS = 62;

/** What a calendar asks to see. */
export const calendarWindow = z
  .object({ start: moment, end: moment })
  .refine(({ start, end }) => Temporal.Instant.compare(start, end) < 0, {
    error: "booking.ends_before_start",
    path: ["end"],
  })
  .refine(({ start, end }) => start.until(end).total("hours") <= LONGEST_WINDOW_DAYS * 24, {
    error: "booking.window_too_long",
    path: ["end"],
  });

/** A day and its hours as a form sends them: wall time of the space. */
export const wallRange = z.object({
  day: z.string().max(20),
  from: z.string().max(10),
  to: z.string().max(10),
});

/** `projector:1,laptop:8` */
export const equipmentList = z
  .string()
  .max(400)
  .transform((text) =>
    text
      .split(",")
      .filter(Boolean)
      .map((part) => {
        const [kind = "", quantity = "1"] = part.split(":");
        return { kind: kind.trim(), quantity: quantity as unknown };
      }),
  )
  .pipe(equipmentWishes);

function summed(wishes: { kind: string; quantity: number }[]) {
  return [...Map.groupBy(wishes, ({ kind }) => kind)].map(([kind, same]) => ({
    kind,
    quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

/** `wheelchair,hearing-loop`, or the name again for each. */
const featureList = z
  .union([z.string().max(400), z.array(z.string().max(40)).max(20)])
  .transform((asked) => [...new Set([asked].flat().flatMap((text) => text.split(",")))].filter(Boolean))
  .pipe(z.array(z.enum(FEATURES, "booking.unknown_feature")));

/** Longest time within which any part may be asked for. */
const LONGEST_SPAN_DAYS = 31;

export const availabilitySearch = z
  .object({
    /** A moment with its offset; or leave it to `when`. */
    start: moment.optional(),
    end: moment.optional(),
    /** In words, in any of the three languages: "tomorrow afternoon", "2 uur deze week". */
    when: z.string().max(MAX_PHRASE, "booking.phrase_too_long").optional(),
    /** Any time of this length between start and end; items then say when. */
    minutes: z.coerce
      .number({ error: "booking.how_long" })
      .int("booking.how_long")
      .min(5, "booking.how_long")
      .max(1440, "booking.how_long")
      .optional(),
    people: partySize.default(1),
    equipment: equipmentList.default([]),
    features: featureList.default([]),
    near: point.optional(),
    radius_km: z.coerce.number().positive().max(500).optional(),
    bbox: area.optional(),
    space: z.string().regex(SLUG, "spaces.unknown").optional(),
    /** Ten rooms a page. */
    page: z.coerce.number().int().min(1).max(100).default(1),
  })
  .refine(({ start, end, when }) => when !== undefined || (start && end), {
    error: "booking.not_a_moment",
    path: ["start"],
  })
  .refine(
    ({ start, end, minutes }) =>
      minutes === undefined || !start || !end || start.until(end).total("hours") <= LONGEST_SPAN_DAYS * 24,
    { error: "booking.span_too_long", path: ["end"] },
  );

/** A whole number, or nothing. */
const countOrNone = (least: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,4}$/, "booking.quota_number")
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((count) => count === null || count >= least, "booking.quota_number");

/** A limit as its form sends it. */
export const quotaWish = z.object({
  counts: z.enum(["person", "organisation"]),
  role: z
    .union([z.literal("").transform(() => null), z.enum([...SPACE_ROLES, ...NETWORK_ROLES])])
    .default(null),
  period: z.enum(["day", "week", "month", "ahead"]),
  maxBookings: countOrNone(1),
  maxHours: countOrNone(1),
});

/** Bookings somebody may miss; empty when nobody counts. */
export const missedWish = z.object({
  missedAllowed: countOrNone(0),
});

export type QuotaWish = z.output<typeof quotaWish>;
export type GuestRequest = z.output<typeof guestRequest>;
export type BookingRequest = z.output<typeof bookingRequest>;
export type BookingChange = z.output<typeof bookingChange>;
export type EquipmentWish = z.output<typeof equipmentWish>;

/** An address that holds no id names no booking. @throws DomainError not_found */
export function bookingId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new DomainError("not_found", { code: "booking.unknown" });
  return id.data;
}

/** A booking that no longer fits a room, in the reader's language. */
export type UnfitInWords = {
  id: string;
  title: string;
  /** When, and in which room. */
  fact: string;
  people: number;
  isSession: boolean;
  /** Whether it is in the space of the reader, who may open it. */
  isHere: boolean;
};

/** The form of a room after a refusal, with the bookings that are to be decided about. */
export type ResourceFormState = FormState & { unfit?: UnfitInWords[] };
