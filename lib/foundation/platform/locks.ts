import { type SQL, sql } from "drizzle-orm";

/** What one transaction at a time does, by name. */
export type LockName =
  | "audit_witness"
  | "erase administrator"
  | "erasures"
  | "issuer_key"
  | "map_overlay"
  | "published_badges"
  | "status_list"
  | `backpack:${string}`;

/** Waits for the lock and holds it until the transaction ends: a part of a `select`. */
export function lockUntilEnd(name: LockName): SQL {
  return sql`pg_advisory_xact_lock(hashtext(${name}))`;
}
