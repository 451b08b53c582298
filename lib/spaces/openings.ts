import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { openings, spaces } from "#db/schema/spaces.ts";
import { openIntervals } from "./opening-hours.ts";

/** The longest a room can be booked ahead, and a little more. */
const DAYS_AHEAD = 200;
const ROWS_AT_ONCE = 5_000;

/** Works the openings of every space out anew, from yesterday on: what search and booking read. */
export async function refreshOpenings(db: Database, now: Temporal.Instant): Promise<void> {
  for (const space of await db.select().from(spaces)) {
    const today = now.toZonedDateTimeISO(space.timeZone).toPlainDate();
    const hours = { ...space, country: space.country === "FR" ? ("FR" as const) : ("BE" as const) };
    const rows = openIntervals(hours, today.subtract({ days: 1 }), today.add({ days: DAYS_AHEAD }));
    await db.transaction(async (tx) => {
      await tx.delete(openings).where(eq(openings.spaceId, space.id));
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
        await tx
          .insert(openings)
          .values(rows.slice(at, at + ROWS_AT_ONCE).map((during) => ({ spaceId: space.id, during })));
    });
  }
}
