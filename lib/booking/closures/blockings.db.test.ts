import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { bookingWaits } from "#db/schema/booking.ts";
import { organisations, roleAssignments } from "#db/schema/identity.ts";
import { changeBooking } from "#lib/booking/bookings/commands.ts";
import { bookAsGuest } from "#lib/booking/bookings/guest-requests.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { sweepBookings } from "#lib/booking/bookings/sweep.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import { findFreeTimes } from "#lib/booking/search/free-times.ts";
import { NOW, test } from "#testing/database.ts";
import {
  type BlockingPlan,
  blockingsOf,
  endBlocking,
  keepForGroup,
  previewBlocking,
} from "./blockings.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const asked = (roomId: string, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose: "",
});
const refused = (code: string) => ({ reason: { code } });
const kept = { kind: "invalid", reason: { code: "booking.kept_for_others", group: "Repair café" } };
const plan = (spaceId: string, change: Partial<BlockingPlan> = {}): BlockingPlan => ({
  spaceId,
  roomIds: [],
  from: Temporal.PlainDateTime.from("2026-03-03T09:00"),
  to: Temporal.PlainDateTime.from("2026-03-03T12:00"),
  repeat: "once",
  until: null,
  title: "Repair café",
  organisationId: null,
  role: "learner",
  emails: [],
  ...change,
});

test("a room kept for a group is neither shown free to others nor booked by them, and the group books in it", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const { slug } = { slug: (await findAvailability(ctx, asked(id))).items[0]!.spaceSlug };
  const staff = given.as(ctx, await given.staff(spaceId));
  const member = given.as(ctx, await given.person([{ role: "learner", spaceId }]));
  const elsewhere = given.as(
    ctx,
    await given.person([{ role: "learner", spaceId: (await given.space()).id }]),
  );
  const visitor = { ...ctx, actor: { kind: "visitor" as const } };
  await keepForGroup(staff, plan(spaceId));

  for (const other of [ctx, elsewhere]) {
    const { items, alternatives } = await findAvailability(other, { ...asked(id), roomId: id });
    expect(items).toEqual([]);
    expect(alternatives[0]?.start).toBe(at("12:00").toString());
    await expect(requestBooking(other, asked(id))).rejects.toMatchObject(kept);
  }
  const { purpose: _, ...input } = asked(id);
  const guest = {
    ...input,
    name: "Fatima",
    email: "",
    phone: "0470 12 34 56",
    locale: "nl" as const,
  };
  await expect(bookAsGuest(visitor, guest, crypto.randomUUID())).rejects.toMatchObject(kept);
  const times = { spaceSlug: slug, people: 4, minutes: 60, equipment: [], roomId: id };
  const day = { start: at("00:00"), end: at("23:59") };
  const starts = async (who: typeof ctx) =>
    (await findFreeTimes(who, times, day)).map(({ during }) => during.start.toString());
  expect(await starts(ctx)).not.toContain(at("11:30").toString());
  expect(await starts(ctx)).toContain(at("12:00").toString());
  expect(await starts(member)).toContain(at("11:30").toString());

  expect((await findAvailability(member, { ...asked(id), roomId: id })).items).toHaveLength(1);
  await expect(requestBooking(member, asked(id))).resolves.toMatchObject({ status: "confirmed" });
  await expect(requestBooking(staff, asked(id, "11:00", "12:00"))).resolves.toBeTruthy();
  const later = await requestBooking(ctx, asked(id, "13:00", "14:00"));
  const intoIt = { start: at("09:00"), end: at("10:00"), people: 4, version: 1 };
  await expect(changeBooking(ctx, later.id, intoIt)).rejects.toMatchObject(kept);
});

describe("a group is", () => {
  test("an organisation, or people by their addresses; a helper without them stays outside", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    const [organisation] = await ctx.db
      .insert(organisations)
      .values({ name: "Ligo", country: "BE" })
      .returning();
    const ofLigo = await given.person();
    await ctx.db
      .insert(roleAssignments)
      .values({ personId: ofLigo.personId, role: "partner", organisationId: organisation!.id });
    const named = await given.person([], { email: "named@trivium.test" });
    const change = { organisationId: organisation!.id, role: null, emails: ["Named@trivium.test"] };
    await keepForGroup(staff, plan(spaceId, change));
    expect(await blockingsOf(staff, spaceId)).toMatchObject([
      { title: "Repair café", organisation: "Ligo", role: null, members: 1, roomNames: [] },
    ]);
    await expect(requestBooking(ctx, asked(id))).rejects.toMatchObject(kept);
    await expect(
      requestBooking(given.as(ctx, ofLigo), asked(id, "09:00", "10:00")),
    ).resolves.toBeTruthy();
    await expect(requestBooking(given.as(ctx, named), asked(id))).resolves.toBeTruthy();
  });

  test("the answer is the same for an address that somebody has and one that nobody has", async ({
    ctx,
    given,
  }) => {
    const { spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    await given.person([], { email: "known@trivium.test" });
    const gone = await given.person([], { email: "gone@trivium.test" });
    await ctx.db.execute(sql`update person set disabled_at = now() where id = ${gone.personId}`);
    const seen: unknown[] = [];
    for (const address of ["known", "nobody", "gone"]) {
      const emails = [`${address}@trivium.test`, `${address.toUpperCase()}@trivium.test`];
      const { id } = await keepForGroup(staff, plan(spaceId, { role: null, emails }));
      seen.push((await blockingsOf(staff, spaceId)).map((blocking) => ({ ...blocking, id: "" })));
      await endBlocking(staff, id);
    }
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    expect(seen[0]).toMatchObject([{ members: 1 }]);
  });

  test("never nobody, nor made by others than staff", async ({ ctx, given }) => {
    const { spaceId } = await given.room();
    const staff = given.as(ctx, await given.staff(spaceId));
    const keep = (who: typeof ctx, change: Partial<BlockingPlan>) =>
      keepForGroup(who, plan(spaceId, change));
    await expect(keep(staff, { role: null })).rejects.toMatchObject(
      refused("blockings.for_nobody"),
    );
    await expect(keep(staff, { title: " " })).rejects.toMatchObject(
      refused("blockings.needs_title"),
    );
    await expect(keep(ctx, {})).rejects.toMatchObject({ kind: "forbidden" });
    expect(await blockingsOf(staff, spaceId)).toEqual([]);
  });
});

test("who is there already stays, and is shown before; what repeats is kept each time", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const there = await requestBooking(ctx, asked(id));
  const weekly = plan(spaceId, { repeat: "weekly", until: Temporal.PlainDate.from("2026-03-17") });
  const preview = await previewBlocking(staff, weekly);
  expect(preview.there.map((booking) => booking.id)).toEqual([there.id]);
  expect(preview.windows).toHaveLength(3);
  await keepForGroup(staff, weekly);
  await expect(
    changeBooking(ctx, there.id, { start: at("10:00"), end: at("11:00"), people: 5, version: 1 }),
  ).rejects.toMatchObject(kept);
  const nextWeek = (time: string) => at(time).add({ hours: 24 * 7 });
  const later = { ...asked(id), start: nextWeek("10:00"), end: nextWeek("11:00") };
  await expect(requestBooking(ctx, later)).rejects.toMatchObject(kept);
});

test("the waiting list respects a group, and is asked again when the rooms are given back", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room();
  const staff = given.as(ctx, await given.staff(spaceId));
  const { id: blockingId } = await keepForGroup(staff, plan(spaceId));
  const { personId } = await given.person();
  await ctx.db.insert(bookingWaits).values({
    spaceId,
    roomId: id,
    during: { start: at("10:00"), end: at("11:00") },
    people: 4,
    personId,
  });
  await sweepBookings(ctx.db, NOW);
  const statuses = async () =>
    (await ctx.db.select().from(bookingWaits)).map(({ status }) => status);
  expect(await statuses()).toEqual(["waiting"]);
  await expect(endBlocking(ctx, blockingId)).rejects.toMatchObject({ kind: "forbidden" });
  await endBlocking(staff, blockingId);
  expect(await statuses()).toEqual(["offered"]);
});

describe("a room that is kept for one group", () => {
  test("is kept for no other at the same time: the second hears of the first, before and when it would", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const { id: beside } = await given.room({ spaceId, name: "Beside" });
    const hall = await given.room({ spaceId, name: "Hall", madeOf: [id, beside].sort() });
    const staff = given.as(ctx, await given.staff(spaceId));
    const first = await keepForGroup(staff, plan(spaceId, { roomIds: [id], title: "Repair café" }));
    const taken = {
      kind: "conflict",
      reason: { code: "blockings.kept_already", group: "Repair café", room: "Atelier" },
    };
    for (const roomIds of [[id], [hall.id], []]) {
      const second = plan(spaceId, { roomIds, title: "Chess" });
      await expect(previewBlocking(staff, second)).rejects.toMatchObject(taken);
      await expect(keepForGroup(staff, second)).rejects.toMatchObject(taken);
    }
    await keepForGroup(staff, plan(spaceId, { roomIds: [beside], title: "Chess" }));
    await endBlocking(staff, first.id);
    await keepForGroup(staff, plan(spaceId, { roomIds: [id], title: "Chess" }));
  });
});
