import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { outboxMessages } from "#db/schema/platform.ts";
import { changeBooking } from "#lib/booking/bookings/commands.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { changeSession } from "./change.ts";
import { planSession } from "./commands.ts";
import { enrol } from "./enrolment.ts";
import { placeOf, readSession } from "./queries.ts";

async function told(ctx: Context, template: string) {
  return ctx.db
    .select({ personId: outboxMessages.personId, data: outboxMessages.data })
    .from(outboxMessages)
    .where(eq(outboxMessages.template, template));
}

describe("changing a session", () => {
  test("moves its room along, and tells whoever has a place or waits", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 1 });
    const { id } = await planSession(facilitator, plan);
    const learner = given.as(ctx, await given.person());
    const waiter = given.as(ctx, await given.person());
    await enrol(learner, id);
    await enrol(waiter, id);

    const { version } = await changeSession(facilitator, id, {
      version: 1,
      start: at("14:00"),
      end: at("16:00"),
      title: { nl: "Mailen met je telefoon" },
    });
    const session = (await readSession(ctx.db, id))!;
    expect(session).toMatchObject({
      title: { nl: "Mailen met je telefoon" },
      during: { start: at("14:00"), end: at("16:00") },
      version,
    });
    expect((await findBooking(facilitator, session.bookingId!))?.during.start).toEqual(at("14:00"));
    expect(
      new Map((await told(ctx, "session-moved")).map((one) => [one.personId, one.data.status])),
    ).toEqual(
      new Map([
        [learner.actor.kind === "person" && learner.actor.personId, "enrolled"],
        [waiter.actor.kind === "person" && waiter.actor.personId, "waiting"],
      ]),
    );
    await expect(changeSession(facilitator, id, { version: 1, places: 5 })).rejects.toMatchObject({
      reason: { code: "sessions.changed_meanwhile" },
    });
  });

  test("is told as well when somebody moves its booking in the calendar", async ({
    ctx,
    given,
  }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    await enrol(given.as(ctx, await given.person()), id);
    const { bookingId } = (await readSession(ctx.db, id))!;
    await changeBooking(facilitator, bookingId!, {
      start: at("13:00"),
      end: at("15:00"),
      people: 2,
      version: 1,
    });
    expect(await told(ctx, "session-moved")).toHaveLength(1);
  });

  test("of words alone is told to nobody", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    await enrol(given.as(ctx, await given.person()), id);
    await changeSession(facilitator, id, {
      version: 1,
      level: "A2",
      costCents: 500,
      about: "Samen oefenen",
    });
    expect(await readSession(ctx.db, id)).toMatchObject({
      level: "A2",
      costCents: 500,
      version: 2,
    });
    expect(await told(ctx, "session-moved")).toEqual([]);
  });

  test("to a time its room is taken keeps everything as it was, and says what is free", async ({
    ctx,
    given,
  }) => {
    const { facilitator, room, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const other = { roomId: room.id, people: 2, equipment: [], purpose: "" };
    await requestBooking(facilitator, { ...other, start: at("14:00"), end: at("15:00") });
    await expect(
      changeSession(facilitator, id, {
        version: 1,
        start: at("14:00"),
        end: at("16:00"),
        about: "Later",
      }),
    ).rejects.toMatchObject({
      reason: { code: "booking.slot_taken" },
      details: { alternatives: expect.any(Array) },
    });
    expect(await readSession(ctx.db, id)).toMatchObject({
      about: "",
      version: 1,
      during: { start: at("10:00") },
    });
  });

  test("gives places that are added to whoever waits longest, and takes none away from those who have one", async ({
    ctx,
    given,
  }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given, { places: 1 });
    const { id } = await planSession(facilitator, plan);
    const people: Context[] = [];
    for (let n = 0; n < 4; n += 1) people.push(given.as(ctx, await given.person()));
    for (const person of people) await enrol(person, id);

    await changeSession(facilitator, id, { version: 1, places: 3 });
    const places = [];
    for (const person of people) places.push((await placeOf(person, id))?.status);
    expect(places).toEqual(["enrolled", "enrolled", "enrolled", "waiting"]);
    expect(await told(ctx, "session-moved-up")).toHaveLength(2);
    await expect(changeSession(facilitator, id, { version: 2, places: 2 })).rejects.toMatchObject({
      kind: "invalid",
      reason: { code: "sessions.fewer_than_enrolled", count: 3 },
    });
    await expect(changeSession(facilitator, id, { version: 2, places: 3 })).resolves.toMatchObject({
      id,
    });
  });

  test("is for those who plan in its space", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const elsewhere = await given.space();
    const other = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: elsewhere.id }]),
    );
    await expect(changeSession(other, id, { version: 1, places: 9 })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});
