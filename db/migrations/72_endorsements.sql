CREATE TABLE "endorsement_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject" text NOT NULL,
	"class_id" uuid,
	"credential_id" uuid,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"region" text NOT NULL,
	"language" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"address" text,
	"address_hash" text,
	"domain" text NOT NULL,
	"token_hash" text NOT NULL,
	"asked_by" uuid,
	"space_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "endorsement_request_subject_known" CHECK ("endorsement_request"."subject" in ('class', 'credential', 'issuer')),
	CONSTRAINT "endorsement_request_has_its_subject" CHECK (("endorsement_request"."subject" = 'class') = ("endorsement_request"."class_id" is not null)
        and ("endorsement_request"."subject" = 'credential') = ("endorsement_request"."credential_id" is not null)),
	CONSTRAINT "endorsement_request_kind_known" CHECK ("endorsement_request"."kind" in ('training', 'employer')),
	CONSTRAINT "endorsement_request_region_known" CHECK ("endorsement_request"."region" in ('vlaanderen', 'hauts-de-france', 'wallonie')),
	CONSTRAINT "endorsement_request_language_known" CHECK ("endorsement_request"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "endorsement_request_state_known" CHECK ("endorsement_request"."state" in ('open', 'accepted', 'refused', 'withdrawn', 'ended')),
	CONSTRAINT "endorsement_request_open_has_an_address" CHECK (("endorsement_request"."state" = 'open') = ("endorsement_request"."address" is not null)
        and ("endorsement_request"."state" = 'open') = ("endorsement_request"."answered_at" is null)),
	CONSTRAINT "endorsement_request_refused_says_why" CHECK ("endorsement_request"."state" <> 'refused' or "endorsement_request"."reason" <> ''),
	CONSTRAINT "endorsement_request_ends" CHECK ("endorsement_request"."expires_at" > "endorsement_request"."created_at")
);
--> statement-breakpoint
CREATE TABLE "endorsement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"endorser_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"class_id" uuid,
	"version_id" uuid,
	"credential_id" uuid,
	"language" text NOT NULL,
	"comment" text NOT NULL,
	"scopes" text[] NOT NULL,
	"hours" integer,
	"signer_name" text DEFAULT '' NOT NULL,
	"signer_role" text DEFAULT '' NOT NULL,
	"address_hash" text,
	"withdraw_hash" text,
	"signed" text NOT NULL,
	"sha256" text NOT NULL,
	"status_list_id" uuid NOT NULL,
	"status_position" integer NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_by" text,
	"revoke_reason" text,
	CONSTRAINT "endorsement_has_its_subject" CHECK (("endorsement"."subject" = 'class') = ("endorsement"."class_id" is not null)
        and ("endorsement"."subject" = 'class') = ("endorsement"."version_id" is not null)
        and ("endorsement"."subject" = 'credential') = ("endorsement"."credential_id" is not null)
        and "endorsement"."subject" in ('class', 'credential', 'issuer')),
	CONSTRAINT "endorsement_language_known" CHECK ("endorsement"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "endorsement_scopes_known" CHECK ("endorsement"."scopes" <@ array['exemption', 'admission', 'interview', 'hours'] and cardinality("endorsement"."scopes") > 0),
	CONSTRAINT "endorsement_hours_say_how_many" CHECK (('hours' = any("endorsement"."scopes")) = ("endorsement"."hours" is not null)
        and ("endorsement"."hours" is null or "endorsement"."hours" between 1 and 2000)),
	CONSTRAINT "endorsement_revoked_says_why" CHECK (("endorsement"."revoked_at" is null) = ("endorsement"."revoke_reason" is null)
        and ("endorsement"."revoked_at" is null) = ("endorsement"."revoked_by" is null)
        and ("endorsement"."revoked_by" is null or "endorsement"."revoked_by" in ('endorser', 'network')))
);
--> statement-breakpoint
CREATE TABLE "endorser" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"domain" text NOT NULL,
	"kind" text NOT NULL,
	"region" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "endorser_kind_known" CHECK ("endorser"."kind" in ('training', 'employer')),
	CONSTRAINT "endorser_region_known" CHECK ("endorser"."region" in ('vlaanderen', 'hauts-de-france', 'wallonie'))
);
--> statement-breakpoint
ALTER TABLE "endorsement_request" ADD CONSTRAINT "endorsement_request_class_id_badge_class_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement_request" ADD CONSTRAINT "endorsement_request_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement_request" ADD CONSTRAINT "endorsement_request_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement_request" ADD CONSTRAINT "endorsement_request_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_request_id_endorsement_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."endorsement_request"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_endorser_id_endorser_id_fk" FOREIGN KEY ("endorser_id") REFERENCES "public"."endorser"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_class_id_badge_class_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_version_id_badge_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."badge_version"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_status_entry_fk" FOREIGN KEY ("status_list_id","status_position") REFERENCES "public"."status_entry"("list_id","position") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_request_token" ON "endorsement_request" USING btree ("token_hash");
--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_request_once" ON "endorsement_request" USING btree ("address_hash",coalesce("class_id", "credential_id", '00000000-0000-0000-0000-000000000000')) WHERE "endorsement_request"."state" = 'open';
--> statement-breakpoint
CREATE INDEX "endorsement_request_asked_by" ON "endorsement_request" USING btree ("asked_by");
--> statement-breakpoint
CREATE INDEX "endorsement_request_credential" ON "endorsement_request" USING btree ("credential_id");
--> statement-breakpoint
CREATE INDEX "endorsement_request_space" ON "endorsement_request" USING btree ("space_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_signed_once" ON "endorsement" USING btree ("request_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_status" ON "endorsement" USING btree ("status_list_id","status_position");
--> statement-breakpoint
CREATE UNIQUE INDEX "endorsement_withdraw" ON "endorsement" USING btree ("withdraw_hash");
--> statement-breakpoint
CREATE INDEX "endorsement_endorser" ON "endorsement" USING btree ("endorser_id");
--> statement-breakpoint
CREATE INDEX "endorsement_class" ON "endorsement" USING btree ("class_id");
--> statement-breakpoint
CREATE INDEX "endorsement_credential" ON "endorsement" USING btree ("credential_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "endorser_once" ON "endorser" USING btree (lower("name"),"domain","region");
