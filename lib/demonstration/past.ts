import { asc, inArray, isNull, sql } from "drizzle-orm";
import { allocations, stockAllocations } from "#db/schema/allocation.ts";
import { bookings } from "#db/schema/booking.ts";
import { people } from "#db/schema/identity.ts";
import { visits } from "#db/schema/presence.ts";
import { sessions } from "#db/schema/sessions.ts";
import { resources, spaces } from "#db/schema/spaces.ts";
import type { Interval } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { openIntervals } from "#lib/places/spaces/opening-hours.ts";
import { type Dice, diceFrom } from "./dice.ts";

/** Spaces in which something happened, by their name in the address. */
export const SPACES = 12;
const DAYS_BACK = 365;
const ROWS_AT_ONCE = 1_000;
/** Between two bookings of a room, more than any buffer. */
const REST_MINUTES = 60;
/** How likely a free hour is booked, of twelve, by the hour of the day. */
const WANTED = [0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 4, 2, 5, 7, 5, 4, 2, 3, 3, 2, 1, 0, 0];

type Space = typeof spaces.$inferSelect;
type Room = typeof resources.$inferSelect;
type Invented = {
  bookings: (typeof bookings.$inferInsert & { id: string; sessionId?: string })[];
  pieces: (typeof stockAllocations.$inferInsert)[];
  visits: (typeof visits.$inferInsert)[];
  taken: Map<string, { start: number; end: number }[]>;
};

/**
 * A year of invented bookings and visits, so that the use of rooms has something to tell. The same
 * every time.
 */
export async function seedPast(ctx: Context): Promise<void> {
  const { db } = ctx;
  const groups = await db
    .insert(people)
    .values(
      ["Buurtgroep", "Atelier du jeudi", "Leesclub", "Repair Café", "Club de lecture"].map(
        (displayName) => ({
          displayName,
          locale: "nl",
        }),
      ),
    )
    .returning({ id: people.id });
  const dice = diceFrom(20_261_127);
  const made: Invented = { bookings: [], pieces: [], visits: [], taken: new Map() };
  const active = await db.select().from(spaces).orderBy(asc(spaces.slug)).limit(SPACES);
  const ids = active.map(({ id }) => id);
  const held = await sessionsIn(ctx, ids);
  const things = await db
    .select()
    .from(resources)
    .where(inArray(resources.spaceId, ids))
    .orderBy(asc(resources.id));
  for (const [index, space] of active.entries()) {
    const rooms = things.filter(
      ({ spaceId, kind, madeOf }) => spaceId === space.id && kind === "room" && madeOf.length === 0,
    );
    const [stock] = things
      .filter(({ spaceId, kind }) => spaceId === space.id && kind === "stock")
      .sort((one, other) => other.quantity - one.quantity);
    const group = groups[index % groups.length]?.id ?? "";
    const open = openings(ctx, space);
    bookSessions(
      made,
      held.filter(({ spaceId }) => spaceId === space.id),
      rooms,
      group,
    );
    for (const room of rooms)
      bookRoom(made, {
        room,
        rooms: rooms.length,
        stock,
        group,
        open,
        dice,
        share: 1 + (index % 4),
      });
    for (const day of open) visitSpace(made, { spaceId: space.id, day, dice });
  }
  await keep(ctx, made);
  const led = made.bookings.flatMap(({ id, sessionId }) =>
    sessionId ? [{ id, session_id: sessionId }] : [],
  );
  await db.execute(sql`update session set booking_id = led.id
    from jsonb_to_recordset(${JSON.stringify(led)}::jsonb) as led(id uuid, session_id uuid) where session.id = led.session_id`);
}

/** Those of the past year that have no room yet. */
async function sessionsIn({ db, now }: Context, spaceIds: string[]) {
  const rows = await db
    .select({
      id: sessions.id,
      spaceId: sessions.spaceId,
      during: sessions.during,
      places: sessions.places,
    })
    .from(sessions)
    .where(isNull(sessions.bookingId))
    .orderBy(asc(sessions.id));
  return rows.filter(
    ({ spaceId, during }) =>
      spaceIds.includes(spaceId) && Temporal.Instant.compare(during.end, now) < 0,
  );
}

function openings({ now }: Context, space: Space): Interval[] {
  const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const hours = { ...space, country: space.country === "FR" ? ("FR" as const) : ("BE" as const) };
  return openIntervals(hours, today.subtract({ days: DAYS_BACK }), today);
}

/** Sessions take the largest room that is free: one at a time. */
function bookSessions(
  made: Invented,
  held: Awaited<ReturnType<typeof sessionsIn>>,
  rooms: Room[],
  bookedBy: string,
): void {
  const bySize = rooms.toSorted((one, other) => other.capacity - one.capacity);
  for (const { id, spaceId, during, places } of held) {
    const room = bySize.find((one) => isFree(made, one.id, during));
    if (!room) continue;
    take(made, room.id, during);
    made.bookings.push({
      id: crypto.randomUUID(),
      spaceId,
      roomId: room.id,
      during,
      people: Math.min(places, room.capacity),
      sessionId: id,
      bookedBy,
      checkedInAt: during.start,
    });
  }
}

type RoomInput = {
  room: Room;
  /** How many the space has. */
  rooms: number;
  stock: Room | undefined;
  group: string;
  open: Interval[];
  dice: Dice;
  share: number;
};

function bookRoom(made: Invented, input: RoomInput): void {
  const { room, open, dice, share } = input;
  for (const { start, end } of open) {
    for (let at = start; Temporal.Instant.compare(at.add({ hours: 1 }), end) <= 0; ) {
      const during = { start: at, end: at.add({ hours: 1 + dice(2) }) };
      const wanted = WANTED[at.toZonedDateTimeISO("Europe/Brussels").hour] ?? 0;
      const fits = Temporal.Instant.compare(during.end, end) <= 0 && isFree(made, room.id, during);
      const isBooked = fits && dice(120) < wanted * share;
      if (isBooked) book(made, input, during);
      at = isBooked ? during.end.add({ minutes: REST_MINUTES }) : at.add({ hours: 1 });
    }
  }
}

function book(
  made: Invented,
  { room, rooms, stock, group, dice }: RoomInput,
  during: Interval,
): void {
  take(made, room.id, during);
  // Even if every room asks at once there are enough.
  const most = Math.floor((stock?.quantity ?? 0) / rooms);
  const luck = dice(100);
  const status = luck < 7 ? "missed" : luck < 14 ? "cancelled" : "confirmed";
  const quantity = stock && most > 0 && dice(5) === 0 ? 1 + dice(most) : 0;
  const id = crypto.randomUUID();
  made.bookings.push({
    id,
    spaceId: room.spaceId,
    roomId: room.id,
    during,
    people: 1 + dice(room.capacity),
    equipment:
      quantity > 0 && stock?.equipmentKind ? [{ kind: stock.equipmentKind, quantity }] : [],
    status,
    bookedBy: group,
    checkedInAt: status === "confirmed" ? during.start : null,
    cancelledAt: status === "cancelled" ? during.start.subtract({ hours: 24 }) : null,
  });
  if (quantity > 0 && stock && status === "confirmed")
    made.pieces.push({
      spaceId: room.spaceId,
      resourceId: stock.id,
      bookingId: id,
      quantity,
      during,
    });
}

/** Whether a room has nothing on then, and around it; what it has is kept by room and day. */
function isFree({ taken }: Invented, roomId: string, { start, end }: Interval): boolean {
  const rest = REST_MINUTES * 60_000;
  return (taken.get(dayKey(roomId, start)) ?? []).every(
    (other) =>
      other.end + rest <= start.epochMilliseconds || end.epochMilliseconds + rest <= other.start,
  );
}

function take({ taken }: Invented, roomId: string, { start, end }: Interval): void {
  const key = dayKey(roomId, start);
  taken.set(key, [
    ...(taken.get(key) ?? []),
    { start: start.epochMilliseconds, end: end.epochMilliseconds },
  ]);
}

function dayKey(roomId: string, { epochMilliseconds }: Temporal.Instant): string {
  return `${roomId} ${Math.floor(epochMilliseconds / 86_400_000)}`;
}

/** People who come for themselves, without a name. */
function visitSpace(
  made: Invented,
  { spaceId, day, dice }: { spaceId: string; day: Interval; dice: Dice },
): void {
  const minutes = Math.floor(day.start.until(day.end).total("minutes"));
  for (let visitor = 1 + dice(8); visitor > 0; visitor -= 1) {
    const arrivedAt = day.start.add({ minutes: dice(Math.max(1, minutes - 30)) });
    const leaves = arrivedAt.add({ minutes: 20 + dice(130) });
    made.visits.push({
      id: crypto.randomUUID(),
      spaceId,
      arrivedAt,
      leftAt: Temporal.Instant.compare(leaves, day.end) < 0 ? leaves : day.end,
      source: "kiosk",
    });
  }
}

async function keep({ db }: Context, made: Invented): Promise<void> {
  const confirmed = made.bookings.filter(({ status = "confirmed" }) => status === "confirmed");
  for (const rows of inPieces(made.bookings)) await db.insert(bookings).values(rows);
  for (const rows of inPieces(confirmed))
    await db.insert(allocations).values(
      rows.map(({ id, spaceId, roomId, during }) => ({
        spaceId,
        resourceId: roomId,
        bookingId: id,
        during,
      })),
    );
  for (const rows of inPieces(made.pieces)) await db.insert(stockAllocations).values(rows);
  for (const rows of inPieces(made.visits)) await db.insert(visits).values(rows);
}

function inPieces<Row>(rows: Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, at) =>
    rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE),
  );
}
