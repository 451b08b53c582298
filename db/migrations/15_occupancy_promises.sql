-- Whoever watches a space hears that somebody came, left or was counted: once per statement and space.
CREATE FUNCTION "tell_occupancy"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid;
BEGIN
  FOR changed IN SELECT DISTINCT "space_id" FROM touched LOOP
    PERFORM pg_notify('occupancy', changed::text);
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "reading_told" AFTER INSERT ON "reading" REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_occupancy"();
--> statement-breakpoint
CREATE TRIGGER "visit_arrival_told" AFTER INSERT ON "visit" REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_occupancy"();
--> statement-breakpoint
CREATE TRIGGER "visit_change_told" AFTER UPDATE ON "visit" REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_occupancy"();
--> statement-breakpoint
-- The refresh works the last two days out each time: only what changes further back is marked.
CREATE FUNCTION "mark_use"("space" uuid, "period" tstzrange) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "use_mark" ("space_id", "hour")
  SELECT "space", hour FROM generate_series(date_trunc('hour', lower("period")),
    least(upper("period"), now() - interval '36 hours', lower("period") + interval '7 days'), interval '1 hour') hour
  WHERE lower("period") < now() - interval '36 hours'
$$;
--> statement-breakpoint
CREATE FUNCTION "mark_readings"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "use_mark" ("space_id", "hour")
    SELECT DISTINCT "space_id", date_trunc('hour', "observed_at") FROM touched
    WHERE "observed_at" < now() - interval '36 hours';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "reading_marks_use" AFTER INSERT ON "reading" REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION "mark_readings"();
--> statement-breakpoint
CREATE FUNCTION "mark_visit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_use(NEW."space_id", tstzrange(NEW."arrived_at", coalesce(NEW."left_at", NEW."arrived_at"), '[]'));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "visit_marks_use" AFTER INSERT OR UPDATE ON "visit" FOR EACH ROW
  WHEN (NEW."arrived_at" < now() - interval '36 hours') EXECUTE FUNCTION "mark_visit"();
--> statement-breakpoint
CREATE FUNCTION "mark_during"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_use(OLD."space_id", OLD."during");
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_change_marks_use" AFTER UPDATE OF "status", "people", "during" ON "booking" FOR EACH ROW
  WHEN (lower(OLD."during") < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
--> statement-breakpoint
-- A sheet may be filled in long after its session.
CREATE TRIGGER "session_sheet_marks_use" AFTER UPDATE OF "sheet_version", "status", "during" ON "session" FOR EACH ROW
  WHEN (lower(OLD."during") < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
