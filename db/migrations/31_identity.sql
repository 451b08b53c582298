CREATE TABLE "role_offer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"space_id" uuid NOT NULL,
	"offered_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "role_offer_known_role" CHECK ("role_offer"."role" in ('learner', 'facilitator', 'manager'))
);
--> statement-breakpoint
ALTER TABLE "role_offer" ADD CONSTRAINT "role_offer_offered_by_person_id_fk" FOREIGN KEY ("offered_by") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "role_offer_once" ON "role_offer" USING btree ("email","role","space_id");--> statement-breakpoint
CREATE INDEX "role_offer_by" ON "role_offer" USING btree ("offered_by");
--> statement-breakpoint
ALTER TABLE "external_identity" ADD COLUMN "confirmed_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "login_session" ADD COLUMN "is_shared" boolean DEFAULT false NOT NULL;
