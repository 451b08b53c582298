import {
  composeAskedMail,
  composeBookingMail,
  composeGivenAway,
  composeProposalAnswer,
  composeProposed,
  composeReminder,
} from "#lib/booking/bookings/mails.ts";
import {
  composeMandate,
  composeMandateOffered,
  composeMandateUnanswered,
} from "#lib/booking/bookings/mandate-mails.ts";
import { composeSeriesMail } from "#lib/booking/series/mails.ts";
import {
  composeCode,
  composeInvitation,
  composeNewPassword,
  composeOffer,
  composeReset,
  composeStaff,
  composeTold,
} from "#lib/foundation/identity/mails.ts";
import { composeGathered } from "#lib/foundation/notifications/gathered.ts";
import { type Compose, GATHERED } from "#lib/foundation/platform/outbox.ts";
import { composeSessionMail } from "#lib/learning/sessions/mails.ts";

const SINGLE: Record<string, Compose> = {
  "booking-confirmed": composeBookingMail,
  "booking-changed": composeBookingMail,
  "booking-cancelled": composeBookingMail,
  "booking-requested": composeBookingMail,
  "booking-shared": composeBookingMail,
  "booking-handed": composeBookingMail,
  "booking-given-away": composeGivenAway,
  "booking-proposed": composeProposed,
  "booking-answered": composeProposalAnswer("shared_with"),
  "booking-unanswered": composeProposalAnswer("not_taken"),
  "booking-offered": composeBookingMail,
  "booking-refused": composeBookingMail,
  "booking-missed": composeBookingMail,
  "booking-asked": composeAskedMail,
  "booking-reminder": composeReminder,
  "identity-code": composeCode,
  "identity-invitation": composeInvitation,
  "identity-new-password": composeNewPassword,
  "identity-reset": composeReset,
  "identity-offer": composeOffer,
  "identity-staff": composeStaff,
  "identity-told": composeTold,
  "mandate-offered": composeMandateOffered,
  "mandate-accepted": composeMandate("accepted"),
  "mandate-ended": composeMandate("ended"),
  "mandate-unanswered": composeMandateUnanswered,
  "series-booked": composeSeriesMail("booked"),
  "series-changed": composeSeriesMail("changed"),
  "series-shortened": composeSeriesMail("shortened"),
  "series-cancelled": composeSeriesMail("cancelled"),
  "session-enrolled": composeSessionMail("enrolled"),
  "session-waiting": composeSessionMail("waiting"),
  "session-moved-up": composeSessionMail("moved-up"),
  "session-moved": composeSessionMail("moved"),
  "session-withdrawn": composeSessionMail("withdrawn"),
  "session-cancelled": composeSessionMail("cancelled"),
};

/** Which part of the product puts which message into words. */
export const TEMPLATES: Record<string, Compose> = { ...SINGLE, [GATHERED]: composeGathered(SINGLE) };
