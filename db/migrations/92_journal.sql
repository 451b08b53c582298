CREATE TABLE "journal" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"space_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"author_id" uuid,
	"language" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journal_slug_plain" CHECK ("journal"."slug" ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
	CONSTRAINT "journal_language_known" CHECK ("journal"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "journal_state_known" CHECK ("journal"."state" in ('draft', 'published'))
);
--> statement-breakpoint
CREATE TABLE "journal_phase" (
	"journal_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"planned_from" date NOT NULL,
	"planned_to" date NOT NULL,
	"actual_from" date,
	"actual_to" date,
	"planned_cents" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "journal_phase_journal_id_kind_pk" PRIMARY KEY("journal_id","kind"),
	CONSTRAINT "journal_phase_known" CHECK ("journal_phase"."kind" in ('need', 'partners', 'design', 'build', 'opening', 'evaluation')),
	CONSTRAINT "journal_phase_planned_in_order" CHECK ("journal_phase"."planned_from" <= "journal_phase"."planned_to"),
	CONSTRAINT "journal_phase_went_in_order" CHECK ("journal_phase"."actual_from" <= "journal_phase"."actual_to"),
	CONSTRAINT "journal_phase_ends_once_begun" CHECK ("journal_phase"."actual_to" is null or "journal_phase"."actual_from" is not null),
	CONSTRAINT "journal_phase_costs_something" CHECK ("journal_phase"."planned_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "journal_entry" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"journal_id" uuid NOT NULL,
	"phase" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"words" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"cents" integer,
	"quoted_as" text,
	"agreed_on" date,
	"visible" text DEFAULT 'team' NOT NULL,
	"author_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journal_entry_phase_known" CHECK ("journal_entry"."phase" in ('need', 'partners', 'design', 'build', 'opening', 'evaluation')),
	CONSTRAINT "journal_entry_kind_known" CHECK ("journal_entry"."kind" in ('decision', 'alternative', 'cost', 'words', 'task', 'note')),
	CONSTRAINT "journal_entry_visible_known" CHECK ("journal_entry"."visible" in ('team', 'public')),
	CONSTRAINT "journal_entry_says_something" CHECK ("journal_entry"."words" <> ''),
	CONSTRAINT "journal_entry_refused_says_why" CHECK ("journal_entry"."kind" <> 'alternative' or "journal_entry"."reason" <> ''),
	CONSTRAINT "journal_entry_cost_has_amount" CHECK (("journal_entry"."kind" = 'cost') = ("journal_entry"."cents" is not null)),
	CONSTRAINT "journal_entry_amount_is_none_or_more" CHECK ("journal_entry"."cents" >= 0),
	CONSTRAINT "journal_entry_quoted_agreed" CHECK (("journal_entry"."kind" = 'words') = ("journal_entry"."quoted_as" is not null and "journal_entry"."agreed_on" is not null))
);
--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_phase" ADD CONSTRAINT "journal_phase_journal_id_journal_id_fk" FOREIGN KEY ("journal_id") REFERENCES "public"."journal"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_journal_id_journal_id_fk" FOREIGN KEY ("journal_id") REFERENCES "public"."journal"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "journal_slug_once" ON "journal" USING btree ("slug");
--> statement-breakpoint
CREATE INDEX "journal_space" ON "journal" USING btree ("space_id");
--> statement-breakpoint
CREATE INDEX "journal_author" ON "journal" USING btree ("author_id");
--> statement-breakpoint
CREATE INDEX "journal_entry_of" ON "journal_entry" USING btree ("journal_id","day");
--> statement-breakpoint
CREATE INDEX "journal_entry_author" ON "journal_entry" USING btree ("author_id");
