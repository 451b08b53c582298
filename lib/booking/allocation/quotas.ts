import { type SQL, sql } from "drizzle-orm";
import { COUNTED, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { lockQuotas } from "#lib/foundation/platform/database/locks.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { RoomToBook } from "./rooms-to-book.ts";

export const QUOTA_PERIODS = ["day", "week", "month", "ahead"] as const;

type Used = {
  period: (typeof QUOTA_PERIODS)[number];
  maxBookings: number | null;
  maxHours: number | null;
  bookings: number;
  hours: number;
};

/**
 * Refuses what would go over a quota: bookings and hours of the person, or of their organisation,
 * in the day, week or month on the space's clock in which the booking starts, or all that is still
 * to come. Two requests of one person wait for each other here.
 *
 * @param changing a booking that is counted anew
 * @param atOnce whether it is refused, rather than waited for, while another request of theirs is
 *   counted
 * @throws DomainError conflict booking.quota_reached
 */
export async function respectQuotas(
  ctx: Context,
  { spaceId, timeZone }: RoomToBook,
  personId: string,
  during: Interval,
  { changing = null, atOnce = false }: { changing?: string | null; atOnce?: boolean } = {},
): Promise<void> {
  const locked = await rowsOf<{ isOwn: boolean }>(
    ctx.db,
    sql`
      select ${lockQuotas(sql`key`, { atOnce })} as is_own
      from (select ${personId} as key union
        select organisation_id::text from role_assignment where person_id = ${personId}
          and organisation_id is not null
        order by 1) as keys`,
  );
  if (!locked[0]?.isOwn) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
  const wall = sql`lower(${intervalToText(during)}::tstzrange) at time zone ${timeZone}`;
  const rows = await rowsOf<Used>(
    ctx.db,
    sql`
      select quota.period, quota.max_bookings, quota.max_hours, used.bookings, used.hours
      from booking_quota quota
      cross join lateral (${usedOf({ personId, now: ctx.now, start: wall, except: changing })}) used
      where (quota.space_id is null or quota.space_id = ${spaceId})
        and (quota.role is null or exists (select from role_assignment held
          where held.person_id = ${personId} and held.role = quota.role
            and (held.space_id is null or held.space_id = ${spaceId})))
      order by quota.created_at, quota.id`,
  );
  const asked = during.start.until(during.end).total("hours");
  for (const { period, maxBookings, maxHours, bookings, hours } of rows) {
    if (maxBookings !== null && bookings + 1 > maxBookings)
      throw new DomainError("conflict", {
        code: `booking.quota_bookings_${period}`,
        most: maxBookings,
      });
    if (maxHours !== null && hours + asked > maxHours)
      throw new DomainError("conflict", { code: `booking.quota_hours_${period}`, most: maxHours });
  }
}

/**
 * Bookings and hours that count towards a row `quota`: those of the person, or of all of their
 * organisation. Only what ends after the period began is read, a day earlier for clocks that are
 * ahead: of somebody who books for years, that is little of all there is.
 *
 * @param start when the booking that is wished starts, on the wall clock
 * @param except a booking that is counted anew
 */
export function usedOf({
  personId,
  now,
  start,
  except,
}: {
  personId: string;
  now: Temporal.Instant;
  start: SQL;
  except: string | null;
}): SQL {
  const isAhead = sql`quota.period = 'ahead'`;
  return sql`select count(*)::int as bookings,
      coalesce(sum(extract(epoch from upper(booking.during) - lower(booking.during)) / 3600),
      0)::float8 as hours
    from (select ${personId}::uuid as id
        union select member.person_id from role_assignment member join role_assignment own
          on own.organisation_id = member.organisation_id and own.person_id = ${personId}
        where quota.counts = 'organisation') counted
      join booking on booking.booked_by = counted.id
        and upper(booking.during) > case when ${isAhead} then ${now.toString()}::timestamptz
          else date_trunc(quota.period, ${start}) at time zone 'UTC' - interval '1 day' end
      join space on space.id = booking.space_id
    where booking.status in ${listed(COUNTED)} and booking.id is distinct from ${except}::uuid
      and (quota.space_id is null or booking.space_id = quota.space_id)
      and case when ${isAhead} then true else date_trunc(quota.period, ${start})
        = date_trunc(quota.period, lower(booking.during) at time zone space.time_zone) end`;
}
