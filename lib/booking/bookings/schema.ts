import { z } from "zod";
import { equipmentRequests, moment, partySize } from "#lib/booking/allocation/schema.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { typedDayText, typedTimeText } from "#lib/foundation/platform/time/moments.ts";

/** What somebody asks to book. */
export const bookingRequest = z.object({
  roomId: z.uuid("booking.unknown_room"),
  start: moment,
  end: moment,
  people: partySize,
  equipment: equipmentRequests.default([]),
  purpose: z.string().max(500, "booking.purpose_too_long").default(""),
  /** How the room is set up, of the ways that it offers; left out, it stays as it is. */
  layoutId: z
    .uuid("booking.unknown_layout")
    .optional()
    .describe("One of the layouts of the room (GET /api/v1/spaces/{slug}); left out, as it is"),
  /** Every room, when one is not enough: all of one space. */
  resources: z.array(z.uuid("booking.unknown_room")).min(1).max(10).optional(),
  /** Whom it is for, when that is somebody else: for staff, and for whoever holds their mandate. */
  for: z.uuid("booking.nobody_with_address").optional(),
});

/** What somebody without an account asks to book: a name, and an address or a telephone number. */
export const guestRequest = bookingRequest
  .pick({
    roomId: true,
    start: true,
    end: true,
    people: true,
    equipment: true,
    layoutId: true,
    resources: true,
  })
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

/** The layout that a form sends: empty for the room as it is. */
export const layoutField = z
  .union([z.literal("").transform(() => undefined), z.uuid()], "booking.unknown_layout")
  .optional();

/**
 * The layout that a form sends to change a booking: null for the room as it is, left out where none
 * is offered.
 */
export const changedLayoutField = z
  .union([z.literal("").transform(() => null), z.uuid()], "booking.unknown_layout")
  .optional();

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
  /**
   * How the room is set up, null for as it is. Left out, the booking keeps what it has; another
   * room has to have a layout of that name.
   */
  layoutId: z
    .uuid("booking.unknown_layout")
    .nullable()
    .optional()
    .describe("One of the layouts of the room, null for as it is; left out, as before"),
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

/** From a moment until another, as texts. */
export type Span = { start: string; end: string };

/**
 * A room with the rooms it is made of, itself when it is one: what shares a part is taken together.
 */
type CalendarRoom = { id: string; title: string; capacity: number; holds: string[] };

/** When a room is taken: all that everybody may know, and only from today on. */
type BusyTime = Span & { resourceId: string; title: null; editable: false };

/** A booking as its staff and whoever booked it see it. */
export type CalendarEvent = Span & {
  id: string;
  resourceId: string;
  /** Rooms that were taken beside the first. */
  otherRooms: string[];
  title: string | null;
  people: number;
  /** A session takes place in it; it waits for an answer; or neither. */
  kind: "session" | "booking" | "request";
  checkedIn: boolean;
  /** Of a session: how many have a place, of how many. */
  places: { taken: number; of: number } | null;
  editable: true;
  version: number;
  /** How its room is set up; null where it stays as it is. */
  layout: string | null;
};

/** When rooms are closed, and why; no room means all of them. */
type CalendarClosure = Span & { id: string; resourceIds: string[]; reason: string };

/** When rooms are kept for a group: for staff. */
type CalendarKept = Span & { id: string; resourceIds: string[]; title: string };

export type Calendar = {
  rooms: CalendarRoom[];
  events: (CalendarEvent | BusyTime)[];
  closures: CalendarClosure[];
  kept: CalendarKept[];
  /** When the space is open. */
  open: Span[];
};

/** A day and its hours as a form sends them: wall time of the space. */
export const wallRange = z.object({
  day: typedDayText(),
  from: typedTimeText(),
  to: typedTimeText(),
});

export type GuestRequest = z.output<typeof guestRequest>;
export type BookingRequest = z.output<typeof bookingRequest>;
export type BookingChange = z.output<typeof bookingChange>;
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
