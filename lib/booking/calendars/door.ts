import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, instantFromText, intervalFromText } from "#db/types.ts";
import { takenWithin } from "#lib/booking/allocation/fitness.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { opennessOf } from "#lib/places/spaces/openness.ts";

export type Door = {
  roomId: string;
  roomName: string;
  spaceName: string;
  timeZone: string;
  /**
   * Whether somebody sits in it now, or it is closed, and until when; null for the rest of the day.
   * Never who, nor what for.
   */
  now: { until: Temporal.Instant | null; isClosed: boolean } | null;
  next: Interval[];
};

/**
 * What a door may say of its room: what goes on in it now, and the times today in which it will be
 * taken or closed; six in all. Times that are kept while a form is open are left out.
 *
 * @throws DomainError not_found
 */
export async function doorOf(ctx: Context, slug: string, roomId: string): Promise<Door> {
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const tomorrow = sql`((date_trunc('day', ${now} at time zone space.time_zone) + interval '1 day') at time zone space.time_zone)`;
  const columns = sql`held.kind, held.booking_id`;
  const ofToday = takenWithin(columns, { start: now, end: tomorrow });
  const rows = await rowsOf<
    Omit<Door, "now" | "next"> & {
      spaceId: string;
      opens: string | null;
      taken: { during: string; kind: string }[];
    }
  >(
    ctx.db,
    sql`
      select room.id as room_id, space.id as space_id, room.name as room_name,
        space.name as space_name, space.time_zone,
        (select min(lower(during))::text from spaces_opening opening
          where opening.space_id = space.id
          and lower(during) > ${now}
          and lower(during) < ${tomorrow}) as opens,
        coalesce((select jsonb_agg(jsonb_build_object('during', coming.during::text, 'kind',
        coming.kind) order by coming.during)
          from (select distinct coalesce(booking.during, held.during) as during, held.kind
          from unnest(room.holds) as part(id) cross join lateral (${ofToday}) held
            left join bookings_booking booking on booking.id = held.booking_id
            where held.kind <> 'hold'
              and upper(coalesce(booking.during, held.during)) > ${now}
            order by 1 limit 6) coming), '[]'::jsonb) as taken
      from spaces_resource room join spaces_space space on space.id = room.space_id
      where room.id = ${roomId} and space.slug = ${slug} and room.kind in ('room', 'desk')`,
  );
  const [found] = rows;
  if (!found) throw new DomainError("not_found", { code: "booking.unknown_room" });
  const { taken, spaceId, opens, ...door } = found;
  const times = taken.map(({ during, kind }) => ({
    ...intervalFromText(during),
    isClosed: kind === "closure",
  }));
  const running = times.find(({ start }) => Temporal.Instant.compare(start, ctx.now) <= 0);
  const isShut = !running && !(await opennessOf(ctx, spaceId)).isOpen;
  const shut = isShut ? { until: opens ? instantFromText(opens) : null, isClosed: true } : null;
  return {
    ...door,
    now: running ? { until: running.end, isClosed: running.isClosed } : shut,
    next: times.filter((time) => time !== running).map(({ start, end }) => ({ start, end })),
  };
}
