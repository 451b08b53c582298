DROP INDEX "listed_place_map";--> statement-breakpoint
CREATE INDEX "listed_place_map" ON "listed_place" USING btree ("lat","lon","country") WHERE "listed_place"."published" and "listed_place"."space_id" is null;
