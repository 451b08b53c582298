CREATE TABLE "published_use" (
	"month" date NOT NULL,
	"region" text NOT NULL,
	"open_minutes" integer,
	"booked_minutes" integer,
	"frozen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "published_use_month_region_pk" PRIMARY KEY("month","region")
);
--> statement-breakpoint
-- A month that went, or came, after it was read would tell that one of five was erased, or that a fifth was added.
CREATE TRIGGER "published_use_append_only" BEFORE UPDATE OR DELETE ON "published_use" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
