/** Tables that no other system could use, each with the reason. */
export const TABLES_LEFT_OUT: Record<string, string> = {
  background_task: "work that waits for the worker",
  idempotency_key: "answers that are kept two days, in case a program asks again",
  invitation: "links that set a password, and the secrets that wait for it",
  listed_hours: "worked out anew from what listed places say of their hours",
  login_session: "sign-ins on devices: people sign in again",
  organisation_message: "letters that wait a day until their sender confirms them",
  outbox_message: "messages on their way, which may hold codes",
  pulse_receipt: "marks that a question was answered, so that nobody answers twice",
  rate_limit: "counters of tries",
  recovery_code: "hashes of codes that open an account",
  sign_in_code: "hashes of codes that were mailed",
  use_mark: "hours whose figures wait to be worked out",
  webhook_delivery: "what other programs were told in the last thirty days",
  job_run: "when the worker did what by the clock",
};

const HASH = "the hash of something secret: it opens nothing elsewhere";
const KEYED = "a hash under the key of this service, by which an address is known again";
const SEALED = "sealed under the key of this service";

/**
 * Columns that are secrets, or of use to this service alone, as `table.column`, each with the
 * reason.
 */
export const COLUMNS_LEFT_OUT: Record<string, string> = {
  "access_token.token_hash": HASH,
  "backpack_share.token_hash": HASH,
  "booking_proposal.address_hash": KEYED,
  "calendar_feed.token_hash": HASH,
  "card.code_hash": HASH,
  "counter_device.token_hash": HASH,
  "credential_share.token_hash": HASH,
  "endorsement.address_hash": KEYED,
  "endorsement.withdraw_hash": HASH,
  "endorsement_request.address_hash": KEYED,
  "endorsement_request.token_hash": HASH,
  "guest_booking.contact_hash": KEYED,
  "guest_booking.link_hash": HASH,
  "issuer_key.private_key": SEALED,
  "kiosk_device.link_hash": HASH,
  "kiosk_device.private_key": SEALED,
  "kiosk_device.token_hash": HASH,
  "mandate_offer.address_hash": KEYED,
  "organisation_invitation.token_hash": HASH,
  "person.password_hash": HASH,
  "person.totp_last_step": "of use with the second factor alone",
  "person.totp_secret": SEALED,
  "profile_answer.sealed": "the answer stands in code, opened",
  "webhook.old_secret": SEALED,
  "webhook.secret": SEALED,
};
