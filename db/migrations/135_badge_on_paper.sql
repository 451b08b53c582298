ALTER TABLE "credential_share" ADD COLUMN "on_paper" boolean DEFAULT false NOT NULL;
