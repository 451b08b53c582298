import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openAnswer } from "#lib/foundation/consent/answers.ts";
import { consentsOf } from "#lib/foundation/consent/queries.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/policy.ts";
import type { TermName } from "./terms.ts";

/** Everything that is kept about the actor, as data. No hashes and no secrets. Moments are RFC 3339. */
export async function myData(ctx: Context) {
  const { personId } = ownAccount(ctx.actor);
  const { db } = ctx;
  const rowsOf = async (query: ReturnType<typeof sql>) =>
    (await db.execute<{ row: Record<string, unknown> }>(query)).rows.map(({ row }) => row);
  const [person] = await rowsOf(sql`
    select jsonb_build_object('id', id, 'name', display_name, 'email', email, 'contactEmail', contact_email, 'phone', phone, 'language', locale,
      'createdAt', created_at, 'lastContactAt', last_contact_at, 'hasPassword', password_hash is not null) as row
    from person where id = ${personId}`);
  const consents = await consentsOf(db, personId);
  return {
    madeAt: ctx.now.toString(),
    person,
    roles: await rowsOf(sql`
      select jsonb_build_object('role', role, 'space', space.name, 'since', held.created_at) as row
      from role_assignment held left join space on space.id = held.space_id
      where person_id = ${personId} order by held.created_at, held.id`),
    bookings: await rowsOf(sql`
      select jsonb_build_object('id', booking.id, 'space', space.name, 'room', room.name, 'start', lower(during),
        'end', upper(during), 'people', people, 'purpose', purpose, 'note', note, 'status', status, 'madeByOthers', made_by is not null and made_by <> booked_by,
        'madeAt', booking.created_at) as row
      from booking join space on space.id = booking.space_id join resource room on room.id = booking.room_id
      where booked_by = ${personId} order by lower(during), booking.id`),
    bookingsMadeForOthers: await rowsOf(sql`
      select jsonb_build_object('id', id, 'start', lower(during), 'end', upper(during), 'madeAt', created_at) as row
      from booking where made_by = ${personId} and booked_by <> ${personId} order by created_at, id`),
    bookingsShared: await rowsOf(sql`
      select jsonb_build_object('id', booking.id, 'start', lower(during), 'end', upper(during)) as row
      from co_organiser join booking on booking.id = co_organiser.booking_id
      where co_organiser.person_id = ${personId} order by lower(during), booking.id`),
    series: await rowsOf(sql`
      select jsonb_build_object('id', series.id, 'space', space.name, 'rule', rule, 'purpose', purpose, 'madeAt', series.created_at) as row
      from series join space on space.id = series.space_id where booked_by = ${personId} order by series.created_at, series.id`),
    waits: await rowsOf(sql`
      select jsonb_build_object('space', space.name, 'room', room.name, 'start', lower(during), 'end', upper(during), 'people', people,
        'purpose', purpose, 'status', status, 'since', wait.created_at) as row
      from booking_wait wait join space on space.id = wait.space_id join resource room on room.id = wait.room_id
      where person_id = ${personId} order by wait.created_at, wait.id`),
    roomsKeptForMe: await rowsOf(sql`
      select jsonb_build_object('space', space.name, 'title', title) as row
      from blocking_member member join blocking on blocking.id = member.blocking_id join space on space.id = blocking.space_id
      where member.person_id = ${personId} order by blocking.id`),
    mandates: await rowsOf(sql`
      select jsonb_build_object('iAm', case when helper_id = ${personId} then 'helper' else 'helped' end, 'since', mandate.created_at,
        'until', expires_at, 'endedAt', revoked_at) as row
      from mandate where ${personId}::uuid in (person_id, helper_id) order by mandate.created_at, mandate.id`),
    mandatesOffered: await rowsOf(sql`
      select jsonb_build_object('byMe', person_id = ${personId}, 'days', days, 'madeAt', created_at, 'until', ends_at) as row
      from mandate_offer where ${personId}::uuid in (person_id, helper_id) order by created_at, id`),
    closuresMade: await rowsOf(sql`
      select jsonb_build_object('space', space.name, 'reason', reason, 'madeAt', closure.created_at) as row
      from closure join space on space.id = closure.space_id where closed_by = ${personId} order by closure.created_at, closure.id`),
    bookingsProposed: await rowsOf(sql`
      select jsonb_build_object('booking', booking_id, 'kind', kind, 'byMe', made_by = ${personId}, 'madeAt', created_at, 'endsAt', ends_at) as row
      from booking_proposal where ${personId}::uuid in (person_id, made_by) order by created_at, id`),
    sessionsLed: await rowsOf(sql`
      select jsonb_build_object('id', id, 'title', title, 'start', lower(during), 'end', upper(during), 'status', status) as row
      from session where facilitator_id = ${personId} order by lower(during), id`),
    enrolments: await rowsOf(sql`
      select jsonb_build_object('session', session.id, 'title', title, 'start', lower(during), 'end', upper(during),
        'status', enrolment.status, 'companion', companion, 'interpreter', interpreter, 'childcare', childcare, 'enrolledAt', enrolment.created_at) as row
      from enrolment join session on session.id = session_id where person_id = ${personId} order by lower(during), session.id`),
    attendances: await rowsOf(sql`
      select jsonb_build_object('session', session.id, 'title', title, 'start', lower(during), 'recordedAt', recorded_at) as row
      from attendance join session on session.id = session_id where person_id = ${personId} order by lower(during), session.id`),
    visits: await rowsOf(sql`
      select jsonb_build_object('space', space.name, 'arrivedAt', arrived_at, 'leftAt', left_at, 'leftAssumed', left_assumed, 'source', visit.source) as row
      from visit join space on space.id = visit.space_id where person_id = ${personId} order by arrived_at, visit.id`),
    scansWithoutEffect: await rowsOf(sql`
      select jsonb_build_object('space', space.name, 'kind', visit_aside.kind, 'at', at) as row
      from visit_aside join space on space.id = visit_aside.space_id where person_id = ${personId} order by at, visit_aside.id`),
    cards: await rowsOf(sql`
      select jsonb_build_object('issuedAt', issued_at, 'revokedAt', revoked_at) as row
      from card where person_id = ${personId} order by issued_at, id`),
    signIns: await rowsOf(sql`
      select jsonb_build_object('method', method, 'device', device, 'createdAt', created_at, 'lastSeenAt', last_seen_at) as row
      from login_session where person_id = ${personId} order by created_at, id`),
    linkedSignIns: await rowsOf(sql`
      select jsonb_build_object('issuer', issuer, 'subject', subject, 'since', created_at) as row
      from external_identity where person_id = ${personId} order by created_at, issuer`),
    linksToSetAPassword: await rowsOf(sql`
      select jsonb_build_object('createdAt', created_at, 'expiresAt', expires_at, 'usedAt', used_at) as row
      from invitation where person_id = ${personId} order by created_at, id`),
    recoveryCodesLeft: await rowsOf(sql`
      select jsonb_build_object('left', count(*) filter (where used_at is null), 'used', count(used_at)) as row
      from recovery_code where person_id = ${personId} having count(*) > 0`),
    calendarFeeds: await rowsOf(sql`
      select jsonb_build_object('shows', shows, 'createdAt', created_at, 'endedAt', revoked_at) as row
      from calendar_feed where person_id = ${personId} order by created_at, id`),
    rolesOffered: await rowsOf(sql`
      select jsonb_build_object('role', role, 'space', space.name, 'byMe', offered_by = ${personId}, 'until', expires_at) as row
      from role_offer join space on space.id = role_offer.space_id
      where offered_by = ${personId} or email = (select lower(email) from person where id = ${personId}) order by role_offer.created_at, role_offer.id`),
    accessTokens: await rowsOf(sql`
      select jsonb_build_object('name', name, 'scopes', scopes, 'createdAt', created_at, 'expiresAt', expires_at, 'lastUsedAt', last_used_at) as row
      from access_token where person_id = ${personId} order by created_at, id`),
    badges: await rowsOf(sql`
      select jsonb_build_object('id', id, 'badge', achievement_id, 'issuedAt', issued_at, 'validUntil', valid_until, 'revokedAt', revoked_at,
        'revokeReason', revoke_reason, 'signed', signed::jsonb) as row
      from credential where person_id = ${personId} order by issued_at, id`),
    badgeLinks: await rowsOf(sql`
      select jsonb_build_object('badge', credential_id, 'createdAt', share.created_at, 'endedAt', share.revoked_at) as row
      from credential_share share join credential on credential.id = credential_id
      where person_id = ${personId} order by share.created_at, share.id`),
    answers: await answersOf(db, personId),
    consents: consents.map(({ personId: _, ...consent }) => ({
      ...consent,
      createdAt: consent.createdAt.toString(),
      events: consent.events.map((event) => ({ ...event, at: event.at.toString() })),
    })),
    consentsWrittenForOthers: await rowsOf(sql`
      select jsonb_build_object('state', state, 'expressed', expressed, 'at', at) as row
      from consent_event where helper_id = ${personId} order by at, id`),
    sheetsSigned: await rowsOf(sql`
      select jsonb_build_object('session', session_id, 'kind', kind, 'at', at) as row
      from sheet_event where person_id = ${personId} order by at, id`),
    exportsMade: await rowsOf(sql`
      select jsonb_build_object('id', id, 'dataset', dataset, 'purpose', purpose, 'at', created_at) as row
      from release where made_by = ${personId} order by created_at, id`),
    exportsTaken: await rowsOf(sql`
      select jsonb_build_object('release', release_id, 'at', at) as row
      from release_download where person_id = ${personId} order by at, id`),
    tasksAsked: await rowsOf(sql`
      select jsonb_build_object('kind', task.kind, 'space', space.name, 'state', state, 'askedAt', task.created_at, 'endedAt', ended_at,
        'asked', payload, 'result', result) as row
      from background_task task join space on space.id = task.space_id where asked_by = ${personId} order by task.created_at, task.id`),
    messages: await rowsOf(sql`
      select jsonb_build_object('kind', template, 'createdAt', created_at, 'sentAt', sent_at) as row
      from outbox_message where person_id = ${personId} order by created_at, id`),
    invitations: await rowsOf(sql`
      select jsonb_build_object('event', uid, 'date', recurrence_id, 'sequence', sequence, 'method', method, 'sentAt', sent_at) as row
      from calendar_message where person_id = ${personId} order by sent_at, id`),
    audit: await rowsOf(sql`
      select jsonb_build_object('at', at, 'action', action, 'byMe', actor = ${`person:${personId}`}, 'space', space.name, 'data', data) as row
      from audit_entry entry left join space on space.id = entry.space_id where subject = ${personId} or actor = ${`person:${personId}`} order by entry.id`),
  };
}

async function answersOf(db: Database, personId: string) {
  const { rows } = await db.execute<{
    field: string;
    code: string | null;
    sealed: string | null;
    consent: string;
    recordedAt: string;
  }>(sql`select field, code, sealed, consent_id as consent, to_json(recorded_at) #>> '{}' as "recordedAt"
    from profile_answer where person_id = ${personId} order by field`);
  return rows.map(({ field, code, sealed, consent, recordedAt }) => ({
    field,
    answer: openAnswer({ personId, field, code, sealed }),
    consent,
    recordedAt,
  }));
}

/** How much is kept about the actor, a number for each kind: what a page shows of `myData`. */
export async function myDataCounts(ctx: Context): Promise<Record<DataKind, number>> {
  const { bookings, enrolments, attendances, visits, cards, answers, consents, audit } = await myData(ctx);
  return {
    bookings: bookings.length,
    enrolments: enrolments.length,
    attendances: attendances.length + visits.length,
    cards: cards.length,
    answers: answers.length,
    consents: consents.length,
    audit: audit.length,
  };
}

export const DATA_KINDS = [
  "bookings",
  "enrolments",
  "attendances",
  "cards",
  "answers",
  "consents",
  "audit",
] as const;

export type DataKind = (typeof DATA_KINDS)[number];

/** How long each kind is kept, for the sentence that says why. */
export const DATA_TERMS: Record<DataKind, TermName> = {
  bookings: "bookings",
  enrolments: "sessions",
  attendances: "sessions",
  cards: "access",
  answers: "answers",
  consents: "proof",
  audit: "log",
};
