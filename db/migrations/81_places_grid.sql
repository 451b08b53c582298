UPDATE "listed_place"
SET "cell" = floor(("lat" + 90) * 400)::integer * 29000 + floor(("lon" + 180) * 250)::integer % 29000;
--> statement-breakpoint
UPDATE "place_import_row"
SET "cell" = floor(("lat" + 90) * 400)::integer * 29000 + floor(("lon" + 180) * 250)::integer % 29000
WHERE "lat" IS NOT NULL;
--> statement-breakpoint
CREATE INDEX "listed_place_namesake" ON "listed_place" ("search");
--> statement-breakpoint
CREATE INDEX "place_import_row_namesake" ON "place_import_row" ("import_id", "search");
