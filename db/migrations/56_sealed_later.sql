-- Entries of the audit log that have no place in their chain yet. Each is written with its entry, in the same transaction, and waits for
-- nobody: the worker seals what is committed, once a second. Until then the digest holds the entry as it was made, and the row itself
-- shows that there was one.
CREATE TABLE "audit_unsealed" (
	"entry_id" bigint PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"noted_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
-- Written by the owner of this function, and by nobody else: see db/roles.ts.
CREATE FUNCTION "note_unsealed"() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "audit_unsealed" ("entry_id", "digest") VALUES (NEW."id", audit_hash('', NEW));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Locks the table: transactions that were to be sealed at commit are over before this goes on, and have their seals.
DROP TRIGGER "audit_entry_sealed" ON "audit_entry";
--> statement-breakpoint
DROP FUNCTION "seal_audit_entry"();
--> statement-breakpoint
CREATE TRIGGER "audit_entry_noted" AFTER INSERT ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "note_unsealed"();
--> statement-breakpoint
-- A row goes when its entry has its seal, and not before.
CREATE FUNCTION "guard_audit_unsealed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM "audit_seal" WHERE "entry_id" = OLD."entry_id") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_unsealed is append-only' USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_unsealed_append_only" BEFORE UPDATE OR DELETE ON "audit_unsealed"
  FOR EACH ROW EXECUTE FUNCTION "guard_audit_unsealed"();
--> statement-breakpoint
CREATE TRIGGER "audit_unsealed_not_emptied" BEFORE TRUNCATE ON "audit_unsealed"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- Gives committed entries their places, at most so many, and returns how many. In each chain they follow in order of id; what commits
-- later than an entry with a higher id follows in a later run. An entry that is gone, or is not what it was when it was made, gets no
-- seal: it stays here, and is found. Whoever comes while another seals does nothing. Each entry is looked up by its id (OFFSET 0):
-- the log is long, and what waits is little. Heads are locked in order of their chains, as cut_audit does.
CREATE FUNCTION "seal_audit"("most" integer) RETURNS integer LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  waiting record;
  head "audit_head";
  previous text;
  sealed bigint[] := '{}';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('seal_audit', 0)) THEN
    RETURN 0;
  END IF;
  FOR waiting IN
    SELECT "id", "chain", "entry" FROM (
      SELECT found."id", audit_chain(found."space_id") AS "chain", found."entry"
      FROM "audit_unsealed" unsealed CROSS JOIN LATERAL (
        SELECT entry."id", entry."space_id", entry AS "entry" FROM "audit_entry" entry WHERE entry."id" = unsealed."entry_id" OFFSET 0) found
      WHERE audit_hash('', found."entry") = unsealed."digest"
      ORDER BY unsealed."entry_id" LIMIT "most") oldest
    ORDER BY "chain", "id"
  LOOP
    IF head."chain" IS DISTINCT FROM waiting."chain" THEN
      INSERT INTO "audit_head" ("chain", "position", "hash") VALUES (waiting."chain", 0, '') ON CONFLICT DO NOTHING;
      SELECT * INTO head FROM "audit_head" WHERE "chain" = waiting."chain" FOR UPDATE;
    END IF;
    previous := head."hash";
    head."position" := head."position" + 1;
    head."hash" := audit_hash(previous, waiting."entry");
    INSERT INTO "audit_seal" ("entry_id", "chain", "position", "previous_hash", "hash")
      VALUES (waiting."id", head."chain", head."position", previous, head."hash");
    sealed := sealed || waiting."id";
  END LOOP;
  UPDATE "audit_head" SET "position" = newest."position", "hash" = newest."hash" FROM (
    SELECT DISTINCT ON ("chain") "chain", "position", "hash" FROM "audit_seal" WHERE "entry_id" = ANY (sealed)
    ORDER BY "chain", "position" DESC) newest WHERE newest."chain" = "audit_head"."chain";
  DELETE FROM "audit_unsealed" WHERE "entry_id" = ANY (sealed);
  RETURN cardinality(sealed);
END $$;
--> statement-breakpoint
-- The person is read from the row as it is: made into JSON for it, a booking took a tenth of a millisecond longer.
CREATE OR REPLACE FUNCTION "refuse_erased_person"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "person" WHERE "id" = NEW."person_id" AND "erased_at" IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this person was erased' USING ERRCODE = '23514', CONSTRAINT = 'person_not_erased';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION "refuse_erased_booker"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "person" WHERE "id" = NEW."booked_by" AND "erased_at" IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this person was erased' USING ERRCODE = '23514', CONSTRAINT = 'person_not_erased';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER "booking_not_of_erased" ON "booking";
--> statement-breakpoint
CREATE TRIGGER "booking_not_of_erased" BEFORE INSERT ON "booking"
  FOR EACH ROW EXECUTE FUNCTION "refuse_erased_booker"();
