ALTER TABLE "photo" ADD COLUMN "medium" "bytea";--> statement-breakpoint
ALTER TABLE "photo" ADD CONSTRAINT "photo_medium_is_light" CHECK (octet_length("photo"."medium") <= 100000);
