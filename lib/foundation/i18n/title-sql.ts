import { type SQL, sql } from "drizzle-orm";
import { LOCALES, type Locale } from "./locales.ts";

/**
 * What `titleIn` answers, by the database: the title in this language, or else in the first it has;
 * null where it has none.
 */
export function titleSql(title: SQL, locale: Locale): SQL {
  const inEach = [locale, ...LOCALES].map(
    (language) => sql`nullif(${title} ->> ${language}::text, '')`,
  );
  return sql`coalesce(${sql.join(inEach, sql`, `)})`;
}
