import { eq, lt, or } from "drizzle-orm";
import { idempotencyKeys } from "#db/schema/platform.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import { mentionedIn, mentionedInJson } from "#lib/foundation/platform/text/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, daysAgo, over }) => ({
  traces: {
    tasks: db.delete(backgroundTasks).where(lt(backgroundTasks.endedAt, over("tasks"))),
    idempotencyKeys: db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, daysAgo(2))),
  },
});

export const erase: Erase = ({ db, personId, reached }) => {
  const traces = [personId, ...reached];
  return [
    db.delete(backgroundTasks).where(eq(backgroundTasks.askedBy, personId)),
    db
      .delete(idempotencyKeys)
      .where(
        or(
          mentionedIn(idempotencyKeys.actorKey, traces),
          mentionedInJson(idempotencyKeys.response, traces),
        ),
      ),
  ];
};
