import { sql } from "drizzle-orm";
import type { Interval } from "#db/types.ts";
import {
  type ClosedTimes,
  type Closure,
  closeTimes,
  closureOfEvent,
  closuresOf,
  type Displaced,
  LONGEST_CLOSURE_DAYS,
  previewTimes,
  reopen,
  sessionsInTheWay,
} from "#lib/booking/closures/closures.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { lockOne } from "#lib/foundation/platform/database/locks.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter } from "#lib/foundation/platform/queues/outbox.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { MOST_DAYS_AHEAD } from "#lib/places/spaces/horizon.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { type FileEvent, readInTurns } from "./calendar-file.ts";
import { windowFrom } from "./from-now-on.ts";
import { counted, type ImportedEvent, type OnEvent, refused } from "./import.ts";
import { occurrencesOf } from "./rules.ts";

const LONGEST_REASON = 300;

export type ClosuresInput = {
  /** Its slug. */
  space: string;
  /** Empty for the whole space. */
  roomIds: string[];
  /** Bookings that whoever imports was shown, and that may be cancelled. */
  seen: string[];
  dryRun: boolean;
  /** Whether what was opened again since is closed anew. */
  anew?: boolean;
};

/** What becomes of one event as a closure, and the bookings in its way. */
export type ImportedClosure = ImportedEvent & { displaced: Displaced[] };

/**
 * Closes rooms at the times of a calendar file, each event on its own: whole days, a term of
 * Sundays. An event that would cancel bookings nobody was shown is left out and says so; what is
 * closed already, for the same reason, is not closed twice.
 *
 * An event is known by its UID and the rooms it closes: at other times it moves its closure,
 * cancelled it opens the rooms, and what was opened again by hand since is closed anew only for
 * whoever asks.
 *
 * @throws DomainError too_large or invalid, for the file as a whole
 */
export async function importClosures(
  ctx: Context,
  text: string,
  input: ClosuresInput,
  onEvent?: OnEvent,
): Promise<ImportedClosure[]> {
  const space = await findSpace(ctx, input.space);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: space.id });
  // A closure without an end keeps out whoever could book.
  const window = windowFrom(ctx.now, space.timeZone, MOST_DAYS_AHEAD);
  const events = await readInTurns(text, space.timeZone, window);
  return transaction(ctx.db, (db) =>
    asOneLetter(db, async () => {
      const within = { ...ctx, db };
      // One file at a time for a space: two that run side by side would close for the same event
      // twice.
      await db.execute(sql`select ${lockOne(`import:${space.id}`)}`);
      const closed = await closuresOf(within, space.id);
      const report: ImportedClosure[] = [];
      for (const event of events) {
        report.push(await closeEvent(within, event, input, space, closed));
        await onEvent?.(report.length, events.length);
      }
      return report;
    }),
  );
}

async function closeEvent(
  ctx: Context,
  event: FileEvent,
  { roomIds, seen, dryRun, anew = false }: ClosuresInput,
  { id: spaceId, timeZone }: { id: string; timeZone: string },
  closed: Closure[],
): Promise<ImportedClosure> {
  const refuse = (reason: Reason, displaced: Displaced[] = []) => ({
    ...refused(event, reason),
    displaced,
  });
  if (event.kind === "unusable") return refuse(event.reason);
  const name = { uid: event.uid, recurrenceId: event.recurrenceId };
  const known = await closureOfEvent(ctx, { spaceId, roomIds }, name);
  if (event.kind === "cancelled") return reopenFor(ctx, event, known, dryRun);
  if (known && !known.stands && !anew) return refuse({ code: "series.event_known_cancelled" });
  try {
    const reason = cleanText(event.summary).slice(0, LONGEST_REASON);
    const windows = windowsOf(event, timeZone).filter(
      ({ end }) => Temporal.Instant.compare(end, ctx.now) > 0,
    );
    const times: ClosedTimes = { spaceId, roomIds, reason, windows, event: name };
    const { displaced } = await previewTimes(ctx, times);
    if (closed.some((closure) => isSame(closure, times)))
      return refuse({ code: "series.event_closed_already" });
    const sessions = sessionsInTheWay(displaced);
    if (sessions) return refuse(sessions, displaced);
    const moves = known?.stands ? { outcome: "moved" as const } : {};
    if (dryRun) return { ...counted(event, windows.length, 0, null), ...moves, displaced };
    if (displaced.some(({ id }) => !seen.includes(id)))
      return refuse({ code: "series.event_displaces", count: displaced.length }, displaced);
    await closeTimes(ctx, times, seen);
    // Afterwards: what both close is never open in between.
    if (known?.stands) await reopen(ctx, known.id);
    return { ...counted(event, windows.length, 0, null), ...moves, displaced };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refuse(error.reason);
  }
}

/** Opens again what a cancelled event closed. */
async function reopenFor(
  ctx: Context,
  event: FileEvent,
  known: { id: string; stands: boolean } | null,
  dryRun: boolean | undefined,
): Promise<ImportedClosure> {
  if (!known?.stands)
    return { ...refused(event, { code: "series.event_cancelled" }), displaced: [] };
  if (!dryRun) await reopen(ctx, known.id);
  return { ...counted(event, 1, 0, null), outcome: "cancelled", displaced: [] };
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
