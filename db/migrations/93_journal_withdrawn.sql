ALTER TABLE "journal" DROP CONSTRAINT "journal_state_known";
--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_state_known" CHECK ("journal"."state" in ('draft', 'published', 'withdrawn'));
