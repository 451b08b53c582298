import { readFile, rename, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import product from "../../package.json" with { type: "json" };

/**
 * Room on the disk that DATA_DIR stands on, in bytes: what this user may still write, and all there
 * is.
 */
export type Disk = { free: number; size: number };

export async function diskOf(folder = settings().dataDir): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}

export type DatabaseState = {
  version: string;
  /** As PostgreSQL counts: 180004. */
  versionNumber: number;
  bytes: number;
  /** Connections of everybody to the whole server, and how many it takes. */
  connections: number;
  mostConnections: number;
  /** How far its clock is from this machine's, in seconds. */
  skewSeconds: number;
  /** Whether whoever serves people also owns the tables. */
  isOwner: boolean;
};

export async function databaseState(db: Database): Promise<DatabaseState> {
  const rows = await rowsOf<DatabaseState>(
    db,
    sql`
      select current_setting('server_version') as version,
        current_setting('server_version_num')::int as version_number,
        pg_database_size(current_database())::float8 as bytes,
        (select sum(numbackends)::int from pg_stat_database) as connections,
        current_setting('max_connections')::int as most_connections,
        abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1000}::float8)::float8
          as skew_seconds,
        (select pg_has_role(relowner, 'USAGE') from pg_class where oid = to_regclass('public.audit_entry')) is true as is_owner`,
  );
  const [state] = rows;
  if (!state) throw new Error("no answer about the database");
  return state;
}

/**
 * In DATA_DIR: what the last backup was. Written by whoever makes one, our command or a script of
 * the administrator's own.
 */
export const LAST_BACKUP_FILE = "last-backup.json";

const lastBackup = z.object({
  at: z.iso.datetime({ offset: true }).transform((text) => Temporal.Instant.from(text)),
  bytes: z.number().nonnegative().catch(0),
});

export type LastBackup = z.output<typeof lastBackup>;

/** Notes a backup that was made whole. Where it lies is not noted. */
export async function noteBackup(
  { at, bytes }: { at: string; bytes: number },
  folder = settings().dataDir,
): Promise<void> {
  const file = join(folder, LAST_BACKUP_FILE);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ at, bytes })}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** The last backup; null when none was noted, or its note cannot be read. */
export async function lastBackupOf(folder = settings().dataDir): Promise<LastBackup | null> {
  const text = await readFile(join(folder, LAST_BACKUP_FILE), "utf8").catch(() => "");
  try {
    return lastBackup.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export type Versions = { program: string; build: string; node: string };

/**
 * What runs here. The build changes with every change of the pages: two machines that serve one
 * network should agree.
 */
export async function versionsOf(folder = process.env.NEXT_DIST_DIR ?? ".next"): Promise<Versions> {
  const build = await readFile(join(folder, "BUILD_ID"), "utf8").catch(() => "");
  return { program: product.version, build: build.trim(), node: process.versions.node };
}
