import { sql } from "drizzle-orm";
import type { Erase } from "#lib/module.ts";

/**
 * What a space tries out stays with the space, and what was seen with it; neither names who wrote
 * it.
 */
export const erase: Erase = ({ personId }) => [
  sql`update prototype set author_id = null where author_id = ${personId}`,
  sql`update prototype_observation set author_id = null where author_id = ${personId}`,
];
