import type { Interval } from "#db/types.ts";
import {
  type ClosedTimes,
  type Closure,
  closeTimes,
  closuresOf,
  type Displaced,
  LONGEST_CLOSURE_DAYS,
  previewTimes,
  sessionsInTheWay,
} from "#lib/booking/closures.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError, type Reason } from "#lib/platform/errors.ts";
import { asOneLetter } from "#lib/platform/outbox.ts";
import { cleanText } from "#lib/platform/text.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { type FileEvent, readInTurns } from "./calendar-file.ts";
import { counted, type ImportedEvent, type OnEvent, refused, windowFrom } from "./import.ts";
import { occurrencesOf } from "./rules.ts";

const LONGEST_REASON = 300;
/** How far ahead a closure without an end is taken. */
const HORIZON_DAYS = 366;

export type ClosuresWish = {
  /** Its slug. */
  space: string;
  /** Empty for the whole space. */
  roomIds: string[];
  /** Bookings that whoever imports was shown, and that may be cancelled. */
  seen: string[];
  dryRun: boolean;
};

/** What becomes of one event as a closure, and the bookings in its way. */
export type ImportedClosure = ImportedEvent & { displaced: Displaced[] };

/**
 * Closes rooms at the times of a calendar file, each event on its own: whole days, a term of Sundays. An event that would cancel
 * bookings nobody was shown is left out and says so; what is closed already, for the same reason, is not closed twice.
 *
 * @throws DomainError too_large or invalid, for the file as a whole
 */
export async function importClosures(
  ctx: Context,
  text: string,
  wish: ClosuresWish,
  onEvent?: OnEvent,
): Promise<ImportedClosure[]> {
  const space = await findSpace(ctx, wish.space);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: space.id });
  const window = windowFrom(ctx.now, space.timeZone, HORIZON_DAYS);
  const events = await readInTurns(text, space.timeZone, window);
  return transaction(ctx.db, (db) =>
    asOneLetter(db, async () => {
      const within = { ...ctx, db };
      const closed = await closuresOf(within, space.id);
      const report: ImportedClosure[] = [];
      for (const event of events) {
        report.push(await closeEvent(within, event, wish, space, closed));
        await onEvent?.(report.length, events.length);
      }
      return report;
    }),
  );
}

async function closeEvent(
  ctx: Context,
  event: FileEvent,
  { roomIds, seen, dryRun }: ClosuresWish,
  { id: spaceId, timeZone }: { id: string; timeZone: string },
  closed: Closure[],
): Promise<ImportedClosure> {
  const refuse = (reason: Reason, displaced: Displaced[] = []) => ({ ...refused(event, reason), displaced });
  if (event.kind === "unusable") return refuse(event.reason);
  if (event.kind === "cancelled") return refuse({ code: "series.event_cancelled" });
  try {
    const reason = cleanText(event.summary).slice(0, LONGEST_REASON);
    const windows = windowsOf(event, timeZone).filter(
      ({ end }) => Temporal.Instant.compare(end, ctx.now) > 0,
    );
    const times: ClosedTimes = { spaceId, roomIds, reason, windows };
    const { displaced } = await previewTimes(ctx, times);
    if (closed.some((closure) => isSame(closure, times)))
      return refuse({ code: "series.event_closed_already" });
    const sessions = sessionsInTheWay(displaced);
    if (sessions) return refuse(sessions, displaced);
    if (dryRun) return { ...counted(event, windows.length, 0, null), displaced };
    if (displaced.some(({ id }) => !seen.includes(id)))
      return refuse({ code: "series.event_displaces", count: displaced.length }, displaced);
    await closeTimes(ctx, times, seen);
    return { ...counted(event, windows.length, 0, null), displaced };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refuse(error.reason);
  }
}

function windowsOf(
  event: Exclude<FileEvent, { kind: "unusable" | "cancelled" }>,
  timeZone: string,
): Interval[] {
  const windows =
    event.kind === "once"
      ? [event.during]
      : occurrencesOf(event.timing, timeZone).map(({ during }) => during);
  for (const { start, end } of windows) {
    if (Temporal.Instant.compare(start, end) >= 0)
      throw new DomainError("invalid", { code: "booking.ends_before_start" });
    if (start.until(end).total("hours") > LONGEST_CLOSURE_DAYS * 24)
      throw new DomainError("invalid", { code: "booking.closure_too_long" });
  }
  return windows;
}

function isSame({ reason, roomIds, windows }: Closure, times: ClosedTimes): boolean {
  const key = (rooms: string[], parts: Interval[]) =>
    [...rooms.toSorted(), ...parts.map(({ start, end }) => `${start}/${end}`)].join(" ");
  return reason === times.reason && key(roomIds, windows) === key(times.roomIds, times.windows);
}
