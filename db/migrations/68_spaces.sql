ALTER TABLE "space" ADD COLUMN "published" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "photo" ALTER COLUMN "resource_id" DROP NOT NULL;
