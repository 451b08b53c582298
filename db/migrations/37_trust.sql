ALTER TABLE "profile_answer" ALTER COLUMN "code" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "profile_answer" ADD COLUMN "sealed" text;
--> statement-breakpoint
ALTER TABLE "profile_answer" ADD CONSTRAINT "profile_answer_is_one" CHECK (("profile_answer"."code" is null) <> ("profile_answer"."sealed" is null));
--> statement-breakpoint
-- Where a chain begins, once entries whose term was over are gone: the next seal follows this hash.
ALTER TABLE "audit_head" ADD COLUMN "cut_position" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "audit_head" ADD COLUMN "cut_hash" text DEFAULT '' NOT NULL;
--> statement-breakpoint
-- The log is kept five years: an entry goes when it is older, and its seal with it. Nothing is ever changed.
CREATE FUNCTION "guard_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD."at" < now() - interval '5 years' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE FUNCTION "guard_audit_seal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM "audit_entry" WHERE "id" = OLD."entry_id") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_seal is append-only' USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
DROP TRIGGER "audit_entry_append_only" ON "audit_entry";
--> statement-breakpoint
DROP TRIGGER "audit_seal_append_only" ON "audit_seal";
--> statement-breakpoint
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "guard_audit_entry"();
--> statement-breakpoint
CREATE TRIGGER "audit_seal_append_only" BEFORE UPDATE OR DELETE ON "audit_seal"
  FOR EACH ROW EXECUTE FUNCTION "guard_audit_seal"();
--> statement-breakpoint
CREATE TRIGGER "audit_entry_not_emptied" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_seal_not_emptied" BEFORE TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- Takes away the beginning of each chain up to the first entry that is to be kept; the newest always stays. Entries younger than
-- five years stay whatever is asked. Returns how many went.
CREATE FUNCTION "cut_audit"("before" timestamptz) RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old_until timestamptz := least("before", now() - interval '5 years');
  head record;
  last_gone bigint;
  gone bigint := 0;
BEGIN
  FOR head IN
    SELECT "chain", "position", "cut_position" FROM "audit_head" WHERE EXISTS (
      SELECT FROM "audit_seal" seal JOIN "audit_entry" entry ON entry."id" = seal."entry_id"
      WHERE seal."chain" = "audit_head"."chain" AND seal."position" = "audit_head"."cut_position" + 1 AND entry."at" < old_until)
    ORDER BY "chain" FOR UPDATE
  LOOP
    SELECT least(head."position" - 1, coalesce(min(seal."position") - 1, head."position")) INTO last_gone
      FROM "audit_seal" seal JOIN "audit_entry" entry ON entry."id" = seal."entry_id"
      WHERE seal."chain" = head."chain" AND entry."at" >= old_until;
    CONTINUE WHEN last_gone <= head."cut_position";
    UPDATE "audit_head" SET "cut_position" = last_gone, "cut_hash" = (
      SELECT "hash" FROM "audit_seal" WHERE "chain" = head."chain" AND "position" = last_gone) WHERE "chain" = head."chain";
    DELETE FROM "audit_entry" WHERE "id" IN (
      SELECT "entry_id" FROM "audit_seal" WHERE "chain" = head."chain" AND "position" <= last_gone);
    DELETE FROM "audit_seal" WHERE "chain" = head."chain" AND "position" <= last_gone;
    gone := gone + last_gone - head."cut_position";
  END LOOP;
  RETURN gone;
END $$;
--> statement-breakpoint
-- Sheets, releases and downloads are kept as they were; only who made them is forgotten after five years.
CREATE FUNCTION "keep_all_but_who"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> TG_ARGV[1])::timestamptz < now() - interval '5 years'
    AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0]
    AND to_jsonb(NEW) ->> TG_ARGV[0] = '00000000-0000-4000-8000-000000000000' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is kept as it was', TG_TABLE_NAME USING ERRCODE = '42501', CONSTRAINT = TG_NAME;
END $$;
--> statement-breakpoint
DROP TRIGGER "sheet_event_append_only" ON "sheet_event";
--> statement-breakpoint
CREATE TRIGGER "sheet_event_append_only" BEFORE UPDATE OR DELETE ON "sheet_event"
  FOR EACH ROW EXECUTE FUNCTION "keep_all_but_who"('person_id', 'at');
--> statement-breakpoint
DROP TRIGGER "release_append_only" ON "release";
--> statement-breakpoint
CREATE TRIGGER "release_append_only" BEFORE UPDATE OR DELETE ON "release"
  FOR EACH ROW EXECUTE FUNCTION "keep_all_but_who"('made_by', 'created_at');
--> statement-breakpoint
DROP TRIGGER "release_download_append_only" ON "release_download";
--> statement-breakpoint
CREATE TRIGGER "release_download_append_only" BEFORE UPDATE OR DELETE ON "release_download"
  FOR EACH ROW EXECUTE FUNCTION "keep_all_but_who"('person_id', 'at');
