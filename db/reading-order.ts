import type { Client } from "pg";

/**
 * Makes the indexes anew that have the order of the alphabet, when the library behind it (ICU) is
 * not the one that they were made with: a newer PostgreSQL or a newer system brings another.
 */
export async function renewReadingOrder(client: Pick<Client, "query">): Promise<void> {
  await client.query(`
    DO $$
    DECLARE
      made_with_it regclass;
    BEGIN
      IF EXISTS (SELECT FROM pg_collation WHERE oid = to_regcollation('public.reading_order')
          AND collversion <> pg_collation_actual_version(oid)) THEN
        FOR made_with_it IN SELECT indexrelid FROM pg_index
            WHERE to_regcollation('public.reading_order') = ANY (indcollation::oid[]) LOOP
          EXECUTE format('REINDEX INDEX %s', made_with_it);
        END LOOP;
        ALTER COLLATION public.reading_order REFRESH VERSION;
      END IF;
    END $$`);
}
