-- Whoever takes pieces looked at their rules before the row was locked: pieces that are no longer lent, or are out of service
-- when the booking begins, are refused as pieces that are taken.
CREATE OR REPLACE FUNCTION "guard_stock"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  available integer;
BEGIN
  SELECT "quantity" INTO available FROM "resource" WHERE "id" = NEW."resource_id" FOR UPDATE;
  IF peak_stock_use(NEW."resource_id", NEW."during") + NEW."quantity" > available OR EXISTS (
    SELECT FROM "resource" JOIN "booking" ON "booking"."id" = NEW."booking_id"
    WHERE "resource"."id" = NEW."resource_id"
      AND ("resource"."space_id" <> "booking"."space_id" AND NOT "resource"."lendable"
        OR "resource"."out_of_service_reason" IS NOT NULL
          AND coalesce("resource"."out_of_service_until" > lower("booking"."during"), true)))
  THEN
    RAISE EXCEPTION 'stock exceeded' USING ERRCODE = '23P01', CONSTRAINT = 'stock_not_exceeded';
  END IF;
  RETURN NEW;
END $$;
