-- Each space's entries form a chain of their own; what concerns no space is the chain of the network.
CREATE FUNCTION "audit_chain"("space" uuid) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN coalesce("space"::text, 'network');
--> statement-breakpoint
-- jsonb has one text form for equal values, so the hash does not depend on who wrote the keys in which order.
CREATE FUNCTION "audit_hash"("previous" text, "entry" "audit_entry") RETURNS text LANGUAGE sql STABLE
  RETURN encode(sha256(convert_to("previous" || jsonb_build_array(
    ("entry")."id", ("entry")."space_id", ("entry")."actor", ("entry")."action", ("entry")."subject", ("entry")."data",
    extract(epoch FROM ("entry")."at"))::text, 'UTF8')), 'hex');
--> statement-breakpoint
-- Sealed at commit: the chain's lock is held for that moment only, whatever else the transaction did before.
CREATE FUNCTION "seal_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sealed record;
BEGIN
  INSERT INTO "audit_head" AS head ("chain", "position", "hash") VALUES (audit_chain(NEW."space_id"), 1, audit_hash('', NEW))
    ON CONFLICT ("chain") DO UPDATE SET "position" = head."position" + 1, "hash" = audit_hash(head."hash", NEW)
    RETURNING WITH (OLD AS "before") "chain", "position", "hash", coalesce("before"."hash", '') AS "previous" INTO sealed;
  INSERT INTO "audit_seal" ("entry_id", "chain", "position", "previous_hash", "hash")
    VALUES (NEW."id", sealed."chain", sealed."position", sealed."previous", sealed."hash");
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "audit_entry_sealed" AFTER INSERT ON "audit_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "seal_audit_entry"();
--> statement-breakpoint
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_seal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- The end of a chain moves on with each seal; it is never taken away.
CREATE TRIGGER "audit_head_append_only" BEFORE DELETE OR TRUNCATE ON "audit_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
