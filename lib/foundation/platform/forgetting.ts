import { sql } from "drizzle-orm";
import { mentionedIn, mentionedInJson } from "#lib/foundation/platform/mentions.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ daysAgo, over }) => ({
  traces: {
    tasks: sql`delete from background_task where ended_at < ${over("tasks")}`,
    idempotencyKeys: sql`delete from idempotency_key where created_at < ${daysAgo(2)}`,
  },
});

export const erase: Erase = ({ personId, reached }) => {
  const traces = [personId, ...reached];
  return [
    sql`delete from background_task where asked_by = ${personId}`,
    sql`delete from idempotency_key where ${mentionedIn(sql`actor_key`, traces)} or ${mentionedInJson(sql`response`, traces)}`,
  ];
};
