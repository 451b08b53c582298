ALTER TABLE "award" ADD COLUMN "appeal" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "award" ADD COLUMN "appealed_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "award" ADD COLUMN "refused_by" uuid;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_refused_by_person_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_appeal_says_why" CHECK (("award"."appealed_at" is null) = ("award"."appeal" = ''));
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_appeal_goes_to_another" CHECK ("award"."appealed_at" is null or "award"."refused_by" is null or "award"."decided_by" is null
        or "award"."refused_by" <> "award"."decided_by");
--> statement-breakpoint
ALTER TABLE "credential" ADD COLUMN "renewal_reminded_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "issuer_key" ADD COLUMN "distrusted_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "issuer_key" ADD CONSTRAINT "issuer_key_distrusted_signs_no_more" CHECK ("issuer_key"."distrusted_at" is null or "issuer_key"."retired_at" is not null);
