-- Whoever looks at the calendar of a space hears that its bookings changed.
CREATE FUNCTION "tell_calendar"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('calendar', NEW."space_id"::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_told" AFTER INSERT OR UPDATE ON "booking" FOR EACH ROW EXECUTE FUNCTION "tell_calendar"();
