import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect } from "vitest";
import { rowsOf } from "#db/rows.ts";
import { cases } from "#testing/cases.ts";
import { test } from "#testing/database.ts";
import { takesBookings } from "./fitness.ts";
import { bookableRoom } from "./rooms-to-book.ts";
import { refusalFor } from "./rules.ts";

const RUNS = cases(60, 600);

/** Some whose clocks go back, at other hours, one that is half a day away, and one without. */
const ZONES = ["Europe/Brussels", "America/New_York", "Pacific/Auckland", "UTC"];

/** Days around the two nights of a year in which clocks here are changed. */
const quarters = (first: string) =>
  fc
    .integer({ min: 0, max: 96 * 21 })
    .map((count) => Temporal.Instant.from(first).add({ minutes: 15 * count }));
const asked = fc.oneof(quarters("2026-10-14T00:00Z"), quarters("2026-03-18T00:00Z"));
const ahead = fc.integer({ min: 0, max: 96 * 8 }).map((count) => ({ minutes: 15 * count }));

test("the rooms that search looks at are those that can be booked so far ahead", async ({
  ctx,
  given,
}) => {
  const rooms = new Map<string, { timeZone: string; horizonDays: number }>();
  for (const timeZone of ZONES) {
    const { id: spaceId } = await given.space({ timeZone });
    for (let horizonDays = 1; horizonDays <= 9; horizonDays += 1) {
      const { id } = await given.room({ spaceId, horizonDays });
      rooms.set(id, { timeZone, horizonDays });
    }
  }
  const [one] = [...rooms.keys()] as [string];
  const anyRoom = await bookableRoom(ctx, one, { start: ctx.now, end: ctx.now });
  await fc.assert(
    fc.asyncProperty(asked, ahead, async (now, later) => {
      const during = { start: now.add(later), end: now.add(later).add({ hours: 1 }) };
      const start = sql`${during.start.toString()}::timestamptz`;
      const found = await rowsOf<{ id: string }>(
        ctx.db,
        sql`select room.id from resource room
          where ${takesBookings({ ...ctx, now }, { minutes: 60, start })}
            and room.id = any(${sql.param([...rooms.keys()])}::uuid[])`,
      );
      const bookable = [...rooms].filter(([, room]) => {
        const facts = { ...anyRoom, ...room, openings: [during] };
        return refusalFor({ ...during, people: 1 }, facts, now) === null;
      });
      expect(found.map(({ id }) => id).toSorted()).toEqual(bookable.map(([id]) => id).toSorted());
    }),
    { numRuns: RUNS },
  );
});
