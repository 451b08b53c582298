import { and, eq, gte, lt } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openingExceptions, openings, spaces } from "#db/schema/spaces.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { withExceptions } from "./day-hours.ts";
import { MOST_DAYS_AHEAD } from "./horizon.ts";
import { type Hours, openIntervals } from "./opening-hours.ts";

/**
 * A booking that starts on the last day may end on the next, and openings are worked out once a
 * day.
 */
const DAYS_AFTER = 3;
const ROWS_AT_ONCE = 5_000;

/** Works the openings of every space out anew, from yesterday on: what search and booking read. */
export async function refreshOpenings(db: Database, now: Temporal.Instant): Promise<void> {
  for (const { id } of await db.select({ id: spaces.id }).from(spaces))
    await db.transaction((tx) => refreshSpace(tx, id, now));
}

/**
 * The same for one space, in the caller's transaction: its usual hours, and the days on which it
 * keeps others.
 */
export async function refreshSpace(
  db: Database,
  spaceId: string,
  now: Temporal.Instant,
): Promise<void> {
  const [space] = await db.select().from(spaces).where(eq(spaces.id, spaceId));
  if (!space) return;
  const { timeZone } = space;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const [from, until] = [
    today.subtract({ days: 1 }),
    today.add({ days: MOST_DAYS_AHEAD + DAYS_AFTER }),
  ];
  const usual = intervalsOf(
    { ...space, country: space.country === "FR" ? "FR" : "BE" },
    from,
    until,
    space.id,
  );
  const exceptions = await db
    .select({ day: openingExceptions.day, hours: openingExceptions.hours })
    .from(openingExceptions)
    .where(
      and(
        eq(openingExceptions.spaceId, spaceId),
        gte(openingExceptions.day, from.toString()),
        lt(openingExceptions.day, until.toString()),
      ),
    );
  // One that is not published is open at no time: nothing in it can be found or booked.
  const rows = space.published ? withExceptions(usual, exceptions, timeZone) : [];
  await db.delete(openings).where(eq(openings.spaceId, spaceId));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await db
      .insert(openings)
      .values(rows.slice(at, at + ROWS_AT_ONCE).map((during) => ({ spaceId, during })));
}

/** Hours that cannot be read close their own space, and no other. */
function intervalsOf(
  hours: Hours,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
  spaceId: string,
) {
  try {
    return openIntervals(hours, from, until);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.warn({ spaceId, code: error.reason.code }, "space without readable hours");
    return [];
  }
}
