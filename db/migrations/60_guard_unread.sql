-- The index that keeps two from one room is read by its constraint alone.
--
-- PostgreSQL (all versions up to 18.4) can forget rows in a GiST index that queries read: a nested loop notes, as numbers on a page,
-- the entries of rows that are gone, starts over for its next row without forgetting the numbers, and marks what stands at them on
-- a page that was split meanwhile. The constraint then finds nothing there, and a room is given twice. A check by the constraint
-- never starts over; so no query may use the index. It now has a condition that is true for every row (allocation_lasts) and that no
-- query states: the planner cannot choose it. Queries find the same rows by the next index.
--
-- "upper": what is active in one room never overlaps, so the first that ends after a moment is the only one that can be there then.
CREATE INDEX "allocation_resource_end" ON "allocation" ("space_id", "resource_id", upper("during")) WHERE ("active");
--> statement-breakpoint
DROP INDEX "allocation_resource_start";
--> statement-breakpoint
-- Gives the constraint to each part that has none or another, and its own name to one that has it under another. Called after the
-- migrations of each start: a part that is made later is guarded before anybody books in it. Returns how many were given it now.
CREATE OR REPLACE FUNCTION "guard_parts"() RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  given integer := 0;
  conflict text;
BEGIN
  FOR part IN
    SELECT tree.relid AS id, class.relname || '_no_overlap' AS named, found.conname AS has, coalesce(pg_get_constraintdef(found.oid) =
      'EXCLUDE USING gist (space_id WITH =, resource_id WITH =, during WITH &&) WHERE ((active AND (NOT isempty(during))))', false) AS is_guard
    FROM pg_partition_tree('allocation') tree JOIN pg_class class ON class.oid = tree.relid
    LEFT JOIN pg_constraint found ON found.conrelid = tree.relid AND found.contype = 'x'
    WHERE tree.isleaf ORDER BY class.relname
  LOOP
    IF NOT part.is_guard THEN
      IF part.has IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', part.id::regclass, part.has);
      END IF;
      BEGIN
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I EXCLUDE USING gist ("space_id" WITH =, "resource_id" WITH =, "during" WITH &&)
          WHERE ("active" AND NOT isempty("during"))', part.id::regclass, part.named);
      EXCEPTION WHEN exclusion_violation THEN
        GET STACKED DIAGNOSTICS conflict = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION 'Two bookings have one room at one time. Go back to the version before, cancel one of the two, and upgrade again. %', conflict
          USING ERRCODE = '23P01';
      END;
      given := given + 1;
    ELSIF part.has <> part.named THEN
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', part.id::regclass, part.has, part.named);
    END IF;
  END LOOP;
  RETURN given;
END $$;
--> statement-breakpoint
SELECT guard_parts();
