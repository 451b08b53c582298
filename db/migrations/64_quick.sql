-- Openings of a space never overlap: the first that ends after a moment is the only one that can hold it. A B-tree on their end finds
-- it in one step, also for a space that is closed, and loses no entry as the index before it could (60_guard_unread.sql).
CREATE INDEX "opening_end" ON "opening" ("space_id", upper("during"));
--> statement-breakpoint
DROP INDEX "opening_during";
--> statement-breakpoint
-- A search walks rooms from the smallest that suffices, and stops when enough of them are free.
CREATE INDEX "resource_capacity" ON "resource" ("capacity", "name", "id") WHERE "kind" in ('room', 'desk');
