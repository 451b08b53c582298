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
-- People after these steps, in the order of the window: below nobody is nobody, above the capacity is the capacity. The same
-- walk as `peopleAfter` in lib/occupancy/rules.ts.
CREATE FUNCTION "walk_people"("inside" integer, "change" integer, "capacity" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT least("capacity", greatest(0, "inside" + "change"))
$$;
--> statement-breakpoint
CREATE AGGREGATE "people_after"("change" integer, "capacity" integer) (SFUNC = "walk_people", STYPE = integer, INITCOND = '0');
--> statement-breakpoint
-- The hours that an interval touches. Strict, and so kept whole: that they are few is what the planner has to know.
CREATE FUNCTION "hours_of"("during" tstzrange) RETURNS SETOF timestamptz LANGUAGE sql STABLE STRICT ROWS 3 AS $$
  SELECT generate_series(date_trunc('hour', lower("during"), 'UTC'), upper("during") - interval '1 microsecond', interval '1 hour')
$$;
--> statement-breakpoint
-- The refresh works the last two days out each time: only what changes further back is marked.
CREATE FUNCTION "mark_use"("space" uuid, "period" tstzrange) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "use_mark" ("space_id", "hour")
  SELECT "space", hour FROM generate_series(date_trunc('hour', lower("period")),
    least(upper("period"), now() - interval '36 hours', lower("period") + interval '31 days'), interval '1 hour') hour
  WHERE lower("period") < now() - interval '36 hours'
$$;
--> statement-breakpoint
-- A count speaks of its own hour; in and out speak of every hour until the space closes, three days at most.
CREATE FUNCTION "mark_readings"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "use_mark" ("space_id", "hour")
    SELECT DISTINCT said."space_id", hour FROM (
      SELECT DISTINCT touched."space_id", date_trunc('hour', touched."observed_at") AS since,
        CASE "kind" WHEN 'in_out' THEN interval '73 hours' ELSE interval '0' END AS lasting
      FROM touched JOIN "counter_device" ON "counter_device"."id" = touched."device_id"
      WHERE touched."observed_at" < now() - interval '36 hours') said,
    generate_series(said.since, least(said.since + said.lasting, greatest(said.since, now() - interval '36 hours')), interval '1 hour') hour;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "reading_marks_use" AFTER INSERT ON "reading" REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION "mark_readings"();
--> statement-breakpoint
CREATE FUNCTION "mark_visit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_use(NEW."space_id", tstzrange(NEW."arrived_at", coalesce(NEW."left_at", NEW."arrived_at"), '[]'));
  IF TG_OP = 'UPDATE' THEN
    PERFORM mark_use(OLD."space_id", tstzrange(OLD."arrived_at", coalesce(OLD."left_at", OLD."arrived_at"), '[]'));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "visit_arrival_marks_use" AFTER INSERT ON "visit" FOR EACH ROW
  WHEN (NEW."arrived_at" < now() - interval '36 hours') EXECUTE FUNCTION "mark_visit"();
--> statement-breakpoint
CREATE TRIGGER "visit_change_marks_use" AFTER UPDATE OF "arrived_at", "left_at", "room_id", "session_id", "space_id" ON "visit" FOR EACH ROW
  WHEN (least(OLD."arrived_at", NEW."arrived_at") < now() - interval '36 hours') EXECUTE FUNCTION "mark_visit"();
--> statement-breakpoint
-- Both where it was and where it is now: a booking may be moved, entered or given back long after.
CREATE FUNCTION "mark_during"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_use(NEW."space_id", NEW."during");
  IF TG_OP = 'UPDATE' AND OLD."during" <> NEW."during" THEN
    PERFORM mark_use(OLD."space_id", OLD."during");
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_insert_marks_use" AFTER INSERT ON "booking" FOR EACH ROW
  WHEN (lower(NEW."during") < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
--> statement-breakpoint
CREATE TRIGGER "booking_change_marks_use" AFTER UPDATE OF "status", "people", "during", "room_id", "other_rooms" ON "booking" FOR EACH ROW
  WHEN (least(lower(OLD."during"), lower(NEW."during")) < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
--> statement-breakpoint
-- A sheet may be filled in long after its session.
CREATE TRIGGER "session_insert_marks_use" AFTER INSERT ON "session" FOR EACH ROW
  WHEN (lower(NEW."during") < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
--> statement-breakpoint
CREATE TRIGGER "session_sheet_marks_use" AFTER UPDATE OF "sheet_version", "status", "during", "booking_id" ON "session" FOR EACH ROW
  WHEN (least(lower(OLD."during"), lower(NEW."during")) < now() - interval '36 hours') EXECUTE FUNCTION "mark_during"();
