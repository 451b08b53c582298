import { sql } from "drizzle-orm";
import ICAL from "ical.js";
import { describe, expect } from "vitest";
import { cancelBooking, changeBooking, restoreBooking } from "#lib/booking/bookings/commands.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { composeSeriesMail } from "#lib/booking/series/mails.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { nextSequence } from "#lib/foundation/notifications/calendar-messages.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { faultsIn } from "#testing/calendar-lines.ts";
import { shownIn } from "#testing/calendar-reader.ts";
import { NOW, test } from "#testing/database.ts";
import { courseToPlan, sessionToPlan } from "#testing/sessions.ts";
import { makeFeed, readFeed } from "./feeds.ts";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (text: string) => wall(text).toZonedDateTime("Europe/Brussels").toInstant();
const REFUSE = { decisions: [], onConflict: "refuse" as const };

const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((event) => ({
    uid: String(event.getFirstPropertyValue("uid")),
    sequence: Number(event.getFirstPropertyValue("sequence")),
    stamp: String(event.getFirstPropertyValue("dtstamp")),
    modified: String(event.getFirstPropertyValue("last-modified")),
    start: String(event.getFirstPropertyValue("dtstart")),
  }));

async function feedOf(
  ctx: Context,
  input: Parameters<typeof makeFeed>[1],
): Promise<() => Promise<string>> {
  const { address } = await makeFeed(ctx, input);
  return () => readFeed(ctx, address.split("/").at(-1)?.replace(".ics", "") ?? "");
}

/** A message about an event, as a domain composes one. */
const about =
  (uid: string, method: "REQUEST" | "CANCEL"): Compose =>
  async (db, { personId }): Promise<Mail> => {
    const sequence = await nextSequence(db, { personId, uid, least: method === "CANCEL" ? 2 : 1 });
    const content = String(sequence);
    return {
      subject: "",
      text: "",
      invitation: { method, content, uid, recurrenceId: null, sequence },
    };
  };

describe("messages about one event", () => {
  const later = Temporal.Now.instant().add({ hours: 1 });
  const templates = {
    here: about("a@x", "REQUEST"),
    gone: about("a@x", "CANCEL"),
    other: about("b@x", "REQUEST"),
  };

  test("grow for each reader, whatever the thing's own number; another reader begins with it", async ({
    ctx,
    given,
  }) => {
    const one = await given.person([], { email: "one@trivium.test" });
    const two = await given.person([], { email: "two@trivium.test" });
    const sent: string[] = [];
    const say = async (template: string, { personId }: { personId: string }) => {
      await ctx.db.execute(
        sql`insert into outbox_message (template, person_id) values (${template}, ${personId})`,
      );
      await deliverNext(
        ctx.db,
        templates,
        async ({ invitation }) => void sent.push(invitation?.content ?? ""),
        later,
      );
    };
    await say("here", one);
    await say("gone", one);
    await say("here", one);
    await say("here", two);
    await say("other", one);
    expect(sent).toEqual(["1", "2", "3", "1", "1"]);
    const { rows } = await ctx.db.execute(
      sql`select method, sequence from calendar_message where uid = 'a@x' and person_id = ${one.personId} order by sequence`,
    );
    expect(rows).toEqual([
      { method: "REQUEST", sequence: 1 },
      { method: "CANCEL", sequence: 2 },
      { method: "REQUEST", sequence: 3 },
    ]);
  });

  test("that did not leave are not counted as sent", async ({ ctx, given }) => {
    const { personId } = await given.person([], { email: "one@trivium.test" });
    await ctx.db.execute(
      sql`insert into outbox_message (template, person_id) values ('here', ${personId})`,
    );
    await deliverNext(ctx.db, templates, () => Promise.reject(new Error("no line")), later);
    expect((await ctx.db.execute(sql`select from calendar_message`)).rowCount).toBe(0);
    const sent: string[] = [];
    await deliverNext(
      ctx.db,
      templates,
      async ({ invitation }) => void sent.push(invitation?.content ?? ""),
      later.add({ hours: 9 }),
    );
    expect(sent).toEqual(["1"]);
  });
});

describe("a feed", () => {
  test("of one's own is not behind the letters, and says when a thing changed", async ({
    ctx,
    given,
  }) => {
    const room = await given.room();
    const booked = await requestBooking(ctx, {
      roomId: room.id,
      start: at("2026-03-03T10:00"),
      end: at("2026-03-03T11:00"),
      people: 2,
      equipment: [],
      purpose: "Team",
    });
    const read = await feedOf(ctx, { shows: "person", withTitles: true });
    const [before] = eventsOf(await read());
    const { personId } = ctx.actor as { personId: string };
    await ctx.db.execute(
      sql`insert into calendar_message (person_id, uid, sequence, method) values (${personId}, ${before?.uid}, 7, 'REQUEST')`,
    );
    await ctx.db.execute(sql`update booking set changed_at = '2026-01-01T00:00:00Z'`);
    await ctx.db.execute(sql`update resource set changed_at = '2026-01-01T00:00:00Z'`);
    await ctx.db.execute(sql`update space set changed_at = '2026-01-01T00:00:00Z'`);
    expect(eventsOf(await read())).toMatchObject([
      { sequence: 7, modified: "2026-01-01T00:00:00Z", stamp: "2026-01-01T00:00:00Z" },
    ]);
    await changeBooking(ctx, booked.id, {
      start: at("2026-03-03T12:00"),
      end: at("2026-03-03T13:00"),
      people: 2,
      version: 1,
    });
    const [moved] = eventsOf(await read());
    expect(moved?.modified.localeCompare("2026-01-01T00:00:00Z")).toBe(1);
    expect(moved?.stamp).toBe(moved?.modified);

    await ctx.db.execute(sql`update booking set changed_at = '2026-01-01T00:00:00Z'`);
    await ctx.db.execute(sql`update resource set name = 'Renamed' where id = ${room.id}`);
    expect(eventsOf(await read())[0]?.modified).not.toBe("2026-01-01T00:00:00Z");
    expect(faultsIn(await read())).toEqual([]);
  });

  test("of a room never falls when dates of a series leave it, or grow old", async ({
    ctx,
    given,
  }) => {
    const room = await given.room();
    const other = await given.room({ spaceId: room.spaceId, name: "Other" });
    const staff = given.as(ctx, await given.staff(room.spaceId));
    const firstStart = wall("2026-03-10T10:00");
    const { id, dates } = await bookSeries(
      staff,
      {
        roomId: room.id,
        rule: "FREQ=WEEKLY;COUNT=4",
        firstStart,
        firstEnd: firstStart.add({ hours: 1 }),
        extraStarts: [],
        excludedStarts: [],
        people: 2,
        equipment: [],
        purpose: "Team",
      },
      REFUSE,
    );
    const read = await feedOf(staff, { shows: "room", of: room.id, withTitles: true });
    let last = -1;
    const grows = async () => {
      const { sequence } = eventsOf(await read()).find(({ uid }) => uid.startsWith(id))!;
      expect(sequence).toBeGreaterThanOrEqual(last);
      last = sequence;
    };
    await grows();
    const [first, second] = dates;
    await cancelBooking(staff, first!.bookingId);
    await restoreBooking(staff, first!.bookingId);
    await grows();
    await changeBooking(staff, second!.bookingId, {
      start: at("2026-03-17T10:00"),
      end: at("2026-03-17T11:00"),
      people: 2,
      version: 1,
      roomId: other.id,
    });
    await grows();
    await cancelBooking(staff, first!.bookingId);
    await ctx.db.execute(
      sql`update booking set cancelled_at = ${NOW.subtract({ hours: 24 * 61 }).toString()}::timestamptz where id = ${first!.bookingId}`,
    );
    await grows();
    expect(faultsIn(await read())).toEqual([]);
  });
});

describe("the letters of a session", () => {
  for (const kind of ["session", "course"] as const)
    test(`of one ${kind}: taken, given back and taken again, each is above the last`, async ({
      ctx,
      given,
    }) => {
      const { TEMPLATES } = await import("#lib/learning/sessions/mails.ts").then(
        ({ composeSessionMail }) => ({
          TEMPLATES: {
            "session-enrolled": composeSessionMail("enrolled"),
            "session-withdrawn": composeSessionMail("withdrawn"),
          },
        }),
      );
      const { enrol, withdraw } = await import("#lib/learning/sessions/enrolment.ts");
      const { planSession } = await import("#lib/learning/sessions/commands.ts");
      const { planCourse } = await import("#lib/learning/sessions/courses.ts");
      let id: string;
      if (kind === "course") {
        const { facilitator, course } = await courseToPlan(ctx, given);
        id = (await planCourse(facilitator, course, REFUSE)).sessions[0]!.id;
      } else {
        const { facilitator, plan } = await sessionToPlan(ctx, given);
        id = (await planSession(facilitator, plan)).id;
      }
      const reader = given.as(ctx, await given.person([], { email: "lien@trivium.test" }));
      await ctx.db.execute(sql`delete from outbox_message`);
      const heard: { method: string; sequence: number; faults: string[] }[] = [];
      const post = async () => {
        await deliverNext(
          ctx.db,
          TEMPLATES,
          async ({ invitation }) => {
            const [event] = eventsOf(invitation?.content ?? "");
            heard.push({
              method: invitation?.method ?? "",
              sequence: event?.sequence ?? -1,
              faults: faultsIn(invitation?.content ?? ""),
            });
          },
          Temporal.Now.instant().add({ hours: 1 }),
        );
      };
      for (const step of [enrol, withdraw, enrol, withdraw, enrol]) {
        await step(reader, id);
        await post();
      }
      expect(heard.map(({ method }) => method)).toEqual([
        "REQUEST",
        "CANCEL",
        "REQUEST",
        "CANCEL",
        "REQUEST",
      ]);
      const numbers = heard.map(({ sequence }) => sequence);
      expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
      expect(heard.flatMap(({ faults }) => faults)).toEqual([]);

      const read = await feedOf(reader, { shows: "person", withTitles: true });
      if (kind === "session")
        expect(eventsOf(await read())[0]?.sequence).toBeGreaterThanOrEqual(numbers.at(-1) ?? 0);
    });
});

test.each([
  ["in spring, at the hour that is skipped", "2026-03-26T02:30", "2026-03-26T04:00"],
  ["in autumn, at the hour that comes twice", "2026-10-23T02:30", "2026-10-23T04:00"],
  ["beginning with an hour that is skipped", "2026-03-29T02:30", "2026-03-29T04:00"],
])("the invitation of a series has every date %s", async (_, first, end) => {
  // Shown by the text itself: the letter and the feed are written from the same events.
  const { eventsOfSeries } = await import("#lib/booking/series/events.ts");
  const { occurrencesOf } = await import("#lib/booking/series/rules.ts");
  const { calendarText } = await import("#lib/foundation/ical/icalendar.ts");
  const timing = {
    rule: "FREQ=DAILY;COUNT=5",
    firstStart: wall(first),
    firstEnd: wall(end),
    extraStarts: [],
    excludedStarts: [],
  };
  const dates = occurrencesOf(timing, "Europe/Brussels").map(({ start, during }, position) => ({
    id: `date-${position}`,
    during,
    roomId: "r",
    status: "confirmed",
    occurrence: start,
  }));
  const { whole, single } = eventsOfSeries(
    { ...timing, id: "s", roomId: "r", timeZone: "Europe/Brussels", sequence: 3 },
    dates,
    "x",
  );
  const said = { stamp: NOW, summary: "Night" };
  const text = calendarText({
    product: "x",
    method: "REQUEST",
    events: [{ ...whole, ...said }, ...single.map(({ event }) => ({ ...event, ...said }))],
  });
  expect(shownIn(text)).toEqual(dates.map(({ during }) => `${during.start}/${during.end}`).sort());
  expect(new Set(eventsOf(text).map(({ uid }) => uid)).size).toBe(1);
  expect(faultsIn(text)).toEqual([]);
});

test("the letter of a series at an hour that is skipped has all its dates", async ({
  ctx,
  given,
}) => {
  const room = await given.room();
  await ctx.db.execute(sql`update space set opening_hours = '24/7' where id = ${room.spaceId}`);
  const staff = given.as(ctx, await given.staff(room.spaceId));
  const { refreshOpenings } = await import("#lib/places/spaces/openings.ts");
  await refreshOpenings(ctx.db, NOW);
  const { id, dates } = await bookSeries(
    staff,
    {
      roomId: room.id,
      rule: "FREQ=DAILY;COUNT=5",
      firstStart: wall("2026-03-26T02:30"),
      firstEnd: wall("2026-03-26T04:00"),
      extraStarts: [],
      excludedStarts: [],
      people: 2,
      equipment: [],
      purpose: "",
    },
    REFUSE,
  );
  const letter = await composeSeriesMail("booked")(ctx.db, {
    template: "series-booked",
    data: { seriesId: id, sequence: 0 },
    locale: "nl",
    to: "a@trivium.test",
  });
  expect(shownIn(letter?.invitation?.content ?? "")).toEqual(
    dates
      .map(({ start, end }) => `${Temporal.Instant.from(start)}/${Temporal.Instant.from(end)}`)
      .sort(),
  );
});
