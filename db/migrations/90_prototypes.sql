CREATE TABLE "prototype_observation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"prototype_id" uuid NOT NULL,
	"variant_id" uuid,
	"author_id" uuid,
	"seen_on" date NOT NULL,
	"language" text NOT NULL,
	"words" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prototype_observation_language_known" CHECK ("prototype_observation"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "prototype_observation_says_something" CHECK ("prototype_observation"."words" <> '')
);
--> statement-breakpoint
CREATE TABLE "prototype_variant" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"prototype_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"names" jsonb NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"plan" jsonb NOT NULL,
	"is_kept" boolean DEFAULT false NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "prototype_variant_named" CHECK ("prototype_variant"."names" <> '{}'),
	CONSTRAINT "prototype_variant_plan_fits" CHECK (octet_length("prototype_variant"."plan"::text) <= 100000)
);
--> statement-breakpoint
CREATE TABLE "prototype" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid,
	"state" text DEFAULT 'draft' NOT NULL,
	"author_id" uuid,
	"language" text NOT NULL,
	"title" text NOT NULL,
	"hypothesis" text DEFAULT '' NOT NULL,
	"setting" text DEFAULT '' NOT NULL,
	"starts_on" date,
	"ends_on" date,
	"kit" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"practice_id" uuid,
	"release_id" uuid,
	"verdict" text,
	"verdict_words" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"concluded_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "prototype_slug_plain" CHECK ("prototype"."slug" ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
	CONSTRAINT "prototype_language_known" CHECK ("prototype"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "prototype_state_known" CHECK ("prototype"."state" in ('draft', 'running', 'concluded', 'withdrawn')),
	CONSTRAINT "prototype_verdict_known" CHECK ("prototype"."verdict" in ('keep', 'change', 'drop')),
	CONSTRAINT "prototype_concluded_says_what" CHECK (("prototype"."verdict" is null) = ("prototype"."concluded_at" is null)
        and ("prototype"."state" <> 'concluded' or "prototype"."verdict" is not null and "prototype"."verdict_words" <> '')
        and ("prototype"."state" not in ('draft', 'running') or "prototype"."verdict" is null)),
	CONSTRAINT "prototype_ends_after_it_begins" CHECK ("prototype"."ends_on" >= "prototype"."starts_on"),
	CONSTRAINT "prototype_begun_says_when" CHECK ("prototype"."state" in ('draft', 'withdrawn') or "prototype"."starts_on" is not null)
);
--> statement-breakpoint
ALTER TABLE "prototype_observation" ADD CONSTRAINT "prototype_observation_prototype_id_prototype_id_fk" FOREIGN KEY ("prototype_id") REFERENCES "public"."prototype"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype_observation" ADD CONSTRAINT "prototype_observation_variant_id_prototype_variant_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."prototype_variant"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype_observation" ADD CONSTRAINT "prototype_observation_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype_variant" ADD CONSTRAINT "prototype_variant_prototype_id_prototype_id_fk" FOREIGN KEY ("prototype_id") REFERENCES "public"."prototype"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype" ADD CONSTRAINT "prototype_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype" ADD CONSTRAINT "prototype_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype" ADD CONSTRAINT "prototype_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype" ADD CONSTRAINT "prototype_practice_id_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practice"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "prototype" ADD CONSTRAINT "prototype_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "prototype_observation_of" ON "prototype_observation" USING btree ("prototype_id","seen_on");
--> statement-breakpoint
CREATE INDEX "prototype_observation_variant" ON "prototype_observation" USING btree ("variant_id");
--> statement-breakpoint
CREATE INDEX "prototype_observation_author" ON "prototype_observation" USING btree ("author_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "prototype_variant_position_once" ON "prototype_variant" USING btree ("prototype_id","position");
--> statement-breakpoint
CREATE UNIQUE INDEX "prototype_variant_one_is_kept" ON "prototype_variant" USING btree ("prototype_id") WHERE "prototype_variant"."is_kept";
--> statement-breakpoint
CREATE UNIQUE INDEX "prototype_slug_once" ON "prototype" USING btree ("slug");
--> statement-breakpoint
CREATE INDEX "prototype_space" ON "prototype" USING btree ("space_id");
--> statement-breakpoint
CREATE INDEX "prototype_room" ON "prototype" USING btree ("room_id");
--> statement-breakpoint
CREATE INDEX "prototype_author" ON "prototype" USING btree ("author_id");
--> statement-breakpoint
CREATE INDEX "prototype_practice" ON "prototype" USING btree ("practice_id");
