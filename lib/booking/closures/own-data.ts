import { eq } from "drizzle-orm";
import { blockingMembers, blockings, closures } from "#db/schema/closures.ts";
import { spaceView } from "#db/schema/spaces.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: closures they made, and groups they are of. */
export const ownData: OwnData = async ({ db, personId }) => ({
  roomsKeptForMe: await db
    .select({ space: spaceView.name, title: blockings.title })
    .from(blockingMembers)
    .innerJoin(blockings, eq(blockings.id, blockingMembers.blockingId))
    .innerJoin(spaceView, eq(spaceView.id, blockings.spaceId))
    .where(eq(blockingMembers.personId, personId))
    .orderBy(blockings.id),
  closuresMade: await db
    .select({ space: spaceView.name, reason: closures.reason, madeAt: closures.createdAt })
    .from(closures)
    .innerJoin(spaceView, eq(spaceView.id, closures.spaceId))
    .where(eq(closures.closedBy, personId))
    .orderBy(closures.createdAt, closures.id),
});
