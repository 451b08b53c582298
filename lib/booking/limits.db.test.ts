import { expect } from "vitest";
import { test } from "#lib/fixtures/database.ts";
import { limit } from "#lib/identity/rate-limits.ts";
import { requestBooking } from "./commands.ts";

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
  const key = `booking:${person.personId}`;
  for (let made = 0; made < 199; made += 1) await limit(ctx, { key, attempts: 200, windowMinutes: 60 });

  await requestBooking(learner, asked(10));
  await expect(requestBooking(learner, asked(10))).rejects.toMatchObject({ kind: "conflict" });
  await expect(requestBooking(learner, asked(11))).rejects.toMatchObject({ kind: "rate_limited" });

  const staff = given.as(ctx, { ...person, roles: [{ role: "facilitator", spaceId }] });
  await expect(requestBooking(staff, asked(11))).resolves.toMatchObject({ status: "confirmed" });
});
