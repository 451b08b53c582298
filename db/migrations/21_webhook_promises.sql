-- What happens to a booking is told to whoever asked for it: written here, in the transaction of the thing itself, whichever
-- command it was. The payload holds ids and times, nobody's name and no words of theirs.
CREATE FUNCTION "tell_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  what text := CASE
    WHEN TG_OP = 'INSERT' THEN 'booking.' || NEW."status"
    WHEN OLD."status" <> NEW."status" THEN 'booking.' || NEW."status"
    WHEN OLD."checked_in_at" IS NULL AND NEW."checked_in_at" IS NOT NULL THEN 'booking.checked_in'
    ELSE 'booking.changed' END;
BEGIN
  INSERT INTO "webhook_delivery" ("space_id", "webhook_id", "event", "booking_id", "payload")
  SELECT NEW."space_id", hook."id", what, NEW."id", jsonb_build_object(
    'bookingId', NEW."id", 'spaceId', NEW."space_id", 'roomId', NEW."room_id", 'otherRooms', NEW."other_rooms",
    'start', lower(NEW."during"), 'end', upper(NEW."during"), 'people', NEW."people", 'status', NEW."status",
    'seriesId', NEW."series_id", 'version', NEW."version")
  FROM "webhook" hook
  WHERE hook."space_id" = NEW."space_id" AND hook."active" AND what = ANY (hook."events");
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_tells_webhooks" AFTER INSERT ON "booking"
  FOR EACH ROW EXECUTE FUNCTION "tell_webhooks"();
--> statement-breakpoint
CREATE TRIGGER "changed_booking_tells_webhooks" AFTER UPDATE ON "booking" FOR EACH ROW
  WHEN (OLD."status" <> NEW."status" OR OLD."during" <> NEW."during" OR OLD."room_id" <> NEW."room_id"
    OR OLD."other_rooms" <> NEW."other_rooms" OR OLD."people" <> NEW."people"
    OR (OLD."checked_in_at" IS NULL AND NEW."checked_in_at" IS NOT NULL))
  EXECUTE FUNCTION "tell_webhooks"();
