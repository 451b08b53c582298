import { eq } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { cancelSession, planSession } from "./commands.ts";
import { enrol, withdraw } from "./enrolment.ts";
import { placeOf, readSession } from "./queries.ts";

describe("planning a session", () => {
  test("books its room in the same step, or does neither", async ({ ctx, given }) => {
    const { room, facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const learner = given.as(ctx, await given.person());

    const booked = {
      roomId: room.id,
      start: at("11:00"),
      end: at("13:00"),
      people: 2,
      equipment: [],
      purpose: "",
    };
    await expect(requestBooking(learner, booked)).rejects.toMatchObject({ kind: "conflict" });
    await expect(
      planSession(facilitator, { ...plan, start: at("11:00"), end: at("13:00") }),
    ).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "booking.slot_taken" },
      details: { alternatives: expect.any(Array) },
    });
    expect(await ctx.db.select({ id: sessions.id }).from(sessions)).toEqual([{ id }]);
  });

  test("is for those who plan in that space", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const elsewhere = await given.space();
    await expect(planSession(ctx, plan)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      planSession(facilitator, { ...plan, spaceSlug: elsewhere.slug }),
    ).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("takes no room of another space", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const other = await given.room();
    await expect(planSession(facilitator, { ...plan, roomId: other.id })).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});

describe("the booking of a session", () => {
  test("takes the session along when it moves", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const { bookingId } = (await readSession(ctx.db, id))!;
    await changeBooking(facilitator, bookingId!, {
      start: at("14:00"),
      end: at("16:00"),
      people: 2,
      version: 1,
    });

    expect((await readSession(ctx.db, id))?.during).toEqual({
      start: at("14:00"),
      end: at("16:00"),
    });
  });

  test("is not given away while the session is planned, and free when it is cancelled", async ({
    ctx,
    given,
  }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const { bookingId } = (await readSession(ctx.db, id))!;
    const learner = given.as(ctx, await given.person());
    await enrol(learner, id);

    await expect(cancelBooking(facilitator, bookingId!)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "booking.belongs_to_session" },
    });
    await cancelSession(facilitator, id);
    const [booking] = await ctx.db.select().from(bookings).where(eq(bookings.id, bookingId!));
    expect(booking?.status).toBe("cancelled");
    const told = await ctx.db
      .select()
      .from(outboxMessages)
      .where(eq(outboxMessages.template, "session-cancelled"));
    expect(told).toHaveLength(1);
    await expect(enrol(learner, id)).rejects.toMatchObject({
      reason: { code: "sessions.is_cancelled" },
    });
  });
});

describe("the waiting list", () => {
  test("moves up in its order, in the step that frees a place", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const people: Context[] = [];
    for (let at = 0; at < 5; at += 1) people.push(given.as(ctx, await given.person()));
    for (const person of people) await enrol(person, id);
    const places = async () => {
      const held = [];
      for (const person of people) held.push(await placeOf(person, id));
      return held;
    };

    expect(await places()).toMatchObject([
      { status: "enrolled" },
      { status: "enrolled" },
      { status: "waiting", position: 1 },
      { status: "waiting", position: 2 },
      { status: "waiting", position: 3 },
    ]);
    await withdraw(people[3]!, id);
    await withdraw(people[0]!, id);
    await enrol(people[3]!, id);
    expect(await places()).toMatchObject([
      null,
      { status: "enrolled" },
      { status: "enrolled" },
      { status: "waiting", position: 2 },
      { status: "waiting", position: 1 },
    ]);
  });

  test("counts one person once", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const learner = given.as(ctx, await given.person());
    await enrol(learner, id);
    expect(await enrol(learner, id)).toEqual({ status: "enrolled" });
    expect(await ctx.db.select().from(enrolments)).toHaveLength(1);
  });
});

plain(
  "thirty ask for five places at once, and some give theirs back: never more than five, nobody forgotten",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(30);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 5 });
    const { id } = await planSession(facilitator, plan);
    const people = await Promise.all(
      Array.from({ length: 30 }, async () => given.as(ctx, await given.person())),
    );

    const given5 = await Promise.all(people.map((person) => enrol(person, id)));
    expect(given5.filter(({ status }) => status === "enrolled")).toHaveLength(5);

    const leaving = people.filter((_, index) => index % 3 === 0);
    await Promise.all(leaving.map((person) => withdraw(person, id)));
    const rows = await db.select().from(enrolments);
    const inOrder = rows
      .filter(({ status }) => status !== "cancelled")
      .sort((one, other) => Temporal.Instant.compare(one.createdAt, other.createdAt));
    expect(inOrder.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => "enrolled"),
      ...Array.from({ length: 15 }, () => "waiting"),
    ]);
    await expect(
      db.update(enrolments).set({ status: "enrolled" }).where(eq(enrolments.id, inOrder[5]!.id)),
    ).rejects.toMatchObject({ cause: { constraint: "enrolment_places_not_exceeded" } });
    await database.drop();
  },
);
