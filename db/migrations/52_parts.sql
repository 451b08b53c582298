-- What keeps two from one room stands on each part of "allocation". On the partitioned table itself, pg_restore could not put it
-- back: an index that belongs to an exclusion constraint cannot be attached to that of its parent.
--
-- A part that is taken off keeps the constraint and its index: nothing is built anew, however many rows there are.
DO $$
DECLARE
  part record;
BEGIN
  CREATE TEMP TABLE part_of_allocation ON COMMIT DROP AS
    SELECT inhrelid::regclass AS name, pg_get_expr(relpartbound, inhrelid) AS bound
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'allocation'::regclass;
  FOR part IN SELECT * FROM part_of_allocation LOOP
    EXECUTE format('ALTER TABLE allocation DETACH PARTITION %s', part.name);
  END LOOP;
  ALTER TABLE allocation DROP CONSTRAINT allocation_no_overlap;
  FOR part IN SELECT * FROM part_of_allocation LOOP
    EXECUTE format('ALTER TABLE allocation ATTACH PARTITION %s %s', part.name, part.bound);
  END LOOP;
END $$;
--> statement-breakpoint
-- Gives the constraint to each part that has none, and its own name to one that has it under another. Called after the migrations of
-- each start: a part that is made later is guarded before anybody books in it. Returns how many were given it now.
CREATE FUNCTION "guard_parts"() RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  given integer := 0;
BEGIN
  FOR part IN
    SELECT tree.relid AS id, class.relname || '_no_overlap' AS named, found.conname AS has
    FROM pg_partition_tree('allocation') tree JOIN pg_class class ON class.oid = tree.relid
    LEFT JOIN pg_constraint found ON found.conrelid = tree.relid AND found.contype = 'x'
      AND pg_get_constraintdef(found.oid) =
        'EXCLUDE USING gist (space_id WITH =, resource_id WITH =, during WITH &&) WHERE (active)'
    WHERE tree.isleaf ORDER BY class.relname
  LOOP
    IF part.has IS NULL THEN
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I
        EXCLUDE USING gist ("space_id" WITH =, "resource_id" WITH =, "during" WITH &&) WHERE ("active")', part.id::regclass, part.named);
      given := given + 1;
    ELSIF part.has <> part.named THEN
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', part.id::regclass, part.has, part.named);
    END IF;
  END LOOP;
  RETURN given;
END $$;
--> statement-breakpoint
SELECT guard_parts();
