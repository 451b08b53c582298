CREATE TABLE "mandate_offer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"helper_id" uuid,
	"address_hash" text,
	"days" integer NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mandate_offer_of_two" CHECK ("mandate_offer"."person_id" <> "mandate_offer"."helper_id"),
	CONSTRAINT "mandate_offer_lasts" CHECK ("mandate_offer"."days" > 0)
);
--> statement-breakpoint
ALTER TABLE "mandate_offer" ADD CONSTRAINT "mandate_offer_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "mandate_offer" ADD CONSTRAINT "mandate_offer_helper_id_person_id_fk" FOREIGN KEY ("helper_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "mandate_offer_helper" ON "mandate_offer" USING btree ("helper_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "mandate_offer_once" ON "mandate_offer" USING btree ("person_id","address_hash");
--> statement-breakpoint
ALTER TABLE "booking_proposal" ADD COLUMN "address_hash" text;
--> statement-breakpoint
ALTER TABLE "blocking" ADD COLUMN "named" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE "blocking" SET "named" = (SELECT count(*) FROM "blocking_member" WHERE "blocking_id" = "blocking"."id");
