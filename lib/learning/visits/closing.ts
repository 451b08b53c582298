import { and, eq, getViewSelectedFields, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { visits } from "#db/schema/presence.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { instantFromText } from "#db/types.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { openIntervals } from "#lib/places/spaces/opening-hours.ts";

type Row = typeof spaceView.$inferSelect;

/**
 * The longest that an opening may run over midnight and still be one evening: longer ones are cut
 * at midnight.
 */
const LONGEST_OPENING_HOURS = 24;

/**
 * When the space closes on the day of a moment; midnight when it is not open after it, or when it
 * stays open day and night: a visit ends with its day.
 */
export async function closingAfter(
  db: Database,
  space: Row,
  at: Temporal.Instant,
): Promise<Temporal.Instant> {
  const day = at.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const midnight = day.add({ days: 1 }).toZonedDateTime(space.timeZone).toInstant();
  const moment = sql`${at.toString()}::timestamptz`;
  const end = sql`case when upper(during) - lower(during) > make_interval(hours => ${LONGEST_OPENING_HOURS}::int)
    then least(upper(during), ${midnight.toString()}::timestamptz) else upper(during) end`;
  const began = sql`(lower(during) at time zone ${space.timeZone})::date`;
  // Whoever comes after midnight came to the evening before; whoever comes between two openings of
  // a day stays for the last.
  const rows = await rowsOf<{ closes: string | null }>(
    db,
    sql`
      select coalesce(
        (select max(${end}) from spaces_opening opening where space_id = ${space.id}
          and during @> ${moment}
          and ${began} < ${day.toString()}::date),
        (select max(${end}) from spaces_opening opening where space_id = ${space.id}
          and upper(during) > ${moment}
          and ${began} = ${day.toString()}::date)
      )::text as closes`,
  );
  const closes = rows[0]?.closes;
  if (closes) return instantFromText(closes);
  // Openings are worked out from yesterday on; a queue may be older.
  return closingByHours(space, day, at) ?? midnight;
}

function closingByHours(
  space: Row,
  day: Temporal.PlainDate,
  at: Temporal.Instant,
): Temporal.Instant | null {
  try {
    const hours = { ...space, country: space.country === "FR" ? ("FR" as const) : ("BE" as const) };
    const end = openIntervals(hours, day, day.add({ days: 1 })).at(-1)?.end;
    return end && Temporal.Instant.compare(end, at) > 0 ? end : null;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/**
 * Ends the visits of those who were not seen leaving a space that has closed since, and marks them
 * as assumed.
 */
export async function closeForgotten(db: Database, now: Temporal.Instant): Promise<number> {
  const open = await db
    .select({ id: visits.id, arrivedAt: visits.arrivedAt, space: getViewSelectedFields(spaceView) })
    .from(visits)
    .innerJoin(spaceView, eq(spaceView.id, visits.spaceId))
    .where(isNull(visits.leftAt));
  const byClosing = new Map<string, string[]>();
  for (const { id, arrivedAt, space } of open) {
    const closes = await closingAfter(db, space, arrivedAt);
    if (Temporal.Instant.compare(closes, now) <= 0)
      byClosing.set(closes.toString(), [...(byClosing.get(closes.toString()) ?? []), id]);
  }
  let closed = 0;
  for (const [leftAt, ids] of byClosing) {
    // Whoever was seen leaving meanwhile keeps that.
    const ended = await db
      .update(visits)
      .set({ leftAt: Temporal.Instant.from(leftAt), leftAssumed: true })
      .where(and(inArray(visits.id, ids), isNull(visits.leftAt)))
      .returning({ id: visits.id });
    closed += ended.length;
  }
  return closed;
}
