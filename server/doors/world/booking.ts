import { randomInt, randomUUID } from "node:crypto";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { bookingProposals, bookings, bookingWaits } from "#db/schema/booking.ts";
import { calendarFeeds } from "#db/schema/calendars.ts";
import { blockings, closures } from "#db/schema/closures.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import { bookAsGuest } from "#lib/booking/bookings/guest-requests.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import { IMPORT_TASK } from "#lib/booking/series/import-task.ts";
import type { PersonActor } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { type Ground, hourOf, type Site, type Things } from "./ground.ts";

/** What somebody booked and waits for. @param days how far ahead: no two meet */
export async function bookingsOf(
  { db, ctx, now, today }: Ground,
  actor: PersonActor,
  helper: PersonActor,
  place: Things,
  days: number,
): Promise<Things> {
  const start = hourOf(today.add({ days }), 10);
  const during = { start, end: start.add({ hours: 1 }) };
  const asked = { roomId: place.room ?? "", ...during, people: 2, equipment: [], purpose: "x" };
  const { id: booking } = await requestBooking({ ...ctx, actor }, asked);
  const later = { start: start.add({ hours: 3 }), end: start.add({ hours: 4 }) };
  const common = { spaceId: place.space ?? "", roomId: place.room ?? "", people: 1 };
  const [offer] = await db
    .insert(bookings)
    .values({
      ...common,
      during: later,
      bookedBy: actor.personId,
      status: "offered",
      answerBy: now.add({ hours: 2 }),
    })
    .returning();
  const [wait] = await db
    .insert(bookingWaits)
    .values({ ...common, during, personId: actor.personId })
    .returning();
  const feedToken = newToken();
  const [feed] = await db
    .insert(calendarFeeds)
    .values({ tokenHash: sha256(feedToken), shows: "person", personId: actor.personId })
    .returning();
  const evening = { start: start.add({ hours: 6 }), end: start.add({ hours: 7 }) };
  const { id: others } = await requestBooking({ ...ctx, actor: helper }, { ...asked, ...evening });
  const [toThem, byThem] = await db
    .insert(bookingProposals)
    .values([
      {
        bookingId: others,
        kind: "share",
        personId: actor.personId,
        madeBy: helper.personId,
        endsAt: evening.end,
      },
      {
        bookingId: booking,
        kind: "share",
        personId: helper.personId,
        madeBy: actor.personId,
        endsAt: during.end,
      },
    ])
    .returning();
  return {
    booking,
    offer: offer?.id ?? "",
    wait: wait?.id ?? "",
    feed: feed?.id ?? "",
    feedToken,
    proposal: toThem?.id ?? "",
    proposed: byThem?.id ?? "",
  };
}

/** What is booked, closed and kept in a space. */
export async function bookedAt(
  ground: Ground,
  { id, slug, room, free, asking, learner, staff }: Site,
): Promise<Things> {
  const { db, ctx, date } = ground;
  const at = (hour: number) => hourOf(date, hour);
  const requested = await requestBooking(
    { ...ctx, actor: learner },
    { roomId: asking, start: at(14), end: at(15), people: 1, equipment: [], purpose: "" },
  );
  const { id: series } = await bookSeries(
    { ...ctx, actor: staff },
    {
      roomId: free,
      rule: "FREQ=DAILY;COUNT=2",
      firstStart: date.toPlainDateTime({ hour: 8 }),
      firstEnd: date.toPlainDateTime({ hour: 9 }),
      extraStarts: [],
      excludedStarts: [],
      people: 2,
      equipment: [],
      purpose: "Course",
    },
    { decisions: [], onConflict: "refuse" },
  );
  const window = { start: at(20), end: at(21) };
  const [closure] = await db
    .insert(closures)
    .values({ spaceId: id, reason: "Cleaning", windows: [window], closedBy: staff.personId })
    .returning();
  const [blocking] = await db
    .insert(blockings)
    .values({ spaceId: id, title: "Club", windows: [window] })
    .returning();
  const [quota] = await db
    .insert(bookingQuotas)
    .values({ spaceId: id, period: "week", maxBookings: 1_000 })
    .returning();
  return {
    requested: requested.id,
    series,
    closure: closure?.id ?? "",
    blocking: blocking?.id ?? "",
    quota: quota?.id ?? "",
    task: await taskOf(ground, staff, { space: id, room, slug }),
    guest: await guestOf(ground, { room, space: id }, 70),
  };
}

/** A calendar file that the worker looked at for somebody of the staff. */
export async function taskOf(
  { db, now }: Ground,
  actor: PersonActor,
  { space = "", room = "", slug = "" }: Things,
): Promise<string> {
  const text = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR";
  const [task] = await db
    .insert(backgroundTasks)
    .values({
      kind: IMPORT_TASK,
      key: randomUUID(),
      askedBy: actor.personId,
      spaceId: space,
      payload: {
        text,
        as: "bookings",
        space: slug,
        roomId: room,
        people: 1,
        dryRun: true,
        seen: [],
        anew: false,
      },
      state: "done",
      result: { events: [] },
      endedAt: now,
    })
    .returning();
  return task?.id ?? "";
}

/** What a guest booked, by the token of their page. @param days how far ahead */
export async function guestOf(
  { ctx, today }: Ground,
  place: Things,
  days: number,
): Promise<string> {
  const start = hourOf(today.add({ days }), 10);
  const input = {
    roomId: place.room ?? "",
    start,
    end: start.add({ hours: 1 }),
    people: 1,
    equipment: [],
  };
  // Each with a number of their own: one may have three bookings ahead.
  const phone = `0470 ${String(randomInt(1e6)).padStart(6, "0")}`;
  const who = { name: "Guest", email: "", phone, locale: "en" as const };
  const { token } = await bookAsGuest(
    { ...ctx, actor: { kind: "visitor" } },
    { ...input, ...who },
    randomUUID(),
  );
  return token ?? "";
}
