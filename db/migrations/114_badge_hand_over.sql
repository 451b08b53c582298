ALTER TABLE "award" ADD COLUMN "handed_over_at" timestamp with time zone;
