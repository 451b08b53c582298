import { sql } from "drizzle-orm";
import ICAL from "ical.js";
import { expect } from "vitest";
import { cancelBooking, changeBooking, restoreBooking } from "#lib/booking/bookings/commands.ts";
import { composeBookingMail } from "#lib/booking/bookings/mails.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { shownIn } from "#testing/calendar-reader.ts";
import { test } from "#testing/database.ts";
import { cancelSeries, changeSeries } from "./change.ts";
import { bookSeries } from "./commands.ts";
import { composeSeriesMail } from "./mails.ts";
import type { Choice } from "./schema.ts";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (text: string) => wall(text).toZonedDateTime("Europe/Brussels").toInstant();
const REFUSE: Choice = { decisions: [], onConflict: "refuse" };

const COMPOSE: Record<string, Compose> = {
  "series-booked": composeSeriesMail("booked"),
  "series-changed": composeSeriesMail("changed"),
  "series-shortened": composeSeriesMail("shortened"),
  "series-cancelled": composeSeriesMail("cancelled"),
  "booking-confirmed": composeBookingMail,
  "booking-changed": composeBookingMail,
  "booking-cancelled": composeBookingMail,
};

/**
 * A calendar program that does what invitations say (RFC 5546), and minds that a SEQUENCE never
 * becomes smaller.
 */
class Reader {
  readonly #events = new Map<string, ICAL.Component[]>();
  readonly #zones = new Map<string, ICAL.Component>();
  readonly #sequences = new Map<string, number>();
  readonly methods: string[] = [];

  receive(text: string): void {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const method = String(calendar.getFirstPropertyValue("method"));
    this.methods.push(method);
    for (const zone of calendar.getAllSubcomponents("vtimezone"))
      this.#zones.set(String(zone.getFirstPropertyValue("tzid")), zone);
    const events = calendar.getAllSubcomponents("vevent");
    const uid = String(events[0]?.getFirstPropertyValue("uid"));
    expect(new Set(events.map((event) => event.getFirstPropertyValue("uid")))).toEqual(
      new Set([uid]),
    );
    for (const event of events) {
      const sequence = Number(event.getFirstPropertyValue("sequence"));
      expect(sequence).toBeGreaterThanOrEqual(this.#sequences.get(uid) ?? 0);
      this.#sequences.set(uid, sequence);
    }
    const isWhole = events.some((event) => !event.hasProperty("recurrence-id"));
    if (isWhole) this.#events.set(uid, method === "CANCEL" ? [] : events);
    else for (const event of events) this.#single(uid, event, method);
  }

  #single(uid: string, event: ICAL.Component, method: string): void {
    const which = String(event.getFirstPropertyValue("recurrence-id"));
    const others = (this.#events.get(uid) ?? []).filter(
      (other) => String(other.getFirstPropertyValue("recurrence-id")) !== which,
    );
    const whole = others.find((other) => other.hasProperty("rrule"));
    for (const gone of whole?.getAllProperties("exdate") ?? [])
      if (String(gone.getFirstValue()) === which) whole?.removeProperty(gone);
    if (method === "CANCEL" && whole) {
      const gone = new ICAL.Property("exdate", whole);
      const date = event.getFirstProperty("recurrence-id")!;
      gone.setParameter("tzid", String(date.getParameter("tzid")));
      gone.setValue(date.getFirstValue() as ICAL.Time);
      whole.addProperty(gone);
    }
    this.#events.set(uid, method === "CANCEL" ? others : [...others, event]);
  }

  get shown(): string[] {
    return [...this.#events.values()]
      .flatMap((events) => {
        const calendar = new ICAL.Component("vcalendar");
        for (const part of [...this.#zones.values(), ...events])
          calendar.addSubcomponent(new ICAL.Component(structuredClone(part.toJSON())));
        return shownIn(calendar.toString());
      })
      .sort();
  }
}

/** Composes and delivers whatever letters were queued since the last time, in their order. */
async function deliver({ db }: Context, reader: Reader): Promise<void> {
  const { rows } = await db.execute<{ template: string; data: Record<string, unknown> }>(
    sql`delete from outbox_message returning template, data`,
  );
  for (const { template, data } of rows) {
    const compose = COMPOSE[template];
    const letter = await compose?.(db, { template, data, locale: "fr", to: "noor@trivium.test" });
    if (letter?.invitation) reader.receive(letter.invitation.content);
  }
}

async function held({ db }: Context): Promise<string[]> {
  const { rows } = await db.execute<{ start: string; end: string }>(sql`
    select to_json(lower(during)) #>> '{}' as start, to_json(upper(during)) #>> '{}' as "end" from booking where status = 'confirmed'`);
  return rows
    .map(({ start, end }) =>
      [start, end].map((text) => Temporal.Instant.from(text).toString()).join("/"),
    )
    .sort();
}

test("whoever follows the letters of a series has in their calendar what the database holds", async ({
  ctx: anybody,
  given,
}) => {
  const room = await given.room();
  const other = await given.room({ spaceId: room.spaceId, name: "Zaal", capacity: 30 });
  const ctx = given.as(anybody, await given.staff(room.spaceId));
  const reader = new Reader();
  const follow = async () => {
    await deliver(ctx, reader);
    expect(reader.shown).toEqual(await held(ctx));
  };

  // Tuesdays and Saturdays across 29 March, and one Thursday more.
  const { id, dates } = await bookSeries(
    ctx,
    {
      roomId: room.id,
      rule: "FREQ=WEEKLY;BYDAY=TU,SA;COUNT=10",
      firstStart: wall("2026-03-10T10:00"),
      firstEnd: wall("2026-03-10T12:00"),
      extraStarts: [wall("2026-03-12T10:00")],
      excludedStarts: [wall("2026-03-14T10:00")],
      people: 4,
      equipment: [],
      purpose: "Team",
    },
    REFUSE,
  );
  await follow();
  expect(reader.shown).toHaveLength(10);

  await changeBooking(ctx, dates[3]!.bookingId, {
    start: at("2026-03-21T15:00"),
    end: at("2026-03-21T16:00"),
    people: 4,
    version: 1,
  });
  await follow();
  await cancelBooking(ctx, dates[5]!.bookingId);
  await follow();
  await restoreBooking(ctx, dates[5]!.bookingId);
  await follow();
  await cancelBooking(ctx, dates[6]!.bookingId);
  await follow();

  await changeSeries(ctx, id, { scope: "all", version: 1, roomId: other.id }, REFUSE);
  await follow();
  const occurrence = wall("2026-03-31T10:00");
  const from = Temporal.PlainTime.from("13:00");
  const to = Temporal.PlainTime.from("14:30");
  const next = await changeSeries(
    ctx,
    id,
    { scope: "following", version: 2, occurrence, from, to },
    REFUSE,
  );
  await follow();
  // Every second week from now on: dates leave the series, and its number still grows.
  await changeSeries(
    ctx,
    next.id,
    { scope: "all", version: next.version, rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2" },
    REFUSE,
  );
  await follow();
  await cancelSeries(ctx, next.id, {
    scope: "following",
    version: 2,
    occurrence: wall("2026-04-14T13:00"),
  });
  await follow();
  await cancelSeries(ctx, id, { scope: "all", version: 3 });
  await follow();
  expect(reader.methods).toEqual([
    "REQUEST",
    "REQUEST",
    "CANCEL",
    "REQUEST",
    "CANCEL",
    "REQUEST",
    "REQUEST",
    "REQUEST",
    "REQUEST",
    "REQUEST",
    "CANCEL",
  ]);
});
