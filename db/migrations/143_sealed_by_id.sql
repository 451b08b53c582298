-- What waits for its seal is little, and the log is long: each entry and each seal is looked up by its id whatever the statistics
-- say. Made while a network was empty, they had the whole log read for each entry, until they were made anew.
ALTER FUNCTION "seal_audit"(integer) SET enable_seqscan = off;
