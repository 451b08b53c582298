ALTER TABLE "place_claim" ADD COLUMN "organisation" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "place_claim" ADD COLUMN "role" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "place_claim" ADD COLUMN "answer" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "place_claim" DROP CONSTRAINT "place_claim_state";
--> statement-breakpoint
ALTER TABLE "place_claim" ADD CONSTRAINT "place_claim_state" CHECK ("place_claim"."state" in ('asked', 'accepted', 'refused', 'withdrawn', 'overtaken'));
--> statement-breakpoint
CREATE INDEX "place_claim_waiting" ON "place_claim" USING btree ("created_at","id") WHERE "place_claim"."state" = 'asked';
