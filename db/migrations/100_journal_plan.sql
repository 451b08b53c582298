ALTER TABLE "journal" ADD COLUMN "guide_id" uuid;
--> statement-breakpoint
ALTER TABLE "journal" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD COLUMN "language" text;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD COLUMN "is_open" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_guide_id_journal_id_fk" FOREIGN KEY ("guide_id") REFERENCES "public"."journal"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_in_a_planned_phase" FOREIGN KEY ("journal_id","phase") REFERENCES "public"."journal_phase"("journal_id","kind") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "journal_guide" ON "journal" USING btree ("guide_id");
--> statement-breakpoint
CREATE INDEX "journal_entry_in_phase" ON "journal_entry" USING btree ("journal_id","phase");
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_language_known" CHECK ("journal_entry"."language" in ('nl', 'fr', 'en'));
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_only_tasks_are_open" CHECK ("journal_entry"."kind" = 'task' or not "journal_entry"."is_open");
