import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import { openings } from "#db/schema/spaces.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { findBooking, myBookings } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test as base, NOW } from "#testing/database.ts";
import { type Given, givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { cancelSeries, changeSeries, previewChange } from "./change.ts";
import { bookSeries } from "./commands.ts";
import { composeSeriesMail } from "./mails.ts";
import { findSeries, previewSeries, seriesAhead } from "./queries.ts";
import { type Choice, type SeriesChange, type SeriesInput, seriesInput } from "./schema.ts";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (text: string) => wall(text).toZonedDateTime("Europe/Brussels").toInstant();
const REFUSE: Choice = { decisions: [], onConflict: "refuse" };
const SKIP: Choice = { decisions: [], onConflict: "skip" };
const NEXT_BEST: Choice = { decisions: [], onConflict: "nextBest" };

/** Tuesdays from 10 to 12, four times, unless told otherwise. */
function requested(roomId: string, change: Partial<SeriesInput> = {}): SeriesInput {
  return {
    roomId,
    rule: "FREQ=WEEKLY;COUNT=4",
    firstStart: wall("2026-03-03T10:00"),
    firstEnd: wall("2026-03-03T12:00"),
    extraStarts: [],
    excludedStarts: [],
    people: 4,
    equipment: [],
    purpose: "Team",
    ...change,
  };
}

const changed = (version: number, change: Partial<SeriesChange> = {}): SeriesChange => ({
  scope: "all",
  version,
  ...change,
});

const TUESDAYS = ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"];

const test = base.extend("staff", async ({ ctx, given }) => {
  const room = await given.room();
  const other = await given.room({ spaceId: room.spaceId, name: "Zaal", capacity: 30 });
  const actor = await given.person([{ role: "facilitator", spaceId: room.spaceId }]);
  const there = given.as(ctx, actor);
  return { room, other, ctx: there, given: given as Given };
});

/** "03-03T10:00 Atelier 4": what is really booked, on the wall of the space. */
async function booked(ctx: Context, roomName = "") {
  const { rows } = await ctx.db.execute<{ line: string }>(sql`
    select to_char(lower(booking.during) at time zone 'Europe/Brussels', 'MM-DD"T"HH24:MI') || ' ' || room.name || ' ' || booking.people as line
    from booking join resource room on room.id = booking.room_id
    where booking.status = 'confirmed' and booking.series_id is not null and room.name like ${`${roomName}%`} order by lower(booking.during)`);
  return rows.map(({ line }) => line);
}

/** Every booking that stands holds its room for exactly its time, and nothing else is held. */
async function expectHeldAsBooked(ctx: Context) {
  const { rows } = await ctx.db.execute(sql`
    select booking.id from booking full join allocation held on held.booking_id = booking.id and held.active
    where (booking.status = 'confirmed') is distinct from (held.id is not null)
      or held.during <> booking.during or held.resource_id <> booking.room_id`);
  expect(rows).toEqual([]);
}

const countOf = async (ctx: Context) => {
  const { rows } = await ctx.db.execute<{ left: number }>(sql`
    select ((select count(*) from booking) + (select count(*) from series) + (select count(*) from allocation)
      + (select count(*) from outbox_message))::int as left`);
  return rows[0]?.left;
};

test("a series is booked whole, with one letter", async ({ staff: { ctx, room } }) => {
  const { id, dates, skipped } = await bookSeries(ctx, requested(room.id), REFUSE);

  expect(dates.map(({ occurrence }) => occurrence)).toEqual(TUESDAYS.map((day) => `${day}T10:00`));
  expect(skipped).toEqual([]);
  await expectHeldAsBooked(ctx);
  const { rows } = await ctx.db.execute(
    sql`select template, data->>'seriesId' as id from outbox_message`,
  );
  expect(rows).toEqual([{ template: "series-booked", id }]);
});

test("a date that is not free refuses the whole series, says why, and leaves nothing", async ({
  staff: { ctx, room, other },
}) => {
  await requestBooking(ctx, {
    ...timeOf("2026-03-10T11:00", 2),
    roomId: room.id,
    people: 2,
    equipment: [],
    purpose: "Choir",
  });
  const before = await countOf(ctx);

  const refusal = await bookSeries(ctx, requested(room.id), REFUSE).catch((error) => error);

  expect(refusal).toMatchObject({ kind: "conflict", reason: { code: "series.clashes", count: 1 } });
  expect(refusal.details.dates).toMatchObject([
    {
      occurrence: "2026-03-10T10:00",
      state: "elsewhere",
      code: "booking.slot_taken",
      takenBy: "Choir",
      rooms: [{ roomId: other.id, roomName: "Zaal" }],
    },
  ]);
  expect(await countOf(ctx)).toBe(before);
});

test("each date is decided: skipped, moved to another room, or refused", async ({
  staff: { ctx, room, other },
}) => {
  for (const day of TUESDAYS.slice(0, 3))
    await requestBooking(ctx, {
      ...timeOf(`${day}T10:00`, 1),
      roomId: room.id,
      people: 2,
      equipment: [],
      purpose: "",
    });
  const start = (day = "") => wall(`${day}T10:00`);
  const decisions: Choice["decisions"] = [
    { start: start(TUESDAYS[0]), action: "skip" },
    { start: start(TUESDAYS[1]), action: "move", roomId: other.id },
  ];

  await expect(
    bookSeries(ctx, requested(room.id), { decisions, onConflict: "refuse" }),
  ).rejects.toMatchObject({
    reason: { code: "series.clashes", count: 1 },
  });
  const { skipped } = await bookSeries(ctx, requested(room.id), { decisions, onConflict: "skip" });

  expect(skipped.map(({ occurrence }) => occurrence)).toEqual([
    "2026-03-03T10:00",
    "2026-03-17T10:00",
  ]);
  expect(await booked(ctx)).toEqual(["03-10T10:00 Zaal 4", "03-24T10:00 Atelier 4"]);
});

test("next best moves what it can and says what it left out", async ({
  staff: { ctx, room, other },
}) => {
  for (const [roomId, day] of [
    [room.id, TUESDAYS[0]],
    [room.id, TUESDAYS[1]],
    [other.id, TUESDAYS[1]],
  ])
    await requestBooking(ctx, {
      ...timeOf(`${day}T10:00`, 1),
      roomId: String(roomId),
      people: 2,
      equipment: [],
      purpose: "",
    });

  const { skipped } = await bookSeries(ctx, requested(room.id), NEXT_BEST);

  expect(skipped.map(({ occurrence }) => occurrence)).toEqual(["2026-03-10T10:00"]);
  expect(await booked(ctx)).toEqual([
    "03-03T10:00 Zaal 4",
    "03-17T10:00 Atelier 4",
    "03-24T10:00 Atelier 4",
  ]);
});

test("another room of another space is no other room", async ({ staff: { ctx, room }, given }) => {
  const abroad = await given.room();
  const decisions: Choice["decisions"] = [
    { start: wall("2026-03-03T10:00"), action: "move", roomId: abroad.id },
  ];
  await expect(
    bookSeries(ctx, requested(room.id), { decisions, onConflict: "refuse" }),
  ).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("series are for the staff of the space", async ({
  ctx,
  staff: { ctx: there, room },
  given,
}) => {
  const stranger = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: crypto.randomUUID() }]),
  );
  for (const who of [ctx, stranger])
    await expect(bookSeries(who, requested(room.id), REFUSE)).rejects.toMatchObject({
      kind: "forbidden",
    });
  const { id, version } = await bookSeries(there, requested(room.id), REFUSE);
  expect(await findSeries(stranger, id)).toBeNull();
  await expect(
    changeSeries(stranger, id, changed(version, { people: 2 }), REFUSE),
  ).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(cancelSeries(stranger, id, { scope: "all", version })).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("one letter names every date, in the language of whoever reads it", async ({
  staff: { ctx, room, other },
}) => {
  const decisions: Choice["decisions"] = [
    { start: wall("2026-03-10T10:00"), action: "move", roomId: other.id },
  ];
  const { id } = await bookSeries(ctx, requested(room.id), { decisions, onConflict: "refuse" });
  const data = { seriesId: id, sequence: 0 };
  const letter = await composeSeriesMail("booked")(ctx.db, {
    template: "",
    data,
    locale: "nl",
    to: "noor@trivium.test",
  });
  expect(letter?.subject).toBe("Je reeks is gereserveerd: La Fabrique");
  expect(letter?.text).toContain("Elke week, 4 keer");
  expect(letter?.text.match(/10:00–12:00/g)).toHaveLength(4);
  expect(letter?.text).toContain("dinsdag 10 maart, 10:00–12:00 – Zaal");

  await cancelSeries(ctx, id, { scope: "all", version: 1 });
  // The later letter says it better.
  expect(
    await composeSeriesMail("booked")(ctx.db, {
      template: "",
      data,
      locale: "nl",
      to: "noor@trivium.test",
    }),
  ).toBeNull();
});

test("the desk sees the series of its own spaces that have dates to come", async ({
  ctx: learner,
  staff: { ctx, room },
  given,
}) => {
  const { id } = await bookSeries(ctx, requested(room.id), REFUSE);
  const elsewhere = given.as(
    ctx,
    await given.person([{ role: "facilitator", spaceId: crypto.randomUUID() }]),
  );

  expect(await seriesAhead({ ...ctx, now: at("2026-03-11T09:00") })).toMatchObject([
    { id, left: 2, roomName: "Atelier" },
  ]);
  expect(await seriesAhead({ ...ctx, now: at("2026-04-01T09:00") })).toEqual([]);
  expect(await seriesAhead(elsewhere)).toEqual([]);
  await expect(seriesAhead(learner)).rejects.toMatchObject({ kind: "forbidden" });
});

test("the same key gets the same answer and one series", async ({ staff: { ctx, room } }) => {
  const first = await bookSeries(ctx, requested(room.id), REFUSE, "key");
  expect(await bookSeries(ctx, requested(room.id), REFUSE, "key")).toEqual(first);
  await expect(
    bookSeries(ctx, requested(room.id, { people: 5 }), REFUSE, "key"),
  ).rejects.toMatchObject({
    reason: { code: "common.key_reused" },
  });
});

test("a preview names what stands in the way of each date", async ({
  staff: { ctx, room, given },
}) => {
  await given.stock(room.spaceId, { quantity: 3 });
  const laptops = [{ kind: "laptop", quantity: 2 }];
  await requestBooking(ctx, {
    ...timeOf("2026-03-10T10:00", 1),
    roomId: room.id,
    people: 2,
    equipment: [],
    purpose: "Choir",
  });
  const { id: kitchen } = await given.room({ spaceId: room.spaceId, name: "Keuken" });
  await requestBooking(ctx, {
    ...timeOf("2026-03-17T10:00", 1),
    roomId: kitchen,
    people: 2,
    equipment: laptops,
    purpose: "",
  });
  await ctx.db.execute(
    sql`delete from opening where during @> '2026-03-24T10:00:00Z'::timestamptz and space_id = ${room.spaceId}`,
  );
  await ctx.db.execute(
    sql`update resource set horizon_days = 27 where space_id = ${room.spaceId} and kind = 'room'`,
  );

  const states = await previewSeries(
    ctx,
    requested(room.id, { rule: "FREQ=WEEKLY;COUNT=5", equipment: laptops }),
  );

  expect(states.map(({ state, reason, takenBy }) => [state, reason?.code, takenBy])).toEqual([
    ["free", undefined, null],
    ["elsewhere", "booking.slot_taken", "Choir"],
    ["clash", "booking.equipment_taken", null],
    ["clash", "booking.space_closed", null],
    ["clash", "booking.too_far_ahead", null],
  ]);
});

test("looking at a hundred dates costs as many statements as looking at four", async ({
  staff: { ctx, room },
}) => {
  await requestBooking(ctx, {
    ...timeOf("2026-03-10T10:00", 1),
    roomId: room.id,
    people: 2,
    equipment: [],
    purpose: "",
  });
  const statements = async (rule: string) => {
    let count = 0;
    const db = new Proxy(ctx.db, {
      get: (target, name) => {
        if (name === "execute" || name === "select") count += 1;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await previewSeries({ ...ctx, db }, requested(room.id, { rule }));
    return count;
  };
  // The second crosses a clock change: its dates are all as long.
  expect(await statements("FREQ=DAILY;COUNT=100")).toBe(await statements("FREQ=WEEKLY;COUNT=4"));
});

test("a night across the clock change keeps its wall times and is an hour shorter", async ({
  staff: { ctx, room },
}) => {
  for (const day of ["2026-03-28", "2026-03-29", "2026-03-30"])
    await ctx.db.insert(openings).values({
      spaceId: room.spaceId,
      during: { start: at(`${day}T00:00`), end: at(`${day}T06:00`) },
    });
  const { dates } = await bookSeries(
    ctx,
    requested(room.id, {
      rule: "FREQ=DAILY;COUNT=3",
      firstStart: wall("2026-03-28T01:00"),
      firstEnd: wall("2026-03-28T04:00"),
    }),
    REFUSE,
  );
  expect(dates.map(({ start, end }) => [start, end])).toEqual([
    ["2026-03-28T00:00:00Z", "2026-03-28T03:00:00Z"],
    ["2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"],
    ["2026-03-29T23:00:00Z", "2026-03-30T02:00:00Z"],
  ]);
});

test("a weekly series over the clock change stays at its hour", async ({
  staff: { ctx, room },
}) => {
  await bookSeries(ctx, requested(room.id, { rule: "FREQ=WEEKLY;COUNT=5" }), REFUSE);
  expect((await booked(ctx)).every((line) => line.includes("T10:00"))).toBe(true);
});

describe("a series that is edited", () => {
  const edited = base.extend("world", async ({ ctx, given }) => {
    const room = await given.room();
    const other = await given.room({ spaceId: room.spaceId, name: "Zaal", capacity: 30 });
    const staff = given.as(
      ctx,
      await given.person([{ role: "facilitator", spaceId: room.spaceId }]),
    );
    const series = await bookSeries(staff, requested(room.id), REFUSE);
    // Somebody moved the third date by hand, and cancelled the fourth.
    const [, , third, fourth] = series.dates;
    await changeBooking(staff, third!.bookingId, {
      ...timeOf("2026-03-18T15:00", 1),
      people: 4,
      version: 1,
    });
    await cancelBooking(staff, fourth!.bookingId);
    return { ctx: staff, room, other, series };
  });
  const later = (ctx: Context): Context => ({ ...ctx, now: at("2026-03-05T09:00") });

  edited(
    "all: moves every date but the one that was moved by hand",
    async ({ world: { ctx, series } }) => {
      const { id, version } = await changeSeries(
        ctx,
        series.id,
        changed(1, {
          from: Temporal.PlainTime.from("13:00"),
          to: Temporal.PlainTime.from("14:00"),
        }),
        REFUSE,
      );
      expect({ id, version }).toEqual({ id: series.id, version: 2 });
      expect(await booked(ctx)).toEqual([
        "03-03T13:00 Atelier 4",
        "03-10T13:00 Atelier 4",
        "03-18T15:00 Atelier 4",
      ]);
      await expectHeldAsBooked(ctx);
    },
  );

  edited(
    "all: the same bookings in another room, except the time of the one moved by hand",
    async ({ world: { ctx, other, series } }) => {
      await changeSeries(ctx, series.id, changed(1, { roomId: other.id, people: 20 }), REFUSE);
      expect(await booked(ctx)).toEqual([
        "03-03T10:00 Zaal 20",
        "03-10T10:00 Zaal 20",
        "03-18T15:00 Zaal 20",
      ]);
      const found = await findSeries(ctx, series.id);
      expect(found?.dates.map(({ bookingId }) => bookingId)).toEqual(
        series.dates.map(({ bookingId }) => bookingId),
      );
      await expectHeldAsBooked(ctx);
    },
  );

  edited(
    "following: the dates before stay in the old series",
    async ({ world: { ctx, series } }) => {
      const { id } = await changeSeries(
        ctx,
        series.id,
        changed(1, {
          scope: "following",
          occurrence: wall("2026-03-10T10:00"),
          from: Temporal.PlainTime.from("11:00"),
          to: Temporal.PlainTime.from("12:00"),
        }),
        REFUSE,
      );
      expect(await booked(ctx)).toEqual([
        "03-03T10:00 Atelier 4",
        "03-10T11:00 Atelier 4",
        "03-18T15:00 Atelier 4",
      ]);
      const [old, next] = [await findSeries(ctx, series.id), await findSeries(ctx, id)];
      expect(next).toMatchObject({ follows: series.id, rule: "FREQ=WEEKLY;COUNT=3" });
      expect(old?.rule).toBe("FREQ=WEEKLY;UNTIL=20260303T090000Z");
      expect([old?.dates.length, next?.dates.length]).toEqual([1, 3]);
      await expectHeldAsBooked(ctx);
    },
  );

  edited("this: one date only, as an ordinary booking", async ({ world: { ctx, series } }) => {
    await changeSeries(
      ctx,
      series.id,
      changed(1, { scope: "this", occurrence: wall("2026-03-10T10:00"), people: 9 }),
      REFUSE,
    );
    expect(await booked(ctx)).toEqual([
      "03-03T10:00 Atelier 4",
      "03-10T10:00 Atelier 9",
      "03-18T15:00 Atelier 4",
    ]);
  });

  edited(
    "all, when it has begun: what has passed is not touched",
    async ({ world: { ctx, series } }) => {
      const { id } = await changeSeries(later(ctx), series.id, changed(1, { people: 7 }), REFUSE);
      expect(id).not.toBe(series.id);
      expect(await booked(ctx)).toEqual([
        "03-03T10:00 Atelier 4",
        "03-10T10:00 Atelier 7",
        "03-18T15:00 Atelier 7",
      ]);
    },
  );

  edited(
    "weekly becomes monthly: matched by day, the rest is given back",
    async ({ world: { ctx, series } }) => {
      const preview = await previewChange(
        ctx,
        series.id,
        changed(1, { rule: "FREQ=MONTHLY;BYDAY=1TU;COUNT=2" }),
      );
      expect(preview.dates.map(({ start, state }) => `${start} ${state}`)).toEqual([
        "2026-04-07T10:00:00 free",
      ]);
      expect(preview.dropped.map(({ occurrence }) => occurrence.toPlainDate().toString())).toEqual([
        "2026-03-10",
        "2026-03-17",
      ]);
      expect((await findSeries(ctx, series.id))?.version).toBe(1);

      await changeSeries(
        ctx,
        series.id,
        changed(1, { rule: "FREQ=MONTHLY;BYDAY=1TU;COUNT=2" }),
        REFUSE,
      );
      expect(await booked(ctx)).toEqual(["03-03T10:00 Atelier 4", "04-07T10:00 Atelier 4"]);
      await expectHeldAsBooked(ctx);

      // And back: a date that the rule had dropped comes again, one that was cancelled by hand
      // would not.
      await changeSeries(ctx, series.id, changed(2, { rule: "FREQ=WEEKLY;COUNT=2" }), REFUSE);
      expect(await booked(ctx)).toEqual(["03-03T10:00 Atelier 4", "03-10T10:00 Atelier 4"]);
    },
  );

  edited(
    "its own old times are no obstacle; somebody else's are, and then nothing changes",
    async ({ world: { ctx, room, series } }) => {
      await requestBooking(ctx, {
        ...timeOf("2026-03-10T12:00", 1),
        roomId: room.id,
        people: 2,
        equipment: [],
        purpose: "",
      });
      const input = changed(1, {
        from: Temporal.PlainTime.from("10:30"),
        to: Temporal.PlainTime.from("12:30"),
      });
      const before = await booked(ctx);

      await expect(changeSeries(ctx, series.id, input, REFUSE)).rejects.toMatchObject({
        reason: { code: "series.clashes", count: 1 },
      });
      expect(await booked(ctx)).toEqual(before);
      await expectHeldAsBooked(ctx);

      await changeSeries(ctx, series.id, input, SKIP);
      expect(await booked(ctx)).toEqual(["03-03T10:30 Atelier 4", "03-18T15:00 Atelier 4"]);
      await expectHeldAsBooked(ctx);
    },
  );

  edited("two people who edit it: the second is told", async ({ world: { ctx, series } }) => {
    await changeSeries(ctx, series.id, changed(1, { people: 5 }), REFUSE);
    const late = { kind: "conflict", reason: { code: "series.changed_meanwhile" } };
    await expect(
      changeSeries(ctx, series.id, changed(1, { people: 6 }), REFUSE),
    ).rejects.toMatchObject(late);
    await expect(cancelSeries(ctx, series.id, { scope: "all", version: 1 })).rejects.toMatchObject(
      late,
    );
  });

  edited(
    "is cancelled from a date on, or whole, and never what has passed",
    async ({ world: { ctx, series } }) => {
      await cancelSeries(ctx, series.id, {
        scope: "following",
        occurrence: wall("2026-03-17T10:00"),
        version: 1,
      });
      expect(await booked(ctx)).toEqual(["03-03T10:00 Atelier 4", "03-10T10:00 Atelier 4"]);
      await cancelSeries(later(ctx), series.id, { scope: "all", version: 2 });
      expect(await booked(ctx)).toEqual(["03-03T10:00 Atelier 4"]);
      await expectHeldAsBooked(ctx);
      await expect(
        cancelSeries(later(ctx), series.id, { scope: "all", version: 3 }),
      ).rejects.toMatchObject({
        reason: { code: "series.is_over" },
      });
    },
  );

  edited(
    "a later hour keeps the last day of a rule that ends on a day",
    async ({ world: { ctx, room } }) => {
      const { id } = await bookSeries(
        ctx,
        requested(room.id, {
          rule: "FREQ=WEEKLY;UNTIL=20260318T090000Z",
          firstStart: wall("2026-03-04T10:00"),
          firstEnd: wall("2026-03-04T11:00"),
        }),
        REFUSE,
      );
      await changeSeries(
        ctx,
        id,
        changed(1, {
          from: Temporal.PlainTime.from("13:00"),
          to: Temporal.PlainTime.from("14:00"),
        }),
        REFUSE,
      );
      expect(
        (await findSeries(ctx, id))?.dates.map(({ occurrence }) => occurrence.toString()),
      ).toEqual(["2026-03-04T13:00:00", "2026-03-11T13:00:00", "2026-03-18T13:00:00"]);
    },
  );
});

test("a schema refuses a moment with an offset: a series keeps its hour", () => {
  const body = {
    roomId: crypto.randomUUID(),
    rule: "FREQ=DAILY;COUNT=2",
    firstEnd: "2026-03-03T12:00",
    people: 1,
  };
  expect(seriesInput.safeParse({ ...body, firstStart: "2026-03-03T10:00+01:00" }).success).toBe(
    false,
  );
  expect(seriesInput.safeParse({ ...body, firstStart: "2026-03-03T10:00" }).success).toBe(true);
});

describe("at the same moment", () => {
  async function world() {
    const database = await freshDatabase();
    const { db } = database.connect(20);
    const given = givenOn(db);
    const room = await given.room();
    const actor = await given.person([{ role: "facilitator", spaceId: room.spaceId }]);
    const ctx = (): Context => ({ actor, now: NOW, db, requestId: crypto.randomUUID() });
    return { database, room, ctx };
  }

  base("of series that want one room, exactly one is booked, and whole", async () => {
    const { database, room, ctx } = await world();
    for (let round = 0; round < 3; round += 1) {
      const hour = `${10 + round * 2}`;
      const wishes = Array.from({ length: 8 }, (_, nth) =>
        // They meet on some dates only: each starts on a day of its own and is every day, or every
        // other day.
        requested(room.id, {
          rule: `FREQ=DAILY;INTERVAL=${1 + (nth % 2)};COUNT=12`,
          firstStart: wall(`2026-03-03T${hour}:00`).add({ days: nth - (nth % 2) }),
          firstEnd: wall(`2026-03-03T${hour}:00`).add({ days: nth - (nth % 2), hours: 2 }),
        }),
      );
      const answers = await Promise.allSettled(
        wishes.map((input) => bookSeries(ctx(), input, REFUSE)),
      );
      const won = answers.filter((answer) => answer.status === "fulfilled");
      expect(won).toHaveLength(1);
      for (const answer of answers)
        if (answer.status === "rejected")
          expect(answer.reason).toMatchObject({
            kind: "conflict",
            reason: { code: "series.clashes" },
          });
    }
    const { rows } = await ctx().db.execute(sql`
      select count(*)::int as dates, count(distinct series_id)::int as series from booking`);
    expect(rows).toEqual([{ dates: 36, series: 3 }]);
    await expectHeldAsBooked(ctx());
    await database.drop();
  });

  base("two who skip what is taken share the dates, and none is booked twice", async () => {
    const { database, room, ctx } = await world();
    const answers = await Promise.all(
      [1, 2].map((interval) =>
        bookSeries(
          ctx(),
          requested(room.id, { rule: `FREQ=DAILY;INTERVAL=${interval};COUNT=${12 / interval}` }),
          SKIP,
        ).catch((error) => error),
      ),
    );
    const taken = answers
      .flatMap((answer) => answer.dates ?? [])
      .map(({ start }: { start: string }) => start);
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken).toHaveLength(12);
    await expectHeldAsBooked(ctx());
    await database.drop();
  });

  base("of ten who edit one series, one succeeds", async () => {
    const { database, room, ctx } = await world();
    const { id } = await bookSeries(ctx(), requested(room.id), REFUSE);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, nth) =>
        changeSeries(ctx(), id, changed(1, { people: 2 + (nth % 3) }), REFUSE),
      ),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === "rejected")
        expect(answer.reason).toMatchObject({ reason: { code: "series.changed_meanwhile" } });
    await expectHeldAsBooked(ctx());
    await database.drop();
  });
});

function timeOf(start: string, hours: number) {
  return { start: at(start), end: at(start).add({ hours }) };
}

test("what a series gives back is offered to whoever waits, in the same step", async ({
  staff: { ctx, room, given },
}) => {
  const learner = given.as(ctx, await given.person());
  const { id } = await bookSeries(ctx, requested(room.id), REFUSE);
  const waited = { roomId: room.id, people: 1, equipment: [], purpose: "" };
  for (const date of ["2026-03-03", "2026-03-24"])
    await joinWaiting(learner, { ...waited, start: at(`${date}T10:00`), end: at(`${date}T11:00`) });

  const occurrence = wall("2026-03-24T10:00");
  await cancelSeries(ctx, id, { scope: "following", occurrence, version: 1 });
  expect(await myBookings(learner)).toMatchObject([
    { status: "offered", during: { start: at("2026-03-24T10:00") } },
  ]);
  const time = { from: Temporal.PlainTime.from("13:00"), to: Temporal.PlainTime.from("14:00") };
  await changeSeries(ctx, id, changed(2, time), REFUSE);
  expect(await myBookings(learner)).toHaveLength(2);
});

test("each date of a long series stands among one's own bookings", async ({
  staff: { ctx, room },
}) => {
  await bookSeries(ctx, requested(room.id, { rule: "FREQ=DAILY;COUNT=60" }), SKIP);
  expect(await myBookings(ctx)).toHaveLength((await booked(ctx)).length);
  expect((await booked(ctx)).length).toBeGreaterThan(50);
});

test("a series without an end is taken as far ahead as the room can be booked, and says so", async ({
  staff,
}) => {
  const { ctx, given } = staff;
  const room = await given.room({ spaceId: staff.room.spaceId, horizonDays: 30 });
  const endless = requested(room.id, { rule: "FREQ=WEEKLY" });
  const preview = await previewSeries(ctx, endless);
  const { rule, dates } = await bookSeries(ctx, endless, REFUSE);
  const days = [...TUESDAYS, "2026-03-31"];
  expect(dates.map(({ occurrence }) => occurrence.slice(0, 10))).toEqual(days);
  expect(preview.map(({ start }) => start.toString().slice(0, 10))).toEqual(days);
  expect(rule).toBe("FREQ=WEEKLY;UNTIL=20260331T215959Z");
});

test("a series keeps how its room is set up, and leaves it behind in another room", async ({
  staff: { room, other, ctx, given },
}) => {
  const layout = await given.layout(room.id);
  const retired = await given.layout(room.id, { retiredAt: ctx.now });
  const layouts = async () => {
    const { rows } = await ctx.db.execute<{ layoutId: string | null }>(
      `select layout_id as "layoutId" from booking where status = 'confirmed' order by lower(during)`,
    );
    return rows.map(({ layoutId }) => layoutId);
  };
  const refused = (code: string) => ({ kind: "invalid", reason: { code } });
  const few = (layoutId: string, people = 4) => requested(room.id, { layoutId, people });
  await expect(bookSeries(ctx, few(retired.id), REFUSE)).rejects.toMatchObject(
    refused("booking.layout_retired"),
  );
  await expect(previewSeries(ctx, few(layout.id, 9))).rejects.toMatchObject(
    refused("booking.layout_seats"),
  );
  const { id, version } = await bookSeries(ctx, few(layout.id), REFUSE);
  expect(await layouts()).toEqual(Array(4).fill(layout.id));
  expect(await findSeries(ctx, id)).toMatchObject({ layout: { en: "Island tables" } });

  await expect(
    changeSeries(ctx, id, changed(version, { people: 9 }), REFUSE),
  ).rejects.toMatchObject(refused("booking.layout_seats"));
  const longer = changed(version, { rule: "FREQ=WEEKLY;COUNT=5", people: 8 });
  const after = await changeSeries(ctx, id, longer, REFUSE);
  expect(await layouts()).toEqual(Array(5).fill(layout.id));
  const moved = changed(after.version, { roomId: other.id });
  const elsewhere = await changeSeries(ctx, after.id, moved, REFUSE);
  expect(await layouts()).toEqual(Array(5).fill(null));
  expect(await findSeries(ctx, elsewhere.id)).toMatchObject({ layoutId: null });
  expect(elsewhere.hasLeftLayout).toBe(true);
  expect(await letterOf(ctx, elsewhere.id, "series-changed")).toContain(
    "Not set up as: Island tables",
  );
});

/** The text of the last letter about a series. */
async function letterOf(ctx: Context, seriesId: string, template: string) {
  const { rows } = await ctx.db.execute<{ data: { seriesId: string; sequence: number } }>(
    `select data from outbox_message where template = '${template}' and data ->> 'seriesId' = '${seriesId}'
     order by (data ->> 'sequence')::int desc limit 1`,
  );
  const letter = { template, data: rows[0]!.data, locale: "en", to: "n@trivium.test" } as const;
  return (await composeSeriesMail("changed")(ctx.db, { ...letter, personId: null }))?.text;
}

test("a series that moves keeps its layout where the other room has one of that name", async ({
  staff: { room, other, ctx, given },
}) => {
  const [layout, there] = [await given.layout(room.id), await given.layout(other.id)];
  const rows = await given.layout(room.id, { names: { en: "Rows" } });
  const input = requested(room.id, { layoutId: layout.id, people: 4 });
  const { id, version, dates } = await bookSeries(ctx, input, REFUSE);
  const byHand = await findBooking(ctx, dates[1]!.bookingId);
  await changeBooking(ctx, byHand!.id, {
    ...{ ...byHand!.during, people: 4, version: byHand!.version, layoutId: rows.id },
  });

  const move = changed(version, { roomId: other.id });
  expect(await previewChange(ctx, id, move)).toMatchObject({ leftLayout: null });
  const moved = await changeSeries(ctx, id, move, REFUSE);
  const after = await findSeries(ctx, moved.id);
  expect(after).toMatchObject({ layoutId: there.id });
  expect(after?.dates.map(({ layoutId }) => layoutId)).toEqual([
    ...[there.id, null, there.id, there.id],
  ]);
  // The date that was in rows by hand is not any more: its line says so, and no other's.
  const letter = await letterOf(ctx, moved.id, "series-changed");
  expect(letter?.match(/Not set up as: .*/g)).toEqual(["Not set up as: Rows"]);
  expect(letter).toContain("Set up as: Island tables");
});

test("a date of a new series that takes another room keeps the layout, or says that it is lost", async ({
  staff: { room, other, ctx, given },
}) => {
  const layout = await given.layout(room.id);
  const input = requested(room.id, { layoutId: layout.id, people: 4 });
  const [first] = await previewSeries(ctx, input);
  const { start, end } = first!.during;
  await requestBooking(ctx, {
    ...{ roomId: room.id, start, end, people: 4, equipment: [], purpose: "" },
  });
  const { id } = await bookSeries(ctx, input, NEXT_BEST);
  const booked = await findSeries(ctx, id);
  expect(booked?.dates[0]).toMatchObject({ roomId: other.id, layoutId: null });
  expect(await letterOf(ctx, id, "series-booked")).toMatch(/– Not set up as: Island tables\n/);
});
