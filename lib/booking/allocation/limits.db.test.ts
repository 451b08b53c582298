import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { test } from "#testing/database.ts";

const at = (hour: number) => Temporal.Instant.from(`2026-03-03T${hour}:00:00+01:00`);

test("two hundred bookings an hour are enough for a learner; what was refused is not counted", async ({
  ctx,
  given,
}) => {
  const person = await given.person();
  const learner = given.as(ctx, person);
  const { id: roomId, spaceId } = await given.room();
  const asked = (hour: number) => ({
    roomId,
    start: at(hour),
    end: at(hour + 1),
    people: 4,
    equipment: [],
    purpose: "",
  });
  // An hour ago they do not count any more.
  for (const [count, minutesAgo] of [
    [198, 59],
    [50, 61],
  ] as const)
    await ctx.db.execute(sql`
      insert into booking (space_id, room_id, during, people, booked_by, created_at)
      select ${spaceId}, ${roomId}, tstzrange(${at(20).toString()}, ${at(21).toString()}), 1, ${person.personId},
        ${ctx.now.subtract({ minutes: minutesAgo }).toString()}::timestamptz from generate_series(1, ${count}::int)`);

  await requestBooking(learner, asked(10));
  await expect(requestBooking(learner, asked(10))).rejects.toMatchObject({ kind: "conflict" });
  await requestBooking(learner, asked(11));
  await expect(requestBooking(learner, asked(12))).rejects.toMatchObject({ kind: "rate_limited" });

  const staff = given.as(ctx, { ...person, roles: [{ role: "facilitator", spaceId }] });
  await expect(requestBooking(staff, asked(12))).resolves.toMatchObject({ status: "confirmed" });
});
