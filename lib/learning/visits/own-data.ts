import { eq } from "drizzle-orm";
import { visitAsides, visits } from "#db/schema/presence.ts";
import { spaceView } from "#db/schema/spaces.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: visits. */
export const ownData: OwnData = async ({ db, personId }) => ({
  visits: await db
    .select({
      space: spaceView.name,
      arrivedAt: visits.arrivedAt,
      leftAt: visits.leftAt,
      leftAssumed: visits.leftAssumed,
      source: visits.source,
    })
    .from(visits)
    .innerJoin(spaceView, eq(spaceView.id, visits.spaceId))
    .where(eq(visits.personId, personId))
    .orderBy(visits.arrivedAt, visits.id),
  scansWithoutEffect: await db
    .select({ space: spaceView.name, kind: visitAsides.kind, at: visitAsides.at })
    .from(visitAsides)
    .innerJoin(spaceView, eq(spaceView.id, visitAsides.spaceId))
    .where(eq(visitAsides.personId, personId))
    .orderBy(visitAsides.at, visitAsides.id),
});
