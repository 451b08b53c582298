CREATE TABLE "room_layout" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"resource_id" uuid NOT NULL,
	"names" jsonb NOT NULL,
	"seats" integer NOT NULL,
	"plan" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "room_layout_of_room" UNIQUE("id","resource_id"),
	CONSTRAINT "room_layout_named" CHECK ("room_layout"."names" <> '{}'),
	CONSTRAINT "room_layout_has_seats" CHECK ("room_layout"."seats" between 1 and 1000),
	CONSTRAINT "room_layout_plan_fits" CHECK (octet_length("room_layout"."plan"::text) <= 100000)
);
--> statement-breakpoint
ALTER TABLE "room_layout" ADD CONSTRAINT "room_layout_resource_id_resource_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_layout_resource" ON "room_layout" USING btree ("resource_id");--> statement-breakpoint
ALTER TABLE "prototype_variant" ADD COLUMN "layout_id" uuid;--> statement-breakpoint
ALTER TABLE "prototype_variant" ADD CONSTRAINT "prototype_variant_layout_id_room_layout_id_fk" FOREIGN KEY ("layout_id") REFERENCES "public"."room_layout"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prototype_variant_layout" ON "prototype_variant" USING btree ("layout_id");--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "layout_id" uuid;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_layout_of_its_room" FOREIGN KEY ("layout_id","room_id") REFERENCES "public"."room_layout"("id","resource_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD COLUMN "layout_id" uuid;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_layout_of_its_room" FOREIGN KEY ("layout_id","room_id") REFERENCES "public"."room_layout"("id","resource_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- The same as before (21_webhook_promises.sql), with how the room is set up.
CREATE OR REPLACE FUNCTION "tell_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
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
    'layoutId', NEW."layout_id",
    'start', lower(NEW."during"), 'end', upper(NEW."during"), 'people', NEW."people", 'status', NEW."status",
    'seriesId', NEW."series_id", 'version', NEW."version")
  FROM "webhook" hook
  WHERE hook."space_id" = NEW."space_id" AND hook."active" AND what = ANY (hook."events");
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER "changed_booking_tells_webhooks" ON "booking";
--> statement-breakpoint
CREATE TRIGGER "changed_booking_tells_webhooks" AFTER UPDATE ON "booking" FOR EACH ROW
  WHEN (OLD."status" <> NEW."status" OR OLD."during" <> NEW."during" OR OLD."room_id" <> NEW."room_id"
    OR OLD."other_rooms" <> NEW."other_rooms" OR OLD."people" <> NEW."people"
    OR OLD."layout_id" IS DISTINCT FROM NEW."layout_id"
    OR (OLD."checked_in_at" IS NULL AND NEW."checked_in_at" IS NOT NULL))
  EXECUTE FUNCTION "tell_webhooks"();
--> statement-breakpoint
DROP TRIGGER "booking_change_is_noted" ON "booking";
--> statement-breakpoint
CREATE TRIGGER "booking_change_is_noted" BEFORE UPDATE ON "booking" FOR EACH ROW
  WHEN ((OLD."during", OLD."room_id", OLD."other_rooms", OLD."status", OLD."purpose", OLD."sequence", OLD."series_id", OLD."booked_by", OLD."layout_id")
    IS DISTINCT FROM (NEW."during", NEW."room_id", NEW."other_rooms", NEW."status", NEW."purpose", NEW."sequence", NEW."series_id", NEW."booked_by", NEW."layout_id"))
  EXECUTE FUNCTION "note_change"();
