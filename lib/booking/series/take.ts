import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Booking } from "#lib/booking/bookings/answer.ts";
import { setUpThere } from "#lib/booking/bookings/layouts.ts";
import { bookWithin } from "#lib/booking/bookings/requesting.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter } from "#lib/foundation/platform/queues/outbox.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import { type DateState, type Resolved, resolve } from "./choices.ts";
import type { Choice } from "./schema.ts";

const ATTEMPTS = 3;
/**
 * A series that is split is told in two letters, one for each part: a calendar reads one event from
 * each.
 */
const SPLIT = { from: 3 };

/**
 * A date was free when it was looked at, and could not be taken: somebody was first, or it was
 * never possible.
 */
class DateRefused extends Error {
  readonly date: DateState;
  readonly reason: Reason;

  constructor(date: DateState, reason: Reason, cause: unknown) {
    super(`${date.start}: ${reason.code}`, { cause });
    this.date = date;
    this.reason = reason;
  }
}

/**
 * Runs a transaction that takes the dates of a series: all of them, or none. When somebody else
 * took one of them meanwhile everything is looked at again, so that the answer is about the
 * calendar as it is.
 *
 * @throws DomainError conflict `series.clashes`, with the dates that are not free in its details
 */
export async function takingDates<T>(ctx: Context, run: (ctx: Context) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(ctx.db, (db) => asOneLetter(db, () => run({ ...ctx, db }), SPLIT));
    } catch (error) {
      if (!(error instanceof DateRefused)) throw error;
      if (attempt === ATTEMPTS)
        throw clashes([{ ...error.date, state: "clash", reason: error.reason }], error);
    }
  }
}

/** What becomes of each date, or a refusal that lists those nobody decided about. */
export async function decided(
  ctx: Context,
  spaceSlug: string,
  states: DateState[],
  choice: Choice,
): Promise<Resolved> {
  const resolved = resolve(states, choice);
  if (resolved.open.length > 0) throw clashes(resolved.open);
  const known = new Set((await roomsOf(ctx, spaceSlug)).map(({ id }) => id));
  if (resolved.taken.some(({ roomId }) => !known.has(roomId)))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  return resolved;
}

/** Takes one date. A refusal names this date and not the whole series. */
export async function takeDate<T>(date: DateState, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (databaseFault(error)?.constraint === "stock_not_exceeded")
      throw new DateRefused(date, { code: "booking.equipment_taken" }, error);
    if (error instanceof DomainError && error.reason.code.startsWith("booking."))
      throw new DateRefused(date, error.reason, error);
    throw error;
  }
}

export type SeriesOwner = {
  id: string;
  roomId: string;
  people: number;
  /** How that room is set up; another room, in which a date takes place, may not have it. */
  layoutId: string | null;
  bookedBy: string;
  equipment: EquipmentRequest[];
  purpose: string;
};

/** A new booking for a date of a series, and what could not be set up for it. */
export async function bookDate(
  ctx: Context,
  series: SeriesOwner,
  date: DateState,
): Promise<{ booking: Booking; leftLayout: Title | null }> {
  const { roomId, people, during, start } = date;
  const { equipment, purpose, bookedBy } = series;
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage");
  const madeBy = personId === bookedBy ? null : personId;
  const { layoutId, leftLayout } = await setUpThere(ctx, series, { roomId, people });
  const request = {
    roomId,
    ...during,
    people,
    equipment,
    purpose,
    layoutId: layoutId ?? undefined,
  };
  const ofSeries = { seriesId: series.id, occurrence: start, bookedBy, madeBy };
  const booking = await takeDate(date, () => bookWithin(ctx, request, ofSeries));
  return { booking, leftLayout };
}

function clashes(dates: DateState[], cause?: unknown): DomainError {
  return new DomainError(
    "conflict",
    { code: "series.clashes", count: dates.length },
    { cause, details: { dates: dates.map(stateFor) } },
  );
}

/** A date's state as the API says it. */
export function stateFor({ start, during, roomId, state, reason, takenBy, rooms }: DateState) {
  return {
    occurrence: start.toString({ smallestUnit: "minute" }),
    start: during.start.toString(),
    end: during.end.toString(),
    roomId,
    state,
    code: reason?.code ?? null,
    takenBy,
    rooms,
  };
}
