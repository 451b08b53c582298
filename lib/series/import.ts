import type { Interval } from "#db/types.ts";
import { requestBooking } from "#lib/booking/requesting.ts";
import type { Context } from "#lib/identity/context.ts";
import { DomainError, type Reason } from "#lib/platform/errors.ts";
import { cleanText } from "#lib/platform/text.ts";
import { type FileEvent, readCalendarFile } from "./calendar-file.ts";
import { bookSeries } from "./commands.ts";
import { placeOf, statesOf, type Wanted } from "./queries.ts";
import { occurrencesOf } from "./rules.ts";

/** What becomes of one event of a file, or would. */
export type ImportedEvent = {
  uid: string;
  summary: string;
  outcome: "all" | "some" | "none";
  /** Dates that are, or would be, booked; and those that are not. */
  booked: number;
  left: number;
  /** Why the first of those is not. */
  reason: Reason | null;
};

export type ImportWish = { roomId: string; people: number; dryRun: boolean };

/**
 * Books the events of a calendar file in a room, each event on its own: those that cannot be booked are reported, the
 * others are not held up. Dates of a series that are not free are left out and counted. The same event twice is once.
 *
 * @throws DomainError too_large or invalid, for the file as a whole
 */
export async function importCalendar(
  ctx: Context,
  text: string,
  { roomId, people, dryRun }: ImportWish,
): Promise<ImportedEvent[]> {
  const place = await placeOf(ctx, roomId);
  const events = readCalendarFile(text, place.timeZone);
  if (dryRun) return wouldBecome(ctx, events, place, { roomId, people });
  const report: ImportedEvent[] = [];
  for (const event of events) report.push(await bookEvent(ctx, event, { roomId, people }));
  return report;
}

/** A booking has hours. */
const WHOLE_DAYS: Reason = { code: "series.event_whole_days" };

type Room = { roomId: string; people: number };

async function bookEvent(ctx: Context, event: FileEvent, { roomId, people }: Room): Promise<ImportedEvent> {
  if (event.kind === "unusable") return refused(event, event.reason);
  if (event.wholeDays) return refused(event, WHOLE_DAYS);
  const wish = { roomId, people, equipment: [], purpose: cleanText(event.summary) };
  const key = event.uid ? `import:${roomId}:${event.uid}` : undefined;
  try {
    if (event.kind === "once") {
      const startKey = key && `${key}:${event.during.start}`;
      await requestBooking(ctx, { ...wish, ...event.during }, startKey);
      return { ...named(event), outcome: "all", booked: 1, left: 0, reason: null };
    }
    const choice = { decisions: [], onConflict: "skip" as const };
    const { dates, skipped } = await bookSeries(ctx, { ...wish, ...event.timing }, choice, key);
    const code = skipped[0]?.code;
    return counted(event, dates.length, skipped.length, code ? { code } : null);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refused(event, error.reason);
  }
}

/** The same without booking: as the calendar is now, and as the events of the file stand in each other's way. */
async function wouldBecome(
  ctx: Context,
  events: FileEvent[],
  { spaceSlug, timeZone }: { spaceSlug: string; timeZone: string },
  room: Room,
): Promise<ImportedEvent[]> {
  const dates = new Map(events.map((event) => [event, wantedOf(event, timeZone, room)]));
  const wanted = [...dates.values()].flat();
  const states = wanted.length > 0 ? await statesOf(ctx, spaceSlug, wanted, []) : [];
  const before: Interval[] = [];
  let position = 0;
  return events.map((event) => {
    if (event.kind === "unusable") return refused(event, event.reason);
    if (event.wholeDays) return refused(event, WHOLE_DAYS);
    const reasons = states
      .slice(position, position + (dates.get(event)?.length ?? 0))
      .map(({ state, reason, during }) => {
        if (state !== "free") return reason;
        if (before.some((other) => overlap(other, during))) return { code: "series.event_overlaps" };
        before.push(during);
        return null;
      });
    position += reasons.length;
    const left = reasons.filter((reason) => reason !== null);
    return counted(event, reasons.length - left.length, left.length, left[0] ?? null);
  });
}

function wantedOf(event: FileEvent, timeZone: string, room: Room): Wanted[] {
  if (event.kind === "unusable" || event.wholeDays) return [];
  if (event.kind === "series")
    return occurrencesOf(event.timing, timeZone).map((occurrence) => ({ ...occurrence, ...room }));
  const { during } = event;
  return [{ start: during.start.toZonedDateTimeISO(timeZone).toPlainDateTime(), during, ...room }];
}

function overlap(one: Interval, other: Interval): boolean {
  return (
    Temporal.Instant.compare(one.start, other.end) < 0 && Temporal.Instant.compare(other.start, one.end) < 0
  );
}

function named({ uid, summary }: FileEvent) {
  return { uid, summary };
}

export function refused(event: FileEvent, reason: Reason): ImportedEvent {
  return { ...named(event), outcome: "none", booked: 0, left: 1, reason };
}

export function counted(
  event: FileEvent,
  booked: number,
  left: number,
  reason: Reason | null,
): ImportedEvent {
  const outcome = booked === 0 ? "none" : left > 0 ? "some" : "all";
  return { ...named(event), outcome, booked, left, reason };
}
