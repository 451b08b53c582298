import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import {
  composeAskedMail,
  composeBookingMail,
  composeGivenAway,
  composeProposalAnswer,
  composeProposed,
  composeReminder,
} from "./mails.ts";
import {
  composeMandate,
  composeMandateOffered,
  composeMandateUnanswered,
} from "./mandate-mails.ts";
import { ownData } from "./own-data.ts";
import { sweepBookings } from "./sweep.ts";

export const duties: Duties = {
  jobs: {
    bookings: sweepBookings,
  },
  mails: {
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
    "mandate-offered": composeMandateOffered,
    "mandate-accepted": composeMandate("accepted"),
    "mandate-ended": composeMandate("ended"),
    "mandate-unanswered": composeMandateUnanswered,
  },
  ownData,
  retention,
  erase,
};
