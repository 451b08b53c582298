CREATE EXTENSION IF NOT EXISTS "pg_trgm";
--> statement-breakpoint
CREATE TABLE "listed_place" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"licence" text NOT NULL,
	"name" text NOT NULL,
	"city" text NOT NULL,
	"country" text NOT NULL,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"cell" integer NOT NULL,
	"search" text NOT NULL,
	"record" jsonb NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"space_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "listed_place_country_known" CHECK ("listed_place"."country" in ('BE', 'FR')),
	CONSTRAINT "listed_place_on_earth" CHECK ("listed_place"."lat" between -90 and 90 and "listed_place"."lon" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "place_import" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"asked_by" uuid,
	"source" text NOT NULL,
	"licence" text NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"head" jsonb NOT NULL,
	"columns_hash" text NOT NULL,
	"mapping" jsonb,
	"state" text DEFAULT 'sent' NOT NULL,
	"counts" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone,
	"taken_at" timestamp with time zone,
	CONSTRAINT "place_import_state" CHECK ("place_import"."state" in ('sent', 'checked', 'taken')),
	CONSTRAINT "place_import_is_taken" CHECK (("place_import"."state" = 'taken') = ("place_import"."taken_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "place_import_part" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "place_import_part_import_id_number_pk" PRIMARY KEY("import_id","number")
);
--> statement-breakpoint
CREATE TABLE "place_import_row" (
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"line" integer NOT NULL,
	"outcome" text NOT NULL,
	"source_id" text,
	"name" text,
	"lat" double precision,
	"lon" double precision,
	"cell" integer,
	"search" text,
	"record" jsonb,
	"said" jsonb NOT NULL,
	"place_id" uuid,
	"twin" jsonb,
	CONSTRAINT "place_import_row_import_id_number_pk" PRIMARY KEY("import_id","number"),
	CONSTRAINT "place_import_row_outcome_known" CHECK ("place_import_row"."outcome" in ('new', 'changed', 'same', 'duplicate', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "place_claim" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"place_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"note" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "place_claim_state" CHECK ("place_claim"."state" in ('asked', 'accepted', 'refused')),
	CONSTRAINT "place_claim_is_decided" CHECK (("place_claim"."state" = 'asked') = ("place_claim"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "listed_place" ADD CONSTRAINT "listed_place_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_import" ADD CONSTRAINT "place_import_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_import_part" ADD CONSTRAINT "place_import_part_import_id_place_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."place_import"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_import_row" ADD CONSTRAINT "place_import_row_import_id_place_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."place_import"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_claim" ADD CONSTRAINT "place_claim_place_id_listed_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."listed_place"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_claim" ADD CONSTRAINT "place_claim_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "place_claim" ADD CONSTRAINT "place_claim_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "listed_place_once" ON "listed_place" USING btree ("source","source_id");
--> statement-breakpoint
CREATE INDEX "listed_place_cell" ON "listed_place" USING btree ("cell","search");
--> statement-breakpoint
CREATE INDEX "listed_place_name" ON "listed_place" USING btree ("name","id") WHERE "listed_place"."published";
--> statement-breakpoint
CREATE INDEX "listed_place_point" ON "listed_place" USING btree ("lat","lon") WHERE "listed_place"."published";
--> statement-breakpoint
CREATE INDEX "listed_place_space" ON "listed_place" USING btree ("space_id");
--> statement-breakpoint
-- Words anywhere in a name are found without reading every place.
CREATE INDEX "listed_place_search" ON "listed_place" USING gin ("search" gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX "place_import_source" ON "place_import" USING btree ("source","created_at");
--> statement-breakpoint
CREATE INDEX "place_import_row_outcome" ON "place_import_row" USING btree ("import_id","outcome","number");
--> statement-breakpoint
CREATE INDEX "place_import_row_cell" ON "place_import_row" USING btree ("import_id","cell","search");
--> statement-breakpoint
CREATE INDEX "place_import_row_source" ON "place_import_row" USING btree ("import_id","source_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "place_claim_open" ON "place_claim" USING btree ("place_id","person_id") WHERE "place_claim"."state" = 'asked';
--> statement-breakpoint
CREATE INDEX "place_claim_person" ON "place_claim" USING btree ("person_id");
--> statement-breakpoint
-- Long work may be of the network as a whole.
ALTER TABLE "background_task" ALTER COLUMN "space_id" DROP NOT NULL;
