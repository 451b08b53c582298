import { eq } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { sessions } from "#db/schema/sessions.ts";
import { changeBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { at, jointToPlan } from "#testing/sessions.ts";
import { changeSession } from "./change.ts";
import { cancelSession, planSession } from "./commands.ts";
import { enrol } from "./enrolment.ts";
import { listSessions, placeOf, readSession } from "./queries.ts";
import { sessionFilter } from "./schema.ts";

describe("a joint session", () => {
  test("takes a room in each of two spaces, or none", async ({ ctx, given }) => {
    const { salle, over, facilitator, plan } = await jointToPlan(ctx, given);
    const wanted = { roomId: salle.id, people: 2, equipment: [], purpose: "" };
    const staff = given.as(ctx, await given.staff(over.id));
    const blocking = await requestBooking(staff, {
      ...wanted,
      start: at("11:00"),
      end: at("13:00"),
    });
    await expect(planSession(facilitator, plan)).rejects.toMatchObject({
      reason: { code: "booking.slot_taken" },
      details: { alternatives: expect.any(Array) },
    });
    expect(await ctx.db.select().from(sessions)).toEqual([]);
    expect(await ctx.db.select({ id: bookings.id }).from(bookings)).toEqual([{ id: blocking.id }]);

    await expect(
      planSession(facilitator, { ...plan, start: at("14:00"), end: at("16:00") }),
    ).resolves.toMatchObject({ id: expect.any(String) });
    expect(await ctx.db.select().from(bookings)).toHaveLength(3);
  });

  test("is one in the programme, seen from both its places, each with places of its own", async ({
    ctx,
    given,
  }) => {
    const { facilitator, plan, space, over } = await jointToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const here = (await readSession(ctx.db, id))!;
    const there = (await readSession(ctx.db, here.other!.id))!;
    expect(here).toMatchObject({
      places: 2,
      facilitatorRemote: false,
      other: { spaceName: "Le Tiers-Lieu", country: "FR", places: 1, facilitatorRemote: true },
    });
    expect(there).toMatchObject({ places: 1, facilitatorRemote: true, other: { id, places: 2 } });
    for (const slug of ["", space.slug, over.slug]) {
      const { items, total } = await listSessions(ctx, sessionFilter.parse({ space: slug }));
      expect([total, items.map((item) => item.jointId)]).toEqual([1, [here.jointId]]);
    }

    const learner = given.as(ctx, await given.person());
    await enrol(learner, there.id);
    await expect(enrol(learner, here.id)).rejects.toMatchObject({
      reason: { code: "sessions.has_other_place", place: "Le Tiers-Lieu" },
    });
    expect(await enrol(given.as(ctx, await given.person()), there.id)).toEqual({
      status: "waiting",
    });
    expect(await enrol(given.as(ctx, await given.person()), here.id)).toEqual({
      status: "enrolled",
    });
  });

  test("moves in both places, and goes in both", async ({ ctx, given }) => {
    const { facilitator, plan } = await jointToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const other = (await readSession(ctx.db, id))!.other!.id;
    for (const place of [id, other]) await enrol(given.as(ctx, await given.person()), place);
    await changeSession(facilitator, id, {
      version: 1,
      start: at("13:00"),
      end: at("14:00"),
      places: 5,
    });
    expect(await readSession(ctx.db, other)).toMatchObject({
      during: { start: at("13:00"), end: at("14:00") },
      places: 1,
      other: { places: 5 },
    });
    const letters = (template: string) =>
      ctx.db.select().from(outboxMessages).where(eq(outboxMessages.template, template));
    expect(await letters("session-moved")).toHaveLength(2);

    await cancelSession(facilitator, other);
    expect((await ctx.db.select().from(sessions)).map(({ status }) => status)).toEqual([
      "cancelled",
      "cancelled",
    ]);
    expect(await letters("session-cancelled")).toHaveLength(2);
  });

  test("is planned by somebody who may in both spaces, and not twice in one", async ({
    ctx,
    given,
  }) => {
    const { space, facilitator, plan } = await jointToPlan(ctx, given);
    const oneSide = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
    await expect(planSession(oneSide, plan)).rejects.toMatchObject({ kind: "forbidden" });
    const { roomId } = plan;
    await expect(
      planSession(facilitator, {
        ...plan,
        joint: { ...plan.joint, spaceSlug: space.slug, roomId: roomId ?? "" },
      }),
    ).rejects.toMatchObject({ reason: { code: "sessions.joint_same_space" } });
  });
});

plain(
  "two who plan the same two places from either side at once: one has both rooms, nobody half, no chain is broken",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(16);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const { facilitator, plan, space, room, over, salle } = await jointToPlan(ctx, given);
    const mirrored = {
      ...plan,
      spaceSlug: over.slug,
      roomId: salle.id,
      joint: { ...plan.joint, spaceSlug: space.slug, roomId: room.id },
    };
    const hours = ["09:00", "11:00", "13:00", "15:00"];
    const outcomes = await Promise.allSettled(
      hours.flatMap((start) =>
        [plan, mirrored, plan, mirrored].map((one) =>
          planSession(facilitator, { ...one, start: at(start), end: at(start).add({ hours: 1 }) }),
        ),
      ),
    );
    const lost = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(lost).toHaveLength(12);
    for (const { reason } of lost)
      expect(reason).toMatchObject({ reason: { code: "booking.slot_taken" } });
    const made = await db.select().from(sessions);
    expect(made).toHaveLength(8);
    for (const pair of Map.groupBy(made, ({ jointId }) => jointId).values())
      expect(new Set(pair.map(({ spaceId }) => spaceId))).toEqual(new Set([space.id, over.id]));
    expect((await verifyAudit(db)).firstBroken).toBeNull();

    // One of its rooms alone does not move away from the other.
    const [one] = made;
    const start = at("16:00");
    await expect(
      changeBooking(facilitator, one!.bookingId!, {
        start,
        end: start.add({ hours: 1 }),
        people: 1,
        version: 1,
      }),
    ).rejects.toMatchObject({ reason: { code: "booking.belongs_to_joint_session" } });
    const { version } = (await readSession(db, one!.id))!;
    await changeSession(facilitator, one!.id, { version, start, end: start.add({ hours: 1 }) });

    const learner = given.as(ctx, await given.person());
    const other = (await readSession(db, one!.id))!.other!.id;
    const tries = await Promise.allSettled([enrol(learner, one!.id), enrol(learner, other)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(
      [await placeOf(learner, one!.id), await placeOf(learner, other)].filter(Boolean),
    ).toHaveLength(1);
    await database.drop();
  },
);
