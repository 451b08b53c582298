ALTER TABLE "person_line" ADD COLUMN "counted" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- Lines without any answer that are there already were counted by the sheet of their time, and go on counting.
UPDATE "person_line" SET "counted" = true
WHERE "age_band" = 'not_asked' AND "gender" = 'not_asked' AND "labour_status" = 'not_asked'
  AND "education_band" = 'not_asked' AND "first_time" = 'not_asked'
  AND NOT jsonb_path_exists("groups", '$.* ? (@ != "not_asked")');
