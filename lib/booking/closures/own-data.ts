import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: closures they made, and groups they are of. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  roomsKeptForMe: await rows(sql`
      select jsonb_build_object('space', space.name, 'title', title) as row
      from blocking_member member join blocking on blocking.id = member.blocking_id
        join spaces_space space
        on space.id = blocking.space_id
      where member.person_id = ${personId} order by blocking.id`),
  closuresMade: await rows(sql`
      select jsonb_build_object('space', space.name, 'reason', reason, 'madeAt',
        closure.created_at) as row
      from closure join spaces_space space on space.id = closure.space_id
        where closed_by = ${personId} order by closure.created_at, closure.id`),
});
