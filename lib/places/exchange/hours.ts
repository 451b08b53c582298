import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { listedHours } from "#db/schema/places.ts";
import type { Interval } from "#db/types.ts";
import { type Country, NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type Hours, surelyOpen } from "#lib/places/spaces/opening-hours.ts";

/** Worked out so far ahead, and anew two days before that ends. */
const DAYS_AHEAD = 8;
const HOURS_LEFT = 48;
/** Each takes some two milliseconds. */
const READ_AT_ONCE = 100;
/** What a turn does not reach, the next one does. */
const MOST_A_TURN = 5_000;

/** The hours of a listed place as its page and its list read them. */
export function hoursFrom(openingHours: string, country: Country): Hours {
  return {
    openingHours,
    country,
    region: "",
    timeZone: country === "FR" ? "Europe/Paris" : NETWORK_ZONE,
  };
}

/**
 * Works out when listed places are open, for the hours of which that is not known so far ahead, and
 * forgets hours that no place says. Idempotent.
 *
 * @returns how many hours were read
 */
export async function readListedHours(db: Database, now: Temporal.Instant): Promise<number> {
  await db.execute(sql`
    delete from listed_hours entry where not exists (
      select from listed_place place where place.hours = entry.hours and place.country = entry.country
        and place.published and place.space_id is null)`);
  let read = 0;
  while (read < MOST_A_TURN) {
    const due = await rowsOf<{ hours: string; country: Country }>(
      db,
      sql`
        select distinct place.hours, place.country from listed_place place
        where place.published and place.space_id is null and place.hours is not null
          and not exists (select from listed_hours entry
            where entry.hours = place.hours and entry.country = place.country
              and entry.until > ${now.add({ hours: HOURS_LEFT }).toString()}::timestamptz)
        limit ${READ_AT_ONCE}`,
    );
    if (due.length === 0) break;
    const rows = due.map(({ hours, country }) => ({
      hours,
      country,
      ...openTimes(hoursFrom(hours, country), now),
    }));
    await db
      .insert(listedHours)
      .values(rows)
      .onConflictDoUpdate({
        target: [listedHours.hours, listedHours.country],
        set: {
          open: sql`excluded.open`,
          known: sql`excluded.known`,
          until: sql`excluded.until`,
        },
      });
    read += due.length;
  }
  return read;
}

/** Hours that cannot be read tell nothing. */
function openTimes(hours: Hours, now: Temporal.Instant) {
  const { timeZone } = hours;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const [from, end] = [today.subtract({ days: 1 }), today.add({ days: DAYS_AHEAD })];
  const whole = {
    start: from.toZonedDateTime(timeZone).toInstant(),
    end: end.toZonedDateTime(timeZone).toInstant(),
  };
  const until = whole.end;
  try {
    const { open, unsure } = surelyOpen(hours, from, end);
    return { open, known: without(whole, unsure), until };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { open: [], known: [], until };
  }
}

/** A stretch of time less the parts of it, which follow each other. */
function without(whole: Interval, parts: readonly Interval[]): Interval[] {
  const starts = [whole.start, ...parts.map(({ end }) => end)];
  const ends = [...parts.map(({ start }) => start), whole.end];
  return starts
    .map((start, at) => ({ start, end: ends[at] as Temporal.Instant }))
    .filter(({ start, end }) => Temporal.Instant.compare(start, end) < 0);
}
