ALTER TABLE "backpack_badge" ADD COLUMN "holder" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "backpack_badge" ADD CONSTRAINT "backpack_badge_holder_known" CHECK ("backpack_badge"."holder" in ('matches', 'other', 'unknown'));
