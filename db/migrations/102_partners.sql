ALTER TABLE "network_actor" ADD COLUMN "organisation_id" uuid;
--> statement-breakpoint
ALTER TABLE "network_actor" ADD CONSTRAINT "network_actor_organisation_once" UNIQUE("organisation_id");
--> statement-breakpoint
ALTER TABLE "network_actor" ADD CONSTRAINT "network_actor_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "role_assignment" ADD COLUMN "shown_since" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_learners_are_not_shown" CHECK ("role_assignment"."shown_since" is null or ("role_assignment"."role" <> 'learner' and "role_assignment"."organisation_id" is not null));
--> statement-breakpoint
CREATE INDEX "role_assignment_organisation" ON "role_assignment" USING btree ("organisation_id");
--> statement-breakpoint
CREATE TABLE "organisation_contact" (
	"actor_id" uuid PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"language" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_contact_language_known" CHECK ("organisation_contact"."language" in ('nl', 'fr', 'en'))
);
--> statement-breakpoint
CREATE TABLE "organisation_message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"actor_id" uuid NOT NULL,
	"sender_name" text NOT NULL,
	"sender_address" text NOT NULL,
	"message" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_message_ends" CHECK ("organisation_message"."expires_at" > "organisation_message"."created_at")
);
--> statement-breakpoint
CREATE TABLE "organisation_invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"partner_id" uuid,
	"name" text NOT NULL,
	"language" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"address" text,
	"token_hash" text NOT NULL,
	"asked_by" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "organisation_invitation_language_known" CHECK ("organisation_invitation"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "organisation_invitation_state_known" CHECK ("organisation_invitation"."state" in ('open', 'accepted', 'refused', 'withdrawn', 'ended')),
	CONSTRAINT "organisation_invitation_open_has_an_address" CHECK (("organisation_invitation"."state" = 'open') = ("organisation_invitation"."address" is not null)
        and ("organisation_invitation"."state" = 'open') = ("organisation_invitation"."answered_at" is null)),
	CONSTRAINT "organisation_invitation_accepted_by_somebody" CHECK ("organisation_invitation"."state" <> 'accepted' or "organisation_invitation"."partner_id" is not null),
	CONSTRAINT "organisation_invitation_not_oneself" CHECK ("organisation_invitation"."partner_id" <> "organisation_invitation"."organisation_id"),
	CONSTRAINT "organisation_invitation_refused_says_why" CHECK ("organisation_invitation"."state" <> 'refused' or "organisation_invitation"."reason" <> ''),
	CONSTRAINT "organisation_invitation_ends" CHECK ("organisation_invitation"."expires_at" > "organisation_invitation"."created_at")
);
--> statement-breakpoint
ALTER TABLE "organisation_contact" ADD CONSTRAINT "organisation_contact_actor_id_network_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."network_actor"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "organisation_message" ADD CONSTRAINT "organisation_message_actor_id_network_actor_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."network_actor"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "organisation_invitation" ADD CONSTRAINT "organisation_invitation_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "organisation_invitation" ADD CONSTRAINT "organisation_invitation_partner_id_organisation_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "organisation_invitation" ADD CONSTRAINT "organisation_invitation_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_message_token" ON "organisation_message" USING btree ("token_hash");
--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_message_once" ON "organisation_message" USING btree ("actor_id", lower("sender_address"));
--> statement-breakpoint
CREATE INDEX "organisation_message_sender" ON "organisation_message" USING btree (lower("sender_address"));
--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_invitation_token" ON "organisation_invitation" USING btree ("token_hash");
--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_invitation_once" ON "organisation_invitation" USING btree ("organisation_id", lower("address")) WHERE "organisation_invitation"."state" = 'open';
--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_invitation_together_once" ON "organisation_invitation" USING btree (least("organisation_id", "partner_id"), greatest("organisation_id", "partner_id")) WHERE "organisation_invitation"."state" = 'accepted';
--> statement-breakpoint
CREATE INDEX "organisation_invitation_partner" ON "organisation_invitation" USING btree ("partner_id");
--> statement-breakpoint
CREATE INDEX "organisation_invitation_asked_by" ON "organisation_invitation" USING btree ("asked_by");
