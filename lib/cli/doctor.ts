import { access, constants, mkdir } from "node:fs/promises";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { standingFault, standingOf } from "#db/journal.ts";
import { verifyAudit } from "#lib/identity/audit.ts";
import { faultOf, verifyWitness } from "#lib/identity/audit-witness.ts";
import { witnessPostFault } from "#lib/identity/audit-witness-post.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/identity/demonstration.ts";
import { settings } from "#lib/platform/settings.ts";

const POSTGRES_AT_LEAST = 180_000;
const CLOCK_SKEW_SECONDS = 5;
const STUCK_MINUTES = 60;
const DAYS_AHEAD = 150;

/** @property isGround what is wrong here makes the checks after it meaningless */
type Check = { name: string; run: (db: Database) => Promise<string | null>; isGround?: true };

/** Each says what is wrong in one sentence, or nothing. */
const CHECKS: Check[] = [
  {
    name: "data folder",
    run: async () => {
      const { dataDir } = settings();
      await mkdir(dataDir, { recursive: true });
      return access(dataDir, constants.W_OK).then(
        () => null,
        () => `${dataDir} cannot be written: give this user the right, or set DATA_DIR.`,
      );
    },
  },
  {
    name: "PostgreSQL",
    run: async (db) => {
      const { rows } = await db.execute<{ version: number }>(
        sql`select current_setting('server_version_num')::int as version`,
      );
      return (rows[0]?.version ?? 0) >= POSTGRES_AT_LEAST ? null : "it is older than version 18.";
    },
  },
  {
    name: "tables",
    isGround: true,
    run: async (db) => standingFault(await standingOf({ query: (text) => db.execute(sql.raw(text)) })),
  },
  {
    name: "clock",
    run: async (db) => {
      const { rows } = await db.execute<{ skew: number }>(
        sql`select abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1000}::float8)::float8 as skew`,
      );
      const skew = rows[0]?.skew ?? 0;
      return skew <= CLOCK_SKEW_SECONDS
        ? null
        : `this machine and the database differ by ${Math.round(skew)} seconds.`;
    },
  },
  {
    name: "opening hours",
    run: async (db) => {
      const { rows } = await db.execute<{ behind: number; spaces: number }>(sql`
        select count(*)::int as spaces, count(*) filter (where not exists (
          select from opening where opening.space_id = space.id
            and upper(during) > now() + make_interval(days => ${DAYS_AHEAD})))::int as behind from space`);
      const { behind = 0 } = rows[0] ?? {};
      return behind === 0
        ? null
        : `${behind} spaces have no hours ${DAYS_AHEAD} days ahead: does the worker run?`;
    },
  },
  {
    name: "messages",
    run: async (db) => {
      const { rows } = await db.execute<{ stuck: number }>(sql`
        select count(*)::int as stuck from outbox_message
        where sent_at is null and created_at < now() - make_interval(mins => ${STUCK_MINUTES})`);
      const { stuck = 0 } = rows[0] ?? {};
      return stuck === 0 ? null : `${stuck} wait for more than an hour: see last_error in outbox_message.`;
    },
  },
  {
    name: "demonstration",
    run: async (db) => {
      if (settings().demo) return null;
      const accounts = DEMONSTRATION_ACCOUNTS.map((name) => `${name}@trivium.test`);
      const { rows } = await db.execute<{ left: number }>(
        sql`select count(*)::int as left from person where email = any(${sql.param(accounts)}::text[])`,
      );
      const { left = 0 } = rows[0] ?? {};
      return left === 0 ? null : `${left} of its accounts are in this database: a real network starts empty.`;
    },
  },
  {
    name: "audit log",
    run: async (db) => {
      const { firstBroken } = await verifyAudit(db);
      if (firstBroken) return `it is broken at ${firstBroken.chain}, entry ${firstBroken.position}.`;
      const now = Temporal.Now.instant();
      return faultOf(await verifyWitness(db, now)) ?? (await witnessPostFault(now));
    },
  },
];

/** Looks at everything that must hold for the network to run. @returns how many checks failed */
export async function examine(db: Database, say: (line: string) => void): Promise<number> {
  let failed = 0;
  for (const { name, run, isGround } of CHECKS) {
    const fault = await run(db);
    say(fault ? `✗ ${name}: ${fault}` : `✓ ${name}`);
    if (fault) failed += 1;
    if (fault && isGround) break;
  }
  return failed;
}
