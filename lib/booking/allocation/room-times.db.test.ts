import { expect } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { spacesFreeNow } from "#lib/booking/search/free-now.ts";
import { cardFactsOf } from "#lib/places/spaces/cards.ts";
import { listSpaces, spotsOf } from "#lib/places/spaces/queries.ts";
import { test } from "#testing/database.ts";
import { firstGap } from "./gaps.ts";
import { nextFreeOf, roomTimes } from "./room-times.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const day = { start: at("00:00"), end: at("23:59") };

test("a room's day says when it is open and taken, of whom it says nothing", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  await given.room({ spaceId: space.id, name: "For staff", bookableBy: "staff" });
  const time = { start: at("10:00"), end: at("12:00") };
  await requestBooking(ctx, {
    roomId: room.id,
    ...time,
    people: 4,
    equipment: [],
    purpose: "secret",
  });
  const rooms = await roomTimes(ctx, [space.slug], day);
  expect(rooms.map(({ roomName }) => roomName)).toEqual([room.name]);
  expect(rooms[0]?.taken.map(({ start, end }) => [start.toString(), end.toString()])).toEqual([
    [time.start.toString(), time.end.toString()],
  ]);
  expect(JSON.stringify(rooms)).not.toContain("secret");
  expect(await roomTimes(ctx, [], day)).toEqual([]);
});

test("the next free hour is after what is taken, in the first room that has one", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const early = { ...ctx, now: at("09:05") };
  expect((await nextFreeOf(early, [space.slug])).get(space.slug)?.from.toString()).toBe(
    at("09:15").toString(),
  );
  await requestBooking(early, {
    roomId: room.id,
    start: at("09:15"),
    end: at("12:15"),
    people: 2,
    equipment: [],
    purpose: "",
  });
  const next = (await nextFreeOf(early, [space.slug])).get(space.slug);
  expect(next).toMatchObject({ roomName: room.name });
  expect(next?.from.toString()).toBe(at("12:15").toString());
});

test("list and map agree after each filter", async ({ ctx, given }) => {
  const now = { ...ctx, now: at("10:00") };
  const open = await given.space({ kind: "library" });
  await given.room({ spaceId: open.id, features: ["wheelchair"] });
  const full = await given.space({ kind: "library" });
  const room = await given.room({ spaceId: full.id });
  await requestBooking(now, {
    roomId: room.id,
    start: at("10:00"),
    end: at("12:00"),
    people: 2,
    equipment: [],
    purpose: "",
  });
  const freeNow = await spacesFreeNow(now);
  expect(freeNow).toContain(open.slug);
  expect(freeNow).not.toContain(full.slug);
  for (const filter of [
    {},
    { kind: "library" },
    { openAt: now.now },
    { feature: "wheelchair" },
    { slugs: freeNow },
    { slugs: [] },
    { q: open.name, kind: "library", openAt: now.now },
    { bbox: { west: open.lon - 1, south: open.lat - 1, east: open.lon + 1, north: open.lat + 1 } },
  ]) {
    const { items, total } = await listSpaces(now, { ...filter, size: 1_000 });
    const spots = await spotsOf(now, filter);
    expect(spots.map(({ slug }) => slug).sort(), JSON.stringify(filter)).toEqual(
      items.map(({ slug }) => slug).sort(),
    );
    expect(total).toBe(spots.length);
  }
});

test("a card says the seats of the largest room, what its rooms have and when it opens", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  await given.room({ spaceId: space.id, capacity: 4, features: ["quiet"] });
  await given.room({ spaceId: space.id, capacity: 20, features: ["quiet", "projector"] });
  await given.stock(space.id);
  const facts = (await cardFactsOf({ ...ctx, now: at("19:00") }, [space.slug])).get(space.slug);
  expect(facts).toMatchObject({ seats: 20, features: ["projector", "quiet"], laptops: 12 });
  expect(facts?.opensAt?.toString()).toBe(at("09:00").add({ hours: 24 }).toString());
});

test("the next free time of a space is the first gap in the times of its rooms", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const rooms = [
    await given.room({ spaceId: space.id, capacity: 4 }),
    await given.room({ spaceId: space.id, capacity: 8 }),
  ];
  for (const [which, start, end] of [
    [0, "09:00", "10:30"],
    [0, "11:15", "12:00"],
    [1, "09:15", "11:00"],
    [1, "12:00", "18:00"],
  ] as const)
    await requestBooking(
      { ...ctx, now: at("08:00") },
      {
        roomId: rooms[which]!.id,
        start: at(start),
        end: at(end),
        people: 2,
        equipment: [],
        purpose: "",
      },
    );
  for (const time of ["00:00", "08:59", "09:05", "10:31", "11:01", "11:59", "17:01", "23:00"]) {
    const now = { ...ctx, now: at(time) };
    const within = { start: now.now, end: now.now.add({ hours: 96 }) };
    const gaps = (await roomTimes(now, [space.slug], within)).flatMap(
      ({ roomName, openings, taken }) => {
        const gap = firstGap(openings, taken, now.now, 60);
        return gap ? [{ roomName, from: gap.start }] : [];
      },
    );
    const [first] = gaps.sort((one, other) => Temporal.Instant.compare(one.from, other.from));
    expect((await nextFreeOf(now, [space.slug])).get(space.slug), time).toEqual(first);
  }
});
