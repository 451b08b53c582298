import { eq } from "drizzle-orm";
import { journalEntries, journalFiles, journals } from "#db/schema/journal.ts";
import type { Erase } from "#lib/module.ts";

/** How a place came to be stays with the place; it no longer names who wrote it. */
export const erase: Erase = ({ db, personId }) => [
  db.update(journals).set({ authorId: null }).where(eq(journals.authorId, personId)),
  db.update(journalFiles).set({ authorId: null }).where(eq(journalFiles.authorId, personId)),
  db.update(journalEntries).set({ authorId: null }).where(eq(journalEntries.authorId, personId)),
];
