import { randomUUID } from "node:crypto";
import { asc, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sessions } from "#db/schema/sessions.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import { bookAsGuest } from "#lib/booking/bookings/guest-requests.ts";
import { holdTime } from "#lib/booking/bookings/hold-room.ts";
import { offerMandate } from "#lib/booking/bookings/mandate-offers.ts";
import { proposeBooking } from "#lib/booking/bookings/proposals.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import { makeFeed } from "#lib/booking/calendars/feeds.ts";
import { feedInput } from "#lib/booking/calendars/schema.ts";
import { keepForGroup } from "#lib/booking/closures/blockings.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { seedActivity } from "#lib/demonstration/activity.ts";
import { demonstrationActor, seedIdentity, seedRoles } from "#lib/demonstration/identity.ts";
import { seedOccupancy } from "#lib/demonstration/occupancy.ts";
import { seedPast } from "#lib/demonstration/past.ts";
import { PLACES } from "#lib/demonstration/places.ts";
import { seedProgramme } from "#lib/demonstration/programme.ts";
import { seedSpaces } from "#lib/demonstration/spaces.ts";
import { runRetention } from "#lib/evidence/privacy/retention.ts";
import { makeRelease, registerDownload } from "#lib/evidence/research/commands.ts";
import { releaseInput } from "#lib/evidence/research/schema.ts";
import { recordChoice, saveAnswer } from "#lib/foundation/consent/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { makeInvitation } from "#lib/foundation/identity/passwords/invitations.ts";
import { offerRole } from "#lib/foundation/identity/people/offers.ts";
import { createOwnToken } from "#lib/foundation/identity/programs/access-tokens.ts";
import { issueOwnCard } from "#lib/foundation/identity/sign-in/cards.ts";
import type { DemonstrationAccount } from "#lib/foundation/identity/sign-in/demonstration.ts";
import { openSession } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { requestSignInCode } from "#lib/foundation/identity/sign-in/sign-in-codes.ts";
import { saveSheet } from "#lib/learning/attendance/commands.ts";
import { untouchedLine } from "#lib/learning/attendance/traits.ts";
import { enrol } from "#lib/learning/sessions/enrolment.ts";
import { placeOfStaff, recordVisits } from "#lib/learning/visits/commands.ts";
import { addKiosk } from "#lib/learning/visits/kiosks.ts";
import { countPulse } from "#lib/learning/visits/pulse.ts";
import { PULSE } from "#lib/learning/visits/rules.ts";
import { introduceJobs } from "#lib/operations/job-runs.ts";
import { refreshOpenings } from "#lib/places/spaces/openings.ts";

/** Places in two countries: few, so that the dump stays small. */
const CHOSEN = [
  ...PLACES.filter(({ country }) => country === "BE").slice(0, 2),
  ...PLACES.filter(({ country }) => country === "FR").slice(0, 1),
];

type World = {
  ctx: Context;
  /** Midnight of the day of the freeze plus so many days and hours, in the zone of the spaces. */
  at: (days: number, hour: number) => Temporal.Instant;
  as: (account: DemonstrationAccount) => Promise<Context>;
  space: typeof spaces.$inferSelect;
  rooms: (typeof resources.$inferSelect)[];
};

/**
 * Fills an empty database with a small network of today: three spaces with a year behind them, and
 * after that a row at least in every table, by the commands that people use where there are any.
 * Nobody in it is a person; the same dice each time.
 */
export async function fillNetwork(db: Database, now: Temporal.Instant): Promise<void> {
  const ctx: Context = {
    actor: { kind: "system", name: "freeze" },
    now,
    db,
    requestId: randomUUID(),
  };
  await seedIdentity(ctx);
  await seedSpaces(ctx, CHOSEN);
  await refreshOpenings(db, now);
  await seedRoles(ctx);
  await seedActivity(ctx);
  await seedProgramme(ctx);
  await seedPast(ctx);
  await seedOccupancy(ctx);
  await thinOut(ctx);
  await db.execute(sql`insert into role_assignment (person_id, role, space_id)
    select person.id, 'learner', space.id from person cross join space where email = 'learner@trivium.test'`);

  const world = await worldOf(ctx);
  await fillBookings(world);
  await fillSessions(world);
  await fillAccounts(world);
  await fillDoor(world);
  await fillResearch(world);
  await fillRest(world);
  await runRetention(db, now);
  await introduceJobs(db);
}

/**
 * A year of bookings, sessions and sheets stays whole; of what is counted by the hour and at the
 * door, enough is kept to be read.
 */
async function thinOut({ db, now }: Context): Promise<void> {
  const at = sql`${now.toString()}::timestamptz`;
  await db.execute(sql`delete from use_hour where hour < ${at} - interval '60 days'`);
  await db.execute(sql`delete from reading where observed_at < ${at} - interval '21 days'`);
  await db.execute(sql`delete from visit where extract(minute from arrived_at)::int % 2 = 0`);
}

async function worldOf(ctx: Context): Promise<World> {
  const { db, now } = ctx;
  const [space] = await db.select().from(spaces).orderBy(asc(spaces.slug));
  if (!space) throw new Error("The demonstration has no spaces.");
  const rooms = await db
    .select()
    .from(resources)
    .where(
      sql`${resources.spaceId} = ${space.id} and ${resources.kind} = 'room' and not ${resources.needsApproval}`,
    )
    .orderBy(asc(resources.capacity));
  const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  // Mondays: all spaces are open.
  const monday = today.add({ days: 8 - today.dayOfWeek });
  return {
    ctx,
    space,
    rooms,
    at: (days, hour) =>
      monday.add({ days }).toPlainDateTime({ hour }).toZonedDateTime(space.timeZone).toInstant(),
    as: async (account) => ({ ...ctx, actor: await demonstrationActor(db, account) }),
  };
}

async function fillBookings({ ctx: { db, now }, at, as, space, rooms }: World): Promise<void> {
  const [learner, manager] = [await as("learner"), await as("manager")];
  const room = rooms.at(0);
  if (!room) throw new Error("The space has no rooms.");
  const asked = (days: number, hour: number) => ({
    roomId: room.id,
    start: at(days, hour),
    end: at(days, hour + 1),
    people: 3,
    equipment: [],
    purpose: "Lezen",
  });
  await db.execute(
    sql`insert into booking_quota (space_id, period, max_bookings) values (${space.id}, 'week', 20)`,
  );
  await requestBooking(
    learner,
    { ...asked(1, 10), equipment: [{ kind: "laptop", quantity: 2 }] },
    randomUUID(),
  );
  const { id: shared } = await requestBooking(learner, asked(2, 10), randomUUID());
  await joinWaiting(manager, asked(1, 10));
  await proposeBooking(learner, shared, { email: "facilitator@trivium.test", kind: "share" });
  await db.execute(sql`insert into co_organiser (booking_id, person_id)
    select ${shared}, id from person where email = 'steward@trivium.test'`);
  await offerMandate(learner, { email: "facilitator@trivium.test", days: 7 });
  await db.execute(sql`insert into mandate (person_id, helper_id, expires_at)
    select ${personOf(learner)}, id, ${now.toString()}::timestamptz + interval '7 days' from person where email = 'steward@trivium.test'`);
  const guest = { name: "Gast", email: "guest@trivium.test", phone: "", locale: "nl" as const };
  const { purpose: _, ...input } = asked(3, 11);
  await bookAsGuest(
    { ...learner, actor: { kind: "visitor" } },
    { ...input, ...guest },
    randomUUID(),
  );
  await holdTime(learner, asked(4, 10));
  const wall = (days: number, hour: number) =>
    at(days, hour).toZonedDateTimeISO(space.timeZone).toPlainDateTime();
  const plan = { spaceId: space.id, roomIds: [room.id], repeat: "once" as const, until: null };
  await closeRooms(
    manager,
    { ...plan, from: wall(14, 9), to: wall(14, 12), reason: "Schilderwerken" },
    [],
  );
  const club = {
    title: "Leesclub",
    organisationId: null,
    role: null,
    emails: ["learner@trivium.test"],
  };
  await keepForGroup(manager, { ...plan, ...club, from: wall(15, 9), to: wall(15, 12) });
  const { id: seriesId } = await bookSeries(
    manager,
    {
      roomId: room.id,
      rule: "FREQ=WEEKLY;COUNT=3",
      firstStart: wall(16, 10),
      firstEnd: wall(16, 11),
      extraStarts: [],
      excludedStarts: [],
      people: 2,
      equipment: [],
      purpose: "Repair Café",
    },
    { decisions: [], onConflict: "refuse" },
  );
  await db.execute(sql`insert into imported_event (space_id, room_id, uid, series_id, timing, title)
    values (${space.id}, ${room.id}, 'event-1@trivium.test', ${seriesId}, 'weekly', 'Repair Café')`);
  await makeFeed(learner, feedInput.parse({}));
  await db.execute(sql`insert into calendar_message (person_id, uid, sequence, method)
    values (${personOf(learner)}, ${`${shared}@trivium.test`}, 0, 'REQUEST')`);
}

/** Somebody takes a place, and the sheet of a past session is saved and saved again. */
async function fillSessions({ ctx: { db, now }, as, space }: World): Promise<void> {
  const facilitator = await as("facilitator");
  const [past] = await db
    .select()
    .from(sessions)
    .where(
      sql`${sessions.spaceId} = ${space.id} and upper(${sessions.during}) < ${now.toString()}::timestamptz`,
    )
    .orderBy(sql`${sessions.during} desc`)
    .limit(1);
  const [coming] = await db
    .select()
    .from(sessions)
    .where(
      sql`${sessions.spaceId} = ${space.id} and lower(${sessions.during}) > ${now.toString()}::timestamptz
        and ${sessions.courseId} is null and ${sessions.jointId} is null`,
    )
    .orderBy(sessions.during)
    .limit(1);
  if (!past || !coming) throw new Error("The demonstration has no sessions.");
  const learner = await as("learner");
  await enrol(learner, coming.id);
  await db.execute(
    sql`insert into enrolment (space_id, session_id, person_id) values (${space.id}, ${past.id}, ${personOf(learner)})`,
  );
  const sheet = { present: [personOf(learner)], lines: [] };
  const { sheetVersion } = await saveSheet(facilitator, past.id, {
    saveId: randomUUID(),
    sheetVersion: past.sheetVersion,
    ...sheet,
  });
  const line = {
    ...untouchedLine(randomUUID(), space.country === "FR" ? "FR" : "BE"),
    gender: "woman",
  };
  await saveSheet(facilitator, past.id, {
    saveId: randomUUID(),
    sheetVersion,
    ...sheet,
    lines: [line],
  });
}

async function fillAccounts({ ctx: { db, now }, as, space }: World): Promise<void> {
  const [learner, manager, admin] = [await as("learner"), await as("manager"), await as("admin")];
  const client = { address: "192.0.2.7", device: "Phone" };
  await issueOwnCard(learner);
  await createOwnToken(learner, { name: "Agenda", scopes: ["booking.request"] });
  await openSession({ ...learner, client }, personOf(learner), "code");
  await requestSignInCode(
    { ...learner, client, actor: { kind: "visitor" } },
    "learner@trivium.test",
    "nl",
  );
  await makeInvitation(admin, personOf(manager), "nl");
  await offerRole(
    manager,
    { email: "nobody@trivium.test", role: "learner", spaceId: space.id },
    "nl",
  );
  await db.execute(sql`insert into external_identity (issuer, subject, person_id, confirmed_at)
    values ('https://login.trivium.test', 'learner', ${personOf(learner)}, ${now.toString()}::timestamptz)`);
  await db.execute(
    sql`insert into recovery_code (person_id, code_hash) values (${personOf(admin)}, 'of nobody')`,
  );
  const choice = {
    field: "disability",
    country: "BE",
    choice: "given",
    isOldEnough: "yes",
  } as const;
  await recordChoice(learner, choice, "nl");
  await saveAnswer(learner, { field: "disability", code: "yes" });
}

async function fillDoor({ ctx, as, space }: World): Promise<void> {
  const [manager, learner] = [await as("manager"), await as("learner")];
  await addKiosk(manager, { spaceId: space.id, name: "Deur" });
  const place = await placeOfStaff(manager, space.slug);
  const who = { kind: "person" as const, personId: personOf(learner) };
  const arrival = { id: randomUUID(), kind: "arrive" as const, at: ctx.now, sessionId: null, who };
  await recordVisits(manager, place, { deviceNow: ctx.now, events: [arrival] });
  await countPulse(ctx, place, {
    id: randomUUID(),
    language: "nl",
    answers: { mood: PULSE.mood[0] },
  });
  await ctx.db.execute(sql`insert into visit_aside (id, kind, space_id, at, source, clock_corrected)
    values (gen_random_uuid(), 'leave', ${space.id}, ${ctx.now.toString()}::timestamptz, 'kiosk', false)`);
}

async function fillResearch({ ctx: { db, now }, as }: World): Promise<void> {
  const researcher = await as("researcher");
  const today = now.toZonedDateTimeISO("UTC").toPlainDate().toPlainYearMonth();
  const [from, to] = [today.subtract({ months: 10 }), today.subtract({ months: 2 })].map(String);
  const { id } = await makeRelease(
    researcher,
    releaseInput.parse({ dataset: "person_lines", from, to }),
    "To see what comes along",
  );
  await registerDownload(researcher, id);
  await db.execute(sql`insert into published_use (month, region, open_minutes, booked_minutes)
    values ('2026-01-01', 'vlaanderen', 6000, 3000)`);
  await db.execute(
    sql`insert into published_block (quarter, region, cells) values ('2026-01-01', 'vlaanderen', '{}')`,
  );
}

/** What only a clock, a worker or another machine writes. */
async function fillRest({ ctx: { db, now }, as, space, rooms }: World): Promise<void> {
  const manager = await as("manager");
  const at = sql`${now.toString()}::timestamptz`;
  const picture = Buffer.from("RIFF0000WEBPVP8 ");
  await db.execute(sql`insert into photo (space_id, resource_id, alt, small, large, width, height)
    values (${space.id}, ${rooms[0]?.id}, '{"nl":"Een tafel"}', ${picture}, ${picture}, 4, 3)`);
  await db.execute(sql`insert into opening_exception (space_id, day, hours, reason)
    values (${space.id}, (${at} + interval '40 days')::date, '', 'Feest')`);
  const { rows } = await db.execute<{
    id: string;
  }>(sql`insert into webhook (space_id, url, events, secret)
    values (${space.id}, 'https://trivium.test/hook', '{booking.confirmed}', 'sealed by nobody') returning id`);
  await db.execute(sql`insert into webhook_delivery (space_id, webhook_id, event, payload, delivered_at, next_attempt_at)
    values (${space.id}, ${rows[0]?.id}, 'booking.confirmed', '{}', ${at}, null)`);
  await db.execute(sql`insert into background_task (kind, key, asked_by, space_id, payload, state, ended_at, result)
    values ('freeze', 'freeze', ${personOf(manager)}, ${space.id}, '{}', 'done', ${at}, '{}')`);
  await db.execute(
    sql`insert into use_mark (space_id, hour) values (${space.id}, date_trunc('hour', ${at})) on conflict do nothing`,
  );
}

function personOf({ actor }: Context): string {
  return actor.kind === "person" ? actor.personId : "";
}
