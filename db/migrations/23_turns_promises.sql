-- Taking is done in one fixed order and needs no more: rooms, then pieces. Whoever gives back and takes again, or takes date
-- after date, has no such order: they have the space to themselves meanwhile, so that no two ever wait for each other in a circle.
CREATE FUNCTION "turn_of_space"("space" uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
  RETURN hashtextextended('turn:' || "space"::text, 0);
--> statement-breakpoint
CREATE FUNCTION "share_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(turn_of_space(NEW."space_id"));
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Triggers run in the order of their names: this one before any that looks at the person.
CREATE TRIGGER "booking_at_its_turn" BEFORE INSERT ON "booking" FOR EACH ROW EXECUTE FUNCTION "share_turn"();
--> statement-breakpoint
CREATE TRIGGER "allocation_at_its_turn" BEFORE INSERT ON "allocation" FOR EACH ROW EXECUTE FUNCTION "share_turn"();
--> statement-breakpoint
CREATE TRIGGER "booking_wait_at_its_turn" BEFORE INSERT ON "booking_wait" FOR EACH ROW EXECUTE FUNCTION "share_turn"();
--> statement-breakpoint
-- The turn, then every stock that may be taken in it: what is asked for, and what those who wait would be offered.
CREATE FUNCTION "have_turn"("space" uuid, "kinds" text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(turn_of_space("space"));
  PERFORM FROM "resource" WHERE "equipment_kind" = ANY ("kinds" || ARRAY(
      SELECT wish ->> 'kind' FROM "booking_wait" CROSS JOIN jsonb_array_elements("equipment") wish
      WHERE "booking_wait"."space_id" = "space" AND "status" = 'waiting'))
    AND ("space_id" = "space" OR "lendable") ORDER BY "id" FOR UPDATE;
END $$;
