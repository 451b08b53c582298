import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { rowsOf } from "#db/rows.ts";
import { intervalToText } from "#db/types.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { cases } from "#testing/cases.ts";
import { test } from "#testing/database.ts";
import { findAvailability, type Search } from "./free-rooms.ts";

/*
 * Random spaces around a random point: a search from there finds, page by page, what is found when
 * every room is looked at, in the order that is promised.
 */

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const time = { start: at("14:00"), end: at("16:00") };

const somewhere = fc.record({
  lat: fc.double({ min: 50.5, max: 50.9, noNaN: true }),
  lon: fc.double({ min: 3, max: 3.6, noNaN: true }),
});
const room = fc.record({
  capacity: fc.integer({ min: 2, max: 8 }),
  features: fc.subarray(["projector"]),
  bufferBeforeMinutes: fc.constantFrom(0, 30),
  bufferMinutes: fc.constantFrom(0, 30),
});
const world = fc.record({
  spaces: fc.array(
    fc.record({ point: somewhere, rooms: fc.array(room, { minLength: 1, maxLength: 4 }) }),
    { minLength: 2, maxLength: 5 },
  ),
  taken: fc.array(
    fc.record({
      room: fc.nat(19),
      // In it, at its edges, and so near to them that what a room needs besides decides.
      start: fc.constantFrom("12:45", "13:00", "14:30", "16:00", "16:15").map(at),
    }),
    { minLength: 4, maxLength: 12 },
  ),
  search: fc.record({
    near: somewhere,
    people: fc.integer({ min: 2, max: 6 }),
    radiusKm: fc.option(fc.integer({ min: 3, max: 25 }), { nil: undefined }),
    features: fc.subarray(["projector"]),
    limit: fc.integer({ min: 1, max: 6 }),
  }),
});

test("near a point all that is free is found, and nothing else, the best first, and can be booked", {
  timeout: 120_000,
}, async ({ ctx, given }) => {
  const asker = given.as(ctx, await given.person());
  await fc.assert(
    fc.asyncProperty(world, async ({ spaces, taken, search: drawn }) => {
      const search = { ...time, equipment: [], ...drawn };
      const rooms: { id: string }[] = [];
      for (const { point, rooms: inIt } of spaces) {
        const { id: spaceId } = await given.space(point);
        for (const rules of inIt)
          rooms.push(await given.room({ ...rules, spaceId, name: `Room ${rooms.length}` }));
      }
      for (const { room: index, start } of taken)
        await tryToBook(given.as(ctx, await given.person()), rooms[index % rooms.length]!.id, {
          start,
          end: start.add({ hours: 1 }),
        });

      const wanted = await lookedThrough(ctx, search);
      const found: string[] = [];
      for (let page = 1, hasMore = true; hasMore; page += 1) {
        const answer = await findAvailability(asker, { ...search, page });
        expect(answer.items.length).toBe(
          Math.min(search.limit, wanted.length - (page - 1) * search.limit),
        );
        found.push(...answer.items.map(({ roomId }) => roomId));
        hasMore = answer.hasMore;
      }
      expect(found).toEqual(wanted);
      // Rooms of other runs too: they stay, so that there is more and more to choose from.
      for (const roomId of found.slice(0, 3))
        expect(await tryToBook(given.as(ctx, await given.person()), roomId, time)).toBe(true);
    }),
    { numRuns: cases(12, 100) },
  );
});

/** Books it for good where it can be. @returns whether it could */
async function tryToBook(
  ctx: Context,
  roomId: string,
  during: { start: Temporal.Instant; end: Temporal.Instant },
): Promise<boolean> {
  const request = { roomId, ...during, people: 1, equipment: [], purpose: "" };
  try {
    await requestBooking(ctx, request);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** The same as plainly as it can be asked: each room, each of its allocations, and then sorted. */
async function lookedThrough(
  { db }: Context,
  { start, end, people, features = [], near, radiusKm = 1_000_000 }: Search,
): Promise<string[]> {
  const during = sql`${intervalToText({ start, end })}::tstzrange`;
  const minutes = (column: SQL) => sql`${column} * interval '1 minute'`;
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
    with placed as (
      select room.*, 2 * 6371 * asin(least(1, sqrt((1 - cos(radians(space.lat - ${near!.lat}))) / 2
        + cos(radians(space.lat)) * cos(radians(${near!.lat}::float8))
          * (1 - cos(radians(space.lon - ${near!.lon}))) / 2))) as km
      from resource room join space on space.id = room.space_id
    )
    select id from placed room
    where kind = 'room' and capacity >= ${people} and features @> ${sql.param(features)}::text[]
      and km <= ${radiusKm}
      and exists (select from opening where opening.space_id = room.space_id and opening.during @> ${during})
      and not exists (select from allocation held where held.resource_id = room.id and held.active
        and held.during && tstzrange(lower(${during}) - ${minutes(sql`buffer_before_minutes`)},
          upper(${during}) + ${minutes(sql`buffer_minutes`)}))
    order by (km > 5)::int + (km > 15)::int, capacity, round(km::numeric, 1), name collate reading_order, id`,
  );
  return rows.map(({ id }) => id);
}
