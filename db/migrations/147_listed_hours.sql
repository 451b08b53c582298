-- Lists of places of other sources are narrowed by the language at the desk, which stands among what they are called, and by whether
-- they are open now. Both columns are written anew in one go.
ALTER TABLE "listed_place" ALTER COLUMN "labels" SET EXPRESSION AS (array_remove(array_append(string_to_array(coalesce(record->>'publics_specifiquement_adresses', '') || '|' || coalesce(record->>'prise_en_charge_specifique', '') || '|' || coalesce(record->>'langue', ''), '|'), coalesce(record->>'genre', case when 'OF' = any(string_to_array(record->>'typologie', '|')) then 'adult-education' when 'TIERS_LIEUX' = any(string_to_array(record->>'typologie', '|')) then 'coworking' when 'EPN' = any(string_to_array(record->>'typologie', '|')) then 'digital-mediation' when 'RFS' = any(string_to_array(record->>'typologie', '|')) then 'france-services' when 'BIB' = any(string_to_array(record->>'typologie', '|')) then 'library' when 'FABLAB' = any(string_to_array(record->>'typologie', '|')) then 'makerspace' when 'FT' = any(string_to_array(record->>'typologie', '|')) then 'public-employment-service' else 'digital-mediation' end)), '')),
  ADD COLUMN "hours" text GENERATED ALWAYS AS (record->>'horaires') STORED;
--> statement-breakpoint
CREATE TABLE "listed_hours" (
	"hours" text NOT NULL,
	"country" text NOT NULL,
	"open" "tstzmultirange" NOT NULL,
	"known" "tstzmultirange" NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "listed_hours_hours_country_pk" PRIMARY KEY("hours","country")
);
--> statement-breakpoint
CREATE INDEX "listed_place_hours" ON "listed_place" USING btree ("lat","lon","country","hours") WHERE "listed_place"."published" and "listed_place"."space_id" is null and "listed_place"."hours" is not null;
