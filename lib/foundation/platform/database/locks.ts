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

/**
 * What one transaction at a time does with one thing: a room, a task, whoever books as a guest, an
 * organisation that is written to.
 */
export type LockOfOne =
  | `contact:${string}`
  | `guest:${string}`
  | `import:${string}`
  | "place-import"
  | `task:${string}`;

/** Locks that are known by a number. The one of migrations is 7431969 (db/migrate.ts). */
const NUMBERS = { demonstration: 7_431_971, occupancy: 7_431_975 } as const;

/** Apart from other locks by a number of their own. */
const AT_THE_DOOR = 16;

/** Waits for the lock and holds it until the transaction ends: a part of a `select`. */
export function lockUntilEnd(name: LockName): SQL {
  return sql`pg_advisory_xact_lock(hashtext(${name}))`;
}

/** Waits for the lock of one thing of many, and holds it until the transaction ends. */
export function lockOne(name: LockOfOne): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Does not wait: whether the lock was free, and is held from now on. */
export function tryLockOne(name: LockOfOne): SQL {
  return sql`pg_try_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Waits for a lock that has a number, and holds it until the transaction ends. */
export function lockNumbered(name: keyof typeof NUMBERS): SQL {
  return sql`pg_advisory_xact_lock(${NUMBERS[name]})`;
}

/**
 * What is counted for a person or an organisation under quotas: two of their requests wait for each
 * other. A part of an aggregating `select`.
 *
 * @param key the column with their ids
 * @param atOnce does not wait
 * @returns true when every lock is held; with `atOnce` false when one was not free
 */
export function lockQuotas(key: SQL, { atOnce }: { atOnce: boolean }): SQL {
  const name = sql`hashtextextended('quota:' || ${key}, 0)`;
  return atOnce
    ? sql`bool_and(pg_try_advisory_xact_lock(${name}))`
    : sql`count(pg_advisory_xact_lock(${name})) > 0`;
}

/** Shares the turn of a space with others who only take; `have_turn` in the database has it alone. */
export function shareTurnOf(spaceId: string): SQL {
  return sql`pg_advisory_xact_lock_shared(turn_of_space(${spaceId}))`;
}

/** The messages to one reader about one event of a calendar. */
export function lockMessages(personId: string, uid: string): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${`${personId} ${uid}`}, 0))`;
}

/** One event at a door: what a device sends twice is taken once. */
export function lockDoorEvent(id: string): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${id}, ${AT_THE_DOOR}))`;
}

/** The visits of those without a name in a space, alone: for whoever tells their day anew. */
export function lockUnnamed(spaceId: string): SQL {
  return sql`pg_advisory_xact_lock(${AT_THE_DOOR}, hashtext(${spaceId}))`;
}

/** The same, shared with others who count one. */
export function shareUnnamed(spaceId: string): SQL {
  return sql`pg_advisory_xact_lock_shared(${AT_THE_DOOR}, hashtext(${spaceId}))`;
}
