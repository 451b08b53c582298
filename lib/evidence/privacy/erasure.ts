import { and, eq, ne, sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { people } from "#db/schema/identity.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { withdrawAll } from "#lib/foundation/consent/commands.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/policy.ts";
import { forgetMail } from "#lib/foundation/notifications/mailbox.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { lockUntilEnd } from "#lib/foundation/platform/locks.ts";
import { mentionedInJson } from "#lib/foundation/platform/mentions.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { withdraw } from "#lib/learning/sessions/enrolment.ts";
import { everyDuty } from "#lib/modules.ts";
import { noteErased } from "./erasure-list.ts";
import { NOBODY, nobodyExists } from "./nobody.ts";

/** What an erased person is called wherever their id still stands. */
export const NO_NAME = "–";

/** What erasing changed, in numbers. */
export type Erased = {
  bookingsCancelled: number;
  placesFreed: number;
  /** Attendances that are counted on as heads without a name. */
  sealsKept: number;
  consentsEnded: number;
};

/**
 * Erases the actor: name, address, ways in, answers and what links them to bookings and sessions.
 * Who was there stays counted, as a head of whom nothing was asked; research counts both alike
 * (lib/evidence/research/heads.ts).
 *
 * @throws DomainError conflict while sessions to come need them, or when nobody could administer
 *   the network without them
 */
export async function eraseMyself(ctx: Context): Promise<Erased> {
  return erasePerson(ctx, ownAccount(ctx.actor).personId);
}

/**
 * The same for whoever has not been seen for long. The caller has decided that it must be.
 *
 * Nothing that stands in the way is left half done: mail that lies in the outbox folder goes last,
 * once the rest is committed.
 */
export async function erasePerson(ctx: Context, personId: string): Promise<Erased> {
  const { addresses, ...erased } = await transaction(ctx.db, (db) =>
    eraseWithin({ ...ctx, db }, personId),
  );
  await noteErased(personId, ctx.now);
  for (const trace of [...addresses, personId]) await forgetMail(trace);
  return erased;
}

async function eraseWithin(
  ctx: Context,
  personId: string,
): Promise<Erased & { addresses: string[] }> {
  const { db } = ctx;
  // Taken by the last two administrators in turn, before their own rows.
  await db.execute(sql`select ${lockUntilEnd("erase administrator")}
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
  const sealsKept = await leaveSeals(db, personId);
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
  const counts = { bookingsCancelled, placesFreed, sealsKept, consentsEnded };
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
  const rows = await rowsOf<{ spaceId: string }>(
    db,
    sql`
      select distinct space_id from booking where booked_by = ${personId}
        and status in ${listed(HOLDING)} and upper(during) > ${ctx.now.toString()}::timestamptz order by 1`,
  );
  for (const { spaceId } of rows) await haveTurn(ctx, spaceId);
  await db.execute(sql`select from session where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId}) order by id for update`);
}

/** Others come for what they lead, and somebody must be able to open the door to others. */
async function refuseWhileNeeded({ db, now }: Context, personId: string): Promise<void> {
  const rows = await rowsOf<{ sessions: number; isLast: boolean }>(
    db,
    sql`
      select (select count(*)::int from session where facilitator_id = ${personId}
        and status = 'planned'
          and upper(during) > ${now.toString()}::timestamptz) as sessions,
        exists (select from role_assignment where person_id = ${personId}
          and role = 'administrator')
          and not exists (select from role_assignment held join person other
            on other.id = held.person_id
            where held.role = 'administrator' and other.id <> ${personId} and other.disabled_at is null) as is_last`,
  );
  const { sessions = 0, isLast = false } = rows[0] ?? {};
  if (sessions > 0)
    throw new DomainError("conflict", { code: "privacy.sessions_need_you", count: sessions });
  if (isLast) throw new DomainError("conflict", { code: "privacy.last_administrator" });
}

/** Gives back every place in what is not over; each goes to whoever waits longest. */
async function leaveSessions(ctx: Context, personId: string): Promise<number> {
  const rows = await rowsOf<{ id: string }>(
    ctx.db,
    sql`
      select session.id from enrolment join session on session.id = enrolment.session_id
      where person_id = ${personId} and enrolment.status <> 'cancelled'
        and session.status = 'planned'
        and upper(during) > ${ctx.now.toString()}::timestamptz order by session.id`,
  );
  for (const { id } of rows) await withdraw(asPerson(ctx, personId), id);
  return rows.length;
}

/**
 * Future bookings are cancelled; past ones keep room, time and number of people, for the figures of
 * the space.
 */
async function leaveBookings(ctx: Context, personId: string): Promise<number> {
  const { db } = ctx;
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select id from booking where booked_by = ${personId} and status in ${listed(HOLDING)}
        and upper(during) > ${ctx.now.toString()}::timestamptz
        and not exists (select from session where session.booking_id = booking.id and session.status = 'planned') order by id`,
  );
  for (const { id } of rows) await cancelBooking(asPerson(ctx, personId), id);
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
 * Turns each attendance into a head without a name, under the lock of its session: whoever saves a
 * sheet that was read before is shown it anew.
 */
async function leaveSeals(db: Database, personId: string): Promise<number> {
  await db.execute(sql`select from session where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId}) order by id for update`);
  await db.execute(sql`update session set sheet_version = sheet_version + 1 where id in (
    select session_id from attendance where person_id = ${personId}
    union select session_id from enrolment where person_id = ${personId})`);
  const kept = await db.execute(sql`
    with was_there as (delete from attendance where person_id = ${personId}
    returning space_id, session_id)
    insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`);
  await db.execute(sql`delete from enrolment where person_id = ${personId}`);
  return kept.rowCount ?? 0;
}

/**
 * Whatever else names the person, or holds their words: module by module, those that stand on
 * others first.
 */
async function forgetTraces(db: Database, personId: string, reached: string[]): Promise<void> {
  for (const { erase } of (await everyDuty()).toReversed())
    for (const statement of erase?.({ personId, reached, nobody: NOBODY }) ?? [])
      await db.execute(statement);
  const rows = await rowsOf<{ exists: boolean }>(
    db,
    sql`select to_regclass('pgboss.job') is not null as exists`,
  );
  const traces = [personId, ...reached];
  if (rows[0]?.exists)
    await db.execute(
      sql`delete from pgboss.job where ${mentionedInJson(sql`data`, traces)} or ${mentionedInJson(sql`output`, traces)}`,
    );
}

/** The person as an actor: cancelling and giving back are done as if by themselves. */
function asPerson(ctx: Context, personId: string): Context {
  const { actor } = ctx;
  if (actor.kind === "person" && actor.personId === personId) return ctx;
  return {
    ...ctx,
    actor: {
      kind: "person",
      personId,
      displayName: NO_NAME,
      locale: "en",
      roles: [],
      scopes: null,
    },
  };
}
