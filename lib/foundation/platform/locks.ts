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

/** What one transaction at a time does with one thing: a room, a task, whoever books as a guest. */
export type LockOfOne = `guest:${string}` | `import:${string}` | "place-import" | `task:${string}`;

/** Locks that are known by a number. The one of migrations is 7431969 (db/migrate.ts). */
const NUMBERS = { demonstration: 7_431_971, occupancy: 7_431_975 } as const;

/** Waits for the lock and holds it until the transaction ends: a part of a `select`. */
export function lockUntilEnd(name: LockName): SQL {
  return sql`pg_advisory_xact_lock(hashtext(${name}))`;
}

/** The same for one thing of many. */
export function lockOne(name: LockOfOne): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Does not wait: whether the lock was free, and is held from now on. */
export function tryLockOne(name: LockOfOne): SQL {
  return sql`pg_try_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** The same by a number, as `lockUntilEnd`. */
export function lockNumbered(name: keyof typeof NUMBERS): SQL {
  return sql`pg_advisory_xact_lock(${NUMBERS[name]})`;
}
