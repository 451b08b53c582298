ALTER TABLE "practice_report" ADD COLUMN "measured" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "practice_report" ADD COLUMN "measured_people" integer;--> statement-breakpoint
ALTER TABLE "practice_report" ADD COLUMN "measured_with" integer;--> statement-breakpoint
ALTER TABLE "practice_report" ADD COLUMN "measured_without" integer;--> statement-breakpoint
ALTER TABLE "practice_report" ADD CONSTRAINT "practice_report_measured_whole" CHECK ((measured_people is null) = (measured_with is null) and (measured_people is null) = (measured_without is null)
        and (measured_people is null) = (measured = '')
        and (measured_people is null or measured_people >= 10 and measured_with between 0 and 100 and measured_without between 0 and 100));
