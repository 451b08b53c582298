CREATE TABLE "calendar_message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"uid" text NOT NULL,
	"recurrence_id" text,
	"sequence" integer NOT NULL,
	"method" text NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_message_method_known" CHECK ("calendar_message"."method" in ('REQUEST', 'CANCEL'))
);
--> statement-breakpoint
ALTER TABLE "calendar_message" ADD CONSTRAINT "calendar_message_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_message_grows" ON "calendar_message" USING btree ("person_id","uid","sequence");
--> statement-breakpoint
CREATE INDEX "calendar_message_sent" ON "calendar_message" USING btree ("sent_at");
--> statement-breakpoint
CREATE TABLE "imported_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"uid" text NOT NULL,
	"recurrence_id" text DEFAULT '' NOT NULL,
	"booking_id" uuid,
	"series_id" uuid,
	"timing" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imported_event_led_to_one" CHECK (("imported_event"."booking_id" is null) <> ("imported_event"."series_id" is null))
);
--> statement-breakpoint
ALTER TABLE "imported_event" ADD CONSTRAINT "imported_event_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "imported_event" ADD CONSTRAINT "imported_event_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "imported_event" ADD CONSTRAINT "imported_event_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "imported_event" ADD CONSTRAINT "imported_event_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "imported_event_once" ON "imported_event" USING btree ("room_id","uid","recurrence_id");
--> statement-breakpoint
CREATE INDEX "imported_event_booking" ON "imported_event" USING btree ("booking_id");
--> statement-breakpoint
CREATE INDEX "imported_event_series" ON "imported_event" USING btree ("series_id");
--> statement-breakpoint
ALTER TABLE "booking" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "series" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "resource" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "space" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
-- What a calendar shows of a thing changed: DTSTAMP and LAST-MODIFIED follow (RFC 5545, 3.8.7.2 and 3.8.7.3), whoever changed it.
CREATE FUNCTION "note_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changed_at" := greatest(clock_timestamp(), OLD."changed_at");
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_change_is_noted" BEFORE UPDATE ON "booking" FOR EACH ROW
  WHEN ((OLD."during", OLD."room_id", OLD."other_rooms", OLD."status", OLD."purpose", OLD."sequence", OLD."series_id", OLD."booked_by")
    IS DISTINCT FROM (NEW."during", NEW."room_id", NEW."other_rooms", NEW."status", NEW."purpose", NEW."sequence", NEW."series_id", NEW."booked_by"))
  EXECUTE FUNCTION "note_change"();
--> statement-breakpoint
CREATE TRIGGER "series_change_is_noted" BEFORE UPDATE ON "series" FOR EACH ROW
  WHEN ((OLD."rule", OLD."first_start", OLD."first_end", OLD."extra_starts", OLD."excluded_starts", OLD."room_id", OLD."purpose", OLD."sequence", OLD."cancelled_at")
    IS DISTINCT FROM (NEW."rule", NEW."first_start", NEW."first_end", NEW."extra_starts", NEW."excluded_starts", NEW."room_id", NEW."purpose", NEW."sequence", NEW."cancelled_at"))
  EXECUTE FUNCTION "note_change"();
--> statement-breakpoint
CREATE TRIGGER "session_change_is_noted" BEFORE UPDATE ON "session" FOR EACH ROW
  WHEN ((OLD."during", OLD."title", OLD."language", OLD."status", OLD."version", OLD."booking_id")
    IS DISTINCT FROM (NEW."during", NEW."title", NEW."language", NEW."status", NEW."version", NEW."booking_id"))
  EXECUTE FUNCTION "note_change"();
--> statement-breakpoint
CREATE TRIGGER "resource_change_is_noted" BEFORE UPDATE ON "resource" FOR EACH ROW
  WHEN (OLD."name" IS DISTINCT FROM NEW."name") EXECUTE FUNCTION "note_change"();
--> statement-breakpoint
CREATE TRIGGER "space_change_is_noted" BEFORE UPDATE ON "space" FOR EACH ROW
  WHEN ((OLD."name", OLD."address", OLD."postcode", OLD."city", OLD."time_zone")
    IS DISTINCT FROM (NEW."name", NEW."address", NEW."postcode", NEW."city", NEW."time_zone"))
  EXECUTE FUNCTION "note_change"();
