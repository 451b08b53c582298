import { eq } from "drizzle-orm";
import { describe, expect, test as plain } from "vitest";
import { bookings } from "#db/schema/booking.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { courses, enrolments, sessions } from "#db/schema/sessions.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { cancelSeries, changeSeries } from "#lib/booking/series/change.ts";
import type { Choice } from "#lib/booking/series/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { at, courseToPlan } from "#testing/sessions.ts";
import { changeSession } from "./change.ts";
import { cancelSession } from "./commands.ts";
import { planCourse } from "./courses.ts";
import { enrol, withdraw } from "./enrolment.ts";
import { datesOf, listSessions, placeOf, readSession } from "./queries.ts";
import { NO_NEEDS, sessionFilter } from "./schema.ts";

const REFUSE: Choice = { decisions: [], onConflict: "refuse" };
const second = Temporal.PlainDateTime.from("2026-03-10T10:00");

async function letters(ctx: Context, template: string) {
  return ctx.db.select().from(outboxMessages).where(eq(outboxMessages.template, template));
}

describe("a course", () => {
  test("is planned with every date checked and decided, or not at all", async ({ ctx, given }) => {
    const { facilitator, room, course } = await courseToPlan(ctx, given);
    const start = at("11:00").add({ hours: 7 * 24 });
    await requestBooking(facilitator, {
      roomId: room.id,
      start,
      end: start.add({ hours: 1 }),
      people: 2,
      equipment: [],
      purpose: "Vergadering",
    });
    await expect(planCourse(facilitator, course, REFUSE)).rejects.toMatchObject({
      kind: "conflict",
      reason: { code: "series.clashes", count: 1 },
      details: { dates: [{ occurrence: "2026-03-10T10:00", takenBy: "Vergadering" }] },
    });
    expect(await ctx.db.select().from(sessions)).toEqual([]);
    expect(await ctx.db.select().from(courses)).toEqual([]);
    expect(await ctx.db.select().from(bookings)).toHaveLength(1);

    const skipped = { ...REFUSE, decisions: [{ start: second, action: "skip" as const }] };
    const planned = await planCourse(facilitator, course, skipped);
    expect(planned.sessions.map(({ occurrence }) => occurrence)).toEqual([
      "2026-03-03T10:00",
      "2026-03-17T10:00",
      "2026-03-24T10:00",
    ]);
    expect(planned.skipped).toHaveLength(1);
    const first = await readSession(ctx.db, planned.sessions[0]!.id);
    expect(first).toMatchObject({
      courseId: planned.id,
      courseDates: 3,
      seriesId: expect.any(String),
    });
  });

  test("can be weekly sessions instead: a place for each date, and each in the programme", async ({
    ctx,
    given,
  }) => {
    const { facilitator, course } = await courseToPlan(ctx, given, {
      places: 1,
      enrolment: "each",
    });
    const planned = await planCourse(facilitator, course, REFUSE);
    expect(planned.id).toBeNull();
    expect(await ctx.db.select().from(courses)).toEqual([]);
    const listed = await listSessions(ctx, sessionFilter.parse({}));
    expect(listed.total).toBe(4);
    const [first, secondDate] = planned.sessions.map(({ id }) => id) as [string, string];
    const one = given.as(ctx, await given.person());
    const two = given.as(ctx, await given.person());
    expect(await enrol(one, first)).toEqual({ status: "enrolled" });
    expect(await enrol(two, first)).toEqual({ status: "waiting" });
    expect(await enrol(two, secondDate)).toEqual({ status: "enrolled" });
    await cancelSession(facilitator, first, "this");
    expect((await listSessions(ctx, sessionFilter.parse({}))).total).toBe(3);
  });

  test("stands in the programme once, at its next date", async ({ ctx, given }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    await planCourse(facilitator, course, REFUSE);
    const listed = await listSessions(ctx, sessionFilter.parse({}));
    expect(listed).toMatchObject({
      total: 1,
      items: [{ during: { start: at("10:00") }, courseDates: 4 }],
    });
    const later = await listSessions(ctx, sessionFilter.parse({ from: "2026-03-12" }));
    expect(later.items).toMatchObject([{ during: { start: at("10:00").add({ hours: 14 * 24 }) } }]);
  });

  test("is taken once for all its dates, and so its waiting list moves", async ({ ctx, given }) => {
    const { facilitator, course } = await courseToPlan(ctx, given, { places: 1 });
    const planned = await planCourse(facilitator, course, REFUSE);
    const [first, , third] = planned.sessions.map(({ id }) => id) as [string, string, string];
    const one = given.as(ctx, await given.person());
    const two = given.as(ctx, await given.person());
    expect(await enrol(one, third, { ...NO_NEEDS, childcare: true })).toEqual({
      status: "enrolled",
    });
    expect(await enrol(one, first)).toEqual({ status: "enrolled" });
    expect(await enrol(two, first)).toEqual({ status: "waiting" });
    expect(await ctx.db.select().from(enrolments)).toHaveLength(8);
    expect(await letters(ctx, "session-enrolled")).toHaveLength(1);

    // After the first date: the place in what is left changes hands, who was there stays.
    const later = (who: Context): Context => ({ ...who, now: NOW.add({ hours: 4 * 24 }) });
    await withdraw(later(one), third);
    expect(await placeOf(later(two), third)).toMatchObject({ status: "enrolled" });
    expect(await placeOf(later(two), first)).toMatchObject({ status: "waiting" });
    expect(await placeOf(later(one), first)).toMatchObject({ status: "enrolled", childcare: true });
    expect(await placeOf(later(one), third)).toBeNull();
    expect(await letters(ctx, "session-moved-up")).toHaveLength(1);
  });

  test("loses one date, those from one on, or all; everybody is told once each time", async ({
    ctx,
    given,
  }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    const { id: courseId, sessions: dates } = await planCourse(facilitator, course, REFUSE);
    await enrol(given.as(ctx, await given.person()), dates[0]!.id);
    const planned = async () =>
      (await datesOf(ctx.db, courseId ?? ""))
        .filter(({ status }) => status === "planned")
        .map(({ id }) => id);

    await cancelSession(facilitator, dates[1]!.id);
    expect(await planned()).toEqual([dates[0]!.id, dates[2]!.id, dates[3]!.id]);
    await cancelSession(facilitator, dates[2]!.id, "following");
    expect(await planned()).toEqual([dates[0]!.id]);
    await cancelSession(facilitator, dates[3]!.id, "all");
    expect(await planned()).toEqual([]);
    expect(await letters(ctx, "session-cancelled")).toHaveLength(3);
    expect(new Set((await ctx.db.select().from(bookings)).map(({ status }) => status))).toEqual(
      new Set(["cancelled"]),
    );
  });

  test("changes its words and places as a whole, and one date in its time", async ({
    ctx,
    given,
  }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    const { sessions: dates } = await planCourse(facilitator, course, REFUSE);
    await enrol(given.as(ctx, await given.person()), dates[0]!.id);
    const start = at("14:00").add({ hours: 7 * 24 });
    const { version } = await changeSession(facilitator, dates[1]!.id, {
      version: 1,
      places: 8,
      title: { nl: "Samen mailen" },
      start,
      end: start.add({ hours: 2 }),
    });
    const rows = await ctx.db.select().from(sessions);
    expect(rows.map(({ places, title }) => [places, title.nl])).toEqual(
      Array.from({ length: 4 }, () => [8, "Samen mailen"]),
    );
    expect(rows.filter(({ during }) => during.start.equals(start))).toHaveLength(1);
    expect((await ctx.db.select().from(bookings)).map(({ people }) => people)).toEqual([
      8, 8, 8, 8,
    ]);
    expect(await letters(ctx, "session-moved")).toHaveLength(1);
    expect(version).toBeGreaterThan(1);
  });

  test("moves with its series, and loses no date behind its back", async ({ ctx, given }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    const { sessions: dates } = await planCourse(facilitator, course, REFUSE);
    await enrol(given.as(ctx, await given.person()), dates[0]!.id);
    const { seriesId } = (await readSession(ctx.db, dates[0]!.id))!;
    const moved = await changeSeries(
      facilitator,
      seriesId!,
      {
        scope: "all",
        version: 1,
        from: Temporal.PlainTime.from("13:00"),
        to: Temporal.PlainTime.from("15:00"),
      },
      REFUSE,
    );
    const rows = await ctx.db.select().from(sessions);
    expect(
      rows.map(({ during }) => during.start.toZonedDateTimeISO("Europe/Brussels").hour),
    ).toEqual([13, 13, 13, 13]);
    expect(await letters(ctx, "session-moved")).toHaveLength(1);
    await expect(
      cancelSeries(facilitator, moved.id, { scope: "all", version: moved.version }),
    ).rejects.toMatchObject({ kind: "conflict", reason: { code: "series.belongs_to_course" } });
  });

  test("is planned once under one key", async ({ ctx, given }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    const first = await planCourse(facilitator, course, REFUSE, "key-1");
    expect(await planCourse(facilitator, course, REFUSE, "key-1")).toEqual(first);
    await expect(
      planCourse(facilitator, { ...course, places: 9 }, REFUSE, "key-1"),
    ).rejects.toMatchObject({
      reason: { code: "common.key_reused" },
    });
  });
});

plain(
  "twelve ask for three places in a course at once, and some leave: everybody has all dates or none",
  async () => {
    const database = await freshDatabase();
    const { db } = database.connect(12);
    const given = givenOn(db);
    const ctx: Context = { actor: await given.person(), now: NOW, db, requestId: "test" };
    const { facilitator, course } = await courseToPlan(ctx, given, { places: 3 });
    const { sessions: dates } = await planCourse(facilitator, course, REFUSE);
    const people = await Promise.all(
      Array.from({ length: 12 }, async () => given.as(ctx, await given.person())),
    );
    const anyDate = (n: number) => dates[n % dates.length]!.id;
    await Promise.all(people.map((person, n) => enrol(person, anyDate(n))));
    await Promise.all(people.map((person, n) => n % 4 === 0 && withdraw(person, anyDate(n + 1))));

    const rows = await db.select().from(enrolments);
    for (const own of Map.groupBy(rows, ({ personId }) => personId).values()) {
      expect(own).toHaveLength(4);
      expect(new Set(own.map(({ status }) => status)).size).toBe(1);
    }
    const inOrder = rows
      .filter(({ status, sessionId }) => status !== "cancelled" && sessionId === dates[0]!.id)
      .sort((one, other) => Temporal.Instant.compare(one.createdAt, other.createdAt));
    expect(inOrder.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 3 }, () => "enrolled"),
      ...Array.from({ length: 6 }, () => "waiting"),
    ]);
    await database.drop();
  },
);
