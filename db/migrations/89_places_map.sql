-- The map counts places by their points alone: it reads this, and no place.
CREATE INDEX "listed_place_map" ON "listed_place" USING btree ("lat","lon") WHERE "listed_place"."published" and "listed_place"."space_id" is null;
--> statement-breakpoint
DROP INDEX "listed_place_point";
--> statement-breakpoint
CREATE INDEX "listed_place_by_name" ON "listed_place" USING btree ("name","id") WHERE "listed_place"."published" and "listed_place"."space_id" is null;
--> statement-breakpoint
DROP INDEX "listed_place_name";
