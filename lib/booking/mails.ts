import { z } from "zod";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import type { Compose } from "#lib/platform/outbox.ts";
import { settings } from "#lib/platform/settings.ts";
import { invitation } from "./invitation.ts";
import { type BookingView, findBooking, readBooking } from "./queries.ts";

const told = z.object({ bookingId: z.uuid(), sequence: z.int() });

/** One letter for what was booked, changed or cancelled; the booking itself says which. */
export const composeBookingMail: Compose = async (db, { data, locale, to }) => {
  const { bookingId, sequence } = told.parse(data);
  const booking = await readBooking(db, bookingId);
  // A later change has queued a letter of its own.
  if (!booking || booking.sequence > sequence) return null;

  const t = translator(locale, "booking");
  const cancelled = booking.status === "cancelled";
  const state = cancelled ? "cancelled" : sequence > 0 ? "changed" : "confirmed";
  const words = wordsOf(booking, locale);
  return {
    subject: t(`mail.${state}`, { space: booking.spaceName }),
    text: [t(`mail.${state}`, { space: booking.spaceName }), "", words.description, "", t("mail.bye")].join(
      "\n",
    ),
    invitation: {
      method: cancelled ? "CANCEL" : "REQUEST",
      content: invitation(booking, words, Temporal.Now.instant(), to),
    },
  };
};

/** A booking as a file for whoever made it, or for the staff of its space. @throws DomainError not_found */
export async function invitationFile(ctx: Context, id: string): Promise<string> {
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return invitation(booking, wordsOf(booking, authenticated(ctx.actor).locale), ctx.now);
}

/** How a booking is called in a calendar, and what stands under it. */
function wordsOf(booking: BookingView, locale: Locale) {
  const t = translator(locale, "booking");
  const features = translator(locale, "spaces");
  const { spaceName, roomName, address, during, timeZone, people, equipment, id } = booking;
  return {
    summary: `${roomName}, ${spaceName}`,
    description: [
      `${spaceName} – ${roomName}`,
      address,
      formatDateTimeRange(locale, during, timeZone),
      t("check.people", { count: people }),
      ...equipment.map(({ kind, quantity }) => `${quantity} × ${features.or(`features.${kind}`, kind)}`),
      `${settings().publicUrl}/${locale}/me/bookings/${id}`,
    ].join("\n"),
  };
}
