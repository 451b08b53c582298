import { isDeepStrictEqual } from "node:util";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { isOneOf, STANDING } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { bookings, series } from "#db/schema/booking.ts";
import { release } from "#lib/booking/allocation/taking.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { applyEvent } from "#lib/booking/bookings/apply-event.ts";
import { cancelBooking, changeBooking, retake } from "#lib/booking/bookings/commands.ts";
import { putIntoSeries, takeOutOfSeries } from "#lib/booking/bookings/dates-of-series.ts";
import { changedLayout, setUpThere } from "#lib/booking/bookings/layouts.ts";
import { offerFreed } from "#lib/booking/bookings/offering.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter } from "#lib/foundation/platform/queues/outbox.ts";
import { instantOf } from "#lib/foundation/platform/time/clock.ts";
import { wallHours } from "#lib/foundation/platform/time/days.ts";
import type { DateState, Resolved } from "./choices.ts";
import { type LeftBehind, notify } from "./commands.ts";
import {
  findSeries,
  placeOf,
  readSeries,
  type SeriesDate,
  type SeriesView,
  statesOf,
} from "./queries.ts";
import { type Occurrence, occurrencesOf, type Timing } from "./rules.ts";
import type { Choice, Scope, SeriesChange } from "./schema.ts";
import { changedTiming, hasOwnTime, timingBefore, timingFrom } from "./split.ts";
import { bookDate, decided, type SeriesOwner, takeDate, takingDates } from "./take.ts";

/** What a change would do, date by date. */
export type ChangePreview = {
  /**
   * Dates that move or are new, as they stand in the calendar once their old time is given back.
   */
  dates: DateState[];
  /** Bookings that stay exactly as they are. */
  same: SeriesDate[];
  /** Bookings that the new rule no longer has. */
  dropped: SeriesDate[];
  /** How the room was set up, where the other room cannot be. */
  leftLayout: Title | null;
};

/**
 * Changes a series from its next date on: what has begun is never touched. When there are such
 * dates, or for `following`, the series is split in two that are linked. Dates are matched by day;
 * what somebody changed by hand in one date (its time, its room, its people) stays, and a date
 * cancelled by hand stays cancelled.
 *
 * @returns the id of the series that now holds the changed dates
 * @throws DomainError conflict when somebody else changed the series meanwhile, or with the dates
 *   that are not free
 */
export async function changeSeries(
  ctx: Context,
  id: string,
  change: SeriesChange,
  choice: Choice,
): Promise<ChangedSeries> {
  if (change.scope === "this") return changeOne(ctx, id, change);
  const changed = takingDates(ctx, async (within) => {
    const found = await lockedSeries(within, id, change.version);
    const plan = await plannedChange(within, found, change);
    const resolved = await decided(within, found.spaceSlug, plan.dates, choice);
    return applyPlan(within, found, plan, resolved);
  });
  return changed.catch(refuseForCourse);
}

/** Refuses to drop a date of a course: people who are enrolled in it would get no message. */
function refuseForCourse(error: unknown): never {
  if (databaseFault(error)?.constraint !== "booking_of_session") throw error;
  throw new DomainError("conflict", { code: "series.belongs_to_course" }, { cause: error });
}

/** What {@link changeSeries} would do: the same steps, taken back. */
export async function previewChange(
  ctx: Context,
  id: string,
  change: SeriesChange,
): Promise<ChangePreview> {
  let seen: ChangePreview | undefined;
  const asked = transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    seen = await plannedChange(within, await lockedSeries(within, id, change.version), change);
    throw new OnlyLooked();
  });
  await asked.catch((error: unknown) => {
    if (!(error instanceof OnlyLooked)) throw error;
  });
  return seen as ChangePreview;
}

class OnlyLooked extends Error {}

/** The series that has the changed dates, and whether a date lost how its room was set up. */
export type ChangedSeries = { id: string; version: number; hasLeftLayout: boolean };

type Plan = ChangePreview & {
  timing: Timing;
  /** The first date that changes, when earlier ones stay behind in the old series. */
  splitAt: Temporal.PlainDateTime | null;
  target: { roomId: string; people: number; purpose: string; layoutId: string | null };
  /** The booking there is for a date, by its new start. */
  bookingFor: Map<string, SeriesDate>;
  /** Bookings whose old time is given back. */
  given: SeriesDate[];
};

/** Locks the series for whoever saw its present state. */
async function lockedSeries(ctx: Context, id: string, version: number): Promise<SeriesView> {
  const found = await findSeries(ctx, id);
  if (!found) throw new DomainError("not_found", { code: "series.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: found.spaceId });
  if (found.cancelledAt) throw new DomainError("conflict", { code: "series.is_cancelled" });
  await haveTurn(ctx, found.spaceId, found.equipment);
  const [locked] = await ctx.db
    .update(series)
    .set({ version: sql`${series.version} + 1`, sequence: sql`${series.sequence} + 1` })
    .where(and(eq(series.id, id), eq(series.version, version), isNull(series.cancelledAt)))
    .returning({ id: series.id });
  if (!locked) throw new DomainError("conflict", { code: "series.changed_meanwhile" });
  // The single dates as well: nobody moves one while it is given back or taken anew.
  await ctx.db.execute(sql`select from bookings_booking booking where series_id = ${id} order by id
    for update`);
  // Read again under the lock: the dates as nobody else can change them through the series any
  // more.
  return (await readSeries(ctx.db, id)) as SeriesView;
}

/**
 * The dates from the one asked for on that have not begun.
 *
 * @throws DomainError conflict when there is none
 */
function affectedDates(
  ctx: Context,
  found: SeriesView,
  from?: Temporal.PlainDateTime,
): SeriesDate[] {
  if (from && !found.dates.some(({ occurrence }) => occurrence.equals(from)))
    throw new DomainError("not_found", { code: "series.unknown_date" });
  const affected = found.dates.filter(
    ({ occurrence, during }) =>
      Temporal.Instant.compare(during.start, ctx.now) > 0 &&
      // A date that has passed by the rule stays behind, wherever it was moved to.
      Temporal.Instant.compare(instantOf(occurrence, found.timeZone), ctx.now) > 0 &&
      (!from || Temporal.PlainDateTime.compare(occurrence, from) >= 0),
  );
  if (affected.length === 0) throw new DomainError("conflict", { code: "series.is_over" });
  return affected;
}

const isKept = ({ status }: SeriesDate) => isOneOf(STANDING, status);

async function plannedChange(ctx: Context, found: SeriesView, change: SeriesChange): Promise<Plan> {
  const { timeZone, spaceId, spaceSlug } = found;
  const affected = affectedDates(
    ctx,
    found,
    change.scope === "following" ? change.occurrence : undefined,
  );
  const { roomId = found.roomId, people = found.people, purpose = found.purpose } = change;
  const { layoutId, leftLayout } = await changedLayout(ctx, found, { roomId, people });
  const target = { roomId, people, purpose, layoutId };
  if ((await placeOf(ctx, target.roomId)).spaceId !== spaceId)
    throw new DomainError("not_found", { code: "booking.unknown_room" });

  const isWhole = affected.length === found.dates.length;
  const splitAt = isWhole ? null : (affected[0]?.occurrence ?? null);
  const rest = splitAt ? timingFrom(found, splitAt, timeZone) : timingOf(found);
  const timing = changedTiming(rest, change, timeZone);

  const { wanted, same, bookingFor } = matchedDates(found, affected, { timing, target });
  const matched = new Set(bookingFor.values());
  const dropped = affected.filter((booking) => isKept(booking) && !matched.has(booking));
  const given = [...matched].filter((booking) => !same.includes(booking)).concat(dropped);
  await release(ctx.db, spaceId, ...given.map(({ bookingId }) => bookingId));
  const dates = await statesOf(ctx, spaceSlug, wanted, found.equipment);
  return { timing, splitAt, target, dates, same, dropped, bookingFor, given, leftLayout };
}

/**
 * Which booking each date of the series as it will be had until now: the first one of its day.
 *
 * @returns what is asked for anew, what stays as it is, and the bookings by the start of their date
 */
function matchedDates(
  found: SeriesView,
  affected: SeriesDate[],
  { timing, target }: Pick<Plan, "timing" | "target">,
) {
  const byDay = Map.groupBy(affected, ({ occurrence }) => occurrence.toPlainDate().toString());
  const bookingFor: Plan["bookingFor"] = new Map();
  const same: SeriesDate[] = [];
  const wanted: (Occurrence & { roomId: string; people: number })[] = [];
  for (const date of occurrencesOf(timing, found.timeZone)) {
    const booking = byDay.get(date.start.toPlainDate().toString())?.shift();
    if (booking) bookingFor.set(date.start.toString(), booking);
    const next =
      booking && isKept(booking) ? withEdits(found, booking, date, target) : { ...date, ...target };
    if (booking && (!isKept(booking) || isSame(booking, next))) same.push(booking);
    else wanted.push(next);
  }
  return { wanted, same, bookingFor };
}

function timingOf({ rule, firstStart, firstEnd, extraStarts, excludedStarts }: Timing): Timing {
  return { rule, firstStart, firstEnd, extraStarts, excludedStarts };
}

/** What a date becomes: as the series will be, save for what was changed by hand in this one. */
function withEdits(
  found: SeriesView,
  booking: SeriesDate,
  date: Occurrence,
  target: { roomId: string; people: number },
) {
  return {
    start: date.start,
    during: hasOwnTime(found, booking) ? booking.during : date.during,
    roomId: booking.roomId === found.roomId ? target.roomId : booking.roomId,
    people: booking.people === found.people ? target.people : booking.people,
  };
}

function isSame(
  booking: SeriesDate,
  next: { during: Occurrence["during"]; roomId: string; people: number },
) {
  return (
    booking.during.start.equals(next.during.start) &&
    booking.during.end.equals(next.during.end) &&
    booking.roomId === next.roomId &&
    booking.people === next.people
  );
}

/**
 * Writes what was decided: the series, or the two that it becomes, and its dates. One letter; who
 * waits for a time that came free is offered it.
 */
async function applyPlan(
  ctx: Context,
  found: SeriesView,
  plan: Plan,
  { taken, skipped }: Pick<Resolved, "taken" | "skipped">,
): Promise<ChangedSeries> {
  const { spaceId, bookedBy, equipment } = found;
  if (taken.length + plan.same.length === 0)
    throw new DomainError("conflict", { code: "series.nothing_left" });
  const lost = [
    ...plan.dropped,
    ...skipped.flatMap(({ start }) => plan.bookingFor.get(start.toString()) ?? []),
  ];
  const moving = [...new Set([...plan.bookingFor.values(), ...lost])];
  const now = await writeSeries(ctx, found, plan, { skipped, moving });

  // Taken out first and put back one by one: two dates of one series may swap their place.
  const ids = moving.map(({ bookingId }) => bookingId);
  await takeOutOfSeries(ctx.db, ids);
  await cancelDates(ctx, lost);
  await putBackSame(ctx, now.id, plan);
  const whole = { id: now.id, ...plan.target, bookedBy, equipment };
  const dates = await takeDates(ctx, whole, plan, taken);

  const left: LeftBehind = { whole: plan.leftLayout, dates };
  const counts = { dates: taken.length, dropped: lost.length };
  await notify(ctx, "changed", { ...now, spaceId, bookedBy }, counts, left);
  for (const { during } of plan.given) await offerFreed(ctx, spaceId, during);
  const hasLeftLayout = left.whole !== null || Object.keys(left.dates).length > 0;
  return { id: now.id, version: now.version, hasLeftLayout };
}

/** @returns the series that has the changed dates from now on: a new one when it is split */
async function writeSeries(
  ctx: Context,
  found: SeriesView,
  { timing, target, splitAt }: Plan,
  { skipped, moving }: { skipped: DateState[]; moving: SeriesDate[] },
) {
  const excludedStarts = [...timing.excludedStarts, ...skipped.map(({ start }) => start)];
  const values = { ...timing, excludedStarts, ...target };
  // Dates that leave take their part of the SEQUENCE with them: it never becomes smaller.
  const sequence = moving.reduce((sum, date) => sum + date.sequence, found.sequence);
  if (splitAt) {
    const earlier = timingBefore(found, splitAt, found.timeZone);
    return splitSeries(ctx, { ...found, sequence }, earlier, values);
  }
  return ctx.db
    .update(series)
    .set({ ...values, sequence })
    .where(eq(series.id, found.id))
    .returning()
    .then(firstOf);
}

async function putBackSame(
  { db }: Context,
  seriesId: string,
  { same, bookingFor, target }: Plan,
): Promise<void> {
  const stays = new Set(same);
  for (const [start, { bookingId }] of [...bookingFor].filter(([, date]) => stays.has(date)))
    await putIntoSeries(db, bookingId, {
      seriesId,
      occurrence: Temporal.PlainDateTime.from(start),
      purpose: target.purpose,
    });
}

/**
 * Takes each date: with the booking there is for it, or a new one.
 *
 * @returns layouts that could not come along to another room, by booking, where they are not that
 *   of the whole series
 */
async function takeDates(
  ctx: Context,
  whole: SeriesOwner,
  { bookingFor, leftLayout: ofAll }: Plan,
  taken: DateState[],
): Promise<LeftBehind["dates"]> {
  const left: LeftBehind["dates"] = {};
  for (const date of taken) {
    const there = bookingFor.get(date.start.toString());
    const { booking, leftLayout } = there
      ? await moveDate(ctx, whole, there, date)
      : await bookDate(ctx, whole, date);
    if (leftLayout && !isDeepStrictEqual(leftLayout, ofAll)) left[booking.id] = leftLayout;
  }
  return left;
}

/**
 * The earlier dates keep the series; the others get one of their own that says which it follows.
 */
async function splitSeries(
  ctx: Context,
  found: SeriesView,
  earlier: Timing,
  values: Timing & Plan["target"],
) {
  const { spaceId, bookedBy, equipment, sequence, id: follows } = found;
  await ctx.db
    .update(series)
    .set({ ...earlier, sequence })
    .where(eq(series.id, follows));
  await notify(ctx, "shortened", found);
  return ctx.db
    .insert(series)
    .values({ ...values, spaceId, bookedBy, equipment, follows, sequence })
    .returning()
    .then(firstOf);
}

function firstOf<T>([row]: T[]): T {
  return row as T;
}

/** Another time or room for the booking of a date. */
async function moveDate(
  ctx: Context,
  { id: seriesId, bookedBy, equipment, purpose }: SeriesOwner,
  booking: SeriesDate,
  date: DateState,
) {
  const { bookingId, version } = booking;
  const { during, roomId, people, start } = date;
  const { layoutId, leftLayout } = await setUpThere(ctx, booking, { roomId, people });
  const [moved] = await applyEvent(ctx, "change_with_series", {
    where: and(eq(bookings.id, bookingId), eq(bookings.version, version)),
    set: { seriesId, occurrence: start, during, roomId, people, purpose, layoutId },
    between: () =>
      takeDate(date, () =>
        retake(ctx, bookingId, { roomId, ...during, people, equipment, purpose, bookedBy }),
      ),
  });
  if (!moved) throw new DomainError("conflict", { code: "series.changed_meanwhile" });
  return { booking: moved, leftLayout };
}

/** Gives dates back. The caller writes the letter and offers their time to whoever waits. */
async function cancelDates(ctx: Context, dates: SeriesDate[]): Promise<void> {
  if (dates.length === 0) return;
  const ids = dates.map(({ bookingId }) => bookingId);
  await applyEvent(ctx, "cancel_with_series", {
    where: inArray(bookings.id, ids),
    set: { cancelledAt: ctx.now },
  });
}

/** One date, as an ordinary booking; whoever edits the series at the same moment is told. */
async function changeOne(ctx: Context, id: string, change: SeriesChange): Promise<ChangedSeries> {
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const found = await lockedSeries(within, id, change.version);
    const booking = dateOf(found, change.occurrence);
    const { from, to, roomId = booking.roomId, people = booking.people } = change;
    const wall = (moment: Temporal.Instant) =>
      moment.toZonedDateTimeISO(found.timeZone).toPlainDateTime();
    const { during, version } = booking;
    const start = wall(during.start);
    const times = {
      day: start.toPlainDate().toString(),
      from: (from ?? start.toPlainTime()).toString(),
      to: (to ?? wall(during.end).toPlainTime()).toString(),
    };
    const hours = from || to ? wallHours(times, found.timeZone, during) : during;
    if (!hours) throw new DomainError("invalid", { code: "booking.not_a_moment" });
    const changed = await changeBooking(within, booking.bookingId, {
      ...hours,
      ...{ people, roomId, version },
    });
    const hasLeftLayout = booking.layoutId !== null && changed.layoutId === null;
    return { id, version: found.version, hasLeftLayout };
  });
}

function dateOf(found: SeriesView, occurrence?: Temporal.PlainDateTime): SeriesDate {
  const date = found.dates.find((one) => occurrence && one.occurrence.equals(occurrence));
  if (!date) throw new DomainError("not_found", { code: "series.unknown_date" });
  return date;
}

/**
 * Gives back one date, the dates from one on, or all that have not begun. One letter for the last
 * two.
 */
export async function cancelSeries(
  ctx: Context,
  id: string,
  {
    scope,
    occurrence,
    version,
  }: { scope: Scope; occurrence?: Temporal.PlainDateTime; version: number },
): Promise<void> {
  const work = async (db: Database) => {
    const within = { ...ctx, db };
    const found = await lockedSeries(within, id, version);
    if (scope === "this") return cancelBooking(within, dateOf(found, occurrence).bookingId);

    const affected = affectedDates(within, found, scope === "following" ? occurrence : undefined);
    const lost = affected.filter(isKept);
    if (lost.length === 0) throw new DomainError("conflict", { code: "series.is_over" });
    await cancelDates(within, lost);
    const [first] = affected;
    const isWhole = affected.length === found.dates.length;
    await db
      .update(series)
      .set(
        isWhole || !first
          ? { cancelledAt: ctx.now }
          : timingBefore(found, first.occurrence, found.timeZone),
      )
      .where(eq(series.id, id));
    await notify(within, isWhole ? "cancelled" : "shortened", found, { dates: lost.length });
    for (const { during } of lost) await offerFreed(within, found.spaceId, during);
  };
  // Whoever waits for several of the dates is offered them in one letter.
  await transaction(ctx.db, (db) => asOneLetter(db, () => work(db))).catch(refuseForCourse);
}
