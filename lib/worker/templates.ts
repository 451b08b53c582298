import { composeBookingMail } from "#lib/booking/mails.ts";
import type { Compose } from "#lib/platform/outbox.ts";

/** Which part of the product puts which message into words. */
export const TEMPLATES: Record<string, Compose> = {
  "booking-confirmed": composeBookingMail,
  "booking-changed": composeBookingMail,
  "booking-cancelled": composeBookingMail,
};
