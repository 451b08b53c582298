ALTER TABLE "person_line" ADD COLUMN "counted" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- Lines without any answer that are there already were counted by the sheet of their time, and go on counting.
UPDATE "person_line" SET "counted" = true
WHERE "age_band" = 'not_asked' AND "gender" = 'not_asked' AND "labour_status" = 'not_asked'
  AND "education_band" = 'not_asked' AND "first_time" = 'not_asked'
  AND NOT jsonb_path_exists("groups", '$.* ? (@ != "not_asked")');
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS "unaccent";
--> statement-breakpoint
-- A text as it is searched: without accents and capitals, every other sign a space, and a space at both ends so that whole words can
-- be told. The same as searchedText() in lib/platform/searched-text.ts.
CREATE FUNCTION "searched_text"("text" text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ' ' || btrim(regexp_replace(lower(unaccent("text")), '[^a-z0-9]+', ' ', 'g')) || ' '
$$;
