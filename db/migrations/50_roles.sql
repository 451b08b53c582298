-- The application adds entries to the audit log; their seals and the heads of the chains are written by the owner of this function,
-- and by nobody else: see db/roles.ts.
ALTER FUNCTION "seal_audit_entry"() SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;
--> statement-breakpoint
-- The jobs of the worker keep their tables here. They make them themselves, which needs no more than this schema.
CREATE SCHEMA IF NOT EXISTS "pgboss";
