ALTER TABLE "award" ADD COLUMN "followed_at" timestamp with time zone;--> statement-breakpoint
DROP INDEX "award_once";--> statement-breakpoint
CREATE UNIQUE INDEX "award_once" ON "award" USING btree ("class_id","person_id") WHERE "award"."state" not in ('refused', 'declined') and "award"."followed_at" is null;--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_followed_was_issued" CHECK ("award"."followed_at" is null or "award"."state" = 'issued');
