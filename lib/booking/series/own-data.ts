import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: series. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  series: await rows(sql`
      select jsonb_build_object('id', series.id, 'space', space.name, 'rule', rule, 'purpose',
        purpose, 'madeAt', series.created_at) as row
      from series join spaces_space space on space.id = series.space_id
        where booked_by = ${personId} order by series.created_at, series.id`),
});
