-- Whoever arrives for a session in which they are enrolled is present in it. The sheet's version rises with it, so
-- that a sheet opened before is not saved over somebody who arrived since.
CREATE FUNCTION "attend_by_visit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "session" WHERE "id" = NEW."session_id" FOR UPDATE;
  INSERT INTO "attendance" ("space_id", "session_id", "person_id")
    SELECT "space_id", "session_id", "person_id" FROM "enrolment"
    WHERE "session_id" = NEW."session_id" AND "person_id" = NEW."person_id" AND "status" = 'enrolled'
    ON CONFLICT DO NOTHING;
  IF FOUND THEN
    UPDATE "session" SET "sheet_version" = "sheet_version" + 1 WHERE "id" = NEW."session_id";
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "visit_is_attendance" AFTER INSERT OR UPDATE OF "session_id", "person_id" ON "visit"
  FOR EACH ROW WHEN (NEW."session_id" IS NOT NULL AND NEW."person_id" IS NOT NULL) EXECUTE FUNCTION "attend_by_visit"();
