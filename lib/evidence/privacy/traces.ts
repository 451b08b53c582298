import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { NOBODY, nobodyExists } from "./nobody.ts";
import { endOf, type TermName } from "./terms.ts";

export type Counts = Record<string, number>;

const over = (term: TermName, now: Temporal.Instant) => sql`${endOf(term, now).toString()}::timestamptz`;

/** Runs statements in turn, each by its name. @returns how many rows each touched */
async function eachCounted(db: Database, statements: Record<string, SQL>): Promise<Counts> {
  const counts: Counts = {};
  for (const [name, statement] of Object.entries(statements))
    counts[name] = (await db.execute(statement)).rowCount ?? 0;
  return counts;
}

/** Messages, codes, counts and whatever else has served soon. */
export async function forgetTraces(db: Database, now: Temporal.Instant): Promise<Counts> {
  const at = sql`${now.toString()}::timestamptz`;
  const daysAgo = (days: number) => sql`${at} - make_interval(days => ${days})`;
  return eachCounted(db, {
    // One that was given up is not sent any more: it goes when it would have gone had it been.
    messages: sql`delete from outbox_message
      where coalesce(sent_at, greatest(created_at, next_attempt_at)) < ${over("messages", now)}`,
    tasks: sql`delete from background_task where ended_at < ${over("tasks", now)}`,
    calendarMessages: sql`delete from calendar_message where sent_at < ${over("invitations", now)}`,
    webhookDeliveries: sql`delete from webhook_delivery where created_at < ${over("messages", now)}`,
    idempotencyKeys: sql`delete from idempotency_key where created_at < ${daysAgo(2)}`,
    signInCodes: sql`delete from sign_in_code where expires_at < ${daysAgo(1)}`,
    // Whoever made them was told when they lapsed.
    mandateOffers: sql`delete from mandate_offer where created_at < ${over("offers", now)}`,
    proposals: sql`delete from booking_proposal where created_at < ${over("offers", now)}`,
    roleOffers: sql`delete from role_offer where expires_at < ${at}`,
    // The address goes with the link that was sent to it.
    recognitionLinks: sql`update endorsement_request set state = 'ended', address = null, answered_at = ${at}
      where state = 'open' and expires_at < ${at}`,
    // Their hours stay; one whose hour has not been worked out yet waits for the next day.
    readings: sql`delete from reading where observed_at < ${over("counters", now)} and not exists (
      select from use_mark where use_mark.space_id = reading.space_id and use_mark.hour = date_trunc('hour', reading.observed_at))`,
    lateScans: sql`delete from visit_aside where at < ${over("scans", now)}`,
    placeRows: sql`delete from place_import_row using place_import file where file.id = import_id and file.created_at < ${over("tasks", now)}`,
    placeParts: sql`delete from place_import_part using place_import file where file.id = import_id and file.created_at < ${over("tasks", now)}`,
    pulseReceipts: sql`delete from pulse_receipt where ends_on < ${at}`,
    rateLimits: sql`delete from rate_limit where window_ends_at < ${at}`,
  });
}

/**
 * Sign-ins, and what opened a door once: tokens, cards, addresses of calendars, links to set a password. What is open still
 * has its end before it.
 */
export async function forgetAccess(db: Database, now: Temporal.Instant): Promise<Counts> {
  const access = over("access", now);
  return eachCounted(db, {
    placeFiles: sql`delete from place_import where created_at < ${access}`,
    placeClaims: sql`delete from place_claim where coalesce(decided_at, created_at) < ${access}`,
    signIns: sql`delete from login_session where least(revoked_at, expires_at) < ${over("signIns", now)}`,
    invitations: sql`delete from invitation where expires_at < ${over("signIns", now)}`,
    tokens: sql`delete from access_token where least(revoked_at, expires_at) < ${access}`,
    cards: sql`delete from card where revoked_at < ${access}`,
    feeds: sql`delete from calendar_feed where revoked_at < ${access}`,
    badgeLinks: sql`delete from credential_share where revoked_at < ${access}`,
    backpackLinks: sql`delete from backpack_share where least(revoked_at, expires_at) < ${access}`,
  });
}

/** A booking that ended long ago keeps room, time and size; who booked it, for whom and what for, is forgotten. */
export async function forgetBookers(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const before = over("bookings", now);
  const past = sql`upper(booking.during) < ${before}`;
  return eachCounted(db, {
    forgotten: sql`update booking set booked_by = ${NOBODY}, made_by = null, purpose = '', note = ''
      where ${past} and (booked_by <> ${NOBODY} or made_by is not null or purpose <> '' or note <> '')`,
    series: sql`update series set booked_by = ${NOBODY}, purpose = ''
      where (booked_by <> ${NOBODY} or purpose <> '') and created_at < ${before}
        and not exists (select from booking where booking.series_id = series.id and upper(booking.during) >= ${before})`,
    imported: sql`update imported_event set title = '' where title <> '' and (
      exists (select from booking where booking.id = imported_event.booking_id and ${past})
      or exists (select from series where series.id = imported_event.series_id and series.booked_by = ${NOBODY}))`,
    coOrganisers: sql`delete from co_organiser using booking where booking.id = co_organiser.booking_id and ${past}`,
    waits: sql`delete from booking_wait where upper(during) < ${before}`,
    holds: sql`delete from allocation where held_by is not null and booking_id is null and upper(during) < ${before}`,
    mandates: sql`delete from mandate where least(revoked_at, expires_at) < ${before}`,
    members: sql`delete from blocking_member using blocking where blocking.id = blocking_member.blocking_id
      and coalesce(blocking.ended_at, (select max(upper(part)) from unnest(blocking.windows) as part)) < ${before}`,
    closures: sql`update closure set closed_by = ${NOBODY} where closed_by <> ${NOBODY}
      and coalesce(reopened_at, (select max(upper(part)) from unnest(windows) as part)) < ${before}`,
  });
}

/**
 * Who had a place in a session, was there, or led it, who visited, and who asked for a badge and did not get it, long ago. Everybody who was there stays counted, as a
 * head without a name. The sheet's version rises, so that whoever has it open is shown it anew.
 */
export async function forgetLearners(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const past = sql`select id from session where upper(during) < ${over("sessions", now)}`;
  return db.transaction(async (tx) => {
    await tx.execute(sql`update session set sheet_version = sheet_version + 1 where id in (${past}) and id in (
      select session_id from attendance)`);
    return eachCounted(tx, {
      attendances: sql`with was_there as (delete from attendance where session_id in (${past}) returning space_id, session_id)
        insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`,
      enrolments: sql`delete from enrolment where session_id in (${past})`,
      leaders: sql`update session set facilitator_id = ${NOBODY} where id in (${past}) and facilitator_id <> ${NOBODY}`,
      visitors: sql`update visit set person_id = null where person_id is not null and left_at is not null
        and left_at < ${over("sessions", now)}`,
      recognitionRequests: sql`delete from endorsement_request
        where state in ('refused', 'withdrawn', 'ended') and answered_at < ${over("sessions", now)}`,
      // What peers said of it goes with it.
      badgeRequests: sql`delete from award where state in ('refused', 'declined') and changed_at < ${over("sessions", now)}`,
    });
  });
}

/** Entries of the audit log whose term is over, and who did what for proof: sheets, exports. The database asks for the term itself. */
export async function forgetLog(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const before = over("log", now);
  const { rows } = await db.execute<{ entries: number }>(sql`select cut_audit(${before})::int as entries`);
  const signed = await eachCounted(db, {
    sheets: sql`update sheet_event set person_id = ${NOBODY} where person_id <> ${NOBODY} and at < ${before}`,
    releases: sql`update release set made_by = ${NOBODY} where made_by <> ${NOBODY} and created_at < ${before}`,
    downloads: sql`update release_download set person_id = ${NOBODY} where person_id <> ${NOBODY} and at < ${before}`,
  });
  return { entries: rows[0]?.entries ?? 0, ...signed };
}
