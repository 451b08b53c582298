import { setImmediate as nextTurn } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { COUNTED, isOneOf, STANDING } from "#db/booking-states.ts";
import { bookingView, importedEvents, series } from "#db/schema/booking.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { readBooking } from "#lib/booking/bookings/queries.ts";
import { bookWithin } from "#lib/booking/bookings/requesting.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { lockOne } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter } from "#lib/foundation/platform/queues/outbox.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { type FileEvent, readInTurns } from "./calendar-file.ts";
import { cancelSeries, changeSeries } from "./change.ts";
import { bookSeries } from "./commands.ts";
import { type Cut, windowFrom } from "./from-now-on.ts";
import { findSeries, placeOf } from "./queries.ts";

/** What becomes of one event of a file, or would. */
export type ImportedEvent = {
  uid: string;
  summary: string;
  outcome: "all" | "some" | "none" | "moved" | "known" | "cancelled";
  /** Dates that are, or would be, booked; and those that are not. */
  booked: number;
  left: number;
  /** Why the first of those is not. */
  reason: Reason | null;
  /** Which part of a series is meant, where that is not all of it: first and last day. */
  cut: { from: string | null; until: string | null } | null;
};

/** Told after each event of a file. */
export type OnEvent = (done: number, total: number) => Promise<void>;

/**
 * @property anew whether what came from the file before, and was cancelled since, is booked again
 */
export type ImportInput = { roomId: string; people: number; dryRun: boolean; anew?: boolean };

/**
 * Books the events of a calendar file in a room, each event on its own: those that cannot be booked
 * are reported, the others are not held up. Dates of a series that are not free are left out and
 * counted.
 *
 * An event is known by its UID and its RECURRENCE-ID, and by the state of the booking or series it
 * led to: the same again is known, another hour moves it, a cancelled event takes it back, and what
 * was cancelled since is booked anew only for whoever asks. A trial run is the run itself, taken
 * back: what it says is what happens.
 *
 * @throws DomainError too_large or invalid, for the file as a whole
 */
export async function importCalendar(
  ctx: Context,
  text: string,
  { roomId, people, dryRun, anew = false }: ImportInput,
  onEvent?: OnEvent,
): Promise<ImportedEvent[]> {
  const { spaceId, timeZone, horizonDays } = await placeOf(ctx, roomId);
  const window = windowFrom(ctx.now, timeZone, horizonDays);
  const events = await readInTurns(text, timeZone, window);
  let report: ImportedEvent[] = [];
  const run = transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    // One file at a time for a room: two that run side by side would book the same event twice.
    await db.execute(sql`select ${lockOne(`import:${roomId}`)}`);
    report = [];
    await asOneLetter(db, async () => {
      for (const event of events) {
        report.push(await takeEvent(within, event, { roomId, people, spaceId, anew }));
        await onEvent?.(report.length, events.length);
        // Other requests have their turn between two events.
        await nextTurn();
      }
    });
    if (dryRun) throw new OnlyLooked();
  });
  await run.catch((error: unknown) => {
    if (!(error instanceof OnlyLooked)) throw error;
  });
  return report;
}

class OnlyLooked extends Error {}

/** A booking has hours. */
const WHOLE_DAYS: Reason = { code: "series.event_whole_days" };

type Room = { roomId: string; people: number; spaceId: string; anew: boolean };
type Usable = Extract<FileEvent, { kind: "once" | "series" }>;

/** All of an event, or nothing of it. */
async function takeEvent(ctx: Context, event: FileEvent, room: Room): Promise<ImportedEvent> {
  if (event.kind === "unusable") return refused(event, event.reason);
  if (event.kind !== "cancelled" && event.wholeDays) return refused(event, WHOLE_DAYS);
  try {
    return await transaction(ctx.db, (db) => takeWithin({ ...ctx, db }, event, room));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refused(event, error.reason);
  }
}

async function takeWithin(
  ctx: Context,
  event: Exclude<FileEvent, { kind: "unusable" }>,
  room: Room,
): Promise<ImportedEvent> {
  const known = await knownAs(ctx, event, room);
  if (event.kind === "cancelled") return cancelEvent(ctx, event, known, room);
  if (known && !known.stands && !room.anew)
    return refused(event, { code: "series.event_known_cancelled" });
  if (!known?.stands) return bookEvent(ctx, event, room);
  if (known.timing === timingText(event))
    return { ...named(event), outcome: "known", booked: 0, left: 0, reason: null, cut: null };
  return moveEvent(ctx, event, known, room);
}

/** Cancels what a cancelled event led to: its own bookings, or its date of a series. */
async function cancelEvent(
  ctx: Context,
  event: Extract<FileEvent, { kind: "cancelled" }>,
  known: Known | null,
  room: Room,
): Promise<ImportedEvent> {
  const count = known
    ? known.stands && (await takeBack(ctx, known))
    : await cancelDate(ctx, event, room);
  if (!count) return refused(event, { code: "series.event_cancelled" });
  return { ...named(event), outcome: "cancelled", booked: count, left: 0, reason: null, cut: null };
}

/** Cancels one date of a series that came from the same file; nothing where there is none. */
async function cancelDate(
  ctx: Context,
  event: Extract<FileEvent, { kind: "cancelled" }>,
  room: Room,
): Promise<number> {
  if (!event.date) return 0;
  const whole = await knownAs(ctx, { ...event, recurrenceId: "" }, room);
  return whole?.stands ? takeDateBack(ctx, whole, event.date) : 0;
}

type Known = {
  id: string;
  bookingId: string | null;
  seriesId: string | null;
  timing: string;
  stands: boolean;
};

/** What this event led to before, and whether that still stands. */
async function knownAs(
  ctx: Context,
  { uid, recurrenceId }: FileEvent,
  { roomId }: Room,
): Promise<Known | null> {
  if (!uid) return null;
  const [known] = await ctx.db
    .select({
      id: importedEvents.id,
      bookingId: importedEvents.bookingId,
      seriesId: importedEvents.seriesId,
      timing: importedEvents.timing,
      status: bookingView.status,
      cancelledAt: series.cancelledAt,
    })
    .from(importedEvents)
    .leftJoin(bookingView, eq(bookingView.id, importedEvents.bookingId))
    .leftJoin(series, eq(series.id, importedEvents.seriesId))
    .where(
      and(
        eq(importedEvents.roomId, roomId),
        eq(importedEvents.uid, uid),
        eq(importedEvents.recurrenceId, recurrenceId),
      ),
    );
  if (!known) return null;
  const { status, cancelledAt, ...event } = known;
  const stands = event.bookingId === null ? cancelledAt === null : isOneOf(COUNTED, status ?? "");
  return { ...event, stands };
}

/** Gives back what an event led to. @returns how many dates that were */
async function takeBack(ctx: Context, { bookingId, seriesId }: Known): Promise<number> {
  if (bookingId) {
    await cancelBooking(ctx, bookingId);
    return 1;
  }
  const found = seriesId ? await findSeries(ctx, seriesId) : null;
  if (!found) return 0;
  const kept = found.dates.filter(
    ({ status, during }) => isKept(status) && Temporal.Instant.compare(during.start, ctx.now) > 0,
  );
  await cancelSeries(ctx, found.id, { scope: "all", version: found.version });
  return kept.length;
}

/** Gives back one date of a series; one that is not there any more is none. */
async function takeDateBack(
  ctx: Context,
  { seriesId }: Known,
  date: Temporal.PlainDateTime,
): Promise<number> {
  const found = seriesId ? await findSeries(ctx, seriesId) : null;
  const isThere = found?.dates.some(
    ({ occurrence, status }) => isKept(status) && occurrence.equals(date),
  );
  if (!found || !isThere) return 0;
  await cancelSeries(ctx, found.id, { scope: "this", occurrence: date, version: found.version });
  return 1;
}

const isKept = (status: string) => isOneOf(STANDING, status);

/**
 * One booking moves, and so does a series; one with other first or single dates gives its own back
 * and takes those of the file.
 */
async function moveEvent(
  ctx: Context,
  event: Usable,
  known: Known,
  room: Room,
): Promise<ImportedEvent> {
  if (event.kind === "once" && known.bookingId) {
    const booking = await readBooking(ctx.db, known.bookingId);
    if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
    const { version, people } = booking;
    await changeBooking(ctx, known.bookingId, { ...event.during, version, people });
    await remember(ctx, event, room, { bookingId: known.bookingId, seriesId: null });
    return { ...named(event), outcome: "moved", booked: 1, left: 0, reason: null, cut: null };
  }
  const changed = await changeHours(ctx, event, known, room);
  if (changed) return changed;
  await takeBack(ctx, known);
  const booked = await bookEvent(ctx, event, room);
  return { ...booked, outcome: "moved" };
}

/**
 * A series from the same day on, with another rule or other hours: what was changed by hand in it
 * stays.
 */
async function changeHours(
  ctx: Context,
  event: Usable,
  { seriesId, timing }: Known,
  room: Room,
): Promise<ImportedEvent | null> {
  if (event.kind !== "series" || !seriesId) return null;
  const dayAndDates = (text: string) => {
    const [, start = "", end = "", ...dates] = text.split(" ");
    return [start.slice(0, 10), end.slice(0, 10), ...dates].join(" ");
  };
  if (dayAndDates(timing) !== dayAndDates(timingText(event))) return null;
  const found = await findSeries(ctx, seriesId);
  if (!found) return null;
  const { rule, firstStart, firstEnd } = event.timing;
  const change = {
    scope: "all" as const,
    version: found.version,
    rule,
    from: firstStart.toPlainTime(),
    to: firstEnd.toPlainTime(),
  };
  const { id } = await changeSeries(ctx, seriesId, change, { decisions: [], onConflict: "skip" });
  await remember(ctx, event, room, { bookingId: null, seriesId: id });
  const after = await findSeries(ctx, id);
  const coming = after?.dates.filter(({ status }) => isKept(status)).length ?? 0;
  return {
    ...named(event),
    outcome: "moved",
    booked: coming,
    left: 0,
    reason: null,
    cut: cutOf(event),
  };
}

async function bookEvent(ctx: Context, event: Usable, room: Room): Promise<ImportedEvent> {
  const { roomId, people } = room;
  const input = { roomId, people, equipment: [], purpose: cleanText(event.summary) };
  if (event.kind === "once") {
    const { id } = await bookWithin(ctx, { ...input, ...event.during });
    await remember(ctx, event, room, { bookingId: id, seriesId: null });
    return counted(event, 1, 0, null);
  }
  const choice = { decisions: [], onConflict: "skip" as const };
  const { id, dates, skipped } = await bookSeries(ctx, { ...input, ...event.timing }, choice);
  await remember(ctx, event, room, { bookingId: null, seriesId: id });
  const code = skipped[0]?.code;
  return counted(event, dates.length, skipped.length, code ? { code } : null);
}

/** Notes what an event led to; without a UID it cannot be known again. */
async function remember(
  ctx: Context,
  event: Usable,
  { roomId, spaceId }: Room,
  ledTo: { bookingId: string | null; seriesId: string | null },
): Promise<void> {
  const { uid, recurrenceId, summary } = event;
  if (!uid) return;
  const { db } = ctx;
  await db
    .delete(importedEvents)
    .where(
      and(
        eq(importedEvents.roomId, roomId),
        eq(importedEvents.uid, uid),
        eq(importedEvents.recurrenceId, recurrenceId),
      ),
    );
  await db.insert(importedEvents).values({
    spaceId,
    roomId,
    uid,
    recurrenceId,
    ...ledTo,
    timing: timingText(event),
    title: cleanText(summary),
  });
}

/** When an event is by its file: two that differ are at other times. */
function timingText(event: Usable): string {
  if (event.kind === "once") return `${event.during.start}/${event.during.end}`;
  const { rule, firstStart, firstEnd, extraStarts, excludedStarts } = event.written;
  const sorted = (dates: Temporal.PlainDateTime[]) => dates.map(String).toSorted().join(",");
  return [rule, firstStart, firstEnd, sorted(extraStarts), sorted(excludedStarts)].join(" ");
}

function named({ uid, summary }: FileEvent) {
  return { uid, summary };
}

export function refused(event: FileEvent, reason: Reason): ImportedEvent {
  return { ...named(event), outcome: "none", booked: 0, left: 1, reason, cut: null };
}

export function counted(
  event: FileEvent,
  booked: number,
  left: number,
  reason: Reason | null,
): ImportedEvent {
  const outcome = booked === 0 ? "none" : left > 0 ? "some" : "all";
  return { ...named(event), outcome, booked, left, reason, cut: cutOf(event) };
}

function cutOf(event: FileEvent): ImportedEvent["cut"] {
  const cut: Cut | null = event.kind === "series" ? event.cut : null;
  return cut && { from: cut.from?.toString() ?? null, until: cut.until?.toString() ?? null };
}
