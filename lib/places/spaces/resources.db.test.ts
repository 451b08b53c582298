import { expect } from "vitest";
import { organisations } from "#db/schema/identity.ts";
import { bookingsOfUnfitRooms } from "#lib/booking/bookings/no-longer-fits.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { test } from "#testing/database.ts";
import { MOST_DAYS_AHEAD } from "./horizon.ts";
import { refreshOpenings } from "./openings.ts";
import { findResource, markOfResource, saveResource } from "./resources.ts";
import { resourceRules } from "./schema.ts";

const form = {
  kind: "stock",
  name: "Laptops",
  equipmentKind: "laptop",
  capacity: "1",
  quantity: "5",
  minMinutes: "30",
  maxMinutes: "480",
  stepMinutes: "15",
  bufferBeforeMinutes: "0",
  bufferMinutes: "0",
  noticeMinutes: "0",
  horizonDays: "180",
  bookableBy: "everyone",
  releaseMinutes: "",
  travelMinutes: "0",
};
const rules = (more = {}) => resourceRules.parse({ ...form, ...more });
const NOBODY = "11111111-1111-4111-8111-111111111111";

test("equipment stays in a room of its own space, and nowhere else", async ({ ctx, given }) => {
  const room = await given.room();
  const elsewhere = await given.room();
  const manager = given.as(ctx, await given.staff(room.spaceId));

  const { id } = await saveResource(manager, null, room.spaceId, rules({ staysIn: room.id }));
  expect(await findResource(manager, id)).toMatchObject({
    staysIn: room.id,
    lendable: false,
    quantity: 5,
  });
  for (const staysIn of [elsewhere.id, id, NOBODY])
    await expect(saveResource(manager, id, room.spaceId, rules({ staysIn }))).rejects.toMatchObject(
      {
        reason: { code: "spaces.wrong_room" },
      },
    );
  expect(
    resourceRules.safeParse({ ...form, staysIn: room.id, lendable: "on" }).error?.issues,
  ).toMatchObject([{ message: "spaces.stays_or_is_lent" }]);
});

test("what a colleague has changed of a room since it was seen is not written over", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const both = markOfResource(await findResource(manager, id));
  const room = (name: string) => rules({ kind: "room", name });
  await saveResource(manager, id, spaceId, room("De eerste"), [], both);
  await expect(
    saveResource(manager, id, spaceId, room("De tweede"), [], both),
  ).rejects.toMatchObject({ reason: { code: "common.changed_meanwhile" } });
  const now = await findResource(manager, id);
  expect(now.name).toBe("De eerste");
  await saveResource(manager, id, spaceId, room("De tweede"), [], markOfResource(now));
  expect((await findResource(manager, id)).name).toBe("De tweede");
});

test("a room can be booked as far ahead as its space has openings, and no form asks for more", async ({
  ctx,
  given,
}) => {
  const space = await given.space({ openingHours: "24/7" });
  const { id } = await given.room({ spaceId: space.id, horizonDays: MOST_DAYS_AHEAD });
  await refreshOpenings(ctx.db, ctx.now);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).startOfDay();
  const dayAfter = today.add({ days: MOST_DAYS_AHEAD + 1 }).toInstant();
  const book = (start: Temporal.Instant) =>
    requestBooking(ctx, {
      roomId: id,
      start,
      end: start.add({ hours: 1 }),
      people: 1,
      equipment: [],
      purpose: "",
    });

  await expect(book(dayAfter)).rejects.toMatchObject({
    reason: { code: "booking.too_far_ahead" },
  });
  await expect(book(dayAfter.subtract({ minutes: 30 }))).resolves.toMatchObject({
    status: "confirmed",
  });

  expect(rules({ horizonDays: String(MOST_DAYS_AHEAD) }).horizonDays).toBe(MOST_DAYS_AHEAD);
  const more = resourceRules.safeParse({ ...form, horizonDays: String(MOST_DAYS_AHEAD + 1) });
  expect(more.error?.issues).toMatchObject([{ message: "spaces.horizon" }]);
});

test("a room is for an organisation that there is", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const [club] = await ctx.db
    .insert(organisations)
    .values({ name: "Club", country: "BE" })
    .returning();
  const forThem = (organisationId: string) =>
    saveResource(
      manager,
      id,
      spaceId,
      rules({ kind: "room", bookableBy: "organisation", organisationId }),
    );

  await forThem(club!.id);
  expect(await findResource(manager, id)).toMatchObject({ organisationId: club!.id });
  await expect(forThem(NOBODY)).rejects.toMatchObject({
    reason: { code: "spaces.which_organisation" },
  });
  expect(
    resourceRules.safeParse({ ...form, bookableBy: "organisation" }).error?.issues,
  ).toMatchObject([{ message: "spaces.which_organisation" }]);
  await saveResource(manager, id, spaceId, rules({ kind: "room", organisationId: club!.id }));
  expect(await findResource(manager, id)).toMatchObject({ organisationId: null });
});

test("a room with bookings to come stays what it is; smaller or out of service, it says which no longer fit", async ({
  ctx,
  given,
}) => {
  const room = await given.room({ capacity: 14 });
  const { id, spaceId } = room;
  const manager = given.as(ctx, await given.staff(spaceId));
  const at = (day: number, hour: number) =>
    Temporal.Instant.from(`2026-03-0${day}T${String(hour).padStart(2, "0")}:00:00+01:00`);
  const book = (day: number, people: number) =>
    requestBooking(ctx, {
      roomId: id,
      start: at(day, 10),
      end: at(day, 11),
      people,
      equipment: [],
      purpose: "",
    });
  const [large, small] = [await book(3, 12), await book(5, 4)];
  const unfit = async () =>
    (await bookingsOfUnfitRooms(manager, spaceId)).map((booking) => booking.id);
  expect(await unfit()).toEqual([]);

  const asRoom = (more = {}) => rules({ kind: "room", name: "Atelier", capacity: "14", ...more });
  for (const kind of ["stock", "item", "desk"])
    await expect(
      saveResource(manager, id, spaceId, asRoom({ kind, equipmentKind: "laptop" })),
    ).rejects.toMatchObject({
      reason: { code: "spaces.kind_is_booked" },
    });

  // Decided: they stay, and are listed until somebody moves them.
  const decided = [large.id, small.id];
  await saveResource(manager, id, spaceId, asRoom({ capacity: "6" }), decided);
  expect(await unfit()).toEqual([large.id]);
  await saveResource(
    manager,
    id,
    spaceId,
    asRoom({ outOfServiceReason: "Leak", outOfServiceUntil: "2026-03-05" }),
    decided,
  );
  expect(await unfit()).toEqual([large.id]);
  await saveResource(manager, id, spaceId, asRoom({ outOfServiceReason: "Leak" }), decided);
  expect(await unfit()).toEqual([large.id, small.id]);
  await saveResource(manager, id, spaceId, asRoom());
  expect(await unfit()).toEqual([]);
});
