import { z } from "zod";
import { formatDateTime, formatDateTimeRange } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import type { Compose } from "#lib/platform/outbox.ts";
import { settings } from "#lib/platform/settings.ts";
import { invitation } from "./invitation.ts";
import { type BookingStatus, type BookingView, findBooking, readBooking } from "./queries.ts";

const told = z.object({ bookingId: z.uuid(), sequence: z.int() });

/** One letter for what was booked, changed or cancelled; the booking itself says which. */
export const composeBookingMail: Compose = async (db, { template, data, locale, to }) => {
  const { bookingId, sequence } = told.parse(data);
  const booking = await readBooking(db, bookingId);
  // A later change has queued a letter of its own.
  if (!booking || booking.sequence > sequence) return null;

  const t = translator(locale, "booking");
  const { status, answerBy, note, timeZone, spaceName } = booking;
  const isChange = template === "booking-changed" && status === "confirmed";
  const first = t(`mail.${isChange ? "changed" : status}`, { space: spaceName });
  const until = answerBy && t(`mail.until_${status}`, { when: formatDateTime(locale, answerBy, timeZone) });
  const words = wordsOf(booking, locale);
  const lines = [
    first,
    until,
    note ? t("mail.note", { note }) : null,
    "",
    words.description,
    "",
    t("mail.bye"),
  ];
  const method = METHODS[status];
  return {
    subject: first,
    text: lines.filter((line) => line !== null && line !== undefined).join("\n"),
    ...(method
      ? { invitation: { method, content: invitation(booking, words, Temporal.Now.instant(), to) } }
      : {}),
  };
};

/** What a reader's calendar does with it. What was never certain was never in it. */
const METHODS: Partial<Record<BookingStatus, "REQUEST" | "CANCEL">> = {
  confirmed: "REQUEST",
  cancelled: "CANCEL",
  missed: "CANCEL",
};

/** To the staff of a space: somebody waits for their answer. */
export const composeAskedMail: Compose = async (db, { data, locale }) => {
  const booking = await readBooking(db, z.object({ bookingId: z.uuid() }).parse(data).bookingId);
  if (booking?.status !== "requested" || !booking.answerBy) return null;
  const t = translator(locale, "booking");
  const { spaceName, bookedByName, timeZone, answerBy, purpose } = booking;
  const { summary, description } = wordsOf(booking, locale);
  return {
    subject: t("mail.asked", { room: summary }),
    text: [
      t("mail.asked_by", { name: bookedByName, space: spaceName }),
      purpose,
      t("mail.until_asked", { when: formatDateTime(locale, answerBy, timeZone) }),
      "",
      description.split("\n").slice(0, -1).join("\n"),
      `${settings().publicUrl}/${locale}/desk/requests`,
    ]
      .filter((line, position) => line !== "" || position > 2)
      .join("\n"),
  };
};

/** The day before: who comes, gets ready; who does not, gives the room back. */
export const composeReminder: Compose = async (db, { data, locale }) => {
  const booking = await readBooking(db, z.object({ bookingId: z.uuid() }).parse(data).bookingId);
  if (booking?.status !== "confirmed") return null;
  const t = translator(locale, "booking");
  const { description } = wordsOf(booking, locale);
  return {
    subject: t("mail.reminder", { space: booking.spaceName }),
    text: [t("mail.reminder", { space: booking.spaceName }), t("mail.reminder_cancel"), "", description].join(
      "\n",
    ),
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
    url: `${settings().publicUrl}/${locale}/me/bookings/${id}`,
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
