import { sql } from "drizzle-orm";
import type { Context } from "#lib/identity/context.ts";
import { authorise, can } from "#lib/identity/policy.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { unknownSpace } from "./schema.ts";

export const SERIES = ["booked", "attended", "sensed"] as const;

export type Series = (typeof SERIES)[number];

export const GRAINS = ["total", "room", "month", "weekday", "hour"] as const;

export type Grain = (typeof GRAINS)[number];

/**
 * Shares from 0 to 1; null where nothing was open, used or measured.
 * @see UK Space Management Group 2006/38: utilisation = frequency × occupancy
 */
export type Shares = { frequency: number | null; occupancy: number | null; utilisation: number | null };

export type UseLine = {
  /** A space or a room by its id, a month ("2026-03"), a weekday (1 is Monday), an hour of the day. */
  key: string;
  name: string;
  openHours: number;
  missedHours: number;
  shares: Record<Series, Shares>;
};

export type Use = Record<Grain, UseLine[]> & { year: number; equipment: EquipmentUse[] };

export type EquipmentUse = { kind: string; bookings: number; pieceHours: number };

type Sums = {
  grain: Grain;
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
 * A year of one space, or of every space the actor may read. Read from months that were worked out ahead.
 * @throws DomainError forbidden, not_found
 */
export async function yearOfUse(
  ctx: Context,
  { year, space: slug }: { year: number; space?: string },
): Promise<Use> {
  authorise(ctx.actor, "use.read");
  const space = slug ? await findSpace(ctx, slug) : null;
  if (slug && !space) throw unknownSpace();
  if (space) authorise(ctx.actor, "use.read", { spaceId: space.id });
  const which = space
    ? sql`and use_month.space_id = ${space.id}`
    : can(ctx.actor, "use.read", { spaceId: NOWHERE })
      ? sql``
      : sql`and use_month.space_id in (select jsonb_array_elements_text(${JSON.stringify(ownSpaces(ctx))}::jsonb)::uuid)`;
  const sums = sql`sum(open_minutes)::float8 as open, sum(missed_minutes)::float8 as missed, sum(booked_minutes)::float8 as booked,
    sum(booked_seat_minutes)::float8 as "bookedSeats", sum(attended_minutes)::float8 as attended, sum(attended_seat_minutes)::float8 as "attendedSeats",
    sum(sensed_open_minutes)::float8 as "sensedOpen", sum(sensed_minutes)::float8 as sensed, sum(sensed_seat_minutes)::float8 as "sensedSeats"`;
  const columns = sql.raw(
    `open, missed, booked, "bookedSeats", attended, "attendedSeats", "sensedOpen", sensed, "sensedSeats"`,
  );
  const within = sql`month >= make_date(${year}::int, 1, 1) and month < make_date(${year}::int + 1, 1, 1) ${which}`;
  // What belongs to a space as a whole is read once, and added up three ways.
  const { rows } = await ctx.db.execute<Sums>(sql`
    with whole as (
      select case when grouping(space_id) = 0 then 'total' when grouping(month) = 0 then 'month' else grain end as grain,
        space_id, month, value, ${sums}
      from use_month where room_id is null and ${within}
      group by grouping sets ((grain, space_id), (grain, month), (grain, value))
      having (grain = 'total' and grouping(value) = 1) or (grain <> 'total' and grouping(value) = 0))
    select whole.grain, coalesce(space.id::text, to_char(whole.month, 'YYYY-MM'), whole.value::text) as key,
      coalesce(space.name, '') as name, ${columns}
    from whole left join space on space.id = whole.space_id
    ${
      space
        ? sql`union all select 'room', room.id::text, room.name, ${columns} from (
            select room_id, ${sums} from use_month where grain = 'total' and room_id is not null and ${within} group by 1) total
            join resource room on room.id = total.room_id`
        : sql``
    }`);
  const lines = rows.map((row) => ({ grain: row.grain, line: lineOf(row) }));
  const of = (grain: Grain) => lines.filter((found) => found.grain === grain).map(({ line }) => line);
  const byName = (one: UseLine, other: UseLine) => one.name.localeCompare(other.name);
  const byKey = (one: UseLine, other: UseLine) => one.key.localeCompare(other.key, "en", { numeric: true });
  return {
    year,
    total: of("total").sort(byName).slice(0, MOST_LINES),
    room: of("room").sort(byName),
    month: of("month").sort(byKey),
    weekday: of("weekday").sort(byKey),
    hour: of("hour").sort(byKey),
    equipment: space ? await equipmentOf(ctx, space.id, year) : [],
  };
}

/** No space has it: only a role of the network counts there. */
const NOWHERE = "00000000-0000-0000-0000-000000000000";

function ownSpaces({ actor }: Context): string[] {
  const roles = actor.kind === "person" ? actor.roles : [];
  return roles.flatMap(({ role, spaceId }) => (role === "manager" && spaceId ? [spaceId] : []));
}

function lineOf({ key, name, open, missed, ...sums }: Sums): UseLine {
  const shares = (openMinutes: number, used: number, seats: number): Shares => ({
    frequency: openMinutes > 0 ? used / openMinutes : null,
    occupancy: used > 0 ? seats / used : null,
    utilisation: openMinutes > 0 ? seats / openMinutes : null,
  });
  return {
    key,
    name,
    openHours: open / 60,
    missedHours: missed / 60,
    shares: {
      booked: shares(open, sums.booked, sums.bookedSeats),
      attended: shares(open, sums.attended, sums.attendedSeats),
      sensed: shares(sums.sensedOpen, sums.sensed, sums.sensedSeats),
    },
  };
}

/** What was taken along with the rooms of a space, in pieces times hours. */
async function equipmentOf(ctx: Context, spaceId: string, year: number): Promise<EquipmentUse[]> {
  const { rows } = await ctx.db.execute<EquipmentUse>(sql`
    select coalesce(stock.equipment_kind, stock.name) as kind, count(distinct held.booking_id)::int as bookings,
      sum(held.quantity * extract(epoch from upper(held.during) - lower(held.during)) / 3600)::float8 as "pieceHours"
    from resource stock join stock_allocation held on held.resource_id = stock.id and held.active
      and lower(held.during) >= make_date(${year}::int, 1, 1) and lower(held.during) < make_date(${year}::int + 1, 1, 1)
    where stock.space_id = ${spaceId} and stock.kind = 'stock' group by 1 order by 1`);
  return rows;
}

export type BusyHour = { weekday: number; hour: number; share: number | null };

const WEEKS = 8;
const FEWEST_OBSERVATIONS = 4;

/**
 * How full a space usually is, by weekday and hour: the median of the last eight weeks, as a share of its seats in steps
 * of a tenth. Null where fewer than four weeks were counted.
 */
export async function busyHours({ db, now }: Context, spaceId: string): Promise<BusyHour[]> {
  const { rows } = await db.execute<BusyHour>(sql`
    select weekday, hour_of_day as hour,
      case when count(sensed_mean) >= ${FEWEST_OBSERVATIONS} then
        round(least(1, percentile_cont(0.5) within group (order by sensed_mean / capacity))::numeric, 1)::float8 end as share
    from use_hour where space_id = ${spaceId} and room_id is null and open_minutes > 0
      and hour >= ${now.subtract({ hours: WEEKS * 7 * 24 }).toString()}::timestamptz and hour < ${now.toString()}::timestamptz
    group by 1, 2 order by 1, 2`);
  return rows;
}
