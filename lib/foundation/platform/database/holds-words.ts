import { and, type SQL, sql } from "drizzle-orm";
import { searchedWords } from "#lib/foundation/platform/text/searched-text.ts";

/**
 * Whether a text holds every word of a search, accents and capitals aside; no text holds one without
 * a letter or a digit. Undefined where nothing is looked for.
 */
export function holdsWords(text: SQL, q: string): SQL | undefined {
  if (q.trim() === "") return undefined;
  const words = searchedWords(q);
  if (words.length === 0) return sql`false`;
  return and(...words.map((word) => sql`searched_text(${text}) like ${`%${word}%`}`));
}
