import { and, eq, lt, notExists, sql } from "drizzle-orm";
import { readings, useMarks } from "#db/schema/occupancy.ts";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  traces: {
    // Their hours stay; one whose hour has not been worked out yet waits for the next day.
    readings: db.delete(readings).where(
      and(
        lt(readings.observedAt, over("counters")),
        notExists(
          db
            .select({ id: useMarks.id })
            .from(useMarks)
            .where(
              and(
                eq(useMarks.spaceId, readings.spaceId),
                eq(useMarks.hour, sql`date_trunc('hour', ${readings.observedAt})`),
              ),
            ),
        ),
      ),
    ),
  },
});
