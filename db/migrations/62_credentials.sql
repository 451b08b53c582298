CREATE TABLE "issuer_key" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"algorithm" text NOT NULL,
	"fragment" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "issuer_key_algorithm_known" CHECK ("issuer_key"."algorithm" in ('Ed25519', 'ES256')),
	CONSTRAINT "issuer_key_signs_or_retired" CHECK (("issuer_key"."retired_at" is null) = ("issuer_key"."private_key" is not null))
);
--> statement-breakpoint
CREATE TABLE "status_list" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"signed" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "status_entry" (
	"list_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "status_entry_list_id_position_pk" PRIMARY KEY("list_id","position"),
	CONSTRAINT "status_entry_in_list" CHECK ("status_entry"."position" >= 0 and "status_entry"."position" < 131072)
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"award_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"achievement_id" text NOT NULL,
	"signed" text NOT NULL,
	"signed_jwt" text NOT NULL,
	"sha256" text NOT NULL,
	"image_svg" text,
	"status_list_id" uuid NOT NULL,
	"status_position" integer NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"valid_until" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoke_reason" text,
	CONSTRAINT "credential_revoked_says_why" CHECK (("credential"."revoked_at" is null) = ("credential"."revoke_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "credential_share" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"credential_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "status_entry" ADD CONSTRAINT "status_entry_list_id_status_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."status_list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_status_entry_fk" FOREIGN KEY ("status_list_id","status_position") REFERENCES "public"."status_entry"("list_id","position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_share" ADD CONSTRAINT "credential_share_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "issuer_key_fragment" ON "issuer_key" USING btree ("fragment");--> statement-breakpoint
CREATE UNIQUE INDEX "issuer_key_one_signs" ON "issuer_key" USING btree ("algorithm") WHERE "issuer_key"."retired_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "credential_signed_once" ON "credential" USING btree ("award_id");--> statement-breakpoint
CREATE UNIQUE INDEX "credential_status" ON "credential" USING btree ("status_list_id","status_position");--> statement-breakpoint
CREATE INDEX "credential_person" ON "credential" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "credential_share_token" ON "credential_share" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "credential_share_credential" ON "credential_share" USING btree ("credential_id");
