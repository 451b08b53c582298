import ICAL from "ical.js";
import { expect } from "vitest";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { findSeries } from "#lib/booking/series/queries.ts";
import { shownIn } from "#testing/calendar-reader.ts";
import { NOW, test } from "#testing/database.ts";
import { doorOf } from "./door.ts";
import { makeFeed, myFeeds, readFeed, revokeFeed } from "./feeds.ts";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (text: string) => wall(text).toZonedDateTime("Europe/Brussels").toInstant();
const asked = (roomId: string, start: string, end: string, purpose = "") => ({
  roomId,
  start: at(start),
  end: at(end),
  people: 4,
  equipment: [],
  purpose,
});
const tokenOf = ({ address }: { address: string }) =>
  address.split("/").at(-1)?.replace(".ics", "") ?? "";

for (const [what, first, rule] of [
  ["over the spring change", "2026-03-10T10:00", "FREQ=WEEKLY;BYDAY=TU,SA;COUNT=10"],
  ["monthly by weekday", "2026-03-10T10:00", "FREQ=MONTHLY;BYDAY=2TU;COUNT=2"],
] as const)
  test(`a feed shows the dates of a series as the database holds them: ${what}`, async ({
    ctx,
    given,
  }) => {
    const room = await given.room();
    const staff = given.as(ctx, await given.staff(room.spaceId));
    const firstStart = wall(first);
    const { id, dates } = await bookSeries(
      staff,
      {
        roomId: room.id,
        rule,
        firstStart,
        firstEnd: firstStart.add({ hours: 2 }),
        extraStarts: [wall("2026-04-08T13:00")],
        excludedStarts: [],
        people: 4,
        equipment: [],
        purpose: "Team",
      },
      { decisions: [], onConflict: "refuse" },
    );
    await cancelBooking(staff, dates[1]!.bookingId);
    const moved = {
      start: at("2026-03-12T14:00"),
      end: at("2026-03-12T15:00"),
      people: 4,
      version: 1,
    };
    await changeBooking(staff, dates[0]!.bookingId, moved);
    const token = tokenOf(await makeFeed(staff, { shows: "person", withTitles: true }));

    const text = await readFeed(ctx, token);
    const series = await findSeries(staff, id);
    const held = series!.dates
      .filter(({ status }) => status === "confirmed")
      .map(({ during }) => `${during.start}/${during.end}`)
      .sort();
    expect(shownIn(text)).toEqual(held);
    expect(text).toContain("BEGIN:VTIMEZONE");
    expect(text).not.toContain("METHOD");
    expect(text.match(/BEGIN:VEVENT/g)?.length).toBe(2);
  });

test("what was cancelled stays in the feed as cancelled, with a sequence that grew", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const kept = await requestBooking(
    ctx,
    asked(room.id, "2026-03-03T10:00", "2026-03-03T11:00", "Keep"),
  );
  const gone = await requestBooking(
    ctx,
    asked(room.id, "2026-03-04T10:00", "2026-03-04T11:00", "Gone"),
  );
  const token = tokenOf(await makeFeed(ctx, { shows: "person", withTitles: true }));
  await cancelBooking(ctx, gone.id);

  const text = await readFeed(ctx, token);
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
  const told = Object.fromEntries(
    events.map((event) => [
      String(event.getFirstPropertyValue("summary")),
      [event.getFirstPropertyValue("status"), event.getFirstPropertyValue("sequence")],
    ]),
  );
  expect(told).toEqual({ Keep: ["CONFIRMED", 0], Gone: ["CANCELLED", 1] });
  expect((await findBooking(ctx, kept.id))?.sequence).toBe(0);
});

test("a feed of a room names nobody and nothing unless staff chose so, and ends when it is revoked", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  const staff = given.as(ctx, await given.staff(room.spaceId));
  await requestBooking(
    ctx,
    asked(room.id, "2026-03-03T10:00", "2026-03-03T11:00", "Secret meeting"),
  );
  await expect(
    makeFeed(ctx, { shows: "room", of: room.id, withTitles: true }),
  ).rejects.toMatchObject({
    reason: { code: "identity.not_allowed" },
  });
  const closed = tokenOf(await makeFeed(staff, { shows: "room", of: room.id, withTitles: false }));
  const open = tokenOf(
    await makeFeed(staff, { shows: "space", of: room.spaceId, withTitles: true }),
  );

  expect(await readFeed(ctx, closed)).not.toContain("Secret");
  expect(shownIn(await readFeed(ctx, closed))).toHaveLength(1);
  expect(await readFeed(ctx, open)).toContain("Secret meeting");

  const [feed] = await myFeeds(staff);
  await revokeFeed(ctx, feed!.id);
  expect(await myFeeds(staff)).toHaveLength(2);
  for (const { id } of await myFeeds(staff)) await revokeFeed(staff, id);
  for (const token of [closed, open, "x".repeat(40)])
    await expect(readFeed(ctx, token)).rejects.toMatchObject({
      reason: { code: "calendars.unknown_feed" },
    });
});

test("the feed of a half shows when the hall is taken, and that of the other half does not show this one", async ({
  ctx,
  given,
}) => {
  const half = await given.room({ name: "Left" });
  const { spaceId } = half;
  const right = await given.room({ spaceId, name: "Right" });
  const hall = await given.room({ spaceId, name: "Hall", madeOf: [half.id, right.id] });
  const staff = given.as(ctx, await given.staff(spaceId));
  await requestBooking(ctx, asked(hall.id, "2026-03-03T10:00", "2026-03-03T11:00"));
  await requestBooking(ctx, asked(half.id, "2026-03-03T12:00", "2026-03-03T13:00"));
  const datesOf = async (roomId: string) => {
    const feed = await makeFeed(staff, { shows: "room", of: roomId, withTitles: false });
    return shownIn(await readFeed(ctx, tokenOf(feed))).length;
  };
  expect([await datesOf(half.id), await datesOf(right.id), await datesOf(hall.id)]).toEqual([
    2, 1, 2,
  ]);
});

test("a door says until when, and never who", async ({ ctx, given }) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id, bufferMinutes: 30 });
  await requestBooking(ctx, asked(room.id, "2026-03-02T10:00", "2026-03-02T11:00", "Secret"));
  await requestBooking(ctx, asked(room.id, "2026-03-02T14:00", "2026-03-02T15:00", "Secret"));

  const free = await doorOf({ ...ctx, now: at("2026-03-02T09:30") }, space.slug, room.id);
  expect(free).toMatchObject({ now: null, next: [{}, {}] });
  const door = await doorOf({ ...ctx, now: at("2026-03-02T10:30") }, space.slug, room.id);
  expect(door).toMatchObject({ now: { until: at("2026-03-02T11:00"), isClosed: false } });
  expect(JSON.stringify(door)).not.toContain("Secret");
  expect(NOW.epochMilliseconds).toBeLessThan(at("2026-03-02T10:00").epochMilliseconds);
});

test("a door is closed when its space is: before and after its hours, and while a closure lasts", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const room = await given.room({ spaceId: space.id });
  const door = async (time: string) =>
    (await doorOf({ ...ctx, now: at(time) }, space.slug, room.id)).now;
  expect(await door("2026-03-03T07:30")).toEqual({ until: at("2026-03-03T09:00"), isClosed: true });
  expect(await door("2026-03-03T09:00")).toBeNull();
  expect(await door("2026-03-03T18:00")).toEqual({ until: null, isClosed: true });

  const staff = given.as(ctx, await given.staff(space.id));
  const plan = {
    spaceId: space.id,
    roomIds: [],
    from: Temporal.PlainDateTime.from("2026-03-03T10:00"),
    to: Temporal.PlainDateTime.from("2026-03-04T12:00"),
    repeat: "once" as const,
    until: null,
    reason: "Painting",
  };
  await closeRooms(staff, plan, []);
  for (const time of ["2026-03-03T10:00", "2026-03-03T20:00", "2026-03-04T11:59"])
    expect(await door(time)).toEqual({ until: at("2026-03-04T12:00"), isClosed: true });
  expect(await door("2026-03-04T12:00")).toBeNull();
});
