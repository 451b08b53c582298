import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: releases they made or took. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  exportsMade: await rows(sql`
      select jsonb_build_object('id', id, 'dataset', dataset, 'purpose', purpose, 'at',
        created_at) as row
      from release where made_by = ${personId} order by created_at, id`),
  exportsTaken: await rows(sql`
      select jsonb_build_object('release', release_id, 'at', at) as row
      from release_download where person_id = ${personId} order by at, id`),
});
