CREATE TABLE "booking_proposal" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"booking_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"made_by" uuid NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "booking_proposal_kind_known" CHECK ("booking_proposal"."kind" in ('share', 'hand_over'))
);
--> statement-breakpoint
ALTER TABLE "booking_proposal" ADD CONSTRAINT "booking_proposal_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "booking_proposal" ADD CONSTRAINT "booking_proposal_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "booking_proposal" ADD CONSTRAINT "booking_proposal_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "booking_proposal_person" ON "booking_proposal" USING btree ("person_id");
--> statement-breakpoint
CREATE INDEX "booking_proposal_booking" ON "booking_proposal" USING btree ("booking_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "booking_proposal_once" ON "booking_proposal" USING btree ("booking_id") WHERE "booking_proposal"."kind" = 'hand_over';
--> statement-breakpoint
ALTER TABLE "booking" ADD COLUMN "asked_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "booking" ADD COLUMN "was_confirmed" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
UPDATE "booking" SET "was_confirmed" = true WHERE "status" IN ('confirmed', 'missed', 'cancelled') OR "status" = 'requested' AND "sequence" > 0;
--> statement-breakpoint
-- Whatever writes a booking: what was confirmed once stands in calendars, and what was done for one day is not done for another.
CREATE FUNCTION "follow_booking"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  zone text;
BEGIN
  IF NEW."status" = 'confirmed' THEN
    NEW."was_confirmed" := true;
  END IF;
  IF TG_OP = 'UPDATE' AND lower(NEW."during") IS DISTINCT FROM lower(OLD."during") THEN
    SELECT "time_zone" INTO zone FROM "space" WHERE "id" = NEW."space_id";
    IF (lower(NEW."during") AT TIME ZONE zone)::date <> (lower(OLD."during") AT TIME ZONE zone)::date THEN
      NEW."reminded_at" := NULL;
      NEW."checked_in_at" := NULL;
    END IF;
    IF NEW."answer_by" > lower(NEW."during") THEN
      NEW."answer_by" := lower(NEW."during");
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "booking_follows" BEFORE INSERT OR UPDATE ON "booking" FOR EACH ROW EXECUTE FUNCTION "follow_booking"();
