import type pg from "pg";

/**
 * Lets a server confirm no sooner than a slower disk would: before it writes what is committed, it
 * waits so long, and whoever commits meanwhile is written with it.
 *
 * @param pool of somebody who owns the server
 * @param ms how long, 0 to 100
 */
export async function slowDisk(pool: pg.Pool, ms: number): Promise<void> {
  await pool.query("alter system set commit_siblings = 0");
  await pool.query(`alter system set commit_delay = ${Math.round(ms * 1_000)}`);
  await pool.query("select pg_reload_conf()");
}
