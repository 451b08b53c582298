import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: visits. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  visits: await rows(sql`
      select jsonb_build_object('space', space.name, 'arrivedAt', arrived_at, 'leftAt', left_at,
        'leftAssumed', left_assumed, 'source', visit.source) as row
      from visit join spaces_space space on space.id = visit.space_id where person_id = ${personId}
        order by arrived_at, visit.id`),
  scansWithoutEffect: await rows(sql`
      select jsonb_build_object('space', space.name, 'kind', visit_aside.kind, 'at', at) as row
      from visit_aside join spaces_space space on space.id = visit_aside.space_id
        where person_id = ${personId} order by at, visit_aside.id`),
});
