CREATE TABLE "published_block" (
	"quarter" date NOT NULL,
	"region" text NOT NULL,
	"cells" jsonb NOT NULL,
	"frozen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "published_block_quarter_region_pk" PRIMARY KEY("quarter","region")
);
--> statement-breakpoint
-- A figure that moved after it was read would tell what was added: what was published stays as it was.
CREATE TRIGGER "published_block_append_only" BEFORE UPDATE OR DELETE ON "published_block" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
