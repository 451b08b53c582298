import { eq, sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { resources } from "#db/schema/spaces.ts";
import { addQuota } from "#lib/booking/allocation/limits.ts";
import { quotaInput } from "#lib/booking/allocation/schema.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { answerRequest, waitingRequests } from "./approvals.ts";
import { checkIn, forgiveMissed, missedBookings, noteMissed } from "./check-in.ts";
import { cancelBooking, changeBooking } from "./commands.ts";
import { composeBookingMail } from "./mails.ts";
import { findBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";
import { acceptOffer, joinWaiting, leaveWaiting, myWaits } from "./waiting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (roomId: string, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });

test("a request keeps its time until staff answer", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ needsApproval: true });
  const staff = given.as(ctx, await given.staff(spaceId));
  const stranger = given.as(ctx, await given.staff((await given.space()).id));
  const booking = await requestBooking(ctx, asked(id));

  expect(booking.status).toBe("requested");
  await expect(requestBooking(staff, asked(id))).rejects.toMatchObject(
    refused("booking.slot_taken"),
  );
  expect(await waitingRequests(stranger)).toEqual([]);
  const [request] = await waitingRequests(staff);
  expect(request).toMatchObject({ id: booking.id, version: 1, answerBy: at("10:00") });
  await expect(
    answerRequest(stranger, booking.id, { confirm: true, version: 1 }),
  ).rejects.toMatchObject(refused("identity.not_allowed"));

  await answerRequest(staff, booking.id, { confirm: true, version: 1 });
  expect(await findBooking(ctx, booking.id)).toMatchObject({ status: "confirmed" });
  await expect(
    answerRequest(staff, booking.id, { confirm: false, version: 1 }),
  ).rejects.toMatchObject(refused("booking.request_is_over"));
});

test("what was agreed to is asked again when it grows, not when it shrinks", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room({ needsApproval: true });
  const staff = given.as(ctx, await given.staff(spaceId));
  const booking = await requestBooking(ctx, asked(id, "10:00", "12:00"));
  await answerRequest(staff, booking.id, { confirm: true, version: 1 });

  const smaller = await changeBooking(ctx, booking.id, {
    start: at("10:00"),
    end: at("11:00"),
    people: 3,
    version: 2,
  });
  expect(smaller.status).toBe("confirmed");
  const larger = await changeBooking(ctx, booking.id, {
    start: at("10:00"),
    end: at("11:00"),
    people: 5,
    version: 3,
  });
  expect(larger.status).toBe("requested");
});

test("a request nobody answers lapses, and its time is free again", async ({ ctx, given }) => {
  const { id } = await given.room({ needsApproval: true });
  const booking = await requestBooking(ctx, asked(id));

  expect(await sweepBookings(ctx.db, NOW)).toMatchObject({ lapsed: 0 });
  expect(await sweepBookings(ctx.db, at("10:00"))).toMatchObject({ lapsed: 1 });

  expect(await findBooking(ctx, booking.id)).toMatchObject({ status: "refused" });
});

test("staff are reminded once, when half the time to answer is over", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ needsApproval: true });
  await given.staff(spaceId);
  const booking = await requestBooking(ctx, asked(id));
  await ctx.db.execute(
    sql`update booking set created_at = ${NOW.toString()}::timestamptz where id = ${booking.id}`,
  );
  const halfway = NOW.add({ hours: 16 });
  expect(await sweepBookings(ctx.db, NOW.add({ hours: 10 }))).toMatchObject({ staffReminded: 0 });
  expect(await sweepBookings(ctx.db, halfway)).toMatchObject({ staffReminded: 1 });
  expect(await sweepBookings(ctx.db, halfway)).toMatchObject({ staffReminded: 0 });
});

test("who waited first is offered what comes free, then the next", async ({ ctx, given }) => {
  const { id } = await given.room();
  const [first, second] = [
    given.as(ctx, await given.person()),
    given.as(ctx, await given.person()),
  ];
  const booking = await requestBooking(ctx, asked(id));
  await expect(joinWaiting(first, asked(id, "13:00", "14:00"))).rejects.toMatchObject(
    refused("booking.is_free"),
  );
  await joinWaiting(first, asked(id));
  await joinWaiting(second, asked(id));
  await joinWaiting(second, asked(id));
  expect(await myWaits(second)).toMatchObject([{ before: 1 }]);

  await cancelBooking(ctx, booking.id);

  const offerTo = async (personId: string) => {
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from booking where booked_by = ${personId} and status = 'offered'`,
    );
    return rows[0]?.id;
  };
  const personOf = (context: typeof ctx) =>
    context.actor.kind === "person" ? context.actor.personId : "";
  const offered = await offerTo(personOf(first));
  expect(offered).toBeDefined();
  await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(refused("booking.slot_taken"));

  const late = NOW.add({ hours: 2 });
  await expect(acceptOffer({ ...first, now: late }, offered!)).rejects.toMatchObject(
    refused("booking.offer_is_over"),
  );
  expect(await sweepBookings(ctx.db, late)).toMatchObject({ lapsed: 1 });
  const next = await offerTo(personOf(second));
  await expect(acceptOffer(first, next!)).rejects.toMatchObject(refused("booking.unknown"));
  await acceptOffer({ ...second, now: late }, next!);
  expect(await findBooking(second, next!)).toMatchObject({ status: "confirmed" });
});

test("nobody is offered what they no longer wait for", async ({ ctx, given }) => {
  const { id } = await given.room();
  const waiting = given.as(ctx, await given.person());
  const booking = await requestBooking(ctx, asked(id));
  const { id: wait } = await joinWaiting(waiting, asked(id));
  await leaveWaiting(waiting, wait);
  await cancelBooking(ctx, booking.id);
  await expect(requestBooking(ctx, asked(id))).resolves.toMatchObject({ status: "confirmed" });
});

test("a room nobody came to is given away, and the miss counts until it is forgiven", async ({
  ctx,
  given,
}) => {
  const space = await given.space({ missedAllowed: 0 });
  const { id } = await given.room({ spaceId: space.id, releaseMinutes: 15 });
  const manager = given.as(ctx, await given.staff(space.id));
  const [came, missed] = [
    await requestBooking(ctx, asked(id)),
    await requestBooking(ctx, asked(id, "12:00", "13:00")),
  ];

  await expect(checkIn(manager, came.id)).rejects.toMatchObject(refused("booking.no_check_in_now"));
  await checkIn({ ...manager, now: at("09:50") }, came.id);
  await checkIn({ ...manager, now: at("10:05") }, came.id);
  expect(await sweepBookings(ctx.db, at("10:30"))).toMatchObject({ missed: 0 });
  expect(await sweepBookings(ctx.db, at("12:15"))).toMatchObject({ missed: 1 });

  const later = { ...ctx, now: at("12:15") };
  expect(await findBooking(later, missed.id)).toMatchObject({ status: "missed" });
  await expect(requestBooking(later, asked(id, "14:00", "15:00"))).rejects.toMatchObject(
    refused("booking.missed_too_often"),
  );
  const counted = await missedBookings({ ...manager, now: at("12:15") });
  expect(counted).toMatchObject([{ id: missed.id }]);
  await forgiveMissed(manager, missed.id);
  await expect(requestBooking(later, asked(id, "14:00", "15:00"))).resolves.toMatchObject({
    status: "confirmed",
  });
});

test("an offer and a new booking at the same moment: one of them has the room", async () => {
  const database = await freshDatabase();
  try {
    const { db } = database.connect(8);
    const given = givenOn(db);
    const { id } = await given.room();
    const base = { now: NOW, db, requestId: "r" };
    const [holder, waiting, quick] = [
      await given.person(),
      await given.person(),
      await given.person(),
    ];
    const contexts = {
      holder: { ...base, actor: holder },
      waiting: { ...base, actor: waiting },
      quick: { ...base, actor: quick },
    };
    for (let hour = 9; hour < 17; hour += 1) {
      const [start, end] = [
        `${String(hour).padStart(2, "0")}:00`,
        `${String(hour + 1).padStart(2, "0")}:00`,
      ];
      const booking = await requestBooking(contexts.holder, asked(id, start, end));
      await joinWaiting(contexts.waiting, asked(id, start, end));
      await Promise.allSettled([
        cancelBooking(contexts.holder, booking.id),
        requestBooking(contexts.quick, asked(id, start, end)),
      ]);
      await sweepBookings(db, NOW);
    }
    const { rows } = await db.execute<{ taken: number; overlaps: number }>(sql`
      select (select count(*)::int from booking where status in ('offered', 'confirmed')) as taken,
        (select count(*)::int from allocation a join allocation b on a.id < b.id and a.resource_id = b.resource_id
          and a.during && b.during) as overlaps`);
    expect(rows[0]).toEqual({ taken: 8, overlaps: 0 });
  } finally {
    await database.drop();
  }
});

test("whoever waited first comes first, also when all are looked at together", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room({ maxMinutes: 600 });
  const staff = given.as(ctx, await given.staff(spaceId));
  const taken = await requestBooking(staff, asked(id, "09:00", "18:00"));
  // A chain: each stands in the way of the next, so that every second one can be had, beginning
  // with the first.
  const people = await Promise.all(
    Array.from({ length: 8 }, async () => given.as(ctx, await given.person())),
  );
  for (const [position, person] of people.entries()) {
    const start = at("09:00").add({ hours: position });
    await joinWaiting(person, { ...asked(id), start, end: start.add({ minutes: 90 }) });
  }
  // The room came free without a word to those who wait.
  await ctx.db.execute(sql`delete from allocation where booking_id = ${taken.id}`);

  await sweepBookings(ctx.db, ctx.now);

  const offered = await Promise.all(
    people.map(async (person) => (await myWaits(person)).length === 0),
  );
  expect(offered).toEqual(people.map((_, position) => position % 2 === 0));
});

test("a request that moves to an earlier time is answered before that", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room({ needsApproval: true });
  const staff = given.as(ctx, await given.staff(spaceId));
  const booking = await requestBooking(ctx, asked(id, "16:00", "17:00"));
  await changeBooking(ctx, booking.id, {
    start: at("10:00"),
    end: at("11:00"),
    people: 4,
    version: 1,
  });
  expect(await waitingRequests(staff)).toMatchObject([{ answerBy: at("10:00") }]);
});

describe("a missed booking", () => {
  test("is noted by a manager where no clock gives rooms away, and forgiven again", async ({
    ctx,
    given,
  }) => {
    const space = await given.space({ missedAllowed: 0 });
    const room = await given.room({ spaceId: space.id });
    const manager = given.as(ctx, await given.staff(space.id));
    const helper = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
    const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
    const input = (start: string, end: string) => ({
      roomId: room.id,
      start: at(start),
      end: at(end),
      people: 4,
      equipment: [],
      purpose: "",
    });
    const { id } = await requestBooking(ctx, input("10:00", "12:00"));
    const later = (who: typeof ctx, time: string) => ({ ...who, now: at(time) });
    await expect(noteMissed(later(manager, "09:59"), id)).rejects.toMatchObject({
      reason: { code: "booking.not_missed" },
    });
    await expect(noteMissed(later(helper, "10:30"), id)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await noteMissed(later(manager, "10:30"), id);
    await expect(noteMissed(later(manager, "10:31"), id)).rejects.toMatchObject({
      kind: "conflict",
    });
    const own = later(ctx, "10:31");
    await expect(requestBooking(own, input("11:00", "12:00"))).rejects.toMatchObject({
      reason: { code: "booking.missed_too_often" },
    });
    await forgiveMissed(manager, id);
    await expect(requestBooking(own, input("11:00", "12:00"))).resolves.toMatchObject({
      status: "confirmed",
    });
  });
});

test.each(["-1", "0", "1.5", "many", "99999"])("a limit of %s is refused", (maxBookings) => {
  const input = { counts: "person", period: "week", maxBookings, maxHours: "" };
  expect(quotaInput.safeParse(input).success).toBe(false);
});

test("a limit for one role does not count those without it", async ({ ctx, given }) => {
  const room = await given.room();
  const { spaceId } = room;
  const manager = given.as(ctx, await given.staff(spaceId));
  const input = quotaInput.parse({
    counts: "person",
    role: "learner",
    period: "day",
    maxBookings: "1",
    maxHours: "",
  });
  await addQuota(manager, spaceId, input);
  const learner = given.as(ctx, await given.person([{ role: "learner", spaceId }]));
  const hour = (start: number) => ({
    roomId: room.id,
    start: Temporal.Instant.from(`2026-03-03T${start}:00:00+01:00`),
    end: Temporal.Instant.from(`2026-03-03T${start + 1}:00:00+01:00`),
    people: 4,
    equipment: [],
    purpose: "",
  });
  await requestBooking(learner, hour(10));
  await expect(requestBooking(learner, hour(12))).rejects.toMatchObject({
    reason: { code: "booking.quota_bookings_day" },
  });
  for (const start of [12, 14])
    await expect(requestBooking(ctx, hour(start))).resolves.toBeTruthy();
});

test("a request that ends without an answer is written about in words there are", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room({ needsApproval: true });
  const cancelled = await requestBooking(ctx, asked(id, "10:00", "11:00"));
  await cancelBooking(ctx, cancelled.id);
  await requestBooking(ctx, asked(id, "12:00", "13:00"));
  await sweepBookings(ctx.db, ctx.now.add({ hours: 30 }));

  const { rows } = await ctx.db.execute<{ template: string; data: Record<string, unknown> }>(sql`
    select template, data from outbox_message where template in ('booking-cancelled', 'booking-refused') order by 1`);
  expect(rows).toHaveLength(2);
  for (const message of rows)
    for (const locale of LOCALES)
      expect(
        await composeBookingMail(ctx.db, { ...message, locale, to: "a@trivium.test" }),
      ).not.toBeNull();
});

describe("what no longer fits", () => {
  test.for([
    [{ capacity: 3 }, "booking.over_capacity"],
    [{ outOfServiceReason: "Leak" }, "booking.out_of_service"],
  ] as const)(
    "because of %j is not approved, and can be refused",
    async ([change, code], { ctx, given }) => {
      const { id: roomId, spaceId } = await given.room({ needsApproval: true });
      const staff = given.as(ctx, await given.staff(spaceId));
      const { id } = await requestBooking(ctx, asked(roomId));
      await ctx.db.update(resources).set(change).where(eq(resources.id, roomId));
      await expect(answerRequest(staff, id, { confirm: true, version: 1 })).rejects.toMatchObject({
        kind: "conflict",
        reason: { code },
      });
      expect(await findBooking(ctx, id)).toMatchObject({ status: "requested", version: 1 });
      await answerRequest(staff, id, { confirm: false, version: 1, note: "Leak" });
      expect(await findBooking(ctx, id)).toMatchObject({ status: "refused" });
    },
  );

  test("is not accepted from the waiting list either", async ({ ctx, given }) => {
    const { id: roomId } = await given.room();
    const first = await requestBooking(ctx, asked(roomId));
    const other = given.as(ctx, await given.person());
    await joinWaiting(other, asked(roomId));
    await cancelBooking(ctx, first.id);
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from booking where status = 'offered'`,
    );
    await ctx.db.update(resources).set({ capacity: 3 }).where(eq(resources.id, roomId));
    const offered = rows[0]?.id ?? "";
    await expect(acceptOffer(other, offered)).rejects.toMatchObject(
      refused("booking.over_capacity"),
    );
    await ctx.db.update(resources).set({ capacity: 4 }).where(eq(resources.id, roomId));
    await acceptOffer(other, offered);
    expect(await findBooking(other, offered)).toMatchObject({ status: "confirmed" });
  });
});
