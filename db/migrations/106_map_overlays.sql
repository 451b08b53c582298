CREATE TABLE "map_overlay" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" jsonb NOT NULL,
	"source" text NOT NULL,
	"shapes" jsonb NOT NULL,
	"points_before" integer NOT NULL,
	"points_after" integer NOT NULL,
	"left_out" integer NOT NULL,
	"shown" boolean DEFAULT false NOT NULL,
	"position" integer NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "map_overlay_slug_once" UNIQUE("slug"),
	CONSTRAINT "map_overlay_says_its_source" CHECK ("map_overlay"."source" <> ''),
	CONSTRAINT "map_overlay_is_light" CHECK ("map_overlay"."points_after" <= 4000 and "map_overlay"."points_after" <= "map_overlay"."points_before")
);
