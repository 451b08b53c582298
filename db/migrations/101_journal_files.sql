CREATE TABLE "journal_file" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"journal_id" uuid NOT NULL,
	"phase" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"agreed_on" date,
	"visible" text DEFAULT 'team' NOT NULL,
	"small" "bytea",
	"large" "bytea" NOT NULL,
	"author_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journal_file_kind_known" CHECK ("journal_file"."kind" in ('photo', 'document')),
	CONSTRAINT "journal_file_visible_known" CHECK ("journal_file"."visible" in ('team', 'public')),
	CONSTRAINT "journal_file_says_something" CHECK ("journal_file"."words" <> ''),
	CONSTRAINT "journal_file_photo_is_drawn_small" CHECK (("journal_file"."kind" = 'photo') = ("journal_file"."small" is not null)),
	CONSTRAINT "journal_file_is_light" CHECK (coalesce(octet_length("journal_file"."small"), 0) <= 100000 and octet_length("journal_file"."large") <= case "journal_file"."kind" when 'photo' then 1000000 else 5000000 end)
);
--> statement-breakpoint
ALTER TABLE "journal_file" ADD CONSTRAINT "journal_file_journal_id_journal_id_fk" FOREIGN KEY ("journal_id") REFERENCES "public"."journal"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_file" ADD CONSTRAINT "journal_file_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_file" ADD CONSTRAINT "journal_file_in_a_planned_phase" FOREIGN KEY ("journal_id","phase") REFERENCES "public"."journal_phase"("journal_id","kind") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "journal_file_in_phase" ON "journal_file" USING btree ("journal_id","phase");
--> statement-breakpoint
CREATE INDEX "journal_file_author" ON "journal_file" USING btree ("author_id");
