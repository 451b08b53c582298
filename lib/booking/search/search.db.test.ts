import { describe, expect } from "vitest";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { organisations, roleAssignments } from "#db/schema/identity.ts";
import { refusalBefore } from "#lib/booking/allocation/bookability.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import { PLACES } from "#lib/demonstration/places.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { type AvailableRoom, BANDS_KM, type Search } from "./free-rooms.ts";
import { findFreeTimes } from "./free-times.ts";
import { roomsTogether, roomsWithin, searchRooms } from "./search.ts";

const at = (time: string, day = 3) => Temporal.Instant.from(`2026-03-0${day}T${time}:00+01:00`);
const two = { start: at("14:00"), end: at("16:00") };
const input = (more: Partial<Search> = {}): Search => ({
  ...two,
  people: 8,
  equipment: [],
  ...more,
});
const request = (roomId: string, more = {}) => ({
  roomId,
  ...two,
  people: 1,
  equipment: [],
  purpose: "",
  ...more,
});
const found = async (ctx: Context, search: Search) =>
  (await searchRooms(ctx, search)).items.map(({ roomName }) => roomName);

describe("the best fit comes first", () => {
  test("the smallest room, then the nearest, then the one for which least is moved", async ({
    ctx,
    given,
  }) => {
    const near = await given.space({ lat: 50.82, lon: 3.26 });
    const far = await given.space({ lat: 50.6, lon: 3.4 });
    await given.room({ spaceId: far.id, name: "small, far", capacity: 8 });
    const fixed = await given.room({ spaceId: near.id, name: "has laptops", capacity: 10 });
    await given.room({ spaceId: near.id, name: "laptops moved", capacity: 10 });
    await given.room({ spaceId: far.id, name: "far", capacity: 10, features: ["laptop"] });
    await given.stock(near.id, { staysIn: fixed.id });
    await given.stock(near.id, { quantity: 2 });

    const point = { lat: 50.82, lon: 3.26 };
    const laptop = { near: point, equipment: [{ kind: "laptop", quantity: 1 }] };
    expect(await found(ctx, input(laptop))).toEqual(["has laptops", "laptops moved", "far"]);
    expect(await found(ctx, input({ near: point }))).toEqual([
      "has laptops",
      "laptops moved",
      "small, far",
      "far",
    ]);
    expect(await found(ctx, input())).toEqual([
      "small, far",
      "far",
      "has laptops",
      "laptops moved",
    ]);
  });

  test("near Tournai is near Tournai, among the real places of the network, and every room is reached", async ({
    ctx,
    given,
  }) => {
    for (const [at, { lat, lon, country }] of PLACES.entries()) {
      const space = await given.space({ lat, lon, country });
      await given.room({ spaceId: space.id, name: `Room ${at}`, capacity: 8 + ((at * 7) % 30) });
    }
    const tournai = { lat: 50.607, lon: 3.389 };
    const pages: AvailableRoom[][] = [];
    for (let page = 1, hasMore = true; hasMore; page += 1) {
      const answer = await searchRooms(ctx, input({ near: tournai, page }));
      pages.push(answer.items);
      hasMore = answer.hasMore;
    }
    const rooms = pages.flat();
    expect(rooms).toHaveLength(PLACES.length);
    expect(new Set(rooms.map(({ roomId }) => roomId)).size).toBe(PLACES.length);

    const band = ({ distanceKm }: AvailableRoom) =>
      BANDS_KM.filter((most) => distanceKm! > most).length;
    expect(rooms.map(band)).toEqual(rooms.map(band).toSorted());
    expect(rooms.filter((room) => band(room) === 0).length).toBeGreaterThan(2);
    for (const [at, room] of rooms.slice(1).entries())
      if (band(room) === band(rooms[at]!))
        expect(room.capacity).toBeGreaterThanOrEqual(rooms[at]!.capacity);
    const abroad = rooms.filter(({ isAcrossBorder }) => isAcrossBorder);
    expect(abroad).toHaveLength(PLACES.filter(({ country }) => country === "FR").length);
  });

  test("what stays in a room goes with that room alone, or with a hall made of it", async ({
    ctx,
    given,
  }) => {
    const lab = await given.room({ name: "Lab", capacity: 10 });
    const other = await given.room({ spaceId: lab.spaceId, name: "Other", capacity: 10 });
    const hall = await given.room({
      spaceId: lab.spaceId,
      name: "Hall",
      capacity: 20,
      madeOf: [lab.id, other.id],
    });
    await given.stock(lab.spaceId, { equipmentKind: "computer", quantity: 10, staysIn: lab.id });
    const ten = { equipment: [{ kind: "computer", quantity: 10 }] };

    expect(await found(ctx, input(ten))).toEqual(["Lab", "Hall"]);
    await expect(requestBooking(ctx, request(other.id, ten))).rejects.toMatchObject({
      reason: { code: "booking.no_such_equipment" },
    });
    await expect(requestBooking(ctx, request(hall.id, ten))).resolves.toBeTruthy();
  });

  test("what is broken is back when it works again", async ({ ctx, given }) => {
    const { id, spaceId } = await given.room();
    await given.stock(spaceId, { outOfServiceReason: "repair", outOfServiceUntil: at("14:00") });
    const laptop = { equipment: [{ kind: "laptop", quantity: 1 }] };
    const before = { start: at("12:00"), end: at("14:00") };

    expect(await found(ctx, input({ ...laptop, ...before }))).toEqual([]);
    expect(await found(ctx, input(laptop))).toHaveLength(1);
    await expect(requestBooking(ctx, request(id, { ...laptop, ...before }))).rejects.toMatchObject({
      reason: { code: "booking.no_such_equipment" },
    });
    await expect(requestBooking(ctx, request(id, laptop))).resolves.toBeTruthy();
  });

  test("a hall is out of use with its half", async ({ ctx, given }) => {
    const left = await given.room({ name: "Left", capacity: 7, outOfServiceReason: "leak" });
    const right = await given.room({ spaceId: left.spaceId, name: "Right", capacity: 7 });
    const hall = await given.room({
      spaceId: left.spaceId,
      name: "Hall",
      capacity: 14,
      madeOf: [left.id, right.id].sort(),
    });
    expect(await found(ctx, input({ people: 5 }))).toEqual(["Right"]);
    await expect(requestBooking(ctx, request(hall.id))).rejects.toMatchObject({
      reason: { code: "booking.out_of_service" },
    });
    await expect(requestBooking(ctx, request(right.id))).resolves.toBeTruthy();
  });

  test("what is lent arrives in time, or is not offered", async ({ ctx, given }) => {
    const { id } = await given.room();
    const elsewhere = await given.space();
    await given.stock(elsewhere.id, {
      equipmentKind: "camera",
      lendable: true,
      travelMinutes: 120,
    });
    const camera = { equipment: [{ kind: "camera", quantity: 1 }] };
    const later = { ...ctx, now: at("13:00") };

    expect(await found(ctx, input(camera))).toHaveLength(1);
    expect(await found(later, input(camera))).toEqual([]);
    await expect(requestBooking(later, request(id, camera))).rejects.toMatchObject({
      reason: { code: "booking.no_such_equipment" },
    });
  });
});

describe("where, and with what in it", () => {
  test("a part of the map, one space, and every feature asked for", async ({ ctx, given }) => {
    const here = await given.space({ lat: 50.82, lon: 3.26 });
    const there = await given.space({ lat: 50.6, lon: 3.4 });
    await given.room({ spaceId: here.id, name: "here", features: ["wheelchair", "hearing-loop"] });
    await given.room({ spaceId: there.id, name: "there", features: ["wheelchair"] });

    const bbox = { west: 3.3, south: 50.5, east: 3.5, north: 50.7 };
    expect(await found(ctx, input({ bbox }))).toEqual(["there"]);
    expect(await found(ctx, input({ spaceSlug: here.slug }))).toEqual(["here"]);
    expect(await found(ctx, input({ features: ["wheelchair"] }))).toEqual(["here", "there"]);
    expect(await found(ctx, input({ features: ["wheelchair", "hearing-loop"] }))).toEqual(["here"]);
    expect(await found(ctx, input({ near: { lat: 50.82, lon: 3.26 }, radiusKm: 5 }))).toEqual([
      "here",
    ]);
  });

  test("a room of an organisation is for its people", async ({ ctx, given }) => {
    const [club] = await ctx.db
      .insert(organisations)
      .values({ name: "Club", country: "BE" })
      .returning();
    const { id, spaceId } = await given.room({
      bookableBy: "organisation",
      organisationId: club!.id,
    });
    const member = await given.person();
    await ctx.db
      .insert(roleAssignments)
      .values({ personId: member.personId, role: "learner", spaceId, organisationId: club!.id });
    const asMember = given.as(ctx, member);

    expect(await found(ctx, input())).toEqual([]);
    await expect(requestBooking(ctx, request(id))).rejects.toMatchObject({
      reason: { code: "booking.not_for_you" },
    });
    expect(await found(asMember, input())).toHaveLength(1);
    await expect(requestBooking(asMember, request(id))).resolves.toBeTruthy();
  });
});

describe("when nothing fits", () => {
  test("there are other times, smaller rooms, two rooms together, other spaces, and waiting", async ({
    ctx,
    given,
  }) => {
    const space = await given.space();
    const large = await given.room({ spaceId: space.id, name: "Large", capacity: 12 });
    const left = await given.room({ spaceId: space.id, name: "Left", capacity: 7 });
    const right = await given.room({ spaceId: space.id, name: "Right", capacity: 5 });
    await given.room({ name: "Other", capacity: 10 });
    const somebody = given.as(ctx, await given.person());
    await requestBooking(somebody, request(large.id));

    const { items, alternatives, waitlist } = await searchRooms(
      ctx,
      input({ spaceSlug: space.slug }),
    );
    expect(items).toEqual([]);
    const of = (kind: string) => alternatives.filter((offer) => offer.kind === kind);
    expect(of("time").map(({ roomName }) => roomName)).toContain("Large");
    expect(of("smaller")).toMatchObject([
      { roomId: left.id, capacity: 7, start: two.start.toString() },
    ]);
    expect(of("together")).toMatchObject([
      { roomName: "Left + Right", capacity: 12, resources: [left.id, right.id] },
    ]);
    expect(of("elsewhere").map(({ roomName }) => roomName)).toEqual(["Other"]);
    expect(waitlist.map(({ roomId }) => roomId)).toEqual([large.id]);

    await expect(joinWaiting(ctx, request(large.id, { people: 8 }))).resolves.toBeTruthy();
    const pair = of("together")[0]!;
    const booked = await requestBooking(
      ctx,
      request(pair.roomId, { people: 8, resources: pair.resources }),
    );
    expect(booked.resources).toEqual([left.id, right.id]);
    expect(await roomsTogether(ctx, input(), [left.id, right.id])).toEqual([]);
  });

  test("each says whether it lies across the border", async ({ ctx, given }) => {
    const here = await given.space({ lat: 50.72, lon: 3.16 });
    const across = await given.space({
      ...{ country: "FR", region: "hauts-de-france", city: "Tourcoing" },
      ...{ lat: 50.723, lon: 3.161 },
    });
    const large = await given.room({ spaceId: across.id, name: "Grande", capacity: 12 });
    await given.room({ spaceId: across.id, name: "Gauche", capacity: 7 });
    await given.room({ spaceId: across.id, name: "Droite", capacity: 5 });
    await given.room({ spaceId: here.id, name: "Links", capacity: 7 });
    await given.room({ spaceId: here.id, name: "Rechts", capacity: 5 });
    await requestBooking(given.as(ctx, await given.person()), request(large.id));

    const side = ({ roomName, isAcrossBorder }: AvailableRoom) =>
      [roomName, isAcrossBorder] as const;
    const near = { lat: 50.72, lon: 3.16 };
    const { alternatives, waitlist } = await searchRooms(ctx, input({ near, radiusKm: 5 }));
    const of = (kind: string) =>
      alternatives.filter((offer) => offer.kind === kind).map((offer) => side(offer));
    expect(of("together")).toEqual([
      ["Links + Rechts", false],
      ["Gauche + Droite", true],
    ]);
    expect(Object.fromEntries(of("smaller"))).toEqual({ Links: false, Gauche: true });
    expect(new Set(of("time").map(String))).toEqual(new Set([String(["Grande", true])]));
    expect(waitlist.map(side)).toEqual([["Grande", true]]);

    const fromNowhere = await searchRooms(ctx, input());
    expect(fromNowhere.alternatives.some(({ isAcrossBorder }) => isAcrossBorder)).toBe(false);
    expect(fromNowhere.waitlist.some(({ isAcrossBorder }) => isAcrossBorder)).toBe(false);
  });

  test("a hall and its own half are no pair", async ({ ctx, given }) => {
    const left = await given.room({ name: "Left", capacity: 7 });
    const right = await given.room({ spaceId: left.spaceId, name: "Right", capacity: 5 });
    await given.room({
      spaceId: left.spaceId,
      name: "Hall",
      capacity: 12,
      madeOf: [left.id, right.id],
    });
    const { alternatives } = await searchRooms(ctx, input({ people: 18 }));
    expect(alternatives.filter(({ kind }) => kind === "together")).toEqual([]);
  });
});

test("any two hours of some days are found over all of them, in order, and can be booked", async ({
  ctx,
  given,
}) => {
  const { id } = await given.room();
  await requestBooking(
    given.as(ctx, await given.person()),
    request(id, { start: at("09:00"), end: at("17:00") }),
  );
  const windows = [3, 4].map((day) => ({ start: at("08:00", day), end: at("18:00", day) }));
  const times = await roomsWithin(ctx, { people: 2, equipment: [], limit: 4 }, windows, 120);
  expect(times.map(({ start }) => start)).toEqual(
    [at("10:00", 4), at("12:00", 4)].map((moment) => moment.toString()),
  );
  const [first] = times;
  const moment = { start: at("10:00", 4), end: at("12:00", 4) };
  await expect(requestBooking(ctx, request(first!.roomId, moment))).resolves.toBeTruthy();
  const rest = await roomsWithin(ctx, { people: 2, equipment: [] }, [windows[1]!], 60);
  expect(rest.map(({ start }) => start).slice(0, 2)).toEqual(
    [at("09:00", 4), at("12:00", 4)].map(String),
  );
});

test("whoever has had their share is told so, and is shown no room that would be refused", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  await ctx.db.insert(bookingQuotas).values({ spaceId: space.id, period: "day", maxBookings: 1 });
  expect(await found(ctx, input())).toHaveLength(1);
  await requestBooking(ctx, request(room.id, { start: at("10:00"), end: at("11:00") }));

  expect(await searchRooms(ctx, input({ start: at("11:00"), end: at("12:00") }))).toMatchObject({
    items: [],
    waitlist: [],
  });
  expect(await refusalBefore(ctx, [room.id], input())).toEqual({
    code: "booking.quota_bookings_day",
    most: 1,
  });
  await expect(joinWaiting(ctx, request(room.id))).rejects.toMatchObject({
    reason: { code: "booking.quota_bookings_day" },
  });
  const day = { start: at("00:00"), end: at("23:00") };
  const free = { spaceSlug: space.slug, people: 1, minutes: 60, equipment: [] };
  expect(await findFreeTimes(ctx, free, day)).toEqual([]);
  expect(await found(given.as(ctx, await given.person()), input())).toHaveLength(1);
  expect(await found(given.as(ctx, await given.staff(space.id)), input())).toHaveLength(1);
});
