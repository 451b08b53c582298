CREATE TABLE "benchmark_entry" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"country" text,
	"region" text,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"standard" text,
	"criteria" text[] DEFAULT '{}' NOT NULL,
	"hours" integer,
	"level" text,
	"valid_months" integer,
	"price_euro" integer,
	"verification" text,
	"website" text,
	"endorsed_by" text[] DEFAULT '{}' NOT NULL,
	"other_competences" text[] DEFAULT '{}' NOT NULL,
	"imported_from" text,
	"source" text NOT NULL,
	"facts_on" date NOT NULL,
	"is_invented" boolean DEFAULT false NOT NULL,
	"retired_at" timestamp with time zone,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "benchmark_entry_imported_once" UNIQUE("imported_from"),
	CONSTRAINT "benchmark_kind_known" CHECK ("benchmark_entry"."kind" in ('badge', 'offer')),
	CONSTRAINT "benchmark_region_known" CHECK ("benchmark_entry"."region" is null or "benchmark_entry"."region" in ('vlaanderen', 'hauts-de-france', 'wallonie')),
	CONSTRAINT "benchmark_country_is_two_letters" CHECK ("benchmark_entry"."country" is null or "benchmark_entry"."country" ~ '^[A-Z]{2}$'),
	CONSTRAINT "benchmark_standard_known" CHECK (("benchmark_entry"."kind" = 'badge') = ("benchmark_entry"."standard" is not null) and ("benchmark_entry"."standard" is null or "benchmark_entry"."standard" in ('none', '1', '2', '3', 'unknown'))),
	CONSTRAINT "benchmark_criteria_known" CHECK ("benchmark_entry"."criteria" <@ array['attendance', 'test', 'evidence', 'peers', 'mentor'] and ("benchmark_entry"."kind" = 'badge' or "benchmark_entry"."criteria" = '{}')),
	CONSTRAINT "benchmark_numbers_not_negative" CHECK (("benchmark_entry"."hours" is null or "benchmark_entry"."hours" between 1 and 10000) and ("benchmark_entry"."price_euro" is null or "benchmark_entry"."price_euro" between 0 and 1000000)
        and ("benchmark_entry"."valid_months" is null or "benchmark_entry"."valid_months" between 0 and 600 and "benchmark_entry"."kind" = 'badge')),
	CONSTRAINT "benchmark_says_its_source" CHECK ("benchmark_entry"."name" <> '' and "benchmark_entry"."issuer" <> '' and "benchmark_entry"."source" <> '')
);
--> statement-breakpoint
CREATE TABLE "benchmark_competence" (
	"entry_id" uuid NOT NULL,
	"competence_id" uuid NOT NULL,
	CONSTRAINT "benchmark_competence_entry_id_competence_id_pk" PRIMARY KEY("entry_id","competence_id")
);
--> statement-breakpoint
ALTER TABLE "benchmark_competence" ADD CONSTRAINT "benchmark_competence_entry_id_benchmark_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."benchmark_entry"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "benchmark_competence" ADD CONSTRAINT "benchmark_competence_competence_id_competence_id_fk" FOREIGN KEY ("competence_id") REFERENCES "public"."competence"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "benchmark_entry_kind_name" ON "benchmark_entry" USING btree ("kind","name");
--> statement-breakpoint
CREATE INDEX "benchmark_competence_competence" ON "benchmark_competence" USING btree ("competence_id");
