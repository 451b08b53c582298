import { sql } from "drizzle-orm";
import type { Erase } from "#lib/module.ts";

/** How a place came to be stays with the place; it no longer names who wrote it. */
export const erase: Erase = ({ personId }) => [
  sql`update journal set author_id = null where author_id = ${personId}`,
  sql`update journal_file set author_id = null where author_id = ${personId}`,
  sql`update journal_entry set author_id = null where author_id = ${personId}`,
];
