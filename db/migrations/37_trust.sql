ALTER TABLE "profile_answer" ALTER COLUMN "code" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "profile_answer" ADD COLUMN "sealed" text;
--> statement-breakpoint
ALTER TABLE "profile_answer" ADD CONSTRAINT "profile_answer_is_one" CHECK (("profile_answer"."code" is null) <> ("profile_answer"."sealed" is null));
