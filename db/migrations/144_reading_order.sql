-- The order in which people look for a name. It is asked for where a list is ordered (docs/decisions/0035-reading-order.md), and no
-- column has it: what is equal, and what is found, is compared by byte.
CREATE COLLATION "reading_order" (provider = icu, locale = 'und-u-kn-true');
--> statement-breakpoint
DROP INDEX "listed_place_by_name";
--> statement-breakpoint
CREATE INDEX "listed_place_by_name" ON "listed_place" USING btree ("name" COLLATE "reading_order","id") WHERE "listed_place"."published" and "listed_place"."space_id" is null;
--> statement-breakpoint
DROP INDEX "resource_capacity";
--> statement-breakpoint
CREATE INDEX "resource_capacity" ON "resource" USING btree ("capacity","name" COLLATE "reading_order","id") WHERE "resource"."kind" in ('room', 'desk');
