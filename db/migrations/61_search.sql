-- Whoever asks which rooms have a thing reads the few that are that thing, not everything there is.
CREATE INDEX "resource_equipment_kind" ON "resource" ("equipment_kind") WHERE "equipment_kind" is not null;
--> statement-breakpoint
-- No place ever had openings so far ahead, and no form takes more than a year any longer.
UPDATE "resource" SET "horizon_days" = 366 WHERE "horizon_days" > 366;
