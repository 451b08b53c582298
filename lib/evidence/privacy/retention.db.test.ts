import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { attendances, personLines } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { consentRecords, profileAnswers, retentionRuns } from "#db/schema/consent.ts";
import { people } from "#db/schema/identity.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/foundation/consent/commands.ts";
import { sealAudit, verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import { NOW, test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { erasePerson, NO_NAME } from "./erasure.ts";
import { NOBODY } from "./nobody.ts";
import { PERSON_COLUMNS } from "./person-columns.ts";
import {
  forgetSoon,
  isOverdue,
  lastRuns,
  noteRun,
  RETENTION_JOBS,
  recentRuns,
  runRetention,
} from "./retention.ts";
import { TERMS, type TermName } from "./terms.ts";

const monthsAgo = (months: number) =>
  NOW.toZonedDateTimeISO("UTC").subtract({ months }).toInstant();
const hour = (start: Temporal.Instant) => ({ start, end: start.add({ hours: 1 }) });

test("bookings lose who made them after twelve months, and not before", async ({ ctx, given }) => {
  const room = await given.room();
  const { personId } = await given.person();
  const booked = (months: number) => ({
    spaceId: room.spaceId,
    roomId: room.id,
    people: 4,
    purpose: "Choir",
    bookedBy: personId,
    madeBy: personId,
    during: hour(monthsAgo(months)),
  });
  await ctx.db.insert(bookings).values([booked(13), booked(11)]);
  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "bookings.forgotten": 1 });
  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "bookings.forgotten": 0 });
  const rows = await ctx.db.select().from(bookings).orderBy(sql`lower(${bookings.during})`);
  expect(rows).toMatchObject([
    { bookedBy: NOBODY, madeBy: null, purpose: "", people: 4 },
    { bookedBy: personId, madeBy: personId, purpose: "Choir", people: 4 },
  ]);
});

test("what somebody needed for a session is forgotten thirty days after it, and that they had a place is not", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person();
  const placeBefore = async (days: number) => {
    const [session] = await ctx.db
      .insert(sessions)
      .values({
        spaceId,
        facilitatorId: personId,
        title: { en: "Mail" },
        topic: "first_steps",
        modality: "remote",
        language: "nl",
        places: 5,
        during: hour(NOW.subtract({ hours: 24 * days })),
      })
      .returning();
    const wishes = { companion: true, interpreter: "uk", childcare: true };
    await ctx.db
      .insert(enrolments)
      .values({ spaceId, sessionId: session!.id, personId, ...wishes });
  };
  await placeBefore(31);
  await placeBefore(29);
  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "wishes.forgotten": 1 });
  const rows = await ctx.db.select().from(enrolments).orderBy(enrolments.childcare);
  expect(rows).toMatchObject([
    { status: "enrolled", companion: false, interpreter: null, childcare: false },
    { status: "enrolled", companion: true, interpreter: "uk", childcare: true },
  ]);
});

test("whoever was not in touch for two years is erased and stays counted", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const old = { createdAt: monthsAgo(40), lastContactAt: monthsAgo(30) };
  const gone = await given.person([], { ...old, displayName: "Wilhelmina" });
  const came = await given.person([], old);
  const signedIn = await given.person([], { ...old, lastContactAt: monthsAgo(23) });
  const admin = await given.person([{ role: "administrator", spaceId: null }], old);
  const meeting = async (months: number, personId: string) => {
    const [session] = await ctx.db
      .insert(sessions)
      .values({
        spaceId,
        facilitatorId: signedIn.personId,
        title: { en: "Mail" },
        topic: "first_steps",
        modality: "remote",
        language: "nl",
        places: 5,
        during: hour(monthsAgo(months)),
      })
      .returning();
    await ctx.db.insert(attendances).values({ spaceId, sessionId: session!.id, personId });
  };
  await meeting(25, gone.personId);
  await meeting(3, came.personId);

  expect(await runRetention(ctx.db, NOW)).toMatchObject({
    "identity.erased": 1,
    "identity.stillNeeded": 1,
  });
  const named = async (personId: string) =>
    (await ctx.db.select().from(people).where(eq(people.id, personId)))[0]?.displayName;
  expect(await named(gone.personId)).toBe(NO_NAME);
  for (const { personId } of [came, signedIn, admin]) expect(await named(personId)).toBe("Noor");
  expect(await ctx.db.$count(attendances)).toBe(1);
  expect(await ctx.db.select().from(personLines)).toMatchObject([
    { gender: "not_asked", groups: {} },
  ]);
});

test("consents end after two years, and their proof goes five years later", async ({ ctx }) => {
  const at = (months: number) => ({ ...ctx, now: monthsAgo(months) });
  const input = {
    field: "disability",
    country: "BE",
    choice: "given",
    isOldEnough: "yes",
  } as const;
  const oldest = await recordChoice(at(70), input, "nl");
  await withdrawConsent(at(61), { recordId: oldest });
  const ended = await recordChoice(at(59), input, "nl");
  await withdrawConsent(at(50), { recordId: ended });
  const over = await recordChoice(at(25), input, "nl");
  await saveAnswer(at(25), { field: "disability", code: "yes" });

  expect(await runRetention(ctx.db, NOW)).toMatchObject({
    "consents.expired": 1,
    "proof.records": 1,
  });
  const kept = await ctx.db.select({ id: consentRecords.id }).from(consentRecords);
  expect(kept.map(({ id }) => id).sort()).toEqual([ended, over].sort());
  expect(await ctx.db.$count(profileAnswers)).toBe(0);
});

test("each run is noted where it can be read", async ({ ctx }) => {
  await runRetention(ctx.db, NOW);
  await runRetention(ctx.db, NOW.add({ hours: 24 }));
  const runs = await lastRuns(ctx);
  expect(runs.map(({ job }) => job)).toEqual([...RETENTION_JOBS].sort());
  expect(runs[0]?.at.equals(NOW.add({ hours: 24 }))).toBe(true);
  expect(await ctx.db.$count(retentionRuns)).toBe(2 * RETENTION_JOBS.length);
});

/** Somebody in every table that has a term, whose claim on each ended at `NOW`. */
async function everywhere(db: Database, given: Given) {
  const room = await given.room();
  const { spaceId } = room;
  const { personId: me } = await given.person();
  const { personId: other } = await given.person();
  const at = sql`${NOW.toString()}::timestamptz`;
  const past = sql`tstzrange(${at} - interval '1 hour', ${at})`;
  const one = async (statement: ReturnType<typeof sql>) =>
    (await db.execute<{ id: string }>(sql`${statement} returning id`)).rows[0]?.id ?? "";
  const seriesId =
    await one(sql`insert into series (space_id, room_id, rule, first_start, first_end, people, booked_by, purpose, created_at)
    values (${spaceId}, ${room.id}, 'FREQ=DAILY;COUNT=1', '2026-03-01 10:00', '2026-03-01 11:00', 2, ${me}, 'Choir', ${at} - interval '1 day')`);
  const bookingId =
    await one(sql`insert into booking (space_id, room_id, during, people, purpose, note, booked_by, made_by, series_id, occurrence)
    values (${spaceId}, ${room.id}, ${past}, 2, 'Choir', 'Loud', ${me}, ${me}, ${seriesId}, '2026-03-01 10:00')`);
  const sessionId =
    await one(sql`insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
    values (${spaceId}, ${me}, '{"en":"Mail"}', 'first_steps', 'remote', 'nl', 5, ${past})`);
  const blockingId = await one(
    sql`insert into blocking (space_id, title, windows) values (${spaceId}, 'Choir', array[${past}])`,
  );
  for (const statement of [
    sql`insert into co_organiser (booking_id, person_id) values (${bookingId}, ${me})`,
    sql`insert into booking_wait (space_id, room_id, during, people, purpose, person_id, status) values (${spaceId}, ${room.id}, ${past}, 2, 'Choir', ${me}, 'left')`,
    sql`with place as (insert into listed_place (source, source_id, licence, name, city, country, lat, lon, cell, search, record)
        values ('s', '1', 'l', 'n', 'c', 'BE', 50, 3, 0, '', '{}') returning id)
      insert into place_claim (place_id, person_id, organisation, role, note, answer, state, decided_by, decided_at, created_at)
      select id, ${me}::uuid, 'A town', 'Head', 'I run it', 'No', 'refused', ${other}::uuid, ${at}, ${at} from place`,
    sql`insert into place_import (asked_by, source, licence, file_name, bytes, head, columns_hash, created_at)
      values (${me}, 's', 'l', 'f', 0, '{}', 'h', ${at})`,
    sql`insert into endorsement_request (subject, organisation, kind, region, language, address, address_hash, domain, token_hash, created_at, expires_at)
      values ('issuer', 'o', 'training', 'wallonie', 'fr', 'o@x.test', 'a', 'x.test', 'e1', ${at}, ${at} + interval '30 days')`,
    sql`insert into endorsement_request (subject, organisation, kind, region, language, message, domain, token_hash, asked_by, state, reason, created_at, expires_at, answered_at)
      values ('issuer', 'o', 'training', 'wallonie', 'fr', 'Choir', 'x.test', 'e2', ${me}, 'refused', 'No hours', ${at} - interval '1 day', ${at}, ${at})`,
    sql`with home as (insert into organisation (name, country) values ('Home', 'BE') returning id)
      insert into organisation_invitation (organisation_id, name, language, address, token_hash, created_at, expires_at)
      select id, 'Other', 'fr', 'p@x.test', 'p1', ${at}, ${at} + interval '30 days' from home`,
    sql`insert into organisation_invitation (organisation_id, name, language, message, token_hash, asked_by, state, reason, created_at, expires_at, answered_at)
      select id, 'Other', 'fr', 'Choir', 'p2', ${me}::uuid, 'refused', 'No hours', ${at} - interval '1 day', ${at}, ${at} from organisation limit 1`,
    sql`with kept as (insert into journal (slug, space_id, author_id, language, title, summary)
        values ('kept', ${spaceId}, ${me}, 'nl', 'Van nood tot deur', 'Kort') returning id),
      planned as (insert into journal_phase (journal_id, kind, planned_from, planned_to)
        select id, 'need', '2026-03-01', '2026-03-31' from kept),
      shown as (insert into journal_file (journal_id, phase, kind, words, large, author_id)
        select id, 'need', 'document', 'Het verslag', 'x', ${me}::uuid from kept)
      insert into journal_entry (journal_id, phase, kind, day, words, quoted_as, agreed_on, author_id)
      select id, 'need', 'words', '2026-03-01'::date, 'Eindelijk.', 'een buur', '2026-03-02'::date, ${me}::uuid from kept`,
    sql`with tried as (insert into prototype (slug, space_id, author_id, language, title)
        values ('tried', ${spaceId}, ${me}, 'nl', 'Rijen') returning id)
      insert into prototype_observation (prototype_id, author_id, seen_on, language, words)
      select id, ${me}::uuid, '2026-03-01', 'nl', 'Luider' from tried`,
    sql`insert into mandate (person_id, helper_id, expires_at) values (${me}, ${other}, ${at}), (${other}, ${me}, ${at})`,
    sql`insert into mandate_offer (person_id, helper_id, address_hash, days, ends_at, created_at) values (${me}, ${other}, 'h', 7, ${at}, ${at})`,
    sql`insert into booking_proposal (booking_id, kind, person_id, address_hash, made_by, ends_at, created_at)
      values (${bookingId}, 'share', ${other}, 'h', ${me}, ${at}, ${at})`,
    sql`insert into blocking_member (blocking_id, person_id) values (${blockingId}, ${me})`,
    sql`insert into closure (space_id, reason, windows, closed_by) values (${spaceId}, 'Cleaning', array[${past}], ${me})`,
    sql`insert into imported_event (space_id, room_id, uid, booking_id, timing, title) values (${spaceId}, ${room.id}, 'u', ${bookingId}, 't', 'Choir')`,
    sql`insert into enrolment (space_id, session_id, person_id) values (${spaceId}, ${sessionId}, ${me})`,
    sql`insert into attendance (space_id, session_id, person_id) values (${spaceId}, ${sessionId}, ${me})`,
    sql`insert into visit (id, space_id, person_id, arrived_at, left_at, source) values (gen_random_uuid(), ${spaceId}, ${me}, ${at} - interval '1 hour', ${at}, 'kiosk')`,
    sql`insert into visit_aside (id, kind, space_id, person_id, at, source, clock_corrected) values (gen_random_uuid(), 'leave', ${spaceId}, ${me}, ${at}, 'kiosk', false)`,
    sql`insert into card (person_id, code_hash, revoked_at) values (${me}, 'c', ${at})`,
    sql`insert into access_token (person_id, name, token_hash, revoked_at) values (${me}, 'own', 't', ${at})`,
    sql`insert into calendar_feed (token_hash, shows, person_id, revoked_at) values ('f', 'person', ${me}, ${at})`,
    sql`insert into login_session (person_id, token_hash, method, device, expires_at) values (${me}, 's', 'code', 'Phone', ${at})`,
    sql`insert into invitation (person_id, token_hash, totp_secret, expires_at) values (${me}, 'i', '', ${at})`,
    sql`insert into outbox_message (template, person_id, created_at, sent_at) values ('sent', ${me}, ${at}, ${at})`,
    sql`insert into outbox_message (template, person_id, to_email, last_error, data, created_at, next_attempt_at)
      values ('given-up', ${me}, 'n@x.test', 'n@x.test', '{"to":"n@x.test"}', ${at}, ${at})`,
    sql`insert into calendar_message (person_id, uid, sequence, method, sent_at) values (${me}, 'u', 1, 'REQUEST', ${at})`,
  ])
    await db.execute(statement);
  return me;
}

/** Columns of a term that still say something of somebody. */
async function stillSaid(db: Database, term: TermName): Promise<string[]> {
  const places = Object.entries(PERSON_COLUMNS).filter(([, fate]) => fate.term === term);
  const said: string[] = [];
  for (const [place] of places) {
    const [table = "", column = ""] = place.split(".");
    const name = sql.identifier(column);
    const { rowCount } = await db.execute(sql`select from ${sql.identifier(table)}
      where ${name} is not null and ${name}::text not in ('', '{}', ${NOBODY}) limit 1`);
    if (rowCount) said.push(place);
  }
  return said;
}

test.for([
  "bookings",
  "offers",
  "sessions",
  "access",
  "signIns",
  "messages",
  "invitations",
  "scans",
] as const)(
  "every column whose term is %s says nothing any more when it is over, and all of it a day before",
  async (term, { ctx, given }) => {
    // The person who asks is in no table but one.
    await everywhere(ctx.db, given);
    const { count, unit } = TERMS[term];
    const over = NOW.toZonedDateTimeISO("UTC")
      .add({ [unit]: count })
      .toInstant();
    const forget = async (now: Temporal.Instant) => {
      await forgetSoon(ctx.db, now);
      await runRetention(ctx.db, now);
    };
    const all = Object.keys(PERSON_COLUMNS).filter((place) => PERSON_COLUMNS[place]?.term === term);
    await forget(over.subtract({ hours: 24 }));
    expect(await stillSaid(ctx.db, term)).toEqual(all);
    await forget(over.add({ hours: 24 }));
    expect(await stillSaid(ctx.db, term)).toEqual([]);
  },
);

test("every column of an erased person says what its fate says", async ({ ctx, given }) => {
  const me = await everywhere(ctx.db, given);
  await ctx.db.execute(
    sql`delete from session where facilitator_id = ${me} and upper(during) > ${NOW.toString()}::timestamptz`,
  );
  await erasePerson({ ...ctx, actor: { kind: "system", name: "test" } }, me);
  for (const [place, { erased }] of Object.entries(PERSON_COLUMNS)) {
    const [table = "", column = ""] = place.split(".");
    if (erased === "stays" || place === "person.display_name") continue;
    const { rows } = await ctx.db.execute<{ said: string | null }>(sql`
      select ${sql.identifier(column)}::text as said from ${sql.identifier(table)}
      where ${sql.identifier(column)}::text in (${me}, 'Choir', 'Loud', 'n@x.test', 'Phone', 'own')`);
    expect(rows, place).toEqual([]);
  }
});

test("who was there long ago is a person without a name, and everybody is counted as before", async ({
  ctx,
  given,
}) => {
  await everywhere(ctx.db, given);
  const later = NOW.add({ hours: 24 * 800 });
  expect(await runRetention(ctx.db, later)).toMatchObject({
    "sessions.attendances": 1,
    "sessions.enrolments": 1,
    "sessions.leaders": 1,
    "sessions.visitors": 1,
  });
  expect(await runRetention(ctx.db, later)).toMatchObject({
    "sessions.attendances": 0,
    "sessions.leaders": 0,
  });
  expect(await ctx.db.select().from(personLines)).toMatchObject([
    { counted: true, gender: "not_asked" },
  ]);
});

test("the log lets go of what is older than five years, in order, and stays whole", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = ctx.actor as { personId: string };
  const now = Temporal.Now.instant();
  const days = (count: number) =>
    now.toZonedDateTimeISO("UTC").subtract({ years: 5 }).subtract({ days: count }).toInstant();
  for (const age of [3, 2, 1, -1, -2])
    await ctx.db.execute(sql`insert into audit_entry (space_id, actor, action, subject, at)
      values (${spaceId}, ${`person:${personId}`}, 'booking.requested', ${personId}, ${days(age).toString()}::timestamptz)`);
  // What has no seal yet stays, however old it is.
  expect(await runRetention(ctx.db, now)).toMatchObject({ "log.entries": 0 });
  await sealAudit(ctx.db);
  expect(await verifyAudit(ctx.db)).toMatchObject({ entries: 5, firstBroken: null });
  // Whoever asks for more gets no more: the database has a clock of its own.
  expect(await runRetention(ctx.db, now.add({ hours: 24 * 365 }))).toMatchObject({
    "log.entries": 3,
  });
  expect(await runRetention(ctx.db, now)).toMatchObject({ "log.entries": 0 });
  expect(await verifyAudit(ctx.db)).toMatchObject({ entries: 2, firstBroken: null });
  for (const statement of [
    sql`delete from audit_entry`,
    sql`delete from audit_seal`,
    sql`update audit_entry set subject = ''`,
  ])
    await expect(ctx.db.transaction((db) => db.execute(statement))).rejects.toThrow();
  await ctx.db.execute(sql`update audit_head set cut_position = cut_position - 1`);
  expect((await verifyAudit(ctx.db)).firstBroken).toMatchObject({ chain: spaceId });
});

test("a run that deleted something is told for good, one that did not only while it is the last", async ({
  ctx,
}) => {
  const night = (nights: number) => NOW.subtract({ hours: 24 * nights });
  await noteRun(ctx.db, "traces", night(3), { readings: 288, messages: 0 });
  await noteRun(ctx.db, "traces", night(2), { readings: 0, messages: 0 });
  const [last] = await lastRuns(ctx);
  expect(last).toMatchObject({ job: "traces", counts: { readings: 0, messages: 0 } });
  expect(await recentRuns(ctx)).toMatchObject([{ job: "traces", counts: { readings: 288 } }]);
  expect([1, 3].map((nights) => isOverdue(night(nights), NOW))).toEqual([false, true]);
});
