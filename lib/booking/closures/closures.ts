import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { rowsOf } from "#db/rows.ts";
import { closures } from "#db/schema/closures.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import { takeForClosure } from "#lib/booking/allocation/closing.ts";
import { takenWithin } from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { cancelWithin } from "#lib/booking/bookings/commands.ts";
import { offerAll } from "#lib/booking/bookings/offering.ts";
import { titleOfBooking } from "#lib/booking/bookings/title.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { asOneLetter } from "#lib/foundation/platform/queues/outbox.ts";
import { canEndAt, isOnClock, reachedAt } from "#lib/foundation/platform/time/clock.ts";
import { offerInstead } from "./instead.ts";

export const REPEATS = ["once", "weekly", "yearly"] as const;
const MOST_WINDOWS = 60;
export const LONGEST_CLOSURE_DAYS = 400;

/** What shall be closed, in the wall time of the space. */
export type ClosurePlan = {
  spaceId: string;
  /** Empty for the whole space. */
  roomIds: string[];
  from: Temporal.PlainDateTime;
  to: Temporal.PlainDateTime;
  repeat: (typeof REPEATS)[number];
  /** The last day on which it may begin, when it repeats. */
  until: Temporal.PlainDate | null;
  reason: string;
};

/** A booking that a closure would displace. */
export type Displaced = {
  id: string;
  roomId: string;
  roomName: string;
  during: Interval;
  people: number;
  title: string;
  /**
   * The title of a session that takes place in it, in each of its languages: it is to be moved or
   * cancelled first.
   */
  session: Title | null;
};

/**
 * Why a closure, or a change of a room, cannot be, or null: sessions in its way, of which the list
 * beside it tells the titles.
 */
export function sessionsInTheWay(displaced: Pick<Displaced, "session">[]): Reason | null {
  const count = displaced.filter(({ session }) => session !== null).length;
  return count > 0 ? { code: "booking.closure_hits_session", count } : null;
}

export type ClosurePreview = { windows: Interval[]; displaced: Displaced[] };

/**
 * When a plan closes, in order of time. Of a repetition, an hour that the clocks skip is where they
 * jump over it; one that lies in it as a whole is left out.
 *
 * @throws DomainError invalid, also when the first time has an hour that the clocks skip
 */
export function windowsOf(
  { from, to, repeat, until }: Pick<ClosurePlan, "from" | "to" | "repeat" | "until">,
  timeZone: string,
): Interval[] {
  if (Temporal.PlainDateTime.compare(from, to) >= 0)
    throw new DomainError("invalid", { code: "booking.ends_before_start" });
  if (from.until(to).total("days") > LONGEST_CLOSURE_DAYS)
    throw new DomainError("invalid", { code: "booking.closure_too_long" });
  if (!isOnClock(from, timeZone) || !canEndAt(to, timeZone))
    throw new DomainError("invalid", { code: "booking.not_a_moment" });
  const windows: Interval[] = [];
  for (let count = 0; ; count += 1) {
    const step = repeat === "weekly" ? { weeks: count } : { years: count };
    const start = from.add(step);
    if (
      count > 0 &&
      (repeat === "once" || !until || Temporal.PlainDate.compare(start.toPlainDate(), until) > 0)
    )
      return windows;
    if (count === MOST_WINDOWS)
      throw new DomainError("invalid", { code: "booking.closure_too_often", most: MOST_WINDOWS });
    const window = { start: reachedAt(start, timeZone), end: reachedAt(to.add(step), timeZone) };
    if (Temporal.Instant.compare(window.start, window.end) < 0) windows.push(window);
  }
}

/** Times at which rooms shall be closed, and why. */
export type ClosedTimes = Pick<ClosurePlan, "spaceId" | "roomIds" | "reason"> & {
  /** In order of time, at least one. */
  windows: Interval[];
  /** The event of a calendar file that it comes from. */
  event?: FileEventName;
};

/** An event of a calendar file, or one date of it. */
export type FileEventName = { uid: string; recurrenceId: string };

/** What a closure would displace, before anybody decides. */
export async function previewClosure(ctx: Context, plan: ClosurePlan): Promise<ClosurePreview> {
  return previewTimes(ctx, await timesOf(ctx, plan));
}

export async function previewTimes(ctx: Context, times: ClosedTimes): Promise<ClosurePreview> {
  const { spaceId, windows } = times;
  return {
    windows,
    displaced: await displacedBy(ctx, spaceId, await roomsToClose(ctx, times), windows),
  };
}

/** {@link closeTimes}, by a plan. */
export async function closeRooms(
  ctx: Context,
  plan: ClosurePlan,
  seen: string[],
  onStep?: OnStep,
): Promise<MadeClosure> {
  return closeTimes(ctx, await timesOf(ctx, plan), seen, onStep);
}

/**
 * Told after each step of a closure: each displaced booking is cancelled, and then offered
 * something else.
 */
type OnStep = (done: number, total: number) => Promise<void>;

/** A closure, how many bookings it displaced, and how many of those are offered something else. */
export type MadeClosure = { id: string; cancelled: number; offered: number };

/**
 * Closes rooms, in one transaction. Bookings that stand in the way are cancelled; their people get a
 * message and, where there is one, another room or time of the space, kept until they answer.
 *
 * @param seen the bookings the actor was shown: when others have come meanwhile, they look again
 * @throws DomainError conflict booking.closure_list_changed, or booking.closure_hits_session
 */
export async function closeTimes(
  ctx: Context,
  times: ClosedTimes,
  seen: string[],
  onStep?: OnStep,
): Promise<MadeClosure> {
  const { personId } = authenticated(ctx.actor, "booking.manage");
  const rooms = await roomsToClose(ctx, times);
  const { spaceId, roomIds, reason, windows, event } = times;
  return inOneLetter(ctx, async (within) => {
    const { db } = within;
    await haveTurn(within, spaceId, await equipmentOf(within, seen));
    const displaced = await displacedBy(within, spaceId, rooms, windows);
    const refusal = closureRefusal(displaced, seen);
    if (refusal) throw new DomainError("conflict", refusal);

    const [closure] = await db
      .insert(closures)
      .values({
        spaceId,
        roomIds,
        reason,
        windows: sql`${sql.param(windows.map(intervalToText))}::tstzrange[]`,
        closedBy: personId,
        createdAt: ctx.now,
        ...(event?.uid ? event : {}),
      })
      .returning({ id: closures.id });
    if (!closure) throw new Error("no closure came back");
    const note = (step: number) => onStep?.(step, 2 * displaced.length);
    for (const [position, booking] of displaced.entries()) {
      await cancelWithin(within, booking, { note: reason, staysTaken: true });
      await note(position + 1);
    }
    const isTaken = await takeForClosure(
      db,
      spaceId,
      closure.id,
      rooms,
      comingParts(windows, ctx.now),
    );
    if (!isTaken) throw new DomainError("conflict", { code: "booking.closure_list_changed" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "closure.made",
      spaceId,
      subject: closure.id,
    });
    let offered = 0;
    for (const [position, booking] of displaced.entries()) {
      if (await offerInstead(within, booking.id)) offered += 1;
      await note(displaced.length + position + 1);
    }
    return { ...closure, cancelled: displaced.length, offered };
  });
}

/** Why rooms cannot be closed over these bookings: sessions among them, or some nobody was shown. */
function closureRefusal(displaced: Displaced[], seen: string[]): Reason | null {
  const sessions = sessionsInTheWay(displaced);
  if (sessions) return sessions;
  const isSeen = displaced.every(({ id }) => seen.includes(id));
  return isSeen ? null : { code: "booking.closure_list_changed" };
}

/**
 * A transaction whose letters leave together: who has several bookings in it reads of all of them
 * in one.
 */
function inOneLetter<T>(ctx: Context, work: (within: Context) => Promise<T>): Promise<T> {
  return transaction(ctx.db, (db) => asOneLetter(db, () => work({ ...ctx, db })));
}

/** What the bookings that were shown need: its spaces are part of the turn. */
async function equipmentOf({ db }: Context, bookingIds: string[]): Promise<EquipmentRequest[]> {
  const ids = bookingIds.filter((id) => z.uuid().safeParse(id).success);
  const rows = await rowsOf<EquipmentRequest>(
    db,
    sql`
      select distinct item ->> 'kind' as kind, 1 as quantity from bookings_booking booking
      cross join jsonb_array_elements(equipment) as item
      where booking.id = any(${sql.param(ids)}::uuid[])`,
  );
  return rows;
}

/**
 * Opens again what one closure closed; what another closes too stays closed. Displaced bookings do
 * not come back by themselves.
 */
export async function reopen(ctx: Context, id: string): Promise<void> {
  await inOneLetter(ctx, async (within) => {
    const { db } = within;
    const [closure] = await db
      .select({ spaceId: closures.spaceId })
      .from(closures)
      .where(eq(closures.id, id));
    if (!closure) throw new DomainError("not_found", { code: "booking.unknown_closure" });
    const { spaceId } = closure;
    authorise(ctx.actor, "booking.manage", { spaceId });
    await haveTurn(within, spaceId);
    const { rowCount } = await db
      .update(closures)
      .set({ reopenedAt: ctx.now })
      .where(and(eq(closures.id, id), isNull(closures.reopenedAt)));
    if (!rowCount) throw new DomainError("not_found", { code: "booking.unknown_closure" });
    // What another closure closes too gets that one's allocation instead; no other room is looked
    // at.
    await db.execute(sql`
      select keep_room_closed(${spaceId}::uuid, room.id)
      from (select distinct resource_id as id from allocation_taken allocation
        where space_id = ${spaceId} and closure_id = ${id} order by 1) room`);
    await recordAudit(db, { actor: ctx.actor, action: "closure.ended", spaceId, subject: id });
    await offerAll(within, spaceId);
  });
}

export type Closure = {
  id: string;
  roomIds: string[];
  roomNames: string[];
  reason: string;
  /** Those that are not over, in order of time. */
  windows: Interval[];
};

/** What rooms are called, by name. */
export function roomNames(ids: SQL): SQL {
  return sql`array(select name from spaces_resource resource where resource.id = any(${ids})
    order by name collate reading_order)`;
}

/** Those of several windows that are not over, in order of time, and when the first begins. */
export function coming(windows: SQL, now: Temporal.Instant): SQL {
  return sql`(select array_agg(part::text order by part) as windows, min(lower(part)) as first
    from unnest(${windows}) as part where upper(part) > ${now.toString()}::timestamptz) coming`;
}

/** What is closed, or will be: for everybody. */
export async function closuresOf(ctx: Context, spaceId: string): Promise<Closure[]> {
  const rows = await rowsOf<Omit<Closure, "windows"> & { windows: string[] }>(
    ctx.db,
    sql`
      select closure.id, closure.room_ids, closure.reason,
        ${roomNames(sql`closure.room_ids`)} as room_names, coming.windows
      from closure cross join lateral ${coming(sql`closure.windows`, ctx.now)}
      where closure.space_id = ${spaceId} and closure.reopened_at is null
        and coming.windows is not null
      order by coming.first, closure.id`,
  );
  return rows.map((row) => ({ ...row, windows: row.windows.map(intervalFromText) }));
}

/**
 * The newest closure of these rooms that came from an event of a file, and whether it still stands;
 * null when none did.
 */
export async function closureOfEvent(
  { db }: Context,
  { spaceId, roomIds }: Pick<ClosedTimes, "spaceId" | "roomIds">,
  { uid, recurrenceId }: FileEventName,
): Promise<{ id: string; stands: boolean } | null> {
  if (!uid) return null;
  const rooms = sql`${sql.param(roomIds)}::uuid[]`;
  const [newest] = await db
    .select({ id: closures.id, reopenedAt: closures.reopenedAt })
    .from(closures)
    .where(
      and(
        eq(closures.spaceId, spaceId),
        eq(closures.uid, uid),
        eq(closures.recurrenceId, recurrenceId),
        sql`${closures.roomIds} @> ${rooms} and ${closures.roomIds} <@ ${rooms}`,
      ),
    )
    .orderBy(desc(closures.createdAt), desc(closures.reopenedAt), closures.id)
    .limit(1);
  return newest ? { id: newest.id, stands: newest.reopenedAt === null } : null;
}

/** The times of a plan. @throws DomainError when it makes no sense */
async function timesOf({ db }: Context, plan: ClosurePlan): Promise<ClosedTimes> {
  const [space] = await db
    .select({ timeZone: spaceView.timeZone })
    .from(spaceView)
    .where(eq(spaceView.id, plan.spaceId));
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  const { spaceId, roomIds, reason } = plan;
  return { spaceId, roomIds, reason, windows: windowsOf(plan, space.timeZone) };
}

/** @throws DomainError when the actor may not, nobody says why, or it has passed */
async function roomsToClose(
  ctx: Context,
  { spaceId, roomIds, reason, windows }: ClosedTimes,
): Promise<string[]> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  if (!reason.trim()) throw new DomainError("invalid", { code: "booking.closure_needs_reason" });
  if (windows[0] === undefined || Temporal.Instant.compare(windows[0].end, ctx.now) <= 0)
    throw new DomainError("invalid", { code: "booking.in_the_past" });
  return partsOf(ctx, spaceId, roomIds);
}

/**
 * What is closed when these rooms are: the rooms that joined ones are made of.
 *
 * @throws DomainError not_found
 */
export async function partsOf(
  { db }: Context,
  spaceId: string,
  roomIds: string[],
): Promise<string[]> {
  const rows = await db
    .select({ id: resourceView.id, holds: resourceView.holds })
    .from(resourceView)
    .where(
      and(
        eq(resourceView.spaceId, spaceId),
        inArray(resourceView.kind, ["room", "desk"]),
        roomIds.length > 0 ? inArray(resourceView.id, roomIds) : undefined,
      ),
    );
  if (rows.length < Math.max(1, roomIds.length))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  return [...new Set(rows.flatMap(({ holds }) => holds))].sort();
}

/**
 * The bookings in these rooms and times that are not over: what is past is past. In order of time.
 */
export async function displacedBy(
  ctx: Context,
  spaceId: string,
  rooms: string[],
  windows: Interval[],
): Promise<Displaced[]> {
  const { db, now } = ctx;
  const taken = takenWithin(sql`held.booking_id`, {
    start: sql`lower(closed.part)`,
    end: sql`upper(closed.part)`,
  });
  const rows = await rowsOf<Omit<Displaced, "during"> & { during: string }>(
    db,
    sql`
      select distinct on (lower(booking.during), booking.id) booking.id, booking.room_id,
        booked.name as room_name,
        booking.during::text as during, booking.people,
        coalesce(${titleOfBooking(languageOf(ctx))}, person.display_name) as title,
        (select title from sessions_session session
          where session.booking_id = booking.id and session.status = 'planned') as session
      from (select ${spaceId}::uuid as space_id) room
        cross join unnest(${sql.param(rooms)}::uuid[]) as part(id)
        cross join unnest(${sql.param(windows.map(intervalToText))}::tstzrange[]) as closed(part)
        cross join lateral (${taken}) held
        join bookings_booking booking on booking.id = held.booking_id
          and upper(booking.during) > ${now.toString()}::timestamptz
        join spaces_resource booked on booked.id = booking.room_id
        join identity_person person on person.id = booking.booked_by
      order by lower(booking.during), booking.id`,
  );
  return rows.map(({ during, ...booking }) => ({ ...booking, during: intervalFromText(during) }));
}

/**
 * The windows from a moment on: a closure that began before it was entered takes nothing of what is
 * over.
 */
function comingParts(windows: Interval[], now: Temporal.Instant): Interval[] {
  return windows
    .filter(({ end }) => Temporal.Instant.compare(now, end) < 0)
    .map(({ start, end }) => ({
      start: Temporal.Instant.compare(start, now) < 0 ? now : start,
      end,
    }));
}
