import { eq } from "drizzle-orm";
import { series } from "#db/schema/booking.ts";
import { spaceView } from "#db/schema/spaces.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: series. */
export const ownData: OwnData = async ({ db, personId }) => ({
  series: await db
    .select({
      id: series.id,
      space: spaceView.name,
      rule: series.rule,
      purpose: series.purpose,
      madeAt: series.createdAt,
    })
    .from(series)
    .innerJoin(spaceView, eq(spaceView.id, series.spaceId))
    .where(eq(series.bookedBy, personId))
    .orderBy(series.createdAt, series.id),
});
