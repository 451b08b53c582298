import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { attendances, personLines } from "#db/schema/attendance.ts";
import { bookings } from "#db/schema/booking.ts";
import { consentRecords, profileAnswers, retentionRuns } from "#db/schema/consent.ts";
import { loginSessions, people } from "#db/schema/identity.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/consent/commands.ts";
import { NOW, test } from "#lib/fixtures/database.ts";
import { NO_NAME } from "./erasure.ts";
import { NOBODY } from "./nobody.ts";
import { isOverdue, lastRuns, noteRun, RETENTION_JOBS, recentRuns, runRetention } from "./retention.ts";

const monthsAgo = (months: number) => NOW.toZonedDateTimeISO("UTC").subtract({ months }).toInstant();
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
    await ctx.db.insert(enrolments).values({ spaceId, sessionId: session!.id, personId, ...wishes });
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

test("whoever was not in touch for two years is erased and stays counted", async ({ ctx, given }) => {
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

  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "identity.erased": 1, "identity.stillNeeded": 1 });
  const named = async (personId: string) =>
    (await ctx.db.select().from(people).where(eq(people.id, personId)))[0]?.displayName;
  expect(await named(gone.personId)).toBe(NO_NAME);
  for (const { personId } of [came, signedIn, admin]) expect(await named(personId)).toBe("Noor");
  expect(await ctx.db.$count(attendances)).toBe(1);
  expect(await ctx.db.select().from(personLines)).toMatchObject([{ gender: "not_asked", groups: {} }]);
});

test("consents end after two years, and their proof goes five years later", async ({ ctx }) => {
  const at = (months: number) => ({ ...ctx, now: monthsAgo(months) });
  const wish = { field: "disability", country: "BE", choice: "given" } as const;
  const oldest = await recordChoice(at(70), wish, "nl");
  await withdrawConsent(at(61), { recordId: oldest });
  const ended = await recordChoice(at(59), wish, "nl");
  await withdrawConsent(at(50), { recordId: ended });
  const over = await recordChoice(at(25), wish, "nl");
  await saveAnswer(at(25), { field: "disability", code: "yes" });

  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "consents.expired": 1, "proof.records": 1 });
  const kept = await ctx.db.select({ id: consentRecords.id }).from(consentRecords);
  expect(kept.map(({ id }) => id).sort()).toEqual([ended, over].sort());
  expect(await ctx.db.$count(profileAnswers)).toBe(0);
});

test("sign-ins are forgotten after twelve months, and each run is noted where it can be read", async ({
  ctx,
  given,
}) => {
  const { personId } = await given.person();
  const seen = (months: number) => ({
    personId,
    tokenHash: `hash ${months}`,
    method: "code",
    createdAt: monthsAgo(months),
    lastSeenAt: monthsAgo(months),
    expiresAt: monthsAgo(months),
  });
  await ctx.db.insert(loginSessions).values([seen(13), seen(11)]);
  expect(await runRetention(ctx.db, NOW)).toMatchObject({ "security.signIns": 1 });
  await runRetention(ctx.db, NOW.add({ hours: 24 }));

  const runs = await lastRuns(ctx);
  expect(runs.map(({ job }) => job)).toEqual([...RETENTION_JOBS].sort());
  expect(runs[0]?.at.equals(NOW.add({ hours: 24 }))).toBe(true);
  expect(await ctx.db.$count(retentionRuns)).toBe(2 * RETENTION_JOBS.length);
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
