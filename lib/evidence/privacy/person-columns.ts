import type { TermName } from "./terms.ts";

/**
 * What becomes of what a column says of people.
 *
 * @property erased when the person is erased: their row goes (`row`), the column is emptied (`emptied`) or names nobody
 *   (`nobody`); `stays` where it may not change: the id remains, and names nobody because the person's row has no name left
 * @property term by which it goes without anybody asking; `account` for as long as there is one, `short` within days
 * @property own under which name `myData` has it, or in brackets why it has not
 */
export type Fate = {
  erased: "row" | "emptied" | "nobody" | "stays";
  term: TermName | "account" | "short";
  own: string;
};

const fate = (erased: Fate["erased"], term: Fate["term"], own: string): Fate => ({ erased, term, own });

/**
 * Every column that holds people: the id of one, their name, address or number, or words that they or others wrote about
 * something of theirs. A test compares this list with the database: a column that is new there needs its fate here.
 */
export const PERSON_COLUMNS: Record<string, Fate> = {
  "access_token.name": fate("row", "access", "accessTokens"),
  "access_token.person_id": fate("row", "access", "accessTokens"),
  "allocation.held_by": fate("row", "short", "(held for minutes, while a form is open)"),
  "attendance.person_id": fate("row", "sessions", "attendances"),
  "audit_entry.actor": fate("stays", "log", "audit"),
  "audit_entry.subject": fate("stays", "log", "audit"),
  "audit_entry.data": fate("stays", "log", "audit"),
  "award.decided_by": fate("emptied", "account", "badgesDecidedOn"),
  "award.note": fate("row", "account", "badgeRequests"),
  "award.person_id": fate("row", "account", "badgeRequests"),
  "award.statement": fate("row", "account", "badgeRequests"),
  "background_task.asked_by": fate("row", "tasks", "tasksAsked"),
  "background_task.payload": fate("row", "tasks", "tasksAsked"),
  "background_task.result": fate("row", "tasks", "tasksAsked"),
  "blocking_member.person_id": fate("row", "bookings", "roomsKeptForMe"),
  "booking.booked_by": fate("nobody", "bookings", "bookings"),
  "booking.made_by": fate("emptied", "bookings", "bookingsMadeForOthers"),
  "booking.note": fate("emptied", "bookings", "bookings"),
  "booking.purpose": fate("emptied", "bookings", "bookings"),
  "booking_proposal.address_hash": fate("emptied", "offers", "(an address as it can be compared, not read)"),
  "booking_proposal.made_by": fate("row", "offers", "bookingsProposed"),
  "booking_proposal.person_id": fate("emptied", "offers", "bookingsProposed"),
  "booking_wait.person_id": fate("row", "bookings", "waits"),
  "booking_wait.purpose": fate("row", "bookings", "waits"),
  "calendar_feed.person_id": fate("row", "access", "calendarFeeds"),
  "calendar_message.person_id": fate("row", "invitations", "invitations"),
  "card.person_id": fate("row", "access", "cards"),
  "closure.closed_by": fate("nobody", "bookings", "closuresMade"),
  "co_organiser.person_id": fate("row", "bookings", "bookingsShared"),
  "consent_event.helper_id": fate("stays", "proof", "consentsWrittenForOthers"),
  "consent_record.person_id": fate("stays", "proof", "consents"),
  "credential.person_id": fate("row", "account", "badges"),
  "credential.revoke_reason": fate("row", "account", "badges"),
  "credential.signed": fate("row", "account", "badges"),
  "credential.signed_jwt": fate("row", "account", "(the same badge in another form)"),
  "credential_share.token_hash": fate("row", "account", "badgeLinks"),
  "endorsement.address_hash": fate("emptied", "account", "(an address as it can be compared, not read)"),
  "endorsement.comment": fate("row", "account", "endorsementsReceived"),
  "endorsement.revoke_reason": fate("row", "account", "endorsementsReceived"),
  "endorsement.signed": fate("row", "account", "endorsementsReceived"),
  "endorsement.signer_name": fate("emptied", "account", "(given without an account: on asking)"),
  "endorsement.signer_role": fate("emptied", "account", "(given without an account: on asking)"),
  "endorsement_request.address": fate("emptied", "messages", "endorsementsAsked"),
  "endorsement_request.address_hash": fate(
    "emptied",
    "account",
    "(an address as it can be compared, not read)",
  ),
  "endorsement_request.asked_by": fate("emptied", "sessions", "endorsementsAsked"),
  "endorsement_request.message": fate("emptied", "sessions", "endorsementsAsked"),
  "endorsement_request.reason": fate("row", "sessions", "endorsementsAsked"),
  "enrolment.interpreter": fate("row", "wishes", "enrolments"),
  "enrolment.person_id": fate("row", "sessions", "enrolments"),
  "external_identity.person_id": fate("row", "account", "linkedSignIns"),
  "external_identity.subject": fate("row", "account", "linkedSignIns"),
  "guest_booking.contact_hash": fate(
    "row",
    "guests",
    "(a guest has no account: their link shows all there is)",
  ),
  "guest_booking.person_id": fate("row", "guests", "(a guest has no account: their link shows all there is)"),
  "idempotency_key.actor_key": fate("row", "short", "(kept two days, to answer a repeated request alike)"),
  "idempotency_key.response": fate("row", "short", "(kept two days, to answer a repeated request alike)"),
  "imported_event.title": fate(
    "emptied",
    "bookings",
    "(the title of a booking, which has it as its purpose)",
  ),
  "invitation.person_id": fate("row", "signIns", "linksToSetAPassword"),
  "login_session.device": fate("row", "signIns", "signIns"),
  "login_session.person_id": fate("row", "signIns", "signIns"),
  "mandate.helper_id": fate("row", "bookings", "mandates"),
  "mandate.person_id": fate("row", "bookings", "mandates"),
  "mandate_offer.address_hash": fate("emptied", "offers", "(an address as it can be compared, not read)"),
  "mandate_offer.helper_id": fate("emptied", "offers", "mandatesOffered"),
  "mandate_offer.person_id": fate("row", "offers", "mandatesOffered"),
  "outbox_message.data": fate("row", "messages", "messages"),
  "outbox_message.last_error": fate("row", "messages", "messages"),
  "outbox_message.person_id": fate("row", "messages", "messages"),
  "outbox_message.to_email": fate("row", "messages", "messages"),
  "peer_review.comment": fate("emptied", "account", "badgeReviews"),
  "peer_review.reviewer_id": fate("emptied", "account", "badgeReviews"),
  "person.contact_email": fate("emptied", "identity", "person"),
  "person.display_name": fate("emptied", "identity", "person"),
  "person.email": fate("emptied", "identity", "person"),
  "person.password_hash": fate("emptied", "identity", "person"),
  "person.phone": fate("emptied", "identity", "person"),
  "person.totp_secret": fate("emptied", "identity", "(a secret: that there is one stands with the account)"),
  "place_claim.decided_by": fate("emptied", "access", "placeClaimsDecided"),
  "place_claim.note": fate("row", "access", "placeClaims"),
  "place_claim.person_id": fate("row", "access", "placeClaims"),
  "place_import.asked_by": fate("emptied", "access", "placeFiles"),
  "profile_answer.code": fate("row", "answers", "answers"),
  "profile_answer.person_id": fate("row", "answers", "answers"),
  "profile_answer.sealed": fate("row", "answers", "answers"),
  "recovery_code.person_id": fate("row", "account", "recoveryCodesLeft"),
  "release.made_by": fate("stays", "log", "exportsMade"),
  "release_download.person_id": fate("stays", "log", "exportsTaken"),
  "role_assignment.person_id": fate("row", "account", "roles"),
  "role_offer.email": fate("row", "short", "rolesOffered"),
  "role_offer.offered_by": fate("row", "short", "rolesOffered"),
  "series.booked_by": fate("nobody", "bookings", "series"),
  "series.purpose": fate("emptied", "bookings", "series"),
  "session.facilitator_id": fate("stays", "sessions", "sessionsLed"),
  "sheet_event.person_id": fate("stays", "log", "sheetsSigned"),
  "sign_in_code.email": fate("row", "short", "(kept a day at most, to open the account once)"),
  "visit.person_id": fate("emptied", "sessions", "visits"),
  "visit_aside.person_id": fate("row", "scans", "scansWithoutEffect"),
};
