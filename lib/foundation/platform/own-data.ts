import { eq } from "drizzle-orm";
import { spaceView } from "#db/schema/spaces.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: long work they asked for. */
export const ownData: OwnData = async ({ db, personId }) => ({
  tasksAsked: await db
    .select({
      kind: backgroundTasks.kind,
      space: spaceView.name,
      state: backgroundTasks.state,
      askedAt: backgroundTasks.createdAt,
      endedAt: backgroundTasks.endedAt,
      asked: backgroundTasks.payload,
      result: backgroundTasks.result,
    })
    .from(backgroundTasks)
    .leftJoin(spaceView, eq(spaceView.id, backgroundTasks.spaceId))
    .where(eq(backgroundTasks.askedBy, personId))
    .orderBy(backgroundTasks.createdAt, backgroundTasks.id),
});
