ALTER TABLE "badge_class" ADD COLUMN "review_on" date;
--> statement-breakpoint
ALTER TABLE "badge_class" ADD COLUMN "review_reminded_at" timestamp with time zone;
--> statement-breakpoint
UPDATE "badge_class" SET "review_on" = ("created_at" + interval '12 months')::date WHERE "state" in ('pilot', 'active');
--> statement-breakpoint
ALTER TABLE "badge_class" ADD CONSTRAINT "badge_class_in_use_is_reviewed" CHECK (("badge_class"."state" in ('pilot', 'active')) = ("badge_class"."review_on" is not null));
--> statement-breakpoint
CREATE TABLE "published_badges" (
	"quarter" date NOT NULL,
	"region" text NOT NULL,
	"figures" jsonb NOT NULL,
	"frozen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "published_badges_quarter_region_pk" PRIMARY KEY("quarter","region")
);
--> statement-breakpoint
CREATE TRIGGER "published_badges_append_only" BEFORE UPDATE OR DELETE ON "published_badges" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
