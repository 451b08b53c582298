-- Enrolments never exceed places: whoever takes one locks the session first, then counts.
CREATE FUNCTION "guard_places"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  available integer;
BEGIN
  SELECT "places" INTO available FROM "session" WHERE "id" = NEW."session_id" FOR UPDATE;
  IF (SELECT count(*) FROM "enrolment" WHERE "session_id" = NEW."session_id" AND "status" = 'enrolled' AND "id" <> NEW."id") >= available THEN
    RAISE EXCEPTION 'no place left' USING ERRCODE = '23514', CONSTRAINT = 'enrolment_places_not_exceeded';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "enrolment_places_not_exceeded" BEFORE INSERT OR UPDATE ON "enrolment"
  FOR EACH ROW WHEN (NEW."status" = 'enrolled') EXECUTE FUNCTION "guard_places"();
--> statement-breakpoint
-- A session is where and when its booking is; its room is not given away while it is planned.
CREATE FUNCTION "lead_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'cancelled' AND EXISTS (SELECT FROM "session" WHERE "booking_id" = NEW."id" AND "status" = 'planned') THEN
    RAISE EXCEPTION 'a session needs this room' USING ERRCODE = '23514', CONSTRAINT = 'booking_of_session';
  END IF;
  UPDATE "session" SET "during" = NEW."during", "version" = "version" + 1
    WHERE "booking_id" = NEW."id" AND "during" <> NEW."during";
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_follows_booking" AFTER UPDATE OF "status", "during" ON "booking"
  FOR EACH ROW EXECUTE FUNCTION "lead_session"();
