-- Enrolments never exceed places: whoever takes one locks the session first, then counts. A companion takes one as well.
CREATE FUNCTION "places_taken"("session" uuid, "besides" uuid) RETURNS integer LANGUAGE sql STABLE
  RETURN (SELECT coalesce(sum(1 + "companion"::integer), 0)::integer FROM "enrolment"
    WHERE "session_id" = "session" AND "status" = 'enrolled' AND "id" IS DISTINCT FROM "besides");
--> statement-breakpoint
CREATE FUNCTION "guard_places"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  available integer;
BEGIN
  SELECT "places" INTO available FROM "session" WHERE "id" = NEW."session_id" FOR UPDATE;
  IF places_taken(NEW."session_id", NEW."id") + 1 + NEW."companion"::integer > available THEN
    RAISE EXCEPTION 'no place left' USING ERRCODE = '23514', CONSTRAINT = 'enrolment_places_not_exceeded';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "enrolment_places_not_exceeded" BEFORE INSERT OR UPDATE ON "enrolment"
  FOR EACH ROW WHEN (NEW."status" = 'enrolled') EXECUTE FUNCTION "guard_places"();
--> statement-breakpoint
CREATE FUNCTION "guard_fewer_places"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF places_taken(NEW."id", NULL) > NEW."places" THEN
    RAISE EXCEPTION 'more people have a place' USING ERRCODE = '23514', CONSTRAINT = 'session_places_cover_enrolled';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_places_cover_enrolled" BEFORE UPDATE OF "places" ON "session"
  FOR EACH ROW WHEN (NEW."places" < OLD."places") EXECUTE FUNCTION "guard_fewer_places"();
--> statement-breakpoint
-- A session is where and when its booking is; its room is not given away while it is planned. What ends early was not moved.
CREATE FUNCTION "lead_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'cancelled' AND EXISTS (SELECT FROM "session" WHERE "booking_id" = NEW."id" AND "status" = 'planned') THEN
    RAISE EXCEPTION 'a session needs this room' USING ERRCODE = '23514', CONSTRAINT = 'booking_of_session';
  END IF;
  IF NEW."during" <> OLD."during" OR NEW."room_id" <> OLD."room_id" THEN
    UPDATE "session" SET "during" = NEW."during", "version" = "version" + 1,
      "moves" = "moves" + (NEW."planned_end" IS NOT DISTINCT FROM OLD."planned_end")::integer
      WHERE "booking_id" = NEW."id";
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_follows_booking" AFTER UPDATE OF "status", "during", "room_id" ON "booking"
  FOR EACH ROW EXECUTE FUNCTION "lead_session"();
--> statement-breakpoint
-- Whoever moves a session, and from wherever: all who have a place or wait are told in the same transaction, of a course once.
CREATE FUNCTION "tell_of_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "outbox_message" ("template", "person_id", "data")
    SELECT 'session-moved', "person_id", jsonb_build_object('sessionId', NEW."id", 'status', "status", 'group', coalesce(NEW."course_id", NEW."id"))
    FROM "enrolment" WHERE "session_id" = NEW."id" AND "status" <> 'cancelled'
      AND NOT EXISTS (SELECT FROM "outbox_message" "earlier" WHERE "earlier"."template" = 'session-moved'
        AND "earlier"."person_id" = "enrolment"."person_id" AND "earlier"."created_at" = now()
        AND "earlier"."data" ->> 'group' = coalesce(NEW."course_id", NEW."id")::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_move_is_told" AFTER UPDATE OF "moves" ON "session"
  FOR EACH ROW WHEN (NEW."moves" > OLD."moves" AND NEW."status" = 'planned') EXECUTE FUNCTION "tell_of_move"();
--> statement-breakpoint
-- The places of a joint session start together: looked at when all of them have been moved.
CREATE FUNCTION "guard_joint"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(DISTINCT lower("during")) FROM "session" WHERE "joint_id" = NEW."joint_id" AND "status" = 'planned') > 1 THEN
    RAISE EXCEPTION 'the places of a joint session start together' USING ERRCODE = '23514', CONSTRAINT = 'joint_session_starts_together';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "joint_session_starts_together" AFTER INSERT OR UPDATE OF "during" ON "session"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."joint_id" IS NOT NULL) EXECUTE FUNCTION "guard_joint"();
