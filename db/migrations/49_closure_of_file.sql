-- Which event of a calendar file a closure came from: the same event again moves it.
ALTER TABLE "closure" ADD COLUMN "uid" text;
--> statement-breakpoint
ALTER TABLE "closure" ADD COLUMN "recurrence_id" text DEFAULT '' NOT NULL;
--> statement-breakpoint
CREATE INDEX "closure_of_event" ON "closure" USING btree ("space_id","uid") WHERE "closure"."uid" is not null;
