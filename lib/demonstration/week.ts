import { asc, eq, inArray } from "drizzle-orm";
import { allocations } from "#db/schema/allocation.ts";
import { bookings, series } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import { keepForGroup } from "#lib/booking/closures/blockings.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { colleague } from "./colleague.ts";
import { LEARNERS } from "./programme.ts";

/** So many weekdays are filled, today with them: what journeys plan begins two weeks ahead. */
const DAYS = 6;

type Room = typeof resources.$inferSelect;
type Plan = { room: number; from: string; to: string; people: number; purpose: string };

/**
 * What is in the rooms of a space on a day, by turns. `room` counts from the smallest; the largest
 * has the sessions (activity.ts, programme.ts).
 */
const DAY_PLANS: readonly Plan[][] = [
  [
    { room: 0, from: "09:00", to: "11:00", people: 8, purpose: "Buurtgroep Overleie" },
    { room: 0, from: "13:30", to: "15:30", people: 6, purpose: "Café des langues" },
    { room: 1, from: "10:00", to: "12:00", people: 9, purpose: "Vormingplus" },
    { room: 1, from: "14:00", to: "16:30", people: 4, purpose: "Aide aux papiers" },
  ],
  [
    { room: 0, from: "10:00", to: "12:30", people: 5, purpose: "Club photo" },
    { room: 1, from: "09:00", to: "10:30", people: 10, purpose: "Taalcafé" },
    { room: 1, from: "13:00", to: "17:00", people: 7, purpose: "Repair café" },
  ],
];

/** What a manager is asked for, late on the second day, in the room that needs a yes. */
const ASKED = { from: "18:00", to: "20:00", people: 24, purpose: "Comité de quartier" };

/**
 * The weekdays from today in the spaces that have staff, as somebody at the desk finds them on a
 * Monday morning: bookings, requests that wait, a room that is closed and one kept for a group.
 */
export async function seedWeek(ctx: Context): Promise<void> {
  const { db } = ctx;
  const staffed = await db.select().from(spaces).orderBy(asc(spaces.slug)).limit(3);
  const bookers = await db
    .select({ id: people.id })
    .from(people)
    .where(inArray(people.displayName, LEARNERS))
    .orderBy(asc(people.displayName));
  const runs = await colleague(
    ctx,
    "Nora",
    staffed.map(({ id }) => id),
  );
  for (const [at, space] of staffed.entries()) {
    const rooms = await singleRooms(ctx, space.id);
    const days = weekdaysFrom(ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate());
    for (const held of plannedIn(rooms, days, at))
      await hold(ctx, {
        ...held,
        bookedBy: bookers[held.by % bookers.length]?.id ?? "",
        start: momentOf(held.day, held.plan.from, space.timeZone),
        end: momentOf(held.day, held.plan.to, space.timeZone),
      });
    const [, next, third] = days;
    const aside = rooms[2];
    if (!next || !third || !aside || aside === rooms.at(-1)) continue;
    await setAside({ ...ctx, actor: runs }, { spaceId: space.id, roomId: aside.id, next, third });
  }
  const [first] = staffed;
  if (first) await seedSeries({ ...ctx, actor: runs }, first);
}

/** Late in the afternoon, when the plans of the day are over. */
const WEEKLY = { from: "17:30", to: "19:00", people: 6, purpose: "Atelier d’écriture" };
const WEEKS = 2;

/** A group that comes each week, within the days that journeys leave alone. */
async function seedSeries(
  ctx: Context & { actor: PersonActor },
  { id: spaceId, timeZone }: typeof spaces.$inferSelect,
): Promise<void> {
  const bookedBy = ctx.actor.personId;
  const [room] = await singleRooms(ctx, spaceId);
  const first = weekdaysFrom(ctx.now.toZonedDateTimeISO(timeZone).toPlainDate())[2];
  if (!room || !first) return;
  const { from, to, people: count, purpose } = WEEKLY;
  const [made] = await ctx.db
    .insert(series)
    .values({
      spaceId,
      roomId: room.id,
      rule: `FREQ=WEEKLY;COUNT=${WEEKS}`,
      firstStart: first.toPlainDateTime(from),
      firstEnd: first.toPlainDateTime(to),
      people: count,
      purpose,
      bookedBy,
    })
    .returning({ id: series.id });
  await recordAudit(ctx.db, {
    actor: ctx.actor,
    action: "series.booked",
    spaceId,
    subject: made?.id ?? "",
    data: { dates: WEEKS, skipped: 0 },
  });
  for (let week = 0; week < WEEKS; week += 1) {
    const day = first.add({ weeks: week });
    await hold(ctx, {
      room,
      plan: WEEKLY,
      bookedBy,
      start: momentOf(day, from, timeZone),
      end: momentOf(day, to, timeZone),
      ofSeries: { seriesId: made?.id ?? "", occurrence: day.toPlainDateTime(from) },
    });
  }
}

/** The rooms of a space that are no joined rooms, the largest last. */
export async function singleRooms({ db }: Context, spaceId: string): Promise<Room[]> {
  const all = await db
    .select()
    .from(resources)
    .where(eq(resources.spaceId, spaceId))
    .orderBy(asc(resources.capacity), asc(resources.name));
  return all.filter(({ kind, madeOf }) => kind === "room" && madeOf.length === 0);
}

/**
 * What takes the rooms of a space in a week. The largest room has no plans of its own; where it
 * needs a yes, it is asked for on the second day.
 *
 * @param nth of how many spaces before this one: each has its days in another order
 */
function plannedIn(rooms: Room[], days: Temporal.PlainDate[], nth: number) {
  const largest = rooms.at(-1);
  return days.flatMap((day, at) => {
    const plans = (DAY_PLANS[(at + nth) % DAY_PLANS.length] ?? []).flatMap((plan, by) => {
      const room = rooms[plan.room];
      return room && room !== largest ? [{ room, day, plan, by: at + by }] : [];
    });
    const isAsked = largest?.needsApproval && at === 1;
    return isAsked ? [...plans, { room: largest, day, plan: ASKED, by: at, isAsked }] : plans;
  });
}

/** Closed one morning, kept for a group one afternoon. */
async function setAside(
  ctx: Context,
  {
    spaceId,
    roomId,
    next,
    third,
  }: { spaceId: string; roomId: string; next: Temporal.PlainDate; third: Temporal.PlainDate },
): Promise<void> {
  const when = (day: Temporal.PlainDate, from: string, to: string) => ({
    spaceId,
    roomIds: [roomId],
    from: day.toPlainDateTime(from),
    to: day.toPlainDateTime(to),
    repeat: "once" as const,
    until: null,
  });
  await closeRooms(ctx, { ...when(next, "09:00", "12:00"), reason: "Ventilation" }, []);
  await keepForGroup(ctx, {
    ...when(third, "13:00", "17:00"),
    title: "Howest",
    organisationId: null,
    role: "facilitator",
    emails: [],
  });
}

type Hold = {
  room: Room;
  plan: Omit<Plan, "room">;
  bookedBy: string;
  start: Temporal.Instant;
  end: Temporal.Instant;
  /** Nobody has said yes. */
  isAsked?: boolean;
  /** Of which series it is a date. */
  ofSeries?: { seriesId: string; occurrence: Temporal.PlainDateTime };
};

/** A booking and the time that it holds, as booking makes them, also where that has begun. */
export async function hold(
  { db }: Context,
  { room, plan, bookedBy, start, end, isAsked, ofSeries }: Hold,
) {
  const [made] = await db
    .insert(bookings)
    .values({
      spaceId: room.spaceId,
      roomId: room.id,
      during: { start, end },
      people: Math.min(plan.people, room.capacity ?? plan.people),
      purpose: plan.purpose,
      bookedBy,
      ...ofSeries,
      ...(isAsked ? { status: "requested", answerBy: start.subtract({ hours: 2 }) } : {}),
    })
    .returning({ id: bookings.id });
  await db.insert(allocations).values({
    spaceId: room.spaceId,
    resourceId: room.id,
    bookingId: made?.id,
    during: { start, end: end.add({ minutes: room.bufferMinutes }) },
  });
}

function weekdaysFrom(first: Temporal.PlainDate): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = first; days.length < DAYS; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5) days.push(day);
  return days;
}

export function momentOf(
  day: Temporal.PlainDate,
  time: string,
  timeZone: string,
): Temporal.Instant {
  return day.toPlainDateTime(time).toZonedDateTime(timeZone).toInstant();
}
