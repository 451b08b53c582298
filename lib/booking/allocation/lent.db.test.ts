import { expect } from "vitest";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { test } from "#testing/database.ts";
import { spacesOfLentThings } from "./lent.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);

test("a thing that another space borrowed counts once, and only thirty days after its month", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const lender = await given.space();
  await given.stock(room.spaceId);
  await given.stock(lender.id, { equipmentKind: "camera", lendable: true });
  for (const [start, end, kind] of [
    ["10:00", "11:00", "camera"],
    ["13:00", "14:00", "camera"],
    ["15:00", "16:00", "laptop"],
  ] as const)
    await requestBooking(ctx, {
      roomId: room.id,
      start: at(start),
      end: at(end),
      people: 2,
      equipment: [{ kind, quantity: 1 }],
      purpose: "",
    });

  const on = (day: string) => ({ ...ctx, now: Temporal.Instant.from(`${day}T09:00:00+01:00`) });
  expect(await spacesOfLentThings(on("2026-04-30"))).toEqual([]);
  const lent = await spacesOfLentThings(on("2026-05-01"));
  expect(lent.map((spaces) => spaces.toSorted())).toEqual([[lender.id, room.spaceId].toSorted()]);
});
