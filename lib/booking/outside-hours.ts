import { sql } from "drizzle-orm";
import { type Interval, intervalFromText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";

export type Outside = { id: string; roomName: string; during: Interval; title: string };

/** Bookings to come that are not within the hours of their space: made before these changed. */
export async function bookingsOutsideHours(ctx: Context, spaceId: string): Promise<Outside[]> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const { rows } = await ctx.db.execute<Omit<Outside, "during"> & { during: string }>(sql`
    select booking.id, room.name as "roomName", booking.during::text as during,
      coalesce(nullif(booking.purpose, ''), person.display_name) as title
    from booking join resource room on room.id = booking.room_id join person on person.id = booking.booked_by
    where booking.space_id = ${spaceId} and booking.status in ('requested', 'offered', 'confirmed')
      and booking.during && tstzrange(${now}, (select max(upper(during)) from opening where opening.space_id = ${spaceId}))
      and not exists (select from opening where opening.space_id = booking.space_id and opening.during @> booking.during)
    order by lower(booking.during), booking.id limit 100`);
  return rows.map(({ during, ...booking }) => ({ ...booking, during: intervalFromText(during) }));
}
