-- Words that are misspelled are found by the groups of three letters that they share with known ones.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
--> statement-breakpoint
-- How the words of each language are found: without their accents, by their stem, and passing over the words that say nothing.
CREATE TEXT SEARCH CONFIGURATION "practice_nl" (COPY = pg_catalog.dutch);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "practice_nl" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION "practice_fr" (COPY = pg_catalog.french);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "practice_fr" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION "practice_en" (COPY = pg_catalog.english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "practice_en" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
--> statement-breakpoint
-- Whole words without accents, in any language.
CREATE TEXT SEARCH CONFIGURATION "practice_words" (COPY = pg_catalog.simple);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION "practice_words" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
--> statement-breakpoint
CREATE FUNCTION "practice_lexemes"("language" text, "words" text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE "language"
    WHEN 'nl' THEN to_tsvector('public.practice_nl'::regconfig, "words")
    WHEN 'fr' THEN to_tsvector('public.practice_fr'::regconfig, "words")
    ELSE to_tsvector('public.practice_en'::regconfig, "words") END
$$;
--> statement-breakpoint
-- A word of the title weighs most, then one of the summary, then of whom and what it is for.
CREATE FUNCTION "practice_search"("language" text, "title" text, "summary" text, "about" text, "rest" text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(public.practice_lexemes("language", "title"), 'A') || setweight(public.practice_lexemes("language", "summary"), 'B')
    || setweight(public.practice_lexemes("language", "about"), 'C') || setweight(public.practice_lexemes("language", "rest"), 'D')
$$;
--> statement-breakpoint
CREATE TABLE "practice_edition" (
	"version_id" uuid NOT NULL,
	"language" text NOT NULL,
	"is_original" boolean NOT NULL,
	"translator_id" uuid,
	"title" text DEFAULT '' NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"context" text DEFAULT '' NOT NULL,
	"target_group" text DEFAULT '' NOT NULL,
	"setting" text DEFAULT '' NOT NULL,
	"pedagogy" text DEFAULT '' NOT NULL,
	"technology" text DEFAULT '' NOT NULL,
	"done" text DEFAULT '' NOT NULL,
	"effects" text DEFAULT '' NOT NULL,
	"costs" text DEFAULT '' NOT NULL,
	"failed" text DEFAULT '' NOT NULL,
	"steps" text DEFAULT '' NOT NULL,
	"measured" text DEFAULT '' NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (practice_search(language, title, summary, target_group || ' ' || technology || ' ' || setting, context || ' ' || pedagogy || ' ' || done || ' ' || effects || ' ' || costs || ' ' || failed || ' ' || steps || ' ' || measured)) STORED NOT NULL,
	CONSTRAINT "practice_edition_version_id_language_pk" PRIMARY KEY("version_id","language"),
	CONSTRAINT "practice_edition_language_known" CHECK ("practice_edition"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "practice_edition_original_is_no_translation" CHECK ("practice_edition"."translator_id" is null or not "practice_edition"."is_original"),
	CONSTRAINT "practice_edition_translation_says_something" CHECK ("practice_edition"."is_original" or "practice_edition"."title" <> '' and "practice_edition"."summary" <> '')
);
--> statement-breakpoint
CREATE TABLE "practice_link" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"version_id" uuid NOT NULL,
	"space_id" uuid,
	"session_id" uuid,
	"badge_class_id" uuid,
	CONSTRAINT "practice_link_once" UNIQUE NULLS NOT DISTINCT("version_id","space_id","session_id","badge_class_id"),
	CONSTRAINT "practice_link_to_one" CHECK (num_nonnulls("practice_link"."space_id", "practice_link"."session_id", "practice_link"."badge_class_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "practice_report" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"practice_id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"person_id" uuid,
	"outcome" text NOT NULL,
	"month" date NOT NULL,
	"sessions" integer NOT NULL,
	"language" text NOT NULL,
	"words" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "practice_report_outcome_known" CHECK ("practice_report"."outcome" in ('worked', 'partly', 'failed')),
	CONSTRAINT "practice_report_language_known" CHECK ("practice_report"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "practice_report_state_known" CHECK ("practice_report"."state" in ('waiting', 'shown', 'refused')),
	CONSTRAINT "practice_report_counts_sessions" CHECK ("practice_report"."sessions" between 1 and 1000),
	CONSTRAINT "practice_report_says_something" CHECK ("practice_report"."words" <> ''),
	CONSTRAINT "practice_report_decided_says_when" CHECK (("practice_report"."state" = 'waiting') = ("practice_report"."decided_at" is null)),
	CONSTRAINT "practice_report_refused_says_why" CHECK ("practice_report"."state" <> 'refused' or "practice_report"."note" <> ''),
	CONSTRAINT "practice_report_not_decided_by_its_writer" CHECK ("practice_report"."decided_by" is null or "practice_report"."person_id" is null or "practice_report"."decided_by" <> "practice_report"."person_id")
);
--> statement-breakpoint
CREATE TABLE "practice_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"practice_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"author_id" uuid,
	"theme" text DEFAULT 'learn' NOT NULL,
	"evidence" text DEFAULT 'story' NOT NULL,
	"licence" text DEFAULT 'CC-BY-4.0' NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"group_least" integer,
	"group_most" integer,
	"minutes" integer,
	"cost_cents" integer,
	"measured_people" integer,
	"measured_with" integer,
	"measured_without" integer,
	"release_id" uuid,
	"source" text,
	"reviewer_id" uuid,
	"review_space_id" uuid,
	"review_note" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "practice_version_state_known" CHECK ("practice_version"."state" in ('draft', 'submitted', 'changes_asked', 'published', 'replaced', 'withdrawn')),
	CONSTRAINT "practice_version_theme_known" CHECK ("practice_version"."theme" in ('reach', 'learn', 'border', 'furniture')),
	CONSTRAINT "practice_version_evidence_known" CHECK ("practice_version"."evidence" in ('story', 'own_figures', 'network_study', 'published')),
	CONSTRAINT "practice_version_licence_known" CHECK ("practice_version"."licence" in ('CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0')),
	CONSTRAINT "practice_version_languages_known" CHECK ("practice_version"."languages" <@ array['nl', 'fr', 'en']),
	CONSTRAINT "practice_version_group_fits" CHECK ("practice_version"."group_least" > 0 and "practice_version"."group_most" >= "practice_version"."group_least"),
	CONSTRAINT "practice_version_minutes_known" CHECK ("practice_version"."minutes" between 0 and 10000),
	CONSTRAINT "practice_version_cost_known" CHECK ("practice_version"."cost_cents" between 0 and 100000000),
	CONSTRAINT "practice_version_measured_whole" CHECK (("practice_version"."measured_people" is null) = ("practice_version"."measured_with" is null) and ("practice_version"."measured_people" is null) = ("practice_version"."measured_without" is null)
        and ("practice_version"."measured_people" is null or "practice_version"."measured_people" >= 10 and "practice_version"."measured_with" between 0 and 100 and "practice_version"."measured_without" between 0 and 100)),
	CONSTRAINT "practice_version_not_reviewed_by_its_author" CHECK ("practice_version"."reviewer_id" is null or "practice_version"."author_id" is null or "practice_version"."reviewer_id" <> "practice_version"."author_id"),
	CONSTRAINT "practice_version_published_was_reviewed" CHECK (("practice_version"."state" in ('published', 'replaced', 'withdrawn')) = ("practice_version"."published_at" is not null)
        and ("practice_version"."published_at" is null or "practice_version"."review_space_id" is not null)),
	CONSTRAINT "practice_version_ended_says_when" CHECK (("practice_version"."state" in ('replaced', 'withdrawn')) = ("practice_version"."ended_at" is not null)),
	CONSTRAINT "practice_version_changes_say_what" CHECK ("practice_version"."state" <> 'changes_asked' or "practice_version"."review_note" <> '')
);
--> statement-breakpoint
CREATE TABLE "practice_word" (
	"language" text NOT NULL,
	"word" text NOT NULL,
	CONSTRAINT "practice_word_language_word_pk" PRIMARY KEY("language","word")
);
--> statement-breakpoint
CREATE TABLE "practice" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"space_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "practice_slug_plain" CHECK ("practice"."slug" ~ '^[a-z0-9][a-z0-9-]{0,79}$')
);
--> statement-breakpoint
ALTER TABLE "practice_edition" ADD CONSTRAINT "practice_edition_version_id_practice_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."practice_version"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_edition" ADD CONSTRAINT "practice_edition_translator_id_person_id_fk" FOREIGN KEY ("translator_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_link" ADD CONSTRAINT "practice_link_version_id_practice_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."practice_version"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_link" ADD CONSTRAINT "practice_link_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_link" ADD CONSTRAINT "practice_link_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_link" ADD CONSTRAINT "practice_link_badge_class_id_badge_class_id_fk" FOREIGN KEY ("badge_class_id") REFERENCES "public"."badge_class"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_report" ADD CONSTRAINT "practice_report_practice_id_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practice"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_report" ADD CONSTRAINT "practice_report_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_report" ADD CONSTRAINT "practice_report_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_report" ADD CONSTRAINT "practice_report_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_version" ADD CONSTRAINT "practice_version_practice_id_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practice"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_version" ADD CONSTRAINT "practice_version_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_version" ADD CONSTRAINT "practice_version_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_version" ADD CONSTRAINT "practice_version_reviewer_id_person_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice_version" ADD CONSTRAINT "practice_version_review_space_id_space_id_fk" FOREIGN KEY ("review_space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "practice" ADD CONSTRAINT "practice_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_edition_one_original" ON "practice_edition" USING btree ("version_id") WHERE "practice_edition"."is_original";
--> statement-breakpoint
CREATE INDEX "practice_edition_translator" ON "practice_edition" USING btree ("translator_id");
--> statement-breakpoint
CREATE INDEX "practice_edition_search" ON "practice_edition" USING gin ("search");
--> statement-breakpoint
CREATE INDEX "practice_link_space" ON "practice_link" USING btree ("space_id");
--> statement-breakpoint
CREATE INDEX "practice_link_session" ON "practice_link" USING btree ("session_id");
--> statement-breakpoint
CREATE INDEX "practice_link_badge_class" ON "practice_link" USING btree ("badge_class_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_report_one_of_a_space" ON "practice_report" USING btree ("practice_id","space_id") WHERE "practice_report"."state" <> 'refused';
--> statement-breakpoint
CREATE INDEX "practice_report_person" ON "practice_report" USING btree ("person_id");
--> statement-breakpoint
CREATE INDEX "practice_report_space" ON "practice_report" USING btree ("space_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_version_number_once" ON "practice_version" USING btree ("practice_id","number");
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_version_one_is_written" ON "practice_version" USING btree ("practice_id") WHERE "practice_version"."state" in ('draft', 'submitted', 'changes_asked');
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_version_one_is_published" ON "practice_version" USING btree ("practice_id") WHERE "practice_version"."state" = 'published';
--> statement-breakpoint
CREATE INDEX "practice_version_author" ON "practice_version" USING btree ("author_id");
--> statement-breakpoint
CREATE INDEX "practice_version_state" ON "practice_version" USING btree ("state");
--> statement-breakpoint
CREATE INDEX "practice_word_alike" ON "practice_word" USING gin ("word" gin_trgm_ops);
--> statement-breakpoint
CREATE UNIQUE INDEX "practice_slug_once" ON "practice" USING btree ("slug");
--> statement-breakpoint
CREATE INDEX "practice_space" ON "practice" USING btree ("space_id");
--> statement-breakpoint
-- What was reviewed is what is shown: the words and facts of a version stay as they were when it was published. Its translations may be bettered.
CREATE FUNCTION refuse_change_of_practice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'version % of a practice is published', old.id USING ERRCODE = '23514', CONSTRAINT = 'practice_published_stays';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_change_of_practice_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The version is locked, so that it is not published between this look and the end of the transaction.
  IF (CASE WHEN tg_op = 'INSERT' THEN new.is_original ELSE old.is_original OR new.is_original END)
    AND (SELECT published_at FROM public.practice_version WHERE id = new.version_id FOR SHARE) IS NOT NULL THEN
    RAISE EXCEPTION 'version % of a practice is published', new.version_id USING ERRCODE = '23514', CONSTRAINT = 'practice_published_stays';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER practice_version_published_stays BEFORE UPDATE OF "practice_id", "number", "theme", "evidence", "licence", "languages", "group_least", "group_most", "minutes", "cost_cents", "measured_people", "measured_with", "measured_without", "release_id", "source", "review_space_id", "published_at" ON "practice_version" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_practice();
--> statement-breakpoint
CREATE TRIGGER practice_edition_published_stays BEFORE INSERT OR UPDATE OF "version_id", "language", "is_original", "title", "summary", "context", "target_group", "setting", "pedagogy", "technology", "done", "effects", "costs", "failed", "steps", "measured" ON "practice_edition" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_practice_words();
