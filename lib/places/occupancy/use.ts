import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, can } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { unknownSpace } from "./schema.ts";
import { type Series, type Shares, sharesOf, withholdFew } from "./shares.ts";

export const GRAINS = ["total", "room", "month", "weekday", "hour"] as const;

export type Grain = (typeof GRAINS)[number];

export type UseLine = {
  /**
   * A space or a room by its id, a month (1 to 12), a weekday (1 is Monday), an hour of the day.
   */
  key: string;
  name: string;
  openHours: number;
  /** Null where it is not told. */
  missedHours: number | null;
  /** Missed hours of those that were booked. */
  missedShare: number | null;
  shares: Record<Series, Shares>;
};

export type Use = Record<Grain, UseLine[]> & {
  year: number;
  /**
   * Of spaces whose bookings and sheets the reader keeps; otherwise of regions, as outsiders may
   * read it.
   */
  isOwn: boolean;
  /** Everything that is shown as one. */
  whole: UseLine;
  equipment: EquipmentUse[];
};

type Sums = {
  grain: Grain | "whole";
  key: string;
  name: string;
  open: number;
  missed: number;
  booked: number;
  bookedSeats: number;
  attended: number;
  attendedSeats: number;
  sensedOpen: number;
  sensed: number;
  sensedSeats: number;
};

const MOST_LINES = 400;

/**
 * A year of one space, or of every space the actor may read. Read from years and months that were
 * worked out ahead. Whoever does not keep the bookings there reads `publishedUse`, and of no single
 * space.
 * @throws DomainError forbidden, not_found
 */
export async function yearOfUse(
  ctx: Context,
  { year, space: slug }: { year: number; space?: string | undefined },
): Promise<Use> {
  authorise(ctx.actor, "use.read");
  const space = slug ? await findSpace(ctx, slug) : null;
  if (slug && !space) throw unknownSpace();
  if (space) authorise(ctx.actor, "use.read", { spaceId: space.id });
  if (!keepsBookings(ctx, space?.id)) {
    if (space) throw new DomainError("forbidden", { code: "identity.not_allowed" });
    return publishedUse(ctx, year);
  }
  const which = space
    ? sql`and space_id = ${space.id}`
    : can(ctx.actor, "use.read", { spaceId: NOWHERE })
      ? sql``
      : sql`and space_id in (select jsonb_array_elements_text(${JSON.stringify(ownSpaces(ctx))}::jsonb)::uuid)`;
  const rows = await rowsOf<Sums>(
    ctx.db,
    sql`
      select grain, value::text as key, '' as name, ${SUMS} from use_year
        where year = ${year}::int and grain <> 'total' ${which} group by grain, value
      union all
      select 'total', space.id::text, space.name, ${SUMS} from use_year join spaces_space space
        on space.id = space_id
        where year = ${year}::int and grain = 'total' ${which} group by space.id, space.name
      union all
      select 'whole', '', '', ${SUMS} from use_year where year = ${year}::int and grain = 'total' ${which}`,
  );
  const rooms = space ? await roomsOf(ctx, space.id, year) : [];
  const of = (grain: Sums["grain"]) =>
    [...rows, ...rooms].filter((row) => row.grain === grain).map((row) => lineOf(row));
  // Of lines that were used alike the first is withheld: their order stays as it is, so that whoever
  // reads a year twice finds the same withheld.
  const byName = (one: UseLine, other: UseLine) => one.name.localeCompare(other.name);
  const byKey = (one: UseLine, other: UseLine) => Number(one.key) - Number(other.key);
  const [whole = lineOf(NOTHING)] = of("whole");
  return {
    year,
    isOwn: true,
    whole,
    total: asRead(withholdFew(of("total").sort(byName).slice(0, MOST_LINES))),
    room: asRead(withholdFew(of("room").sort(byName))),
    month: withholdFew(of("month").sort(byKey)),
    weekday: withholdFew(of("weekday").sort(byKey)),
    hour: withholdFew(of("hour").sort(byKey)),
    equipment: space ? await equipmentOf(ctx, space.id, { year, openHours: whole.openHours }) : [],
  };
}

function asRead(lines: UseLine[]): UseLine[] {
  return lines.toSorted((one, other) => readingOrder(one.name, other.name));
}

/** Whether the actor keeps the bookings of a space, or of all whose use they may read. */
export function keepsBookings({ actor }: Context, spaceId?: string): boolean {
  if (spaceId) return can(actor, "booking.manage", { spaceId });
  return (
    !can(actor, "use.read", { spaceId: NOWHERE }) ||
    can(actor, "booking.manage", { spaceId: NOWHERE })
  );
}

/** What is told to outsiders is told in whole hundredths. */
const HUNDREDTHS = 100;

/**
 * What outsiders may read: how much of the open hours was booked, by region and by month, over the
 * months that ended thirty days ago in which five people or more had booked in that region. How
 * many came, how many did not, and of which room, is not told. Every figure is a sum of whole
 * regions and months, so that two of them differ by such a month at least; and each stays as it was
 * when the month was closed (`publishUse`), so that nobody sees who was erased or added since.
 */
async function publishedUse(ctx: Context, year: number): Promise<Use> {
  const rows = await rowsOf<{ region: string; month: number; open: number; booked: number }>(
    ctx.db,
    sql`
      select region, extract(month from month)::int as month, open_minutes::float8 as open,
        booked_minutes::float8 as booked
      from published_use
      where month >= make_date(${year}::int, 1, 1) and month < make_date(${year}::int + 1, 1, 1)
        and open_minutes is not null
      order by region, month`,
  );
  const lineFor = (key: string, own: typeof rows): UseLine => {
    const open = own.reduce((sum, row) => sum + row.open, 0);
    const booked = own.reduce((sum, row) => sum + row.booked, 0);
    const untold = {
      frequency: null,
      occupancy: null,
      utilisation: null,
      used: 0,
      isWithheld: true,
    };
    const frequency = open > 0 ? Math.round((booked / open) * HUNDREDTHS) / HUNDREDTHS : null;
    return {
      key,
      name: key,
      openHours: open / 60,
      missedHours: null,
      missedShare: null,
      shares: { booked: { ...untold, frequency }, attended: untold, sensed: untold },
    };
  };
  const linesBy = (keyOf: (row: (typeof rows)[number]) => string | number) =>
    [...Map.groupBy(rows, keyOf)].map(([key, own]) => lineFor(String(key), own));
  return {
    year,
    isOwn: false,
    whole: lineFor("", rows),
    total: linesBy(({ region }) => region).sort((one, other) => one.key.localeCompare(other.key)),
    room: [],
    month: linesBy(({ month }) => month).sort((one, other) => Number(one.key) - Number(other.key)),
    weekday: [],
    hour: [],
    equipment: [],
  };
}

const SUMS = sql`coalesce(sum(open_minutes), 0)::float8 as open, coalesce(sum(missed_minutes), 0)::float8 as missed,
  coalesce(sum(booked_minutes), 0)::float8 as booked,
  coalesce(sum(booked_seat_minutes), 0)::float8 as booked_seats,
  coalesce(sum(attended_minutes), 0)::float8 as attended,
  coalesce(sum(attended_seat_minutes), 0)::float8 as attended_seats,
  coalesce(sum(sensed_open_minutes), 0)::float8 as sensed_open,
  coalesce(sum(sensed_minutes), 0)::float8 as sensed,
  coalesce(sum(sensed_seat_minutes), 0)::float8 as sensed_seats`;

const NOTHING: Sums = {
  grain: "whole",
  key: "",
  name: "",
  open: 0,
  missed: 0,
  booked: 0,
  bookedSeats: 0,
  attended: 0,
  attendedSeats: 0,
  sensedOpen: 0,
  sensed: 0,
  sensedSeats: 0,
};

/** The rooms of a space, also those in which nothing happened: a room is open when its space is. */
async function roomsOf({ db }: Context, spaceId: string, year: number): Promise<Sums[]> {
  const rows = await rowsOf<Sums>(
    db,
    sql`
      select 'room' as grain, room.id::text as key, room.name, summed.*, whole.open
      from spaces_resource room
        cross join (select coalesce(sum(open_minutes), 0)::float8 as open from use_year
        where year = ${year}::int and grain = 'total' and space_id = ${spaceId}) whole
        cross join lateral (select ${SUMS} from use_month where use_month.space_id = ${spaceId}
          and use_month.room_id = room.id and use_month.grain = 'total'
          and month >= make_date(${year}::int, 1, 1)
            and month < make_date(${year}::int + 1, 1, 1)) summed(open_used, missed, booked,
            booked_seats, attended, attended_seats, sensed_open, sensed, sensed_seats)
      where room.space_id = ${spaceId} and room.kind in ('room', 'desk') and room.made_of = '{}' and whole.open > 0`,
  );
  return rows;
}

/** No space has it: only a role of the network counts there. */
const NOWHERE = "00000000-0000-0000-0000-000000000000";

function ownSpaces({ actor }: Context): string[] {
  const roles = actor.kind === "person" ? actor.roles : [];
  return roles.flatMap(({ role, spaceId }) => (role === "manager" && spaceId ? [spaceId] : []));
}

function lineOf({ key, name, open, missed, ...sums }: Sums): UseLine {
  return {
    key,
    name,
    openHours: open / 60,
    missedHours: missed / 60,
    missedShare: sums.booked + missed > 0 ? missed / (sums.booked + missed) : null,
    shares: {
      booked: sharesOf(open, sums.booked, sums.bookedSeats),
      attended: sharesOf(open, sums.attended, sums.attendedSeats),
      sensed: sharesOf(sums.sensedOpen, sums.sensed, sums.sensedSeats),
    },
  };
}

export type EquipmentUse = {
  kind: string;
  pieces: number;
  bookings: number;
  pieceHours: number;
  /** Of the hours that all pieces could have been used. */
  share: number | null;
};

/**
 * What was taken along with the rooms of a space: pieces times hours, of the pieces there are while
 * it was open.
 */
async function equipmentOf(
  { db, now }: Context,
  spaceId: string,
  { year, openHours }: { year: number; openHours: number },
): Promise<EquipmentUse[]> {
  const rows = await rowsOf<Omit<EquipmentUse, "share">>(
    db,
    sql`
      with thing as (select id, coalesce(equipment_kind, name) as kind, quantity
        from spaces_resource resource
        where space_id = ${spaceId} and kind in ('stock', 'item')),
      taken as (
        select thing.kind, held.booking_id, held.quantity from thing join allocation_pieces held
          on held.resource_id = thing.id and held.active
        union all select thing.kind, held.booking_id, 1 from thing join allocation_taken held
          on held.space_id = ${spaceId} and held.resource_id = thing.id and held.active
      ), used as (
        select taken.kind, count(distinct booking.id)::int as bookings,
          sum(taken.quantity * extract(epoch from upper(booking.during) - lower(booking.during)) /
            3600)::float8 as piece_hours
        from taken join bookings_booking booking on booking.id = taken.booking_id
          and booking.status = 'confirmed'
          and lower(booking.during) >= make_date(${year}::int, 1, 1)
            and lower(booking.during) < least(${now.toString()}::timestamptz,
            make_date(${year}::int + 1, 1, 1))
        group by 1)
      select there.kind, there.pieces, coalesce(used.bookings, 0) as bookings,
        coalesce(used.piece_hours, 0) as piece_hours
      from (select kind, sum(quantity)::int as pieces from thing group by 1) there left join used using (kind) order by 1`,
  );
  return rows.map((row) => ({
    ...row,
    share: openHours > 0 ? row.pieceHours / (row.pieces * openHours) : null,
  }));
}
