import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openings, spaces } from "#db/schema/spaces.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { log } from "#lib/platform/log.ts";
import { type Hours, openIntervals } from "./opening-hours.ts";

/** The longest a room can be booked ahead, and a little more. */
const DAYS_AHEAD = 200;
const ROWS_AT_ONCE = 5_000;

/** Works the openings of every space out anew, from yesterday on: what search and booking read. */
export async function refreshOpenings(db: Database, now: Temporal.Instant): Promise<void> {
  for (const space of await db.select().from(spaces)) {
    const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
    const rows = intervalsOf(
      { ...space, country: space.country === "FR" ? "FR" : "BE" },
      today.subtract({ days: 1 }),
      today.add({ days: DAYS_AHEAD }),
      space.id,
    );
    await db.transaction(async (tx) => {
      await tx.delete(openings).where(eq(openings.spaceId, space.id));
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
        await tx
          .insert(openings)
          .values(rows.slice(at, at + ROWS_AT_ONCE).map((during) => ({ spaceId: space.id, during })));
    });
  }
}

/** Hours that cannot be read close their own space, and no other. */
function intervalsOf(hours: Hours, from: Temporal.PlainDate, until: Temporal.PlainDate, spaceId: string) {
  try {
    return openIntervals(hours, from, until);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.warn({ spaceId, code: error.reason.code }, "space without readable hours");
    return [];
  }
}
