CREATE TABLE "backpack_badge" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"file" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"says" jsonb NOT NULL,
	"verdict" text NOT NULL,
	"faults" jsonb NOT NULL,
	"verified_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "backpack_badge_is_light" CHECK (octet_length("backpack_badge"."file") <= 1000000),
	CONSTRAINT "backpack_badge_kind_known" CHECK ("backpack_badge"."kind" in ('json', 'jwt', 'png', 'svg')),
	CONSTRAINT "backpack_badge_verdict_known" CHECK ("backpack_badge"."verdict" in ('genuine', 'withdrawn', 'expired', 'not_yet', 'unsure', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "backpack_collection" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "backpack_collection_has_a_name" CHECK ("backpack_collection"."name" <> '')
);
--> statement-breakpoint
CREATE TABLE "backpack_item" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"collection_id" uuid NOT NULL,
	"credential_id" uuid,
	"imported_id" uuid,
	CONSTRAINT "backpack_item_is_one" CHECK (("backpack_item"."credential_id" is null) <> ("backpack_item"."imported_id" is null))
);
--> statement-breakpoint
CREATE TABLE "backpack_share" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"collection_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "backpack_share_ends" CHECK ("backpack_share"."expires_at" > "backpack_share"."created_at")
);
--> statement-breakpoint
ALTER TABLE "backpack_badge" ADD CONSTRAINT "backpack_badge_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "backpack_collection" ADD CONSTRAINT "backpack_collection_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "backpack_item" ADD CONSTRAINT "backpack_item_collection_id_backpack_collection_id_fk" FOREIGN KEY ("collection_id") REFERENCES "public"."backpack_collection"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "backpack_item" ADD CONSTRAINT "backpack_item_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "backpack_item" ADD CONSTRAINT "backpack_item_imported_id_backpack_badge_id_fk" FOREIGN KEY ("imported_id") REFERENCES "public"."backpack_badge"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "backpack_share" ADD CONSTRAINT "backpack_share_collection_id_backpack_collection_id_fk" FOREIGN KEY ("collection_id") REFERENCES "public"."backpack_collection"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "backpack_badge_once" ON "backpack_badge" USING btree ("person_id","sha256");
--> statement-breakpoint
CREATE INDEX "backpack_collection_person" ON "backpack_collection" USING btree ("person_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "backpack_item_credential_once" ON "backpack_item" USING btree ("collection_id","credential_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "backpack_item_imported_once" ON "backpack_item" USING btree ("collection_id","imported_id");
--> statement-breakpoint
CREATE INDEX "backpack_item_credential" ON "backpack_item" USING btree ("credential_id");
--> statement-breakpoint
CREATE INDEX "backpack_item_imported" ON "backpack_item" USING btree ("imported_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "backpack_share_token" ON "backpack_share" USING btree ("token_hash");
--> statement-breakpoint
CREATE INDEX "backpack_share_collection" ON "backpack_share" USING btree ("collection_id");
