import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { openings } from "#db/schema/spaces.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { closeRooms, reopen } from "#lib/booking/closures/closures.ts";
import { test } from "#testing/database.ts";
import { setException, setUsualHours } from "./hours.ts";
import { refreshOpenings } from "./openings.ts";
import { hoursOfDay, opennessOf } from "./openness.ts";
import { listSpaces } from "./queries.ts";

test("one space whose hours cannot be read is closed; the others open", async ({ ctx, given }) => {
  const broken = await given.space({ name: "A", openingHours: "nonsense" });
  const other = await given.space({ name: "B", openingHours: "Mo-Su 08:00-12:00; PH off" });

  await refreshOpenings(ctx.db, ctx.now);

  expect(await ctx.db.$count(openings, eq(openings.spaceId, broken.id))).toBe(0);
  expect(await ctx.db.$count(openings, eq(openings.spaceId, other.id))).toBeGreaterThan(150);
});

test("openings are worked out anew, not added to", async ({ ctx, given }) => {
  const { id } = await given.space();
  await refreshOpenings(ctx.db, ctx.now);
  const once = await ctx.db.$count(openings, eq(openings.spaceId, id));
  await refreshOpenings(ctx.db, ctx.now);
  expect(await ctx.db.$count(openings, eq(openings.spaceId, id))).toBe(once);
});

test("a space is listed once, however its openings overlap", async ({ ctx, given }) => {
  const space = await given.space({ name: "100% Leren", openingHours: "24/7" });
  const during = { start: ctx.now.subtract({ hours: 1 }), end: ctx.now.add({ hours: 1 }) };
  await ctx.db.insert(openings).values([
    { spaceId: space.id, during },
    { spaceId: space.id, during },
  ]);

  const { items, total } = await listSpaces(ctx, { q: "0%" });

  expect(items.map(({ slug }) => slug)).toEqual([space.slug]);
  expect(total).toBe(1);
  for (const q of ["%", "_", "\\", "100 x"]) expect((await listSpaces(ctx, { q })).total).toBe(0);
});

const wall = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime("Europe/Brussels").toInstant();
const asked = (roomId: string, start: string, end: string) => ({
  roomId,
  start: wall(start),
  end: wall(end),
  people: 4,
  equipment: [],
  purpose: "",
});

test("a space that is open day and night is closed on the one day that is excepted, also seen from the day after", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const manager = given.as(ctx, await given.staff(space.id));
  const allDay = Array.from({ length: 7 }, () => [["00:00", "24:00"] as [string, string]]);
  await setUsualHours(manager, space.id, { week: allDay, closedOnHolidays: false });
  await setException(manager, space.id, {
    day: Temporal.PlainDate.from("2026-03-03"),
    hours: [],
    reason: "",
  });

  const closed = { reason: { code: "booking.space_closed" } };
  const book = (start: string, end: string) => requestBooking(ctx, asked(room.id, start, end));
  await expect(book("2026-03-03T10:00", "2026-03-03T11:00")).rejects.toMatchObject(closed);
  await expect(book("2026-03-02T23:00", "2026-03-03T01:00")).rejects.toMatchObject(closed);
  await expect(book("2026-03-02T22:00", "2026-03-03T00:00")).resolves.toBeTruthy();
  await expect(book("2026-03-04T23:00", "2026-03-05T01:00")).resolves.toBeTruthy();

  const dayAfter = { ...manager, now: wall("2026-03-04T08:00") };
  await setUsualHours(dayAfter, space.id, { week: allDay, closedOnHolidays: false });
  await expect(book("2026-03-06T10:00", "2026-03-06T11:00")).resolves.toBeTruthy();
});

test("a space that a closure keeps shut is open for nobody who asks: rule, list and filter", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const staff = given.as(ctx, await given.staff(space.id));
  const shut = await closeRooms(
    staff,
    {
      spaceId: space.id,
      roomIds: [],
      from: Temporal.PlainDateTime.from("2026-03-03T10:00"),
      to: Temporal.PlainDateTime.from("2026-03-04T12:00"),
      repeat: "once",
      until: null,
      reason: "Painting",
    },
    [],
  );
  const seen = async (now: Temporal.Instant) => {
    const { items } = await listSpaces(ctx, { openAt: now, size: 1_000 });
    const listed = items.find(({ slug }) => slug === space.slug);
    return { state: await opennessOf({ ...ctx, now }, space.id), listed };
  };

  const before = await seen(wall("2026-03-03T09:30"));
  expect(before.state).toEqual({ isOpen: true, until: wall("2026-03-03T10:00") });
  expect(before.listed).toMatchObject({ isOpen: true, openUntil: "10:00", closedFor: null });

  const during = await seen(wall("2026-03-03T11:00"));
  const closedFor = { reason: "Painting", until: wall("2026-03-04T12:00") };
  expect(during.state).toEqual({ isOpen: false, closedFor });
  expect(during.listed).toBeUndefined();
  const { items } = await listSpaces({ ...ctx, now: wall("2026-03-03T11:00") }, { size: 1_000 });
  expect(items.find(({ slug }) => slug === space.slug)).toMatchObject({
    isOpen: false,
    openUntil: null,
    closedFor: { reason: "Painting", until: closedFor.until.toString() },
  });

  expect((await seen(wall("2026-03-04T13:00"))).state).toEqual({
    isOpen: true,
    until: wall("2026-03-04T18:00"),
  });
  expect((await seen(wall("2026-03-04T20:00"))).state).toEqual({ isOpen: false, closedFor: null });
  // A closure of some rooms leaves the space open.
  await reopen(staff, shut.id);
  await closeRooms(
    staff,
    {
      spaceId: space.id,
      roomIds: [room.id],
      from: Temporal.PlainDateTime.from("2026-03-03T10:00"),
      to: Temporal.PlainDateTime.from("2026-03-03T12:00"),
      repeat: "once",
      until: null,
      reason: "Leak",
    },
    [],
  );
  expect((await seen(wall("2026-03-03T11:00"))).state).toEqual({
    isOpen: true,
    until: wall("2026-03-03T18:00"),
  });
});

test.for([
  ["of a day", "Mo-Fr 08:30-17:15", { from: "08:00", to: "18:00" }],
  ["until midnight", "Mo-Su 09:00-24:00", { from: "09:00", to: "24:00" }],
  ["over midnight", "Fr 18:00-02:00", { from: "00:00", to: "24:00" }],
  ["of day and night", "24/7", { from: "00:00", to: "24:00" }],
  ["of two kinds of day", "Mo 10:00-12:00; Tu 13:00-20:00", { from: "10:00", to: "20:00" }],
  ["that never are", "off", { from: "07:00", to: "22:00" }],
] as const)(
  "a calendar draws a day with the hours %s",
  async ([, openingHours, expected], { ctx, given }) => {
    const space = await given.space({ openingHours });
    await refreshOpenings(ctx.db, ctx.now);
    expect(await hoursOfDay(ctx, space)).toEqual(expected);
  },
);

test.for([
  ["bibliotheque", "Bibliothèque de l’Œuvre", "Tournai"],
  ["BIBLIOTHÈQUE oeuvre", "Bibliothèque de l’Œuvre", "Tournai"],
  ["moeskroen", "Place", "Mouscron"],
  ["ypres", "Plek", "Ieper"],
  ["bibliotheek ypres", "Bibliotheek", "Ieper"],
  ["villeneuve d’ascq", "Lieu", "Villeneuve-d'Ascq"],
  ["villeneuve d'ascq", "Lieu", "Villeneuve d’Ascq"],
  ["komen", "Lieu", "Comines-Warneton"],
  ["saint andre", "Lieu", "Saint-André-lez-Lille"],
  ["villeneuve dascq", "Lieu", "Villeneuve-d’Ascq"],
  ["FABLAB", "Fab-lab de la gare", "Tournai"],
  ["edingen", "Lieu", "Enghien"],
  ["Sint-Omaars", "Lieu", "Saint-Omer"],
] as const)("whoever asks for %s finds %s in %s", async ([q, name, city], { ctx, given }) => {
  const space = await given.space({ name, city });
  await given.space({ name: "Elsewhere", city: "Gent" });
  const { items } = await listSpaces(ctx, { q });
  expect(items.map(({ slug }) => slug)).toEqual([space.slug]);
});
