import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: long work they asked for. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  tasksAsked: await rows(sql`
      select jsonb_build_object('kind', task.kind, 'space', space.name, 'state', state, 'askedAt',
        task.created_at, 'endedAt', ended_at,
        'asked', payload, 'result', result) as row
      from background_task task left join spaces_space space on space.id = task.space_id
        where asked_by = ${personId} order by task.created_at, task.id`),
});
