ALTER TABLE "framework" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "badge_class" ADD COLUMN "followed_by" uuid;--> statement-breakpoint
ALTER TABLE "badge_class" ADD CONSTRAINT "badge_class_followed_by_badge_class_id_fk" FOREIGN KEY ("followed_by") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "badge_class" ADD CONSTRAINT "badge_class_followed_is_retired" CHECK ("badge_class"."followed_by" is null or "badge_class"."state" = 'retired');--> statement-breakpoint
ALTER TABLE "badge_class" ADD CONSTRAINT "badge_class_not_after_itself" CHECK ("badge_class"."followed_by" <> "badge_class"."id");
