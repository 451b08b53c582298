import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { guestBookings } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { NOW, test } from "#testing/database.ts";
import { giveGuestLink, personAtDesk } from "./at-desk.ts";
import { requestBooking } from "./requesting.ts";

const start = NOW.add({ hours: 28 });
const input = { start, end: start.add({ hours: 1 }), people: 1, equipment: [], purpose: "x" };

test("the desk learns nothing of an address that its space does not know", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const { spaceId } = room;
  const desk = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const stranger = await given.person([], {
    email: "stranger@trivium.test",
    displayName: "Secret Name",
  });
  const told = async (email: string) => {
    const id = await personAtDesk(desk, spaceId, { email, name: "Typed" });
    const [row] = await ctx.db.select().from(people).where(eq(people.id, id));
    expect(id).not.toBe(stranger.personId);
    return { name: row?.displayName, email: row?.email, contact: row?.contactEmail === email };
  };
  const guest = { name: "Typed", email: null, contact: true };
  for (const time of [1, 2]) {
    expect(await told("Stranger@trivium.test"), `time ${time}`).toEqual(guest);
    expect(await told("nobody@trivium.test"), `time ${time}`).toEqual(guest);
  }
  for (const email of ["stranger@trivium.test", "nobody@trivium.test"])
    await expect(personAtDesk(desk, spaceId, { email, name: "" })).rejects.toMatchObject({
      reason: { code: "booking.name_at_desk" },
    });
});

test("who booked or has a role here is booked for by their address", async ({ ctx, given }) => {
  const room = await given.room();
  const { spaceId } = room;
  const desk = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const learner = await given.person([{ role: "learner", spaceId }], {
    email: "role@trivium.test",
  });
  const booker = await given.person([], { email: "booked@trivium.test" });
  await requestBooking(given.as(ctx, booker), { roomId: room.id, ...input });
  const ask = (email: string) => personAtDesk(desk, spaceId, { email, name: "" });
  expect(await ask("role@trivium.test")).toBe(learner.personId);
  expect(await ask("Booked@trivium.test")).toBe(booker.personId);
  const other = await given.space();
  const elsewhere = given.as(ctx, await given.person([{ role: "manager", spaceId: other.id }]));
  await expect(
    personAtDesk(elsewhere, other.id, { email: "role@trivium.test", name: "" }),
  ).rejects.toMatchObject({ kind: "invalid" });
});

test("a guest with an address gets a link to the booking, once; others need none", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const { spaceId } = room;
  const desk = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const guest = await personAtDesk(desk, spaceId, { email: "guest@trivium.test", name: "Guest" });
  const theirs = await requestBooking(desk, { roomId: room.id, ...input, for: guest });
  const end = input.end.add({ hours: 1 });
  const own = await requestBooking(desk, { roomId: room.id, ...input, start: input.end, end });
  for (const { id } of [theirs, theirs, own]) await giveGuestLink(desk, id);
  const links = await ctx.db.select().from(guestBookings);
  expect(links).toMatchObject([{ bookingId: theirs.id, personId: guest }]);
});
