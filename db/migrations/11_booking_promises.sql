-- The generator knows neither partitions nor exclusion constraints: the empty table is made anew.
DROP TABLE "allocation";
--> statement-breakpoint
CREATE TABLE "allocation" (
  "id" uuid NOT NULL DEFAULT gen_random_uuid(),
  "space_id" uuid NOT NULL,
  "resource_id" uuid NOT NULL REFERENCES "resource" ("id"),
  "booking_id" uuid REFERENCES "booking" ("id"),
  "kind" text NOT NULL DEFAULT 'booking',
  "during" tstzrange NOT NULL,
  "active" boolean NOT NULL DEFAULT true,
  "held_by" uuid REFERENCES "person" ("id") ON DELETE CASCADE,
  "expires_at" timestamptz,
  "closure_id" uuid,
  PRIMARY KEY ("space_id", "id"),
  CONSTRAINT "allocation_lasts" CHECK (NOT isempty("during")),
  CONSTRAINT "allocation_kind_known" CHECK ("kind" IN ('booking', 'hold', 'closure')),
  CONSTRAINT "allocation_hold_ends" CHECK (("kind" = 'hold') = ("held_by" IS NOT NULL AND "expires_at" IS NOT NULL)),
  CONSTRAINT "allocation_no_overlap"
    EXCLUDE USING gist ("space_id" WITH =, "resource_id" WITH =, "during" WITH &&) WHERE ("active")
) PARTITION BY HASH ("space_id");
--> statement-breakpoint
DO $$
BEGIN
  FOR part IN 0..7 LOOP
    EXECUTE format('CREATE TABLE allocation_%s PARTITION OF allocation FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE INDEX "allocation_resource_start" ON "allocation" ("space_id", "resource_id", lower("during")) WHERE ("active");
--> statement-breakpoint
CREATE INDEX "allocation_hold" ON "allocation" ("held_by") WHERE ("kind" = 'hold');
--> statement-breakpoint
CREATE INDEX "allocation_booking" ON "allocation" ("booking_id");
--> statement-breakpoint
-- The highest simultaneous use of a stock within a range: at its start, and wherever another use begins inside it.
CREATE FUNCTION "peak_stock_use"("stock" uuid, "range" tstzrange) RETURNS integer LANGUAGE sql STABLE AS $$
  WITH others AS (
    SELECT "during", "quantity" FROM "stock_allocation"
    WHERE "resource_id" = "stock" AND "active" AND "during" && "range"
  ), moments AS (
    SELECT lower("range") AS moment
    UNION SELECT lower("during") FROM others WHERE lower("during") > lower("range")
  )
  SELECT coalesce(max(used), 0)::integer FROM (
    SELECT sum("quantity") AS used FROM moments JOIN others ON others."during" @> moment GROUP BY moment
  ) AS use
$$;
--> statement-breakpoint
-- A count cannot be an exclusion constraint: whoever takes pieces of a stock locks its row first, then counts.
CREATE FUNCTION "guard_stock"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  available integer;
BEGIN
  SELECT "quantity" INTO available FROM "resource" WHERE "id" = NEW."resource_id" FOR UPDATE;
  IF peak_stock_use(NEW."resource_id", NEW."during") + NEW."quantity" > available THEN
    RAISE EXCEPTION 'stock exceeded' USING ERRCODE = '23P01', CONSTRAINT = 'stock_not_exceeded';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "stock_not_exceeded" BEFORE INSERT ON "stock_allocation"
  FOR EACH ROW WHEN (NEW."active") EXECUTE FUNCTION "guard_stock"();
--> statement-breakpoint
-- Pieces are given back, never enlarged in place: a change of use is a new row, and is counted.
CREATE FUNCTION "refuse_stock_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'give back and take anew' USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE TRIGGER "stock_allocation_only_given_back" BEFORE UPDATE ON "stock_allocation"
  FOR EACH ROW WHEN (NEW."active") EXECUTE FUNCTION "refuse_stock_change"();
--> statement-breakpoint
-- For a statement that takes rooms and is its own transaction: fewer than it asked for means somebody was first, and then it
-- takes, writes and tells nothing.
CREATE FUNCTION "refuse_fewer"("taken" bigint, "wanted" bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF "taken" < "wanted" THEN
    RAISE EXCEPTION 'somebody was first' USING ERRCODE = '23P01', CONSTRAINT = 'allocation_no_overlap';
  END IF;
END $$;
