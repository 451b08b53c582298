import { sql } from "drizzle-orm";
import ICAL from "ical.js";
import { describe, expect } from "vitest";
import { addQuota } from "#lib/booking/allocation/limits.ts";
import { askedFor } from "#lib/booking/allocation/rooms-to-book.ts";
import { quotaInput } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { TEMPLATES } from "#lib/worker/templates.ts";
import { NOW, test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { answerRequest } from "./approvals.ts";
import { checkIn } from "./check-in.ts";
import { cancelBooking, changeBooking, restoreBooking } from "./commands.ts";
import { invitationFile } from "./mails.ts";
import { findBooking, readBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";
import { acceptOffer, joinWaiting } from "./waiting.ts";

/** On a day of March 2026. */
const on = (day: number, time: string) =>
  Temporal.Instant.from(`2026-03-${String(day).padStart(2, "0")}T${time}:00+01:00`);
const input = (roomId: string, day: number, start = "10:00", end = "12:00") => ({
  roomId,
  start: on(day, start),
  end: on(day, end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });
const later = Temporal.Now.instant().add({ hours: 24 });

async function letters(ctx: Context) {
  const sent: (Mail & { to: string })[] = [];
  while (await deliverNext(ctx.db, TEMPLATES, async (mail) => void sent.push(mail), later));
  return sent.map((mail) => ({ ...mail, calendar: told(mail.invitation?.content) }));
}

function told(content: string | undefined) {
  if (!content) return null;
  const calendar = new ICAL.Component(ICAL.parse(content));
  const event = calendar.getFirstSubcomponent("vevent")!;
  return [
    calendar.getFirstPropertyValue("method"),
    event.getFirstPropertyValue("status"),
    Number(event.getFirstPropertyValue("sequence")),
  ];
}

const weekly = async (ctx: Context, given: Given, spaceId: string) => {
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  await addQuota(
    admin,
    spaceId,
    quotaInput.parse({ counts: "person", period: "week", maxBookings: "1", maxHours: "" }),
  );
};

describe("a limit of one booking a week", () => {
  const once = refused("booking.quota_bookings_week");

  test("is not got around by taking a cancellation back", async ({ ctx, given }) => {
    const { id: roomId, spaceId } = await given.room();
    await weekly(ctx, given, spaceId);
    const wednesday = await requestBooking(ctx, input(roomId, 4));
    await cancelBooking(ctx, wednesday.id);
    await requestBooking(ctx, input(roomId, 5));
    await expect(restoreBooking(ctx, wednesday.id)).rejects.toMatchObject({
      kind: "conflict",
      ...once,
    });
    expect(await findBooking(ctx, wednesday.id)).toMatchObject({ status: "cancelled" });
  });

  test("nor by moving into the week, nor by the desk for those it counts", async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room();
    await weekly(ctx, given, spaceId);
    await requestBooking(ctx, input(roomId, 5));
    const next = await requestBooking(ctx, input(roomId, 11));
    const move = { ...input(roomId, 4), version: 1 };
    await expect(
      changeBooking(ctx, next.id, { start: move.start, end: move.end, people: 4, version: 1 }),
    ).rejects.toMatchObject(once);
    // Smaller, it is still one.
    const fewer = { start: on(11, "10:00"), end: on(11, "11:00"), people: 2, version: 1 };
    await expect(changeBooking(ctx, next.id, fewer)).resolves.toMatchObject({ people: 2 });
  });

  test("nor by waiting for two times: the second is not offered, and not had by a yes that comes late", async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    const [one, other] = [
      await requestBooking(staff, input(roomId, 4)),
      await requestBooking(staff, input(roomId, 5)),
    ];
    await weekly(ctx, given, spaceId);
    await joinWaiting(ctx, input(roomId, 4));
    await joinWaiting(ctx, input(roomId, 5));
    await cancelBooking(staff, one.id);
    await cancelBooking(staff, other.id);
    const { rows } = await ctx.db.execute<{ id: string }>(
      sql`select id from booking where status = 'offered'`,
    );
    expect(rows).toHaveLength(1);
    await acceptOffer(ctx, rows[0]!.id);
    await sweepBookings(ctx.db, ctx.now);
    const { rows: held } = await ctx.db.execute(
      sql`select from booking where status in ('offered', 'confirmed')`,
    );
    expect(held).toHaveLength(1);
  });
});

test("what came free is offered by the rules of whoever waits: whom the room is for, and who missed too often", async ({
  ctx,
  given,
}) => {
  const { id: roomId, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const taken = await requestBooking(staff, input(roomId, 4));
  await joinWaiting(ctx, input(roomId, 4));
  await ctx.db.execute(sql`update resource set bookable_by = 'staff' where id = ${roomId}`);
  await cancelBooking(staff, taken.id);
  const offers = () =>
    ctx.db.execute<{ id: string }>(sql`select id from booking where status = 'offered'`);
  expect((await offers()).rows).toEqual([]);
  await ctx.db.execute(sql`update resource set bookable_by = 'everyone' where id = ${roomId}`);
  await sweepBookings(ctx.db, ctx.now);
  const { rows } = await offers();
  expect(rows).toHaveLength(1);
  // Between the offer and the yes it became a room for others.
  await ctx.db.execute(sql`update resource set bookable_by = 'staff' where id = ${roomId}`);
  await expect(acceptOffer(ctx, rows[0]!.id)).rejects.toMatchObject({
    kind: "conflict",
    ...refused("booking.not_for_you"),
  });
});

describe("a booking that was certain and is so no more", () => {
  async function moved(ctx: Context, given: Given) {
    const { id: roomId, spaceId } = await given.room({ needsApproval: true });
    const staff = given.as(ctx, await given.staff(spaceId));
    const { id } = await requestBooking(ctx, input(roomId, 4));
    await answerRequest(staff, id, { confirm: true, version: 1 });
    const { rows } = await ctx.db.execute<{ email: string }>(
      sql`select email from person where id = ${(await readBooking(ctx.db, id))!.bookedBy}`,
    );
    const own = rows[0]!.email;
    await letters(ctx);
    await changeBooking(ctx, id, {
      start: on(5, "14:00"),
      end: on(5, "16:00"),
      people: 4,
      version: 2,
    });
    const sent = async () => (await letters(ctx)).filter(({ to }) => to === own);
    return { id, staff, sent };
  }

  test("stands in calendars as tentative, and its letter says that the old time is given up", async ({
    ctx,
    given,
  }) => {
    const { id, sent } = await moved(ctx, given);
    const [letter] = await sent();
    expect(letter?.calendar).toEqual(["REQUEST", "TENTATIVE", 2]);
    expect(letter?.text).toContain("woensdag 4 maart");
    expect(letter?.text).toContain("donderdag 5 maart");
    expect(await invitationFile(ctx, id)).toContain("STATUS:TENTATIVE");
  });

  test.for([
    [
      "is refused",
      (_: Context, staff: Context, id: string) =>
        answerRequest(staff, id, { confirm: false, version: 3 }),
    ],
    ["is left to lapse", (ctx: Context) => sweepBookings(ctx.db, on(5, "14:00"))],
    ["is cancelled", (ctx: Context, _: Context, id: string) => cancelBooking(ctx, id)],
  ] as const)("leaves calendars when it %s", async ([, end], { ctx, given }) => {
    const { id, staff, sent } = await moved(ctx, given);
    await sent();
    await end(ctx, staff, id);
    const [letter] = await sent();
    expect(letter?.calendar).toEqual(["CANCEL", "CANCELLED", 3]);
  });

  test("and is certain again with a yes", async ({ ctx, given }) => {
    const { id, staff, sent } = await moved(ctx, given);
    await sent();
    await answerRequest(staff, id, { confirm: true, version: 3 });
    expect((await sent())[0]?.calendar).toEqual(["REQUEST", "CONFIRMED", 3]);
  });

  test("what was never certain is in no calendar, whatever becomes of it", async ({
    ctx,
    given,
  }) => {
    const { id: roomId } = await given.room({ needsApproval: true });
    const { id } = await requestBooking(ctx, input(roomId, 4));
    await changeBooking(ctx, id, {
      start: on(5, "14:00"),
      end: on(5, "16:00"),
      people: 4,
      version: 1,
    });
    await cancelBooking(ctx, id);
    expect((await letters(ctx)).filter(({ calendar }) => calendar)).toEqual([]);
  });

  test("a cancellation taken back in a room that needs a yes comes back with the yes", async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room({ needsApproval: true });
    const staff = given.as(ctx, await given.staff(spaceId));
    const { id } = await requestBooking(ctx, input(roomId, 4));
    await answerRequest(staff, id, { confirm: true, version: 1 });
    await cancelBooking(ctx, id);
    await letters(ctx);
    await restoreBooking(ctx, id);
    expect((await letters(ctx)).filter(({ calendar }) => calendar)).toEqual([]);
    await answerRequest(staff, id, { confirm: true, version: 4 });
    expect((await letters(ctx))[0]?.calendar?.slice(0, 2)).toEqual(["REQUEST", "CONFIRMED"]);
  });
});

describe("a booking of two rooms", () => {
  async function pair(ctx: Context, given: Given) {
    const { id: x, spaceId } = await given.room({ capacity: 6 });
    const { id: y } = await given.room({ spaceId, capacity: 6 });
    const { id: z } = await given.room({ spaceId, capacity: 20 });
    const staff = given.as(ctx, await given.staff(spaceId));
    const { id } = await requestBooking(ctx, { ...input(x, 4), people: 12, resources: [x, y] });
    const when = { start: on(4, "10:00"), end: on(4, "12:00") };
    const rooms = async () => {
      const { roomId, otherRooms } = (await readBooking(ctx.db, id))!;
      return [roomId, ...otherRooms];
    };
    return { x, y, z, staff, id, when, rooms };
  }

  test.for([
    ["without a room", () => ({})],
    ["with its first room", ({ x }: { x: string }) => ({ roomId: x })],
    ["with its other room", ({ y }: { y: string }) => ({ roomId: y })],
  ] as const)("keeps both when staff make it 11 people, %s", async ([, change], { ctx, given }) => {
    const { x, y, staff, id, when, rooms } = await pair(ctx, given);
    const changed = await changeBooking(staff, id, {
      ...when,
      people: 11,
      version: 1,
      ...change({ x, y } as never),
    });
    expect(changed.resources).toEqual([x, y]);
    expect(await rooms()).toEqual([x, y]);
    const { rows } = await ctx.db.execute(sql`select from allocation where booking_id = ${id}`);
    expect(rows).toHaveLength(2);
  });

  test("gets another instead of the first, or those that are named; staff alone decide", async ({
    ctx,
    given,
  }) => {
    const { x, y, z, staff, id, when, rooms } = await pair(ctx, given);
    await expect(
      changeBooking(ctx, id, { ...when, people: 12, version: 1, roomId: z }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      changeBooking(ctx, id, { ...when, people: 6, version: 1, resources: [x] }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await changeBooking(staff, id, { ...when, people: 12, version: 1, roomId: z });
    expect(await rooms()).toEqual([z, y]);
    await changeBooking(staff, id, { ...when, people: 12, version: 2, resources: [z] });
    expect(await rooms()).toEqual([z]);
  });
});

describe("a booking that stands", () => {
  test("goes on for an hour, and takes one more, while it runs", async ({ ctx, given }) => {
    const { id: roomId } = await given.room({ noticeMinutes: 2880 });
    await ctx.db.execute(sql`update resource set notice_minutes = 0`);
    const { id } = await requestBooking(ctx, input(roomId, 3));
    await ctx.db.execute(sql`update resource set notice_minutes = 2880`);
    const during = { ...ctx, now: on(3, "11:00") };
    await changeBooking(during, id, {
      start: on(3, "10:00"),
      end: on(3, "13:00"),
      people: 4,
      version: 1,
    });
    await changeBooking(during, id, {
      start: on(3, "10:00"),
      end: on(3, "13:00"),
      people: 5,
      version: 2,
    });
    await expect(
      changeBooking(during, id, {
        start: on(3, "12:30"),
        end: on(3, "13:30"),
        people: 5,
        version: 3,
      }),
    ).rejects.toMatchObject({ reason: { code: "booking.too_late", minutes: 2880 } });
    await expect(
      changeBooking({ ...ctx, now: on(3, "13:00") }, id, {
        start: on(3, "10:00"),
        end: on(3, "14:00"),
        people: 5,
        version: 3,
      }),
    ).rejects.toMatchObject(refused("booking.is_over"));
  });

  test("becomes smaller whatever the rules, and whatever is beside it by now", async ({
    ctx,
    given,
  }) => {
    const { id: roomId } = await given.room();
    const { id } = await requestBooking(ctx, input(roomId, 3));
    await requestBooking(ctx, input(roomId, 3, "12:00", "13:00"));
    await ctx.db.execute(sql`update resource set notice_minutes = 2880, min_minutes = 240, buffer_minutes = 30, capacity = 1,
      bookable_by = 'staff' where id = ${roomId}`);
    await changeBooking(ctx, id, {
      start: on(3, "10:00"),
      end: on(3, "12:00"),
      people: 3,
      version: 1,
    });
    await changeBooking(ctx, id, {
      start: on(3, "10:30"),
      end: on(3, "11:00"),
      people: 3,
      version: 2,
    });
    const { rows } = await ctx.db.execute<{ during: string }>(
      sql`select upper(during) - lower(during) = '30 minutes' as "isHalf" from allocation where booking_id = ${id}`,
    );
    expect(rows).toEqual([{ isHalf: true }]);
  });
});

describe("with another day, what was done for the day is forgotten", () => {
  test("the reminder comes again, and so does asking whether somebody came", async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    const { id } = await requestBooking(ctx, input(roomId, 4));
    await ctx.db.execute(sql`update booking set created_at = ${NOW.toString()}::timestamptz`);
    const reminders = async (now: Temporal.Instant) => (await sweepBookings(ctx.db, now)).reminded;
    expect(await reminders(on(3, "11:00"))).toBe(1);
    expect(await reminders(on(3, "11:01"))).toBe(0);
    await checkIn({ ...staff, now: on(4, "09:50") }, id);
    const during = { start: on(6, "10:00"), end: on(6, "12:00") };
    await changeBooking({ ...ctx, now: on(3, "12:00") }, id, { ...during, people: 4, version: 1 });
    expect(await findBooking(ctx, id)).toMatchObject({ checkedInAt: null });
    expect(await reminders(on(3, "12:01"))).toBe(0);
    expect(await reminders(on(5, "11:00"))).toBe(1);
    // The same day, half an hour later: they know.
    await changeBooking({ ...ctx, now: on(5, "12:00") }, id, {
      start: on(6, "10:30"),
      end: on(6, "12:00"),
      people: 4,
      version: 2,
    });
    expect(await reminders(on(5, "12:01"))).toBe(0);
  });

  test("staff are reminded at half of the time since they were asked, not since the booking was made", async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room({ needsApproval: true });
    const staff = given.as(ctx, await given.staff(spaceId));
    const { id } = await requestBooking(ctx, input(roomId, 20));
    await ctx.db.execute(sql`update booking set created_at = ${NOW.toString()}::timestamptz`);
    await answerRequest(staff, id, { confirm: true, version: 1 });
    // A week later it moves: three days to answer, so after a day and a half.
    const asked = on(9, "07:00");
    await changeBooking({ ...ctx, now: asked }, id, {
      start: on(21, "10:00"),
      end: on(21, "12:00"),
      people: 4,
      version: 2,
    });
    const reminded = async (hours: number) =>
      (await sweepBookings(ctx.db, asked.add({ hours }))).staffReminded;
    expect(await reminded(1)).toBe(0);
    expect(await reminded(35)).toBe(0);
    expect(await reminded(37)).toBe(1);
    expect(await reminded(38)).toBe(0);
  });
});

describe("a room that must be asked for", () => {
  test("is so for everybody but the staff of its space", async ({ ctx, given }) => {
    const { id, spaceId } = await given.room({ needsApproval: true });
    const { id: free } = await given.room({ spaceId });
    const asks = async (who: Context) => [...(await askedFor(who, [id, free]))];
    expect(await asks(ctx)).toEqual([id]);
    expect(await asks({ ...ctx, actor: { kind: "visitor" } })).toEqual([id]);
    expect(await asks(given.as(ctx, await given.staff((await given.space()).id)))).toEqual([id]);
    expect(await asks(given.as(ctx, await given.staff(spaceId)))).toEqual([]);
  });
});
