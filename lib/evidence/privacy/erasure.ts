import { and, eq, inArray, isNull, ne, notExists, or, type SQL, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import { HOLDING } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { endsAfter } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { attendances } from "#db/schema/attendance.ts";
import { bookings, importedEvents, series } from "#db/schema/booking.ts";
import { people, roleAssignments } from "#db/schema/identity.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { cancelBooking } from "#lib/booking/bookings/commands.ts";
import { withdrawAll } from "#lib/foundation/consent/commands.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { forgetMail } from "#lib/foundation/notifications/mailbox.ts";
import { lockUntilEnd } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { mentionedInJson } from "#lib/foundation/platform/text/mentions.ts";
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
  /** Attendances that stay counted, as person lines without a name. */
  sealsKept: number;
  consentsEnded: number;
};

/**
 * Erases the actor: name, address, ways in, answers and what links them to bookings and sessions.
 * Who was there stays counted, as a person line of whom nothing was asked; research counts both
 * alike (lib/evidence/research/attendees.ts).
 *
 * @throws DomainError conflict while sessions to come need them, or when nobody could administer
 *   the network without them
 */
export async function eraseMyself(ctx: Context): Promise<Erased> {
  return erasePerson(ctx, ownAccount(ctx.actor).personId);
}

/**
 * Erases somebody, for instance who has not been seen for long. The caller has decided that it must
 * be. It happens as a whole or not at all; only mail in the outbox folder, which no transaction
 * covers, goes afterwards.
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
  if (await isAdministrator(db, personId))
    await db.execute(sql`select ${lockUntilEnd("erase administrator")}`);
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
  await emptyAccount(ctx, personId);
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

/** The row stays, for what points at it: it says nothing any more, and opens nothing. */
async function emptyAccount({ db, now }: Context, personId: string): Promise<void> {
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
      disabledAt: now,
      erasedAt: now,
    })
    .where(eq(people.id, personId));
}

/** Spaces, then sessions, then the person: in the order in which all others lock them. */
async function takeOrder(ctx: Context, personId: string): Promise<void> {
  const { db } = ctx;
  const rows = await db
    .selectDistinct({ spaceId: bookings.spaceId })
    .from(bookings)
    .where(isHeldBy(personId, ctx.now))
    .orderBy(bookings.spaceId);
  for (const { spaceId } of rows) await haveTurn(ctx, spaceId);
  await lockSessionsOf(db, personId);
}

/** Others come for what they lead, and somebody must be able to open the door to others. */
async function refuseWhileNeeded({ db, now }: Context, personId: string): Promise<void> {
  const count = await db.$count(
    sessions,
    and(
      eq(sessions.facilitatorId, personId),
      eq(sessions.status, "planned"),
      endsAfter(sessions.during, now),
    ),
  );
  if (count > 0) throw new DomainError("conflict", { code: "privacy.sessions_need_you", count });
  if (!(await isAdministrator(db, personId))) return;
  const [other] = await db
    .select({ id: people.id })
    .from(roleAssignments)
    .innerJoin(people, eq(people.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.role, "administrator"),
        ne(people.id, personId),
        isNull(people.disabledAt),
      ),
    )
    .limit(1);
  if (!other) throw new DomainError("conflict", { code: "privacy.last_administrator" });
}

async function isAdministrator(db: Database, personId: string): Promise<boolean> {
  const held = await db.$count(
    roleAssignments,
    and(eq(roleAssignments.personId, personId), eq(roleAssignments.role, "administrator")),
  );
  return held > 0;
}

/** A booking of somebody's that is not over and has its rooms. */
function isHeldBy(personId: string, now: Temporal.Instant): SQL | undefined {
  return and(
    eq(bookings.bookedBy, personId),
    inArray(bookings.status, HOLDING),
    endsAfter(bookings.during, now),
  );
}

/** The sessions in which somebody has, or had, a place, and those that they attended. */
function sessionsOf(db: Database, personId: string) {
  return union(
    db
      .select({ id: attendances.sessionId })
      .from(attendances)
      .where(eq(attendances.personId, personId)),
    db
      .select({ id: enrolments.sessionId })
      .from(enrolments)
      .where(eq(enrolments.personId, personId)),
  );
}

async function lockSessionsOf(db: Database, personId: string): Promise<void> {
  await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(inArray(sessions.id, sessionsOf(db, personId)))
    .orderBy(sessions.id)
    .for("update");
}

/** Gives back every place in what is not over; each goes to whoever waits longest. */
async function leaveSessions(ctx: Context, personId: string): Promise<number> {
  const rows = await ctx.db
    .select({ id: sessions.id })
    .from(enrolments)
    .innerJoin(sessions, eq(sessions.id, enrolments.sessionId))
    .where(
      and(
        eq(enrolments.personId, personId),
        ne(enrolments.status, "cancelled"),
        eq(sessions.status, "planned"),
        endsAfter(sessions.during, ctx.now),
      ),
    )
    .orderBy(sessions.id);
  for (const { id } of rows) await withdraw(asPerson(ctx, personId), id);
  return rows.length;
}

/**
 * Future bookings are cancelled; past ones keep room, time and number of people, for the figures of
 * the space.
 */
async function leaveBookings(ctx: Context, personId: string): Promise<number> {
  const { db } = ctx;
  const itsSession = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.bookingId, bookings.id), eq(sessions.status, "planned")));
  const rows = await db
    .select({ id: bookings.id })
    .from(bookings)
    .where(and(isHeldBy(personId, ctx.now), notExists(itsSession)))
    .orderBy(bookings.id);
  for (const { id } of rows) await cancelBooking(asPerson(ctx, personId), id);
  await forgetWhoBooked(ctx, personId);
  return rows.length;
}

/** Takes name and words out of somebody's bookings and series, and of the files they came from. */
async function forgetWhoBooked({ db, now }: Context, personId: string): Promise<void> {
  const ofBookings = db
    .select({ id: bookings.id })
    .from(bookings)
    .where(eq(bookings.bookedBy, personId));
  const ofSeries = db.select({ id: series.id }).from(series).where(eq(series.bookedBy, personId));
  await db
    .update(importedEvents)
    .set({ title: "" })
    .where(
      and(
        ne(importedEvents.title, ""),
        or(
          inArray(importedEvents.bookingId, ofBookings),
          inArray(importedEvents.seriesId, ofSeries),
        ),
      ),
    );
  await db
    .update(series)
    .set({
      bookedBy: NOBODY,
      purpose: "",
      cancelledAt: sql`coalesce(${series.cancelledAt}, ${now.toString()})`,
    })
    .where(eq(series.bookedBy, personId));
  await db
    .update(bookings)
    .set({ bookedBy: NOBODY, purpose: "", note: "" })
    .where(eq(bookings.bookedBy, personId));
  await db.update(bookings).set({ madeBy: null }).where(eq(bookings.madeBy, personId));
}

/**
 * Turns each attendance into a person line without a name, under the lock of its session: whoever saves a
 * sheet that was read before is shown it anew.
 */
async function leaveSeals(db: Database, personId: string): Promise<number> {
  await lockSessionsOf(db, personId);
  await db
    .update(sessions)
    .set({ sheetVersion: sql`${sessions.sheetVersion} + 1` })
    .where(inArray(sessions.id, sessionsOf(db, personId)));
  const kept = await db.execute(sql`
    with was_there as (delete from attendance where person_id = ${personId}
    returning space_id, session_id)
    insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`);
  await db.delete(enrolments).where(eq(enrolments.personId, personId));
  return kept.rowCount ?? 0;
}

/**
 * Whatever else names the person, or holds their words: module by module, those that stand on
 * others first.
 */
async function forgetTraces(db: Database, personId: string, reached: string[]): Promise<void> {
  for (const { erase } of (await everyDuty()).toReversed())
    for (const statement of erase?.({ db, personId, reached, nobody: NOBODY }) ?? [])
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
