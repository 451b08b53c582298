-- A record says what somebody was told, an event what became of it: neither changes. Proof goes 5 years after its end.
CREATE FUNCTION "consent_state"("record" uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT "state" FROM "consent_event" WHERE "record_id" = "record" ORDER BY "at" DESC, ("state" = 'given') LIMIT 1
$$;
--> statement-breakpoint
CREATE FUNCTION "guard_consent_proof"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM "consent_event" WHERE "record_id" = OLD."id" AND "state" <> 'given')
    AND NOT EXISTS (SELECT FROM "consent_event" WHERE "record_id" = OLD."id" AND "at" > now() - interval '5 years') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a consent record is kept as it was' USING ERRCODE = '42501', CONSTRAINT = 'consent_record_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER "consent_record_append_only" BEFORE UPDATE OR DELETE ON "consent_record"
  FOR EACH ROW EXECUTE FUNCTION "guard_consent_proof"();
--> statement-breakpoint
CREATE TRIGGER "consent_record_not_emptied" BEFORE TRUNCATE ON "consent_record"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- An event goes with its record, and only then.
CREATE FUNCTION "guard_consent_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM "consent_record" WHERE "id" = OLD."record_id") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'consent_event is append-only' USING ERRCODE = '42501', CONSTRAINT = 'consent_event_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER "consent_event_append_only" BEFORE UPDATE OR DELETE ON "consent_event"
  FOR EACH ROW EXECUTE FUNCTION "guard_consent_event"();
--> statement-breakpoint
CREATE TRIGGER "consent_event_not_emptied" BEFORE TRUNCATE ON "consent_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- A consent is given or refused first; only one that is given can end, and only once. Whoever ends it takes the answer away.
CREATE FUNCTION "follow_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text;
BEGIN
  PERFORM FROM "consent_record" WHERE "id" = NEW."record_id" FOR UPDATE;
  before := consent_state(NEW."record_id");
  IF (NEW."state" IN ('given', 'refused') AND before IS NOT NULL)
    OR (NEW."state" IN ('withdrawn', 'expired') AND before IS DISTINCT FROM 'given') THEN
    RAISE EXCEPTION 'from % to %', before, NEW."state" USING ERRCODE = '23514', CONSTRAINT = 'consent_event_follows';
  END IF;
  IF NEW."state" IN ('withdrawn', 'expired') THEN
    DELETE FROM "profile_answer" WHERE "consent_id" = NEW."record_id";
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "consent_event_follows" BEFORE INSERT ON "consent_event"
  FOR EACH ROW EXECUTE FUNCTION "follow_consent"();
--> statement-breakpoint
-- An answer and the end of its consent take turns on the record: whichever comes second sees the first.
CREATE FUNCTION "guard_profile_answer"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "consent_record" WHERE "id" = NEW."consent_id" AND "person_id" = NEW."person_id" AND "field" = NEW."field"
    FOR SHARE;
  IF NOT FOUND OR consent_state(NEW."consent_id") IS DISTINCT FROM 'given' THEN
    RAISE EXCEPTION 'no consent' USING ERRCODE = '23514', CONSTRAINT = 'profile_answer_needs_consent';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "profile_answer_needs_consent" BEFORE INSERT OR UPDATE ON "profile_answer"
  FOR EACH ROW EXECUTE FUNCTION "guard_profile_answer"();
--> statement-breakpoint
-- Whoever was erased a moment ago leaves no new traces: what was on its way waits for the erasure, then is refused.
CREATE FUNCTION "refuse_erased_person"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "person" WHERE "id" = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid AND "erased_at" IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this person was erased' USING ERRCODE = '23514', CONSTRAINT = 'person_not_erased';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['attendance', 'enrolment', 'login_session', 'access_token', 'card', 'invitation', 'role_assignment', 'consent_record'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION refuse_erased_person(''person_id'')',
      named || '_not_of_erased', named);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_not_of_erased" BEFORE INSERT ON "booking"
  FOR EACH ROW EXECUTE FUNCTION "refuse_erased_person"('booked_by');
