import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Beside the command: also when Next has put this file into a bundle of its own. */
const MIGRATIONS = join(/* turbopackIgnore: true */ process.cwd(), "db/migrations");

/** A migration of this version. @property hashes SHA-256 of its text, with the line endings of either kind of machine */
export type Migration = { tag: string; when: number; hashes: readonly string[] };

/** A row of drizzle's own table: what was done to a database. */
export type Applied = { hash: string; when: number };

/**
 * How the tables of a database stand to those of this version.
 *
 * - `empty`: nothing of ours is there
 * - `older`: everything that was done is a beginning of what this version knows
 * - `same`
 * - `newer`: everything this version knows was done, and more after it
 * - `other`: something else was done to it, or a part of it was not
 */
export type Standing =
  | { is: "empty" | "same" }
  | { is: "older"; missing: number }
  | { is: "newer"; more: number }
  | { is: "other"; tag: string | null };

type Client = { query: (text: string) => Promise<{ rows: Record<string, unknown>[] }> };

/**
 * @param known in order of time
 * @param tag in an answer `other`: the first migration of this version that was not done as it is written; null when it is unknown
 */
export function standing(known: readonly Migration[], applied: readonly Applied[]): Standing {
  if (applied.length === 0) return { is: "empty" };
  const newest = Math.max(...applied.map(({ when }) => when));
  const done = (migration: Migration) =>
    applied.some(({ hash, when }) => when === migration.when && migration.hashes.includes(hash));
  const skipped = known.find((migration) => migration.when <= newest && !done(migration));
  if (skipped) return { is: "other", tag: skipped.tag };
  const last = known.findLast(done);
  const isKnown = ({ when }: Applied) => known.some((migration) => migration.when === when);
  const strange = applied.filter((row) => !isKnown(row));
  if (strange.some(({ when }) => when < (last?.when ?? newest))) return { is: "other", tag: null };
  if (strange.length > 0)
    return last === known.at(-1) ? { is: "newer", more: strange.length } : { is: "other", tag: null };
  const missing = known.filter((migration) => !done(migration)).length;
  return missing === 0 ? { is: "same" } : { is: "older", missing };
}

/** The migrations that this version came with, in order of time. */
export function knownMigrations(folder = MIGRATIONS): Migration[] {
  const { entries } = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string; when: number }[];
  };
  return entries
    .map(({ tag, when }) => ({
      tag,
      when,
      hashes: hashesOf(readFileSync(join(folder, `${tag}.sql`), "utf8")),
    }))
    .toSorted((one, other) => one.when - other.when);
}

function hashesOf(text: string): string[] {
  const unix = text.replaceAll("\r\n", "\n");
  return [unix, unix.replaceAll("\n", "\r\n")].map((each) => createHash("sha256").update(each).digest("hex"));
}

/** @param client anything that may read the schema `drizzle`: the owner, the application or a backup's login */
export async function standingOf(client: Client, folder = MIGRATIONS): Promise<Standing> {
  const { rows } = await client.query(`
    SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS "isBegun",
      to_regclass('public.person') IS NOT NULL AS "isFilled"`);
  if (rows[0]?.isBegun !== true) return rows[0]?.isFilled ? { is: "other", tag: null } : { is: "empty" };
  const applied = await client.query(
    "SELECT hash, created_at::text AS at FROM drizzle.__drizzle_migrations ORDER BY created_at",
  );
  return standing(
    knownMigrations(folder),
    applied.rows.map(({ hash, at }) => ({ hash: String(hash), when: Number(at) })),
  );
}

/** Whether a process that runs may go on: a newer version may have brought the tables further while it did. */
export function mayServe({ is }: Standing): boolean {
  return is === "same" || is === "newer";
}

/** Why this version does not start on such a database, in one sentence; null when it may, after the migrations that are missing. */
export function startFault(found: Standing): string | null {
  if (found.is === "newer")
    return `The database belongs to a newer version of Trivium (it has ${found.more} migrations that this version does not know): start that version, or restore the backup made before the upgrade.`;
  if (found.is !== "other") return null;
  const what = found.tag
    ? `"${found.tag}" was not done as it is written here`
    : "it has tables of another history";
  return `The database does not fit this version of Trivium (${what}): start the version it was made with, or restore a backup of this one; nothing was changed.`;
}

/** What is wrong for whoever asks while it runs, in one sentence; null when nothing is. */
export function standingFault(found: Standing): string | null {
  if (found.is === "empty") return "the database has no tables yet: `npm start` makes them.";
  if (found.is === "older")
    return `the database lacks ${found.missing} migrations of this version: stop, and start this version once.`;
  return startFault(found);
}
