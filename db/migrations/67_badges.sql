CREATE TABLE "competence_alignment" (
	"competence_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"relation" text NOT NULL,
	CONSTRAINT "competence_alignment_competence_id_other_id_pk" PRIMARY KEY("competence_id","other_id"),
	CONSTRAINT "alignment_relation_known" CHECK ("competence_alignment"."relation" in ('exact', 'close', 'part')),
	CONSTRAINT "alignment_of_two" CHECK ("competence_alignment"."competence_id" <> "competence_alignment"."other_id")
);
--> statement-breakpoint
CREATE TABLE "award_rule" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"minutes" integer,
	"topic" text,
	"needed" integer,
	"asked" integer,
	"level" text,
	"other_class_id" uuid,
	CONSTRAINT "award_rule_kind_known" CHECK ("award_rule"."kind" in ('attendance', 'peers', 'mentor', 'evidence', 'badge')),
	CONSTRAINT "award_rule_attendance_says_how_long" CHECK (("award_rule"."kind" = 'attendance') = ("award_rule"."minutes" is not null) and ("award_rule"."minutes" is null or "award_rule"."minutes" between 15 and 60000)
        and ("award_rule"."topic" is null or "award_rule"."kind" = 'attendance')),
	CONSTRAINT "award_rule_peers_say_how_many" CHECK (("award_rule"."kind" = 'peers') = ("award_rule"."needed" is not null) and ("award_rule"."kind" = 'peers') = ("award_rule"."asked" is not null)
        and ("award_rule"."kind" = 'peers') = ("award_rule"."level" is not null)
        and ("award_rule"."needed" is null or "award_rule"."needed" between 1 and "award_rule"."asked" and "award_rule"."asked" <= 9)
        and ("award_rule"."level" is null or "award_rule"."level" in ('guided', 'independent', 'guides'))),
	CONSTRAINT "award_rule_badge_says_which" CHECK (("award_rule"."kind" = 'badge') = ("award_rule"."other_class_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "award" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"class_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"state" text NOT NULL,
	"statement" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"reviews_end_at" timestamp with time zone,
	"met" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"level" text,
	"accepted_how" text,
	"accepted_at" timestamp with time zone,
	"language" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "award_of_person" UNIQUE("id","class_id","person_id"),
	CONSTRAINT "award_state_known" CHECK ("award"."state" in ('draft', 'submitted', 'in_review', 'changes_asked', 'accepted', 'refused', 'issued', 'declined')),
	CONSTRAINT "award_refused_says_why" CHECK ("award"."state" not in ('refused', 'changes_asked') or "award"."note" <> ''),
	CONSTRAINT "award_not_by_oneself" CHECK ("award"."decided_by" is null or "award"."decided_by" <> "award"."person_id"),
	CONSTRAINT "award_issued_was_accepted" CHECK (("award"."state" = 'issued') = ("award"."accepted_at" is not null) and ("award"."accepted_at" is null) = ("award"."accepted_how" is null)
        and ("award"."accepted_how" is null or "award"."accepted_how" in ('signed_in', 'paper'))),
	CONSTRAINT "award_language_known" CHECK ("award"."language" is null or "award"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "award_level_known" CHECK ("award"."level" is null or "award"."level" in ('guided', 'independent', 'guides'))
);
--> statement-breakpoint
CREATE TABLE "badge_class" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "badge_class_state_known" CHECK ("badge_class"."state" in ('draft', 'pilot', 'active', 'retired')),
	CONSTRAINT "badge_class_slug_plain" CHECK ("badge_class"."slug" ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
	CONSTRAINT "badge_class_retired_says_when" CHECK (("badge_class"."state" = 'retired') = ("badge_class"."retired_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "badge_class_competence" (
	"version_id" uuid NOT NULL,
	"competence_id" uuid NOT NULL,
	"level" integer,
	CONSTRAINT "badge_class_competence_version_id_competence_id_pk" PRIMARY KEY("version_id","competence_id"),
	CONSTRAINT "badge_competence_level_known" CHECK ("badge_class_competence"."level" between 1 and 8)
);
--> statement-breakpoint
CREATE TABLE "badge_edition" (
	"version_id" uuid NOT NULL,
	"language" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"criteria" text NOT NULL,
	CONSTRAINT "badge_edition_version_id_language_pk" PRIMARY KEY("version_id","language"),
	CONSTRAINT "badge_edition_language_known" CHECK ("badge_edition"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "badge_edition_says_something" CHECK ("badge_edition"."name" <> '' and "badge_edition"."description" <> '' and "badge_edition"."criteria" <> '')
);
--> statement-breakpoint
CREATE TABLE "badge_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"class_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"icon" text NOT NULL,
	"colour" text NOT NULL,
	"valid_months" integer,
	"published_at" timestamp with time zone,
	CONSTRAINT "badge_version_of_class" UNIQUE("id","class_id"),
	CONSTRAINT "badge_version_counts_from_one" CHECK ("badge_version"."number" > 0),
	CONSTRAINT "badge_version_lasts" CHECK ("badge_version"."valid_months" between 1 and 240)
);
--> statement-breakpoint
CREATE TABLE "competence" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"framework_id" uuid NOT NULL,
	"code" text NOT NULL,
	"uri" text,
	"parent_code" text,
	"labels" jsonb NOT NULL,
	"origin" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	"is_group" boolean DEFAULT false NOT NULL,
	CONSTRAINT "competence_has_a_label" CHECK ("competence"."labels" <> '{}'::jsonb),
	CONSTRAINT "competence_not_its_own_group" CHECK ("competence"."parent_code" <> "competence"."code")
);
--> statement-breakpoint
CREATE TABLE "framework" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"kind" text NOT NULL,
	"version" text NOT NULL,
	"names" jsonb NOT NULL,
	"about" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"publisher" text NOT NULL,
	"licence" text NOT NULL,
	"source" text NOT NULL,
	"target_type" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "framework_kind_known" CHECK ("framework"."kind" in ('reference', 'map')),
	CONSTRAINT "framework_slug_plain" CHECK ("framework"."slug" ~ '^[a-z0-9][a-z0-9.-]{0,59}$'),
	CONSTRAINT "framework_has_a_name" CHECK ("framework"."names" <> '{}'::jsonb)
);
--> statement-breakpoint
CREATE TABLE "peer_review" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"award_id" uuid NOT NULL,
	"class_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"reviewer_id" uuid,
	"is_from_elsewhere" boolean NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"level" text,
	"comment" text DEFAULT '' NOT NULL,
	CONSTRAINT "peer_review_not_of_oneself" CHECK ("peer_review"."reviewer_id" is null or "peer_review"."reviewer_id" <> "peer_review"."learner_id"),
	CONSTRAINT "peer_review_answer_whole" CHECK (("peer_review"."answered_at" is null) = ("peer_review"."level" is null)
        and ("peer_review"."level" is null or "peer_review"."level" in ('not_yet', 'guided', 'independent', 'guides')))
);
--> statement-breakpoint
CREATE INDEX "competence_alignment_other" ON "competence_alignment" USING btree ("other_id");
--> statement-breakpoint
CREATE INDEX "award_rule_version" ON "award_rule" USING btree ("version_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "award_rule_once" ON "award_rule" USING btree ("version_id","kind") WHERE "award_rule"."kind" in ('peers', 'mentor', 'evidence');
--> statement-breakpoint
CREATE UNIQUE INDEX "award_rule_badge_once" ON "award_rule" USING btree ("version_id","other_class_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "award_once" ON "award" USING btree ("class_id","person_id") WHERE "award"."state" not in ('refused', 'declined');
--> statement-breakpoint
CREATE INDEX "award_person" ON "award" USING btree ("person_id");
--> statement-breakpoint
CREATE INDEX "award_space_state" ON "award" USING btree ("space_id","state");
--> statement-breakpoint
CREATE UNIQUE INDEX "badge_class_slug_once" ON "badge_class" USING btree ("slug");
--> statement-breakpoint
CREATE INDEX "badge_class_competence_competence" ON "badge_class_competence" USING btree ("competence_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "badge_version_number_once" ON "badge_version" USING btree ("class_id","number");
--> statement-breakpoint
CREATE UNIQUE INDEX "badge_version_one_is_written" ON "badge_version" USING btree ("class_id") WHERE "badge_version"."published_at" is null;
--> statement-breakpoint
CREATE UNIQUE INDEX "competence_code_once" ON "competence" USING btree ("framework_id","code");
--> statement-breakpoint
CREATE UNIQUE INDEX "framework_slug_once" ON "framework" USING btree ("slug");
--> statement-breakpoint
CREATE UNIQUE INDEX "peer_review_once" ON "peer_review" USING btree ("award_id","reviewer_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "peer_review_not_in_return" ON "peer_review" USING btree ("class_id",least("learner_id", "reviewer_id"),greatest("learner_id", "reviewer_id")) WHERE "peer_review"."reviewer_id" is not null;
--> statement-breakpoint
CREATE INDEX "peer_review_reviewer" ON "peer_review" USING btree ("reviewer_id");
--> statement-breakpoint
ALTER TABLE "competence_alignment" ADD CONSTRAINT "competence_alignment_competence_id_competence_id_fk" FOREIGN KEY ("competence_id") REFERENCES "public"."competence"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "competence_alignment" ADD CONSTRAINT "competence_alignment_other_id_competence_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."competence"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award_rule" ADD CONSTRAINT "award_rule_version_id_badge_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."badge_version"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award_rule" ADD CONSTRAINT "award_rule_other_class_id_badge_class_id_fk" FOREIGN KEY ("other_class_id") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_class_id_badge_class_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_version_of_class" FOREIGN KEY ("version_id","class_id") REFERENCES "public"."badge_version"("id","class_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "badge_class_competence" ADD CONSTRAINT "badge_class_competence_version_id_badge_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."badge_version"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "badge_class_competence" ADD CONSTRAINT "badge_class_competence_competence_id_competence_id_fk" FOREIGN KEY ("competence_id") REFERENCES "public"."competence"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "badge_edition" ADD CONSTRAINT "badge_edition_version_id_badge_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."badge_version"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "badge_version" ADD CONSTRAINT "badge_version_class_id_badge_class_id_fk" FOREIGN KEY ("class_id") REFERENCES "public"."badge_class"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "competence" ADD CONSTRAINT "competence_framework_id_framework_id_fk" FOREIGN KEY ("framework_id") REFERENCES "public"."framework"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "competence" ADD CONSTRAINT "competence_stands_in_group" FOREIGN KEY ("framework_id","parent_code") REFERENCES "public"."competence"("framework_id","code") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "peer_review" ADD CONSTRAINT "peer_review_reviewer_id_person_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "peer_review" ADD CONSTRAINT "peer_review_of_award" FOREIGN KEY ("award_id","class_id","learner_id") REFERENCES "public"."award"("id","class_id","person_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'version % of a badge is published', old.id USING ERRCODE = '23514', CONSTRAINT = 'badge_version_published_stays';
  END IF;
  RETURN CASE WHEN tg_op = 'DELETE' THEN old ELSE new END;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_change_in_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed uuid := CASE WHEN tg_op = 'INSERT' THEN new.version_id ELSE old.version_id END;
BEGIN
  -- The version is locked, so that it is not published between this look and the end of the transaction.
  IF (SELECT published_at FROM badge_version WHERE id = changed FOR SHARE) IS NOT NULL THEN
    RAISE EXCEPTION 'version % of a badge is published', changed USING ERRCODE = '23514', CONSTRAINT = 'badge_version_published_stays';
  END IF;
  RETURN CASE WHEN tg_op = 'DELETE' THEN old ELSE new END;
END $$;
--> statement-breakpoint
CREATE TRIGGER badge_version_published_stays BEFORE UPDATE OR DELETE ON "badge_version" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
--> statement-breakpoint
CREATE TRIGGER badge_edition_published_stays BEFORE INSERT OR UPDATE OR DELETE ON "badge_edition" FOR EACH ROW EXECUTE FUNCTION refuse_change_in_published();
--> statement-breakpoint
CREATE TRIGGER badge_class_competence_published_stays BEFORE INSERT OR UPDATE OR DELETE ON "badge_class_competence" FOR EACH ROW EXECUTE FUNCTION refuse_change_in_published();
--> statement-breakpoint
CREATE TRIGGER award_rule_published_stays BEFORE INSERT OR UPDATE OR DELETE ON "award_rule" FOR EACH ROW EXECUTE FUNCTION refuse_change_in_published();
