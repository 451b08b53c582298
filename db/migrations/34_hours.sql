-- The times of all closures that were not ended, for whoever asks whether a space is open: one row a time.
CREATE VIEW "closure_time" AS
  SELECT closure.id AS closure_id, closure.space_id, cardinality(closure.room_ids) = 0 AS is_whole_space, closure.reason, part.during
  FROM closure CROSS JOIN LATERAL unnest(closure.windows) AS part(during)
  WHERE closure.reopened_at IS NULL;
--> statement-breakpoint
-- Gives a room the closures and the times kept for groups that its space has now, and takes away those that no longer concern it.
-- A closure or blocking concerns a room when it names no rooms, or one that holds it. Bookings stay: only what is free around them closes.
CREATE FUNCTION "keep_room_closed"("place" uuid, "room" uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  shut record;
BEGIN
  DELETE FROM allocation held WHERE held.space_id = "place" AND held.resource_id = "room" AND held.kind = 'closure'
    AND NOT EXISTS (SELECT FROM closure WHERE closure.id = held.closure_id AND closure.reopened_at IS NULL
      AND (cardinality(closure.room_ids) = 0 OR EXISTS (
        SELECT FROM resource named WHERE named.id = ANY (closure.room_ids) AND "room" = ANY (named.holds))));
  FOR shut IN
    SELECT closure.id, closure.windows FROM closure
    WHERE closure.space_id = "place" AND closure.reopened_at IS NULL AND (cardinality(closure.room_ids) = 0 OR EXISTS (
      SELECT FROM resource named WHERE named.id = ANY (closure.room_ids) AND "room" = ANY (named.holds)))
    ORDER BY closure.created_at, closure.id
  LOOP
    INSERT INTO allocation (space_id, resource_id, kind, closure_id, during)
    SELECT "place", "room", 'closure', shut.id, piece
    FROM unnest((SELECT range_agg(part) FROM unnest(shut.windows) AS part) - coalesce((
      SELECT range_agg(held.during) FROM allocation held
      WHERE held.space_id = "place" AND held.resource_id = "room" AND held.active), '{}')) AS piece
    ON CONFLICT DO NOTHING;
  END LOOP;
  DELETE FROM blocking_time kept WHERE kept.resource_id = "room" AND NOT EXISTS (
    SELECT FROM blocking WHERE blocking.id = kept.blocking_id AND (cardinality(blocking.room_ids) = 0 OR EXISTS (
      SELECT FROM resource named WHERE named.id = ANY (blocking.room_ids) AND "room" = ANY (named.holds))));
  INSERT INTO blocking_time (blocking_id, space_id, resource_id, during)
  SELECT blocking.id, "place", "room", part
  FROM blocking CROSS JOIN LATERAL unnest(blocking.windows) AS part
  WHERE blocking.space_id = "place" AND blocking.ended_at IS NULL AND (cardinality(blocking.room_ids) = 0 OR EXISTS (
      SELECT FROM resource named WHERE named.id = ANY (blocking.room_ids) AND "room" = ANY (named.holds)))
    AND NOT EXISTS (SELECT FROM blocking_time kept WHERE kept.blocking_id = blocking.id AND kept.resource_id = "room" AND kept.during = part);
END $$;
--> statement-breakpoint
-- A room that is added, and the parts that a joined room loses or gains.
CREATE FUNCTION "rooms_keep_closed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  part uuid;
BEGIN
  FOR part IN
    SELECT concerned.id FROM resource concerned
    WHERE concerned.space_id = NEW.space_id AND concerned.kind IN ('room', 'desk') AND cardinality(concerned.made_of) = 0
      AND (concerned.id = NEW.id OR concerned.id = ANY (NEW.made_of)
        OR TG_OP = 'UPDATE' AND concerned.id = ANY (OLD.made_of))
    ORDER BY concerned.id
  LOOP
    PERFORM keep_room_closed(NEW.space_id, part);
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "resource_added_keeps_closed" AFTER INSERT ON "resource"
  FOR EACH ROW WHEN (NEW."kind" IN ('room', 'desk')) EXECUTE FUNCTION "rooms_keep_closed"();
--> statement-breakpoint
CREATE TRIGGER "resource_changed_keeps_closed" AFTER UPDATE ON "resource"
  FOR EACH ROW WHEN (NEW."made_of" IS DISTINCT FROM OLD."made_of" OR NEW."kind" IS DISTINCT FROM OLD."kind")
  EXECUTE FUNCTION "rooms_keep_closed"();
--> statement-breakpoint
-- Rooms that were added while their space was closed, before this rule.
SELECT keep_room_closed(resource.space_id, resource.id) FROM resource
WHERE resource.kind IN ('room', 'desk') AND cardinality(resource.made_of) = 0
  AND (EXISTS (SELECT FROM closure WHERE closure.space_id = resource.space_id AND closure.reopened_at IS NULL)
    OR EXISTS (SELECT FROM blocking WHERE blocking.space_id = resource.space_id AND blocking.ended_at IS NULL))
ORDER BY resource.id;
