import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { rowsOf } from "#db/rows.ts";
import type { RoomFacts } from "#lib/booking/allocation/rooms-to-book.ts";
import { keepForGroup } from "#lib/booking/closures/blockings.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { type Alternative, findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { untilWaiting } from "#testing/until-waiting.ts";
import { cancelBooking, changeBooking } from "./commands.ts";
import { holdTime } from "./hold-room.ts";
import { findBooking, ownBookingInRooms } from "./queries.ts";
import { factsForBooking, requestBooking } from "./requesting.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (
  roomId: string,
  start: string,
  end: string,
  equipment: { kind: string; quantity: number }[] = [],
) => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment,
  purpose: "",
});
const conflict = (code: string) => ({ kind: "conflict", reason: { code } });

test("a room is held by one booking at a time, and free again right after", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room();

  await requestBooking(ctx, asked(id, "10:00", "11:00"));

  await expect(requestBooking(ctx, asked(id, "10:30", "11:30"))).rejects.toMatchObject(
    conflict("booking.slot_taken"),
  );
  await expect(requestBooking(ctx, asked(id, "11:00", "12:00"))).resolves.toMatchObject({
    status: "confirmed",
  });
});

test("a clash says what else is free", async ({ ctx, given }) => {
  const { id } = await given.room();
  await requestBooking(ctx, asked(id, "10:00", "11:00"));

  const refusal = await requestBooking(ctx, asked(id, "10:00", "11:00")).catch((error) => error);

  expect(refusal.details.alternatives[0]).toMatchObject({
    roomId: id,
    start: "2026-03-03T10:00:00Z",
  });
});

test("whoever comes back to a room finds their own booking there, others find none", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room({ bufferMinutes: 30 });
  const beside = await given.room({ spaceId });
  const hall = await given.room({ spaceId, madeOf: [id, beside.id].sort() });
  const mine = await requestBooking(ctx, asked(id, "10:00", "11:00"));
  const other: Context = { ...ctx, actor: await given.person() };
  const between = (start: string, end: string) => ({ start: at(start), end: at(end) });

  for (const room of [id, hall.id])
    expect(await ownBookingInRooms(ctx, [room], between("10:30", "12:00"))).toBe(mine.id);
  expect(await ownBookingInRooms(ctx, [id], between("11:00", "12:00"))).toBeNull();
  expect(await ownBookingInRooms(other, [id], between("10:00", "11:00"))).toBeNull();
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  expect(await ownBookingInRooms(visitor, [id], between("10:00", "11:00"))).toBeNull();

  await ctx.db.execute(
    sql`insert into co_organiser (booking_id, person_id)
      values (${mine.id}, ${other.actor.kind === "person" ? other.actor.personId : null})`,
  );
  expect(await ownBookingInRooms(other, [id], between("10:00", "11:00"))).toBe(mine.id);
  await cancelBooking(ctx, mine.id);
  expect(await ownBookingInRooms(ctx, [id], between("10:00", "11:00"))).toBeNull();
});

describe("a room that was seen taken before it is written", () => {
  /** As the API asks: who it is and what stands in the way in one question. */
  const withFacts = async (ctx: Context, request: ReturnType<typeof asked>) => {
    const personId = ctx.actor.kind === "person" ? ctx.actor.personId : "";
    const facts = await rowsOf<RoomFacts>(
      ctx.db,
      factsForBooking(ctx, request, sql`${personId}::uuid`, { isContested: true }),
    );
    return { takenBy: facts[0]?.takenBy, booked: requestBooking(ctx, request, undefined, facts) };
  };

  test("is refused with what else is free, and nothing is tried", async ({ ctx, given }) => {
    const { id } = await given.room({ bufferMinutes: 30 });
    await requestBooking(ctx, asked(id, "10:00", "11:00"));

    const { takenBy, booked } = await withFacts(ctx, asked(id, "11:15", "12:15"));

    expect(takenBy).toBe("somebody");
    await expect(booked).rejects.toMatchObject({
      ...conflict("booking.slot_taken"),
      details: {
        alternatives: expect.arrayContaining([
          expect.objectContaining({ roomId: id, start: "2026-03-03T11:15:00Z" }),
        ]),
      },
    });
  });

  test("each who is refused at one moment is offered what is theirs alone, and nobody else is", async ({
    database,
  }) => {
    const { db } = database.connect(4);
    const given = givenOn(db);
    const ctx = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const room = await given.room();
    const { spaceId } = room;
    const kept = await given.room({ spaceId });
    const held = await given.room({ spaceId });
    const forEnrolled = await given.room({ spaceId, bookableBy: "enrolled" });
    const [named, holder, enrolled] = [
      await given.person(),
      await given.person(),
      await given.person(),
    ];
    const staff = await given.staff(spaceId);
    const group = await keepForGroup(given.as(ctx, staff), {
      spaceId,
      roomIds: [kept.id],
      from: Temporal.PlainDateTime.from("2026-03-03T09:00"),
      to: Temporal.PlainDateTime.from("2026-03-03T12:00"),
      repeat: "once",
      until: null,
      title: "Repair café",
      organisationId: null,
      role: "facilitator",
      emails: [],
    });
    await db.execute(
      sql`insert into blocking_member (blocking_id, person_id) values (${group.id}, ${named.personId})`,
    );
    await holdTime(given.as(ctx, holder), asked(held.id, "10:00", "11:00"));
    await db.execute(sql`
      with planned as (insert into session
          (space_id, facilitator_id, title, topic, modality, language, places, during)
        values (${spaceId}, ${staff.personId}, '{"en":"Mail"}', 'first_steps', 'remote', 'nl', 5,
          tstzrange('2026-03-04T10:00:00Z', '2026-03-04T12:00:00Z')) returning id)
      insert into enrolment (space_id, session_id, person_id)
        select ${spaceId}, id, ${enrolled.personId} from planned`);
    await requestBooking(ctx, asked(room.id, "10:00", "11:00"));

    const refusals = await Promise.all(
      [named, holder, enrolled, await given.person()].map(async (person) => {
        const { booked } = await withFacts(given.as(ctx, person), asked(room.id, "10:00", "11:00"));
        return booked.catch((error) => error);
      }),
    );

    const offered = refusals.map(({ details }) =>
      details.alternatives
        .filter(({ start }: Alternative) => start === at("10:00").toString())
        .map(({ roomId }: Alternative) => roomId),
    );
    expect(offered).toEqual([[kept.id], [held.id], [forEnrolled.id], []]);
  });

  test("not when what is in the way ended, is one's own hold, or ran out", async ({
    ctx,
    given,
  }) => {
    const { id } = await given.room();
    const other: Context = { ...ctx, actor: await given.person() };
    await requestBooking(ctx, asked(id, "09:00", "10:00"));
    await holdTime(ctx, asked(id, "10:00", "11:00"));
    await holdTime({ ...other, now: ctx.now.subtract({ hours: 1 }) }, asked(id, "11:00", "12:00"));

    for (const [start, end] of [
      ["11:00", "12:00"],
      ["10:00", "11:00"],
    ] as const) {
      const { takenBy, booked } = await withFacts(ctx, asked(id, start, end));
      expect(takenBy, start).toBeNull();
      await expect(booked).resolves.toMatchObject({ status: "confirmed" });
    }
  });

  test("by somebody else's hold too", async ({ ctx, given }) => {
    const { id } = await given.room();
    await holdTime({ ...ctx, actor: await given.person() }, asked(id, "10:00", "11:00"));

    const { takenBy, booked } = await withFacts(ctx, asked(id, "10:00", "11:00"));

    expect(takenBy).toBe("somebody");
    await expect(booked).rejects.toMatchObject(conflict("booking.slot_taken"));
  });

  test("by a closure, with its reason", async ({ ctx, given }) => {
    const { id, spaceId } = await given.room();
    const closure = {
      spaceId,
      roomIds: [],
      from: Temporal.PlainDateTime.from("2026-03-03T09:00"),
      to: Temporal.PlainDateTime.from("2026-03-03T12:00"),
      repeat: "once" as const,
      until: null,
      reason: "Painting",
    };
    await closeRooms(given.as(ctx, await given.staff(spaceId)), closure, []);

    const { takenBy, booked } = await withFacts(ctx, asked(id, "10:00", "11:00"));

    expect(takenBy).toBe("closure");
    await expect(booked).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "booking.room_is_closed", why: "Painting" },
    });
  });
});

test("the time to tidy up belongs to the booking", async ({ ctx, given }) => {
  const { id } = await given.room({ bufferMinutes: 30 });
  await requestBooking(ctx, asked(id, "10:00", "11:00"));

  await expect(requestBooking(ctx, asked(id, "11:15", "12:00"))).rejects.toMatchObject(
    conflict("booking.slot_taken"),
  );
  await expect(requestBooking(ctx, asked(id, "11:30", "12:00"))).resolves.toMatchObject({
    status: "confirmed",
  });
});

test("a stock is refused only when too few are left at some instant", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const [one, two, three] = [
    await given.room({ spaceId }),
    await given.room({ spaceId }),
    await given.room({ spaceId }),
  ];
  await given.stock(spaceId, { quantity: 5 });
  const laptops = (quantity: number) => [{ kind: "laptop", quantity }];

  await requestBooking(ctx, asked(one.id, "09:00", "10:00", laptops(3)));
  await requestBooking(ctx, asked(one.id, "10:00", "11:00", laptops(3)));

  // Three in the first hour and three in the second: never six at once.
  await expect(
    requestBooking(ctx, asked(two.id, "09:00", "11:00", laptops(2))),
  ).resolves.toMatchObject({
    status: "confirmed",
  });
  await expect(
    requestBooking(ctx, asked(three.id, "09:00", "11:00", laptops(1))),
  ).rejects.toMatchObject(conflict("booking.equipment_taken"));
});

test("a booking whose equipment is gone leaves no half behind", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const room = await given.room({ spaceId });
  await given.stock(spaceId, { quantity: 5 });

  await expect(
    requestBooking(ctx, asked(room.id, "09:00", "10:00", [{ kind: "laptop", quantity: 6 }])),
  ).rejects.toMatchObject(conflict("booking.equipment_taken"));

  const { rows } = await ctx.db.execute(
    sql`select (select count(*) from booking) + (select count(*) from allocation) + (select count(*) from outbox_message) as left`,
  );
  expect(rows).toEqual([{ left: "0" }]);
});

test("the same key gets the same answer and one booking; another body is refused", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room();

  const first = await requestBooking(ctx, asked(id, "10:00", "11:00"), "key");

  expect(await requestBooking(ctx, asked(id, "10:00", "11:00"), "key")).toEqual(first);
  await expect(requestBooking(ctx, asked(id, "12:00", "13:00"), "key")).rejects.toMatchObject({
    reason: { code: "common.key_reused" },
  });
});

test("a moved booking frees its time; its own time is no obstacle", async ({ ctx, given }) => {
  const { id } = await given.room();
  const booking = await requestBooking(ctx, asked(id, "10:00", "11:00"));
  const change = { start: at("10:30"), end: at("11:30"), people: 5, version: 1 };

  const moved = await changeBooking(ctx, booking.id, change);

  expect(moved).toMatchObject({ version: 2, people: 5 });
  await expect(changeBooking(ctx, booking.id, change)).rejects.toMatchObject(
    conflict("booking.changed_meanwhile"),
  );
  await expect(requestBooking(ctx, asked(id, "10:00", "10:30"))).resolves.toMatchObject({
    status: "confirmed",
  });
});

test("a cancelled booking gives its time and its laptops back", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  const { id } = await given.room({ spaceId });
  await given.stock(spaceId, { quantity: 5 });
  const input = asked(id, "10:00", "11:00", [{ kind: "laptop", quantity: 5 }]);
  const booking = await requestBooking(ctx, input);

  await cancelBooking(ctx, booking.id);
  await cancelBooking(ctx, booking.id);

  await expect(requestBooking(ctx, input)).resolves.toMatchObject({ status: "confirmed" });
});

test("somebody else's booking does not exist for a learner, and does for the staff of its space", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const booking = await requestBooking(ctx, asked(room.id, "10:00", "11:00"));
  const stranger = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: crypto.randomUUID() }]),
  );
  const staff = given.as(ctx, await given.person([{ role: "facilitator", spaceId: room.spaceId }]));

  expect(await findBooking(stranger, booking.id)).toBeNull();
  await expect(cancelBooking(stranger, booking.id)).rejects.toMatchObject({ kind: "not_found" });
  expect(await findBooking(staff, booking.id)).toMatchObject({ id: booking.id });
});

test("what is shown free can be booked, smallest sufficient first", async ({ ctx, given }) => {
  const { id: spaceId } = await given.space();
  await given.room({ spaceId, name: "Zaal", capacity: 40 });
  await given.room({ spaceId, name: "Hoek", capacity: 3 });
  const fitting = await given.room({
    spaceId,
    name: "Atelier",
    capacity: 8,
    features: ["projector"],
  });
  const search = { start: at("10:00"), end: at("11:00"), people: 4, equipment: [] };

  const { items } = await findAvailability(ctx, search);
  expect(items.map(({ roomName }) => roomName)).toEqual(["Atelier", "Zaal"]);

  await requestBooking(ctx, asked(fitting.id, "10:00", "11:00"));
  expect((await findAvailability(ctx, search)).items.map(({ roomName }) => roomName)).toEqual([
    "Zaal",
  ]);
  expect(
    (await findAvailability(ctx, { ...search, start: at("19:00"), end: at("20:00") })).items,
  ).toEqual([]);
});

describe("at the same moment", () => {
  const ROUNDS = 20;
  const PEOPLE = 50;

  test.for([
    ["a room", []],
    ["a room with laptops", [{ kind: "laptop", quantity: 8 }]],
  ] as const)("%s goes to exactly one of fifty", { timeout: 90_000 }, async ([, equipment]) => {
    const database = await freshDatabase();
    const { db } = database.connect(PEOPLE);
    const given = givenOn(db);
    const room = await given.room();
    await given.stock(room.spaceId);
    const actor = await given.person();
    const ctx = (): Context => ({ actor, now: NOW, db, requestId: crypto.randomUUID() });

    for (let round = 0; round < ROUNDS; round += 1) {
      const start = at("09:00").add({ hours: 24 * Math.floor(round / 8) + (round % 8) });
      const request = {
        roomId: room.id,
        start,
        end: start.add({ hours: 1 }),
        people: 4,
        equipment: [...equipment],
        purpose: "",
      };
      const answers = await Promise.allSettled(
        Array.from({ length: PEOPLE }, () => requestBooking(ctx(), request)),
      );

      const refused = answers.filter((answer) => answer.status === "rejected");
      expect(refused).toHaveLength(PEOPLE - 1);
      for (const { reason } of refused)
        expect(reason).toMatchObject(conflict("booking.slot_taken"));
    }

    const { rows } = await db.execute(sql`
      select count(*)::int as overlaps from allocation a join allocation b
        on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during where a.active and b.active`);
    expect(rows).toEqual([{ overlaps: 0 }]);
    await database.drop();
  });

  test("who presses before their room is held is not kept out by their own hold", async () => {
    const database = await freshDatabase();
    const { db } = database.connect(4);
    const given = givenOn(db);
    const room = await given.room();
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "r" };
    const request = asked(room.id, "10:00", "11:00");
    let pressed: Promise<unknown> = Promise.resolve();

    // The hold is written, and not yet there to be seen, when the booking asks for the room.
    await db.transaction(async (tx) => {
      await holdTime({ ...ctx, db: tx }, request);
      pressed = requestBooking(ctx, request);
      await untilWaiting(db);
    });

    await expect(pressed).resolves.toMatchObject({ status: "confirmed" });
    await database.drop();
  });

  test("twins with one idempotency key make one booking", async () => {
    const database = await freshDatabase();
    const { db } = database.connect(10);
    const given = givenOn(db);
    const room = await given.room();
    const actor = await given.person();
    const ctx: Context = { actor, now: NOW, db, requestId: "r" };

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        requestBooking(ctx, asked(room.id, "10:00", "11:00"), "key"),
      ),
    );

    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await database.drop();
  });
});
