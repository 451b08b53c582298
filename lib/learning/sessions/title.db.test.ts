import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { bookingsToday, calendarOf } from "#lib/booking/bookings/calendar.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { purposeIn } from "#lib/booking/bookings/title.ts";
import { makeFeed, readFeed } from "#lib/booking/calendars/feeds.ts";
import { previewClosure } from "#lib/booking/closures/closures.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { findSeries, seriesAhead } from "#lib/booking/series/queries.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { at, courseToPlan } from "#testing/sessions.ts";
import { planCourse } from "./courses.ts";

const TITLES = {
  nl: "Praten over de grens",
  fr: "Parler par-dessus la frontière",
  en: "Talking across the border",
};

/** The title of a course on four Tuesdays, wherever the staff of its space read of its bookings. */
async function readEverywhere(
  ctx: Context,
  { slug, id }: { slug: string; id: string },
  roomId: string,
) {
  const today = { start: at("00:00"), end: at("23:59") };
  const { events } = await calendarOf(ctx, slug, today);
  const [event] = events as { id: string; title: string | null }[];
  const booking = await findBooking(ctx, event?.id ?? "");
  const series = await findSeries(ctx, booking?.seriesId ?? "");
  const [closed, until] = ["2026-03-03T09:00", "2026-03-03T13:00"].map((text) =>
    Temporal.PlainDateTime.from(text),
  );
  const plan = {
    spaceId: id,
    roomIds: [],
    from: closed!,
    to: until!,
    repeat: "once" as const,
    until: null,
    reason: "-",
  };
  const again = {
    roomId,
    rule: "FREQ=WEEKLY;BYDAY=TU;COUNT=1",
    firstStart: Temporal.PlainDateTime.from("2026-03-03T11:00"),
    firstEnd: Temporal.PlainDateTime.from("2026-03-03T13:00"),
    extraStarts: [],
    excludedStarts: [],
    people: 1,
    equipment: [],
    purpose: "",
  };
  const clash = await bookSeries(ctx, again, { decisions: [], onConflict: "refuse" }).catch(
    (error) => error,
  );
  const { address } = await makeFeed(ctx, { shows: "space", of: id, withTitles: true });
  const feed = await readFeed(ctx, address.match(/([^/]+)\.ics$/)?.[1] ?? "");
  const locale = ctx.locale ?? "en";
  return {
    calendar: event?.title,
    today: (await bookingsToday({ ...ctx, now: at("08:00") })).map(({ title }) => title),
    booking: booking && purposeIn(booking, locale),
    series: series && purposeIn(series, locale),
    ahead: (await seriesAhead(ctx)).map(({ purpose }) => purpose),
    closure: (await previewClosure(ctx, plan)).displaced.map(({ title }) => title),
    clash: clash.details?.dates?.[0]?.takenBy,
    feed: [...new Set(feed.match(/^SUMMARY:.*$/gm))],
  };
}

test.for(LOCALES)(
  "the title of a session is read in %s wherever its booking is",
  async (locale, { ctx, given }) => {
    const { facilitator, space, room, course } = await courseToPlan(ctx, given, { title: TITLES });
    await planCourse(facilitator, course, { decisions: [], onConflict: "refuse" });
    if (facilitator.actor.kind !== "person") throw new Error("a facilitator is a person");
    await ctx.db.execute(
      sql`update person set locale = ${locale} where id = ${facilitator.actor.personId}`,
    );
    const reader = { ...facilitator, locale };
    const title = TITLES[locale];
    const everywhere = {
      calendar: title,
      today: [title],
      booking: title,
      series: title,
      ahead: [title],
      closure: [title],
      clash: title,
      feed: [`SUMMARY:${title}`],
    };
    expect(await readEverywhere(reader, space, room.id)).toEqual(everywhere);

    // What it is called later is what everybody reads; a reader whose language it lacks gets the
    // first that it has.
    await ctx.db.execute(sql`update session set title = '{"fr": "Bavarder"}'`);
    expect((await readEverywhere(reader, space, room.id)).closure).toEqual(["Bavarder"]);
  },
);

test("what a booking without a session is for stays as it was written", async ({ ctx, given }) => {
  const { facilitator, room, space, course } = await courseToPlan(ctx, given);
  const { title: _, ...timing } = course;
  const input = { ...timing, roomId: room.id, people: 1, purpose: "Koor" };
  await bookSeries(facilitator, input, { decisions: [], onConflict: "refuse" });
  expect(await readEverywhere({ ...facilitator, locale: "fr" }, space, room.id)).toMatchObject({
    calendar: "Koor",
    clash: "Koor",
    closure: ["Koor"],
    feed: ["SUMMARY:Koor"],
  });
});
