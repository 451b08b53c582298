import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { resources } from "#db/schema/spaces.ts";
import { cancelBooking, endBookingEarly } from "#lib/booking/bookings/commands.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { planSession } from "#lib/learning/sessions/commands.ts";
import { findResource, saveResource, unfitBookings } from "#lib/places/spaces/resources.ts";
import { type ResourceRules, resourceRules } from "#lib/places/spaces/schema.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { offeredInsteadOf } from "./instead.ts";
import { changeResource } from "./rooms.ts";

const ROOM: ResourceRules = resourceRules.parse({
  kind: "room",
  name: "Atelier",
  capacity: "12",
  quantity: "1",
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
});
const STOCK: ResourceRules = {
  ...ROOM,
  kind: "stock",
  name: "Laptops",
  equipmentKind: "laptop",
  quantity: 12,
};
const asked = (roomId: string, people = 4, start = "10:00", end = "11:00") => ({
  roomId,
  start: at(start),
  end: at(end),
  people,
  equipment: [] as { kind: string; quantity: number }[],
  purpose: "",
});
const refused = (code: string, values = {}) => ({ kind: "conflict", reason: { code, ...values } });

describe("a room that holds fewer people", () => {
  test("is saved only when somebody decided about the bookings that are too large by then", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const manager = given.as(ctx, await given.staff(spaceId));
    const large = await requestBooking(ctx, asked(id, 10));
    const small = await requestBooking(ctx, asked(id, 6, "11:00", "12:00"));
    const lower = { ...ROOM, capacity: 6 };

    await expect(saveResource(manager, id, spaceId, lower)).rejects.toMatchObject(
      refused("spaces.no_longer_fit", { count: 1 }),
    );
    expect(await findResource(manager, id)).toMatchObject({ capacity: 12 });
    expect((await unfitBookings(manager, id, spaceId, lower)).map((booking) => booking.id)).toEqual(
      [large.id],
    );

    await changeResource(manager, id, spaceId, lower, { what: "keep", seen: [large.id] });
    expect(await findResource(manager, id)).toMatchObject({ capacity: 6 });
    for (const { id: kept } of [large, small])
      expect(await findBooking(ctx, kept)).toMatchObject({ status: "confirmed" });
    // It was decided about: nothing is asked again when something else changes.
    await saveResource(manager, id, spaceId, { ...lower, name: "Small" });
  });

  test("cancels what does not fit when asked to, and offers another room", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    await given.room({ spaceId, name: "Other" });
    const manager = given.as(ctx, await given.staff(spaceId));
    const large = await requestBooking(ctx, asked(id, 10));
    const decision = { what: "cancel" as const, seen: [large.id] };
    expect(await changeResource(manager, id, spaceId, { ...ROOM, capacity: 6 }, decision)).toEqual({
      cancelled: 1,
      offered: 1,
    });
    expect(await findBooking(ctx, large.id)).toMatchObject({ status: "cancelled" });
    expect(await offeredInsteadOf(ctx, large.id)).toMatchObject({ roomName: "Other" });
  });

  test("asks again about a booking that came meanwhile, and cancels nothing then", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const manager = given.as(ctx, await given.staff(spaceId));
    const first = await requestBooking(ctx, asked(id, 10));
    await requestBooking(ctx, asked(id, 9, "11:00", "12:00"));
    const decision = { what: "cancel" as const, seen: [first.id] };
    await expect(
      changeResource(manager, id, spaceId, { ...ROOM, capacity: 6 }, decision),
    ).rejects.toMatchObject(refused("spaces.no_longer_fit", { count: 1 }));
    expect(await findBooking(ctx, first.id)).toMatchObject({ status: "confirmed" });
  });

  test("counts the seats of rooms that are booked together, and nothing that is over or cancelled", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const other = await given.room({ spaceId, name: "Other" });
    const manager = given.as(ctx, await given.staff(spaceId));
    const together = { ...asked(id, 16), resources: [id, other.id] };
    const { id: both } = await requestBooking(ctx, together);
    const cancelled = await requestBooking(ctx, asked(id, 12, "13:00", "14:00"));
    await cancelBooking(ctx, cancelled.id);
    await saveResource(manager, id, spaceId, { ...ROOM, capacity: 6 });
    await expect(
      saveResource(manager, id, spaceId, { ...ROOM, capacity: 3 }),
    ).rejects.toMatchObject(refused("spaces.no_longer_fit"));
    await saveResource({ ...manager, now: at("11:00") }, id, spaceId, { ...ROOM, capacity: 3 });
    expect(await findBooking(ctx, both)).toMatchObject({ status: "confirmed" });
  });

  test("cancels no session: that is for whoever plans it", async ({ ctx, given }) => {
    const { facilitator, plan, room, space } = await sessionToPlan(ctx, given, { places: 30 });
    await planSession(facilitator, plan);
    const manager = given.as(ctx, await given.staff(space.id));
    const lower = { ...ROOM, capacity: 6 };
    const [session] = await unfitBookings(manager, room.id, space.id, lower);
    expect(session?.session).toMatchObject({ nl: "Mailen" });
    await expect(
      changeResource(manager, room.id, space.id, lower, { what: "cancel", seen: [session!.id] }),
    ).rejects.toMatchObject(refused("booking.closure_hits_session", { count: 1 }));
    await changeResource(manager, room.id, space.id, lower, { what: "keep", seen: [session!.id] });
    expect(await findResource(manager, room.id)).toMatchObject({ capacity: 6 });
  });
});

describe("what is out of service", () => {
  const out = (until: string | null) => ({
    ...ROOM,
    outOfServiceReason: "Leak",
    outOfServiceUntil: until ? Temporal.Instant.from(until) : null,
  });

  test.for<[string, string | null, boolean]>([
    ["until a day after the booking", "2026-03-05T00:00:00+01:00", true],
    ["without an end", null, true],
    ["until it begins", "2026-03-03T10:00:00+01:00", false],
  ])("%s", async ([, until, concerned], { ctx, given }) => {
    const { id, spaceId } = await given.room();
    const manager = given.as(ctx, await given.staff(spaceId));
    const booking = await requestBooking(ctx, asked(id));
    const unfit = await unfitBookings(manager, id, spaceId, out(until));
    expect(unfit.map((one) => one.id)).toEqual(concerned ? [booking.id] : []);
    const saved = saveResource(manager, id, spaceId, out(until));
    if (concerned) await expect(saved).rejects.toMatchObject(refused("spaces.no_longer_fit"));
    else await saved;
  });

  test("concerns the hall that it is half of, and no booking that was decided about already", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const half = await given.room({ spaceId, name: "Half" });
    const hall = await given.room({
      spaceId,
      name: "Hall",
      capacity: 24,
      madeOf: [id, half.id].sort(),
    });
    const manager = given.as(ctx, await given.staff(spaceId));
    const booking = await requestBooking(ctx, asked(hall.id, 20));
    const soon = out("2026-03-05T00:00:00+01:00");
    await expect(saveResource(manager, id, spaceId, soon)).rejects.toMatchObject(
      refused("spaces.no_longer_fit", { count: 1 }),
    );
    await changeResource(manager, id, spaceId, soon, { what: "keep", seen: [booking.id] });
    await saveResource(manager, id, spaceId, out("2026-03-06T00:00:00+01:00"));
  });

  test("concerns bookings that have its pieces, and those in the space that borrowed them by its name only", async ({
    ctx,
    given,
  }) => {
    const home = await given.room();
    const away = await given.room({ spaceId: (await given.space({ name: "Le Tiers-Lieu" })).id });
    const stock = await given.stock(home.spaceId, { lendable: true });
    const manager = given.as(ctx, await given.staff(home.spaceId));
    const laptops = [{ kind: "laptop", quantity: 2 }];
    await requestBooking(ctx, { ...asked(home.id), equipment: laptops, purpose: "Job letters" });
    await requestBooking(ctx, {
      ...asked(away.id, 4, "13:00", "14:00"),
      equipment: laptops,
      purpose: "Secret",
    });
    const broken = {
      ...STOCK,
      lendable: true,
      outOfServiceReason: "Stolen",
      outOfServiceUntil: null,
    };
    const unfit = await unfitBookings(manager, stock.id, home.spaceId, broken);
    expect(unfit.map(({ title }) => title)).toEqual(["Job letters", "Le Tiers-Lieu"]);
    const seen = unfit.map(({ id }) => id);
    await expect(
      changeResource(manager, stock.id, home.spaceId, broken, { what: "cancel", seen }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    // To lend them no longer concerns the other space alone.
    const kept = await unfitBookings(manager, stock.id, home.spaceId, {
      ...STOCK,
      lendable: false,
    });
    expect(kept.map(({ title }) => title)).toEqual(["Le Tiers-Lieu"]);
  });
});

test("pieces are not lent to one while another takes them home", async ({ serverUrl }) => {
  const database = await freshDatabase(serverUrl);
  const { db } = database.connect(4);
  const given = givenOn(db);
  const home = await given.room();
  const away = await given.room({ spaceId: (await given.space({ name: "Le Tiers-Lieu" })).id });
  const stock = await given.stock(home.spaceId, { lendable: true });
  const [borrower, manager] = [await given.person(), await given.staff(home.spaceId)];
  const as = (actor: PersonActor): Context => ({
    actor,
    now: NOW,
    db,
    requestId: crypto.randomUUID(),
  });
  for (let round = 0; round < 24; round += 1) {
    await db.update(resources).set({ lendable: true }).where(eq(resources.id, stock.id));
    const request = { ...asked(away.id), equipment: [{ kind: "laptop", quantity: 2 }] };
    const [booked, saved] = await Promise.allSettled([
      requestBooking(as(borrower), request),
      saveResource(as(manager), stock.id, home.spaceId, { ...STOCK, lendable: false }),
    ]);
    // One of the two was first, and the other was told.
    expect([booked.status, saved.status].sort()).toEqual(["fulfilled", "rejected"]);
    if (booked.status === "fulfilled") await cancelBooking(as(borrower), booked.value.id);
    else expect(booked.reason).toBeInstanceOf(DomainError);
  }
  await database.drop();
});

test("a projector that leaves the room concerns who asked for it, unless a stock gives another", async ({
  ctx,
  given,
}) => {
  const { id, spaceId } = await given.room({ features: ["projector", "whiteboard"] });
  const manager = given.as(ctx, await given.staff(spaceId));
  const projector = [{ kind: "projector", quantity: 1 }];
  const booking = await requestBooking(ctx, { ...asked(id), equipment: projector });
  await requestBooking(ctx, asked(id, 4, "11:00", "12:00"));
  const without = { ...ROOM, features: ["whiteboard"] };
  const unfit = await unfitBookings(manager, id, spaceId, without);
  expect(unfit.map((one) => one.id)).toEqual([booking.id]);
  expect(await unfitBookings(manager, id, spaceId, { ...ROOM, features: ["projector"] })).toEqual(
    [],
  );
});

describe("what something is", () => {
  test("stays while it is booked or waited for", async ({ ctx, given }) => {
    const { id, spaceId } = await given.room();
    const manager = given.as(ctx, await given.staff(spaceId));
    const stock = await given.stock(spaceId);
    const input = { ...asked(id), equipment: [{ kind: "laptop", quantity: 2 }] };
    const booking = await requestBooking(ctx, input);

    const kinds: [string, ResourceRules][] = [
      [id, { ...STOCK, name: "Atelier" }],
      [stock.id, { ...ROOM, name: "Laptops" }],
      [stock.id, { ...STOCK, equipmentKind: "camera" }],
    ];
    for (const [what, rules] of kinds)
      await expect(saveResource(manager, what, spaceId, rules)).rejects.toMatchObject(
        refused("spaces.kind_is_booked"),
      );
    await cancelBooking(ctx, booking.id);
    await saveResource(manager, id, spaceId, { ...STOCK, name: "Atelier" });
    await saveResource(manager, stock.id, spaceId, { ...STOCK, equipmentKind: "camera" });
  });

  test("stays a room as long as a hall is made of it, or equipment stays in it", async ({
    ctx,
    given,
  }) => {
    const { id, spaceId } = await given.room();
    const half = await given.room({ spaceId, name: "Half" });
    await given.room({ spaceId, name: "Hall", capacity: 24, madeOf: [id, half.id].sort() });
    const quiet = await given.room({ spaceId, name: "Quiet" });
    await given.stock(spaceId, { staysIn: quiet.id });
    const manager = given.as(ctx, await given.staff(spaceId));
    for (const needed of [id, quiet.id])
      await expect(saveResource(manager, needed, spaceId, STOCK)).rejects.toMatchObject(
        refused("spaces.kind_is_needed"),
      );
  });
});

test("an ended booking asks for no decision", async ({ ctx, given }) => {
  const { id, spaceId } = await given.room();
  const manager = given.as(ctx, await given.staff(spaceId));
  const booking = await requestBooking(ctx, asked(id, 10, "10:00", "12:00"));
  const during = { ...ctx, now: at("10:30") };
  await endBookingEarly(during, booking.id);
  await saveResource({ ...manager, now: at("10:30") }, id, spaceId, { ...STOCK, name: "Atelier" });
});
