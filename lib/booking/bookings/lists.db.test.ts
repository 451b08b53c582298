import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { seriesAhead } from "#lib/booking/series/queries.ts";
import type { Context, HeldRole } from "#lib/foundation/identity/context.ts";
import { listPlannedByStaff } from "#lib/learning/sessions/queries.ts";
import { test } from "#testing/database.ts";
import { waitingRequests } from "./approvals.ts";
import { bookingsToday } from "./calendar.ts";
import { missedBookings } from "./check-in.ts";

/** Every list that meets many spaces and shows no more than so many rows. */
const LISTS: [string, (ctx: Context) => Promise<unknown[]>][] = [
  ["bookings of today", bookingsToday],
  ["requests that wait", waitingRequests],
  ["bookings nobody came to", missedBookings],
  ["series ahead", seriesAhead],
  ["sessions that staff plan", async (ctx) => (await listPlannedByStaff(ctx, 1)).items],
];

/** More than any list shows. */
const MANY = 620;

/**
 * Each kind of row, `count` times in one space; those with a smaller delay, in seconds, come first
 * in every list.
 */
async function fill(
  ctx: Context,
  place: { spaceId: string; roomId: string; personId: string },
  count: number,
  delay: number,
) {
  const { spaceId, roomId, personId } = place;
  const now = sql`${ctx.now.toString()}::timestamptz + make_interval(secs => ${delay}::int)`;
  const row = sql`generate_series(1, ${count}::int)`;
  const common = sql`${spaceId}::uuid, ${roomId}::uuid, 1, ${personId}::uuid`;
  await ctx.db.execute(sql`insert into booking (space_id, room_id, people, booked_by, during, status, answer_by)
    select ${common}, tstzrange(${now} + interval '1 hour', ${now} + interval '2 hours'), 'confirmed', null::timestamptz from ${row}
    union all select ${common}, tstzrange(${now} + interval '1 day', ${now} + interval '25 hours'), 'requested', ${now} + interval '3 hours' from ${row}
    union all select ${common}, tstzrange(${now} - interval '2 hours' - make_interval(secs => ${2 * delay}::int), ${now} - interval '1 hour'), 'missed', null from ${row}`);
  await ctx.db.execute(sql`
    with made as (insert into series (space_id, room_id, people, booked_by, rule, first_start, first_end)
      select ${common}, 'FREQ=WEEKLY;COUNT=2', '2026-03-03 10:00', '2026-03-03 11:00' from ${row} returning id)
    insert into booking (space_id, room_id, people, booked_by, during, status, series_id, occurrence)
    select ${common}, tstzrange(${now} + interval '5 days', ${now} + interval '121 hours'), 'confirmed', made.id, '2026-03-03 10:00' from made`);
  await ctx.db.execute(sql`
    insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
    select ${spaceId}::uuid, ${personId}::uuid, '{"nl":"Les"}', 'digital', 'in_person', 'nl', 8,
      tstzrange(${now} + interval '1 hour', ${now} + interval '2 hours') from ${row}`);
}

const ROLES: [string, (own: string, other: string) => HeldRole[]][] = [
  ["a manager", (own) => [{ role: "manager", spaceId: own }]],
  ["a facilitator", (own) => [{ role: "facilitator", spaceId: own }]],
  [
    "a facilitator with a role in the network that is for something else",
    (own) => [
      { role: "facilitator", spaceId: own },
      { role: "researcher", spaceId: null },
      { role: "partner", spaceId: null },
    ],
  ],
  [
    "a facilitator who learns elsewhere",
    (own, other) => [
      { role: "facilitator", spaceId: own },
      { role: "learner", spaceId: other },
    ],
  ],
];

describe.each(LISTS)("a list of %s", (_, list) => {
  test.for(ROLES)(
    "shows %s all of their own space, whatever other spaces have before it",
    async ([, roles], { ctx, given }) => {
      const mine = await given.room();
      const other = await given.room();
      const { personId } = await given.person();
      await fill(ctx, { spaceId: other.spaceId, roomId: other.id, personId }, MANY, 0);
      await fill(ctx, { spaceId: mine.spaceId, roomId: mine.id, personId }, 3, 60);
      const staff = await given.person(roles(mine.spaceId, other.spaceId));
      const asStaff = given.as(ctx, staff);
      expect(await list(asStaff)).toHaveLength(3);
      // It was not for want of rows.
      expect((await list(given.as(ctx, await given.staff(other.spaceId)))).length).toBeGreaterThan(
        3,
      );
    },
  );
});
