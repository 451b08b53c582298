import { z } from "zod";
import { HOLDING, isOneOf, UNANSWERED } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { guestAddressOf } from "#lib/booking/guests/guest-link.ts";
import { formatDateTime, plainDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { lastMethod, nextSequence } from "#lib/foundation/notifications/calendar-messages.ts";
import { TEXT_LENGTH } from "#lib/foundation/notifications/deliver.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { type InvitationWords, invitation, namesOf } from "./invitation.ts";
import { readProposal } from "./proposed.ts";
import { type BookingView, findBooking, readBooking } from "./queries.ts";
import { purposeIn, setUpWords } from "./title.ts";

const moment = z.string().transform((text) => Temporal.Instant.from(text));
const letterData = z.object({
  bookingId: z.uuid(),
  sequence: z.int(),
  /** To somebody who looks after it with whose it is. */
  shares: z.boolean().default(false),
  /** The time that it had, and has no more. */
  gaveUp: z.object({ start: moment, end: moment }).optional(),
  /** How its room was set up, which the other room is not. */
  leftLayout: z.object({ nl: z.string(), fr: z.string(), en: z.string() }).partial().optional(),
});

/** One letter for what was booked, changed or cancelled; the booking itself says which. */
export const composeBookingMail: Compose = async (db, { template, data, locale, to, personId }) => {
  const { bookingId, sequence, shares, gaveUp, leftLayout: left } = letterData.parse(data);
  const booking = await readBooking(db, bookingId);
  // A later change has queued a letter of its own.
  if (!booking || booking.sequence > sequence) return null;

  const t = translator(locale, "booking");
  const { status, answerBy, note, timeZone, spaceName } = booking;
  const leftLayout = status === "offered" ? booking.leftLayout : left;
  // The link of a guest opens everything: it is theirs alone.
  const guestAddress = shares ? null : await guestAddressOf(db, bookingId, locale);
  const about = newsOf(booking, { template, isGuest: guestAddress !== null });
  const first = t(`mail.${about}`, { space: spaceName });
  const isOpen = isOneOf(UNANSWERED, status);
  const until =
    isOpen &&
    answerBy &&
    t(`mail.until_${about}`, { when: formatDateTime(locale, answerBy, timeZone) });
  const words = wordsOf(booking, locale, guestAddress);
  const lines = [
    first,
    gaveUp ? t("mail.gave_up", { when: plainDateTimeRange(locale, gaveUp, timeZone) }) : null,
    until,
    leftLayout ? t("mail.left_layout", { layout: titleIn(leftLayout, locale).text }) : null,
    note ? t("mail.note", { note }) : null,
    "",
    words.description,
    "",
    t("mail.bye"),
  ];
  const invited = await invitationFor(db, booking, words, { to, personId });
  return {
    subject: first,
    short: shortOf(
      `${t(`mail.${about}`, { space: booking.roomName })}. ${plainDateTimeRange(locale, booking.during, timeZone)}`,
      words.link,
    ),
    text: lines.filter((line) => typeof line === "string").join("\n"),
    inList: {
      heading: [first, ...(note ? [t("mail.note", { note })] : [])].join("\n"),
      at: booking.during.start.toString(),
      line: [
        `${plainDateTimeRange(locale, booking.during, timeZone)}, ${booking.roomName}`,
        gaveUp ? t("mail.gave_up", { when: plainDateTimeRange(locale, gaveUp, timeZone) }) : null,
        leftLayout ? t("mail.left_layout", { layout: titleIn(leftLayout, locale).text }) : null,
        until,
        isOpen || guestAddress ? words.link : null,
      ]
        .filter((part) => typeof part === "string")
        .join("\n  "),
    },
    ...(invited ? { invitation: invited } : {}),
  };
};

/** What the letter says first: what happened, and for whom. */
function newsOf(
  { status, insteadOf }: BookingView,
  { template, isGuest }: { template: string; isGuest: boolean },
): string {
  if (status === "confirmed" && template === "booking-changed") return "changed";
  if (status === "confirmed" && template === "booking-handed") return "handed";
  if (status === "confirmed" && template === "booking-shared") return "shared";
  if (status !== "offered") return status;
  if (insteadOf) return "instead";
  return isGuest ? "unproved" : "offered";
}

/** A sentence and a link, in what a message to a telephone holds; the link stays whole. */
function shortOf(sentence: string, link: string): string {
  return `${sentence.slice(0, TEXT_LENGTH - link.length - 1).trimEnd()} ${link}`;
}

/**
 * What a booking is in the calendar of one reader. What was never certain was never in it, and
 * needs not leave it; what they were sent is replaced or taken back, whatever became of it.
 *
 * @param isTheirs false for somebody who no longer has it
 */
export async function invitationFor(
  db: Database,
  booking: BookingView,
  words: InvitationWords,
  {
    to,
    personId,
    isTheirs = true,
  }: { to: string; personId?: string | null | undefined; isTheirs?: boolean },
): Promise<Mail["invitation"] | null> {
  const status = isTheirs ? booking.status : "cancelled";
  const { uid, recurrenceId, sequence: least } = namesOf(booking);
  const date = recurrenceId?.toInstant().toString() ?? null;
  const sent = await lastMethod(db, { personId, uid, recurrenceId: date });
  const had =
    status === "confirmed" ? "REQUEST" : (sent ?? (booking.wasConfirmed ? "REQUEST" : null));
  if (had !== "REQUEST") return null;
  const sequence = await nextSequence(db, { personId, uid, least });
  const invited = { ...booking, status, sequence };
  const content = invitation(
    invited.inSeries ? { ...invited, inSeries: { ...invited.inSeries, sequence } } : invited,
    words,
    Temporal.Now.instant(),
    to,
  );
  const method = isOneOf(HOLDING, status) ? "REQUEST" : "CANCEL";
  return { method, content, uid, recurrenceId: date, sequence };
}

/** To whose it was: it leaves their calendar, whatever has become of it since. */
export const composeGivenAway: Compose = async (db, { data, locale, to, personId }) => {
  const booking = await readBooking(db, letterData.parse(data).bookingId);
  // It came back to them before this left.
  if (!booking || booking.bookedBy === personId) return null;
  const t = translator(locale, "booking");
  const { spaceName, roomName, during, timeZone } = booking;
  const first = t("mail.given_away", { space: spaceName });
  const facts = [
    `${isolated(spaceName)} – ${isolated(roomName)}`,
    plainDateTimeRange(locale, during, timeZone),
  ];
  const words = { ...wordsOf(booking, locale), description: facts.join("\n") };
  const invited = await invitationFor(db, booking, words, { to, personId, isTheirs: false });
  return {
    subject: first,
    text: [first, "", ...facts, "", t("mail.given_away_hint")].join("\n"),
    inList: { heading: first, at: during.start.toString(), line: facts.toReversed().join(", ") },
    ...(invited ? { invitation: invited } : {}),
  };
};

const proposal = z.object({ proposalId: z.uuid() });

/** Somebody would share a booking, or give it away: to whoever is asked. */
export const composeProposed: Compose = async (db, { data, locale }) => {
  const found = await readProposal(db, proposal.parse(data).proposalId);
  if (!found) return null;
  const t = translator(locale, "booking");
  const { kind, madeBy, madeByName, booking, endsAt } = found;
  const first = t(`mail.proposed_${kind}`, { name: madeByName, space: booking.spaceName });
  const link = `${settings().publicUrl}/${locale}/me`;
  return {
    subject: first,
    speaksOf: [madeBy],
    short: shortOf(first, link),
    text: [
      first,
      "",
      `${isolated(booking.spaceName)} – ${isolated(booking.roomName)}`,
      booking.address,
      plainDateTimeRange(locale, booking.during, booking.timeZone),
      "",
      t("mail.until_proposed", { when: formatDateTime(locale, endsAt, booking.timeZone) }),
      link,
    ].join("\n"),
  };
};

const answeredProposal = z.object({ bookingId: z.uuid(), kind: z.enum(["share", "hand_over"]) });

/** Of a proposal: somebody looks after the booking as well, or nobody took it. */
export const composeProposalAnswer =
  (what: "shared_with" | "not_taken"): Compose =>
  async (db, { data, locale }) => {
    const { bookingId, kind } = answeredProposal.parse(data);
    const booking = await readBooking(db, bookingId);
    if (!booking) return null;
    const t = translator(locale, "booking");
    const key = what === "shared_with" ? "mail.shared_with" : `mail.not_taken_${kind}`;
    const first = t(key, { space: booking.spaceName });
    return { subject: first, text: [first, "", wordsOf(booking, locale).description].join("\n") };
  };

/** To the staff of a space: somebody waits for their answer. */
export const composeAskedMail: Compose = async (db, { data, locale }) => {
  const booking = await readBooking(db, z.object({ bookingId: z.uuid() }).parse(data).bookingId);
  if (booking?.status !== "requested" || !booking.answerBy) return null;
  const t = translator(locale, "booking");
  const { spaceName, bookedBy, bookedByName, timeZone, answerBy, during } = booking;
  const { summary, description } = wordsOf(booking, locale);
  const asked = t("mail.asked_by", { name: bookedByName, space: spaceName });
  return {
    inList: {
      heading: `${asked}\n${settings().publicUrl}/${locale}/desk/requests`,
      at: during.start.toString(),
      line: [
        `${plainDateTimeRange(locale, during, timeZone)}, ${booking.roomName}`,
        t("mail.until_asked", { when: formatDateTime(locale, answerBy, timeZone) }),
      ].join("\n  "),
    },
    subject: t("mail.asked", { room: summary }),
    speaksOf: [bookedBy],
    text: [
      asked,
      purposeIn(booking, locale) || t("mail.no_purpose"),
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
  const { description, link } = wordsOf(
    booking,
    locale,
    await guestAddressOf(db, booking.id, locale),
  );
  return {
    subject: t("mail.reminder", { space: booking.spaceName }),
    short: shortOf(
      `${t("mail.reminder", { space: booking.roomName })}. ${plainDateTimeRange(locale, booking.during, booking.timeZone)}`,
      link,
    ),
    text: [
      t("mail.reminder", { space: booking.spaceName }),
      t("mail.reminder_cancel"),
      "",
      description,
    ].join("\n"),
  };
};

/**
 * A booking as a file for whoever made it, or for the staff of its space.
 *
 * @throws DomainError not_found
 */
export async function invitationFile(ctx: Context, id: string): Promise<string> {
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return invitation(
    booking,
    wordsOf(booking, authenticated(ctx.actor, "booking.request", "booking.manage").locale),
    booking.changedAt,
  );
}

/** How a booking is called in a calendar, and what stands under it. */
function wordsOf(booking: BookingView, locale: Locale, guestAddress: string | null = null) {
  const t = translator(locale, "booking");
  const features = translator(locale, "spaces");
  const { spaceName, roomName, address, during, timeZone, people, equipment, layout, id } = booking;
  const link = guestAddress ?? `${settings().publicUrl}/${locale}/me/bookings/${id}`;
  return {
    link,
    summary: `${roomName}, ${spaceName}`,
    url: `${settings().publicUrl}/${locale}/me/bookings/${id}`,
    description: [
      `${isolated(spaceName)} – ${isolated(roomName)}`,
      address,
      plainDateTimeRange(locale, during, timeZone),
      t("check.people", { count: people }),
      ...equipment.map(
        ({ kind, quantity }) => `${quantity} × ${features.or(`features.${kind}`, kind)}`,
      ),
      ...(layout ? [setUpWords(locale, layout)] : []),
      link,
    ].join("\n"),
  };
}
