-- What became of a sheet is kept as it was.
CREATE TRIGGER "sheet_event_append_only" BEFORE UPDATE OR DELETE ON "sheet_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
