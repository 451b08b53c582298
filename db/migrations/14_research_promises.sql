-- What was published stays as it was: for whoever quoted it, and for whoever checks.
CREATE FUNCTION "refuse_release_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a release never changes' USING ERRCODE = '42501', CONSTRAINT = 'release_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER "release_append_only" BEFORE UPDATE OR DELETE ON "release" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
--> statement-breakpoint
CREATE TRIGGER "release_chunk_append_only" BEFORE UPDATE OR DELETE ON "release_chunk" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
--> statement-breakpoint
CREATE TRIGGER "release_block_append_only" BEFORE UPDATE OR DELETE ON "release_block" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
--> statement-breakpoint
CREATE TRIGGER "release_download_append_only" BEFORE UPDATE OR DELETE ON "release_download" FOR EACH ROW EXECUTE FUNCTION "refuse_release_change"();
