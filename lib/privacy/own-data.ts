import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openAnswer } from "#lib/consent/answers.ts";
import { consentsOf } from "#lib/consent/queries.ts";
import type { Context } from "#lib/identity/context.ts";
import { ownAccount } from "#lib/identity/policy.ts";

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
        'end', upper(during), 'people', people, 'purpose', purpose, 'status', status, 'madeAt', booking.created_at) as row
      from booking join space on space.id = booking.space_id join resource room on room.id = booking.room_id
      where booked_by = ${personId} order by lower(during), booking.id`),
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
    accessTokens: await rowsOf(sql`
      select jsonb_build_object('name', name, 'scopes', scopes, 'createdAt', created_at, 'expiresAt', expires_at) as row
      from access_token where person_id = ${personId} order by created_at, id`),
    answers: await answersOf(db, personId),
    consents: consents.map(({ personId: _, ...consent }) => ({
      ...consent,
      createdAt: consent.createdAt.toString(),
      events: consent.events.map((event) => ({ ...event, at: event.at.toString() })),
    })),
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
