ALTER TABLE "framework" ADD COLUMN "levels" jsonb DEFAULT '[]'::jsonb NOT NULL;
