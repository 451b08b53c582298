import { and, eq, ne, sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { people } from "#db/schema/identity.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { withdrawAll } from "#lib/foundation/consent/commands.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/policy.ts";
import { forgetMail } from "#lib/foundation/notifications/mailbox.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { mentionedIn, mentionedInJson } from "#lib/foundation/platform/mentions.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { addressHash } from "#lib/learning/badges/endorsements/rules.ts";
import { withdraw } from "#lib/learning/sessions/enrolment.ts";
import { noteErased } from "./erasure-list.ts";
import { NOBODY, nobodyExists } from "./nobody.ts";

/** What an erased person is called wherever their id still stands. */
export const NO_NAME = "–";

/** What erasing changed, in numbers. */
export type Erased = {
  bookingsCancelled: number;
  placesFreed: number;
  /** Attendances that are counted on as heads without a name. */
  headsKept: number;
  consentsEnded: number;
};

/**
 * Erases the actor: name, address, ways in, answers and what links them to bookings and sessions. Who was there stays
 * counted, as a head of whom nothing was asked; research counts both alike (lib/evidence/research/heads.ts).
 *
 * @throws DomainError conflict while sessions to come need them, or when nobody could administer the network without them
 */
export async function eraseMyself(ctx: Context): Promise<Erased> {
  return erasePerson(ctx, ownAccount(ctx.actor).personId);
}

/**
 * The same for whoever has not been seen for long. The caller has decided that it must be.
 *
 * Nothing that stands in the way is left half done: mail that lies in the outbox folder goes last, once the rest is committed.
 */
export async function erasePerson(ctx: Context, personId: string): Promise<Erased> {
  const { addresses, ...erased } = await transaction(ctx.db, (db) => eraseWithin({ ...ctx, db }, personId));
  await noteErased(personId, ctx.now);
  for (const address of addresses) await forgetMail(address);
  return erased;
}

async function eraseWithin(ctx: Context, personId: string): Promise<Erased & { addresses: string[] }> {
  const { db } = ctx;
  // Taken by the last two administrators in turn, before their own rows.
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('erase administrator'))
    where exists (select from role_assignment where person_id = ${personId} and role = 'administrator')`);
  await takeOrder(ctx, personId);
  const [person] = await db
    .select({
      email: people.email,
      contactEmail: people.contactEmail,
      phone: people.phone,
      erasedAt: people.erasedAt,
    })
    .from(people)
    .where(and(eq(people.id, personId), ne(people.id, NOBODY)))
    .for("update");
  if (!person || person.erasedAt) throw new DomainError("not_found", { code: "identity.nobody" });
  await refuseWhileNeeded(ctx, personId);
  const addresses = [person.email, person.contactEmail].filter((address) => address !== null);

  await nobodyExists(db, ctx.now);
  const placesFreed = await leaveSessions(ctx, personId);
  const bookingsCancelled = await leaveBookings(ctx, personId);
  const headsKept = await leaveHeads(db, personId);
  const consentsEnded = await withdrawAll(ctx, personId);
  await forgetTraces(db, personId, [...addresses, ...(person.phone ? [person.phone] : [])]);
  await db
    .update(people)
    .set({
      displayName: NO_NAME,
      email: null,
      contactEmail: null,
      phone: null,
      locale: "en",
      passwordHash: null,
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      disabledAt: ctx.now,
      erasedAt: ctx.now,
    })
    .where(eq(people.id, personId));
  const counts = { bookingsCancelled, placesFreed, headsKept, consentsEnded };
  await recordAudit(db, {
    actor: ctx.actor,
    action: "privacy.person_erased",
    spaceId: null,
    subject: personId,
    data: counts,
  });
  return { ...counts, addresses };
}

/** Spaces, then sessions, then the person: in the order in which all others lock them. */
async function takeOrder(ctx: Context, personId: string): Promise<void> {
  const { db } = ctx;
  const { rows } = await db.execute<{ spaceId: string }>(sql`
    select distinct space_id as "spaceId" from booking where booked_by = ${personId}
      and status in ${listed(HOLDING)} and upper(during) > ${ctx.now.toString()}::timestamptz order by 1`);
  for (const { spaceId } of rows) await haveTurn(ctx, spaceId);
  await db.execute(sql`select from session where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId}) order by id for update`);
}

/** Others come for what they lead, and somebody must be able to open the door to others. */
async function refuseWhileNeeded({ db, now }: Context, personId: string): Promise<void> {
  const { rows } = await db.execute<{ sessions: number; isLast: boolean }>(sql`
    select (select count(*)::int from session where facilitator_id = ${personId} and status = 'planned'
        and upper(during) > ${now.toString()}::timestamptz) as sessions,
      exists (select from role_assignment where person_id = ${personId} and role = 'administrator')
        and not exists (select from role_assignment held join person other on other.id = held.person_id
          where held.role = 'administrator' and other.id <> ${personId} and other.disabled_at is null) as "isLast"`);
  const { sessions = 0, isLast = false } = rows[0] ?? {};
  if (sessions > 0) throw new DomainError("conflict", { code: "privacy.sessions_need_you", count: sessions });
  if (isLast) throw new DomainError("conflict", { code: "privacy.last_administrator" });
}

/** Gives back every place in what is not over; each goes to whoever waits longest. */
async function leaveSessions(ctx: Context, personId: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select session.id from enrolment join session on session.id = enrolment.session_id
    where person_id = ${personId} and enrolment.status <> 'cancelled' and session.status = 'planned'
      and upper(during) > ${ctx.now.toString()}::timestamptz order by session.id`);
  for (const { id } of rows) await withdraw(asPerson(ctx, personId), id);
  return rows.length;
}

/** Future bookings are cancelled; past ones keep room, time and number of people, for the figures of the space. */
async function leaveBookings(ctx: Context, personId: string): Promise<number> {
  const { db } = ctx;
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from booking where booked_by = ${personId} and status in ${listed(HOLDING)}
      and upper(during) > ${ctx.now.toString()}::timestamptz
      and not exists (select from session where session.booking_id = booking.id and session.status = 'planned') order by id`);
  for (const { id } of rows) await cancelBooking(asPerson(ctx, personId), id);
  await db.execute(sql`delete from booking_wait where person_id = ${personId}`);
  await db.execute(sql`delete from co_organiser where person_id = ${personId}`);
  await db.execute(sql`delete from booking_proposal where made_by = ${personId}`);
  await db.execute(sql`delete from mandate_offer where person_id = ${personId}`);
  // What others offered them goes on waiting, as for an address that nobody has.
  await db.execute(
    sql`update booking_proposal set person_id = null, address_hash = null where person_id = ${personId}`,
  );
  await db.execute(
    sql`update mandate_offer set helper_id = null, address_hash = null where helper_id = ${personId}`,
  );
  await db.execute(sql`delete from background_task where asked_by = ${personId}`);
  await db.execute(sql`delete from guest_booking where person_id = ${personId}`);
  await db.execute(sql`delete from blocking_member where person_id = ${personId}`);
  await db.execute(sql`delete from mandate where ${personId}::uuid in (person_id, helper_id)`);
  await db.execute(sql`delete from allocation where held_by = ${personId}`);
  await db.execute(sql`update closure set closed_by = ${NOBODY} where closed_by = ${personId}`);
  await db.execute(sql`update imported_event set title = '' where title <> '' and (
    booking_id in (select id from booking where booked_by = ${personId}) or series_id in (select id from series where booked_by = ${personId}))`);
  await db.execute(sql`update series set booked_by = ${NOBODY}, purpose = '', cancelled_at = coalesce(cancelled_at, ${ctx.now.toString()}::timestamptz)
    where booked_by = ${personId}`);
  await db.execute(
    sql`update booking set booked_by = ${NOBODY}, purpose = '', note = '' where booked_by = ${personId}`,
  );
  await db.execute(sql`update booking set made_by = null where made_by = ${personId}`);
  return rows.length;
}

/**
 * Turns each attendance into a head without a name, under the lock of its session: whoever saves a sheet that was read
 * before is shown it anew. Visits lose their person.
 */
async function leaveHeads(db: Database, personId: string): Promise<number> {
  await db.execute(sql`select from session where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId}) order by id for update`);
  await db.execute(sql`update session set sheet_version = sheet_version + 1 where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId})`);
  const kept = await db.execute(sql`
    with was_there as (delete from attendance where person_id = ${personId} returning space_id, session_id)
    insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`);
  await db.execute(sql`delete from enrolment where person_id = ${personId}`);
  await db.execute(sql`update visit set person_id = null where person_id = ${personId}`);
  return kept.rowCount ?? 0;
}

/** Ways in, messages on their way, counters and first answers: whatever names the person, or holds their words. */
async function forgetTraces(db: Database, personId: string, reached: string[]): Promise<void> {
  for (const table of [
    "role_assignment",
    "login_session",
    "access_token",
    "award",
    "backpack_badge",
    "backpack_collection",
    "calendar_feed",
    "calendar_message",
    "card",
    "credential",
    "invitation",
    "external_identity",
    "place_claim",
    "recovery_code",
    "profile_answer",
    "visit_aside",
  ])
    await db.execute(sql`delete from ${sql.identifier(table)} where person_id = ${personId}`);
  // What they said of others' work still counts; that it was they, and their words, do not stay.
  await db.execute(
    sql`update peer_review set reviewer_id = null, comment = '' where reviewer_id = ${personId}`,
  );
  await db.execute(sql`update award set decided_by = null where decided_by = ${personId}`);
  await db.execute(
    sql`update endorsement_request set asked_by = null, message = '' where asked_by = ${personId}`,
  );
  // What an organisation said stays said: that it was they who answered, does not.
  const hashes = reached.map(addressHash);
  await db.execute(
    sql`delete from endorsement_request where state = 'open' and address_hash = any(${sql.param(hashes)}::text[])`,
  );
  await db.execute(
    sql`update endorsement set signer_name = '', signer_role = '' where address_hash = any(${sql.param(hashes)}::text[])`,
  );
  for (const table of ["endorsement_request", "endorsement"])
    await db.execute(
      sql`update ${sql.identifier(table)} set address_hash = null where address_hash = any(${sql.param(hashes)}::text[])`,
    );
  await db.execute(sql`update place_claim set decided_by = null where decided_by = ${personId}`);
  await db.execute(sql`update place_import set asked_by = null where asked_by = ${personId}`);
  // What is not published goes with its author; what is stays, and names nobody.
  await db.execute(sql`delete from practice_version where author_id = ${personId} and published_at is null`);
  await db.execute(
    sql`delete from practice where not exists (select from practice_version where practice_id = practice.id)`,
  );
  for (const [table, column] of [
    ["practice_version", "author_id"],
    ["practice_version", "reviewer_id"],
    ["practice_edition", "translator_id"],
    ["practice_report", "person_id"],
    ["practice_report", "decided_by"],
  ] as const)
    await db.execute(
      sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = null where ${sql.identifier(column)} = ${personId}`,
    );
  await db.execute(sql`update award set refused_by = null where refused_by = ${personId}`);
  const traces = [personId, ...reached];
  const named = (column: string) => mentionedIn(sql.raw(column), traces);
  const namedInJson = (column: string) => mentionedInJson(sql.raw(column), traces);
  await db.execute(sql`delete from outbox_message where person_id = ${personId} or ${named("to_email")}
    or ${namedInJson("data")} or ${named("last_error")}`);
  for (const address of reached)
    for (const table of ["sign_in_code", "role_offer"])
      await db.execute(sql`delete from ${sql.identifier(table)} where lower(email) = lower(${address})`);
  await db.execute(sql`delete from role_offer where offered_by = ${personId}`);
  await db.execute(sql`delete from rate_limit where ${named("key")}`);
  await db.execute(
    sql`delete from idempotency_key where ${named("actor_key")} or ${namedInJson("response")}`,
  );
  const { rows } = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('pgboss.job') is not null as exists`,
  );
  if (rows[0]?.exists)
    await db.execute(sql`delete from pgboss.job where ${namedInJson("data")} or ${namedInJson("output")}`);
}

/** The person as an actor: cancelling and giving back are done as if by themselves. */
function asPerson(ctx: Context, personId: string): Context {
  const { actor } = ctx;
  if (actor.kind === "person" && actor.personId === personId) return ctx;
  return {
    ...ctx,
    actor: { kind: "person", personId, displayName: NO_NAME, locale: "en", roles: [], scopes: null },
  };
}
