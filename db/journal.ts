import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Beside the command: also when Next has put this file into a bundle of its own. */
const MIGRATIONS = join(/* turbopackIgnore: true */ process.cwd(), "db/migrations");

/**
 * A migration of this version.
 *
 * @property hashes SHA-256 of its text, with the line endings of either kind of machine
 * @property makes tables and views that it makes and that are there when it is done
 * @property drops those of earlier migrations that it takes away
 */
export type Migration = {
  tag: string;
  when: number;
  hashes: readonly string[];
  makes: readonly string[];
  drops: readonly string[];
};

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
 * - `half`: its journal says one thing, and its tables another: one table or view is missing, or is
 *   there too early
 * - `foreign`: it belongs to something else than Trivium
 */
export type Standing =
  | { is: "empty" | "same" }
  | { is: "older"; missing: number }
  | { is: "newer"; more: number }
  | { is: "other"; tag: string | null }
  | { is: "half"; tag: string; relation: string; isThere: boolean }
  | { is: "foreign"; relations: string[] };

type Client = { query: (text: string) => Promise<{ rows: Record<string, unknown>[] }> };

/**
 * @param known in order of time
 * @param tag in an answer `other`: the first migration of this version that was not done as it is
 *   written; null when it is unknown
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
    return last === known.at(-1)
      ? { is: "newer", more: strange.length }
      : { is: "other", tag: null };
  const missing = known.filter((migration) => !done(migration)).length;
  return missing === 0 ? { is: "same" } : { is: "older", missing };
}

/**
 * Looks whether the tables are those that the journal speaks of.
 *
 * @param known in order of time
 * @param present names of the tables and views that are there
 * @returns `half` with the first one that should not be missing, or not be there yet; null when all
 *   is as it says
 */
export function halfMigrated(
  known: readonly Migration[],
  applied: readonly Applied[],
  present: readonly string[],
): Extract<Standing, { is: "half" }> | null {
  const isDone = ({ when }: Migration) => applied.some((row) => row.when === when);
  const madeBy = new Map<string, string>();
  for (const { tag, makes, drops } of known.filter(isDone)) {
    for (const relation of drops) madeBy.delete(relation);
    for (const relation of makes) madeBy.set(relation, tag);
  }
  for (const [relation, tag] of madeBy)
    if (!present.includes(relation)) return { is: "half", tag, relation, isThere: false };
  for (const { tag, makes } of known.filter((migration) => !isDone(migration)))
    for (const relation of makes)
      if (present.includes(relation) && !madeBy.has(relation))
        return { is: "half", tag, relation, isThere: true };
  return null;
}

/** The migrations that this version came with, in order of time. */
export function knownMigrations(folder = MIGRATIONS): Migration[] {
  const { entries } = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string; when: number }[];
  };
  return entries
    .map(({ tag, when }) => {
      const text = readFileSync(join(folder, `${tag}.sql`), "utf8");
      return { tag, when, hashes: hashesOf(text), ...relationsOf(text) };
    })
    .toSorted((one, other) => one.when - other.when);
}

/** What statements at the beginning of a line make and drop; what a statement replaces is made. */
function relationsOf(text: string): Pick<Migration, "makes" | "drops"> {
  const kind = "(?:TABLE|(?:MATERIALIZED )?VIEW)";
  const named = (verb: string) =>
    [
      ...text.matchAll(new RegExp(`^${verb} ${kind}(?: IF (?:NOT )?EXISTS)? "?(\\w+)"?`, "gim")),
    ].map(([, name = ""]) => name);
  const renamed = [...text.matchAll(/^ALTER TABLE "?(\w+)"? RENAME TO "?(\w+)"?/gim)];
  const makes = [
    ...named("CREATE(?: OR REPLACE)?(?: UNLOGGED)?"),
    ...renamed.map(([, , name = ""]) => name),
  ];
  const drops = [...named("DROP"), ...renamed.map(([, name = ""]) => name)];
  return { makes: [...new Set(makes)], drops: drops.filter((name) => !makes.includes(name)) };
}

function hashesOf(text: string): string[] {
  const unix = text.replaceAll("\r\n", "\n");
  return [unix, unix.replaceAll("\n", "\r\n")].map((each) =>
    createHash("sha256").update(each).digest("hex"),
  );
}

/**
 * @param client anything that may read the schema `drizzle`: the owner, the application or a
 *   backup's login
 */
export async function standingOf(client: Client, folder = MIGRATIONS): Promise<Standing> {
  const relations = await relationsIn(client);
  const known = knownMigrations(folder);
  const isOurs = areOurs(known, relations);
  const applied = await appliedTo(client);
  if (applied.length === 0) {
    if (isOurs) return { is: "other", tag: null };
    return relations.length > 0 ? { is: "foreign", relations } : { is: "empty" };
  }
  const found = standing(known, applied);
  const isKnown = applied.some(({ hash }) => known.some(({ hashes }) => hashes.includes(hash)));
  if (found.is === "other" && !isOurs && !isKnown) return { is: "foreign", relations };
  const hasHalf = found.is === "same" || found.is === "older";
  return (hasHalf && halfMigrated(known, applied, relations)) || found;
}

/**
 * Whether tables are those of Trivium, where no journal says so: half of its first ones are there.
 * One name alone, such as `person` or `session`, may be anybody's.
 */
export function areOurs(known: readonly Migration[], present: readonly string[]): boolean {
  const made = known.find(({ makes }) => makes.length > 0)?.makes ?? [];
  const found = made.filter((relation) => present.includes(relation));
  return found.length > 0 && found.length >= made.length / 2;
}

/**
 * Tables and views of the schema `public`, without those of an extension and the parts of a
 * partitioned table.
 */
async function relationsIn(client: Client): Promise<string[]> {
  const { rows } = await client.query(`
    SELECT relname::text AS name FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY 1`);
  return rows.map(({ name }) => String(name));
}

async function appliedTo(client: Client): Promise<Applied[]> {
  const { rows } = await client.query(
    "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS has",
  );
  if (rows[0]?.has !== true) return [];
  const applied = await client.query(
    "SELECT hash, created_at::text AS at FROM drizzle.__drizzle_migrations ORDER BY created_at",
  );
  return applied.rows.map(({ hash, at }) => ({ hash: String(hash), when: Number(at) }));
}

/**
 * Whether a process that runs may go on: a newer version may have brought the tables further while
 * it did.
 */
export function mayServe({ is }: Standing): boolean {
  return is === "same" || is === "newer";
}

/**
 * Why this version does not start on such a database, in one sentence; null when it may, after the
 * migrations that are missing.
 */
export function startFault(found: Standing): string | null {
  if (found.is === "newer")
    return `The database belongs to a newer version of Trivium (it has ${found.more} migrations that this version does not know): start that version, or restore the backup made before the upgrade.`;
  if (found.is === "half")
    return `The database is half migrated ("${found.relation}" of ${found.tag} is ${found.isThere ? "there, and its journal does not say so" : "missing, and its journal says it was made"}): restore a backup; nothing was changed.`;
  if (found.is === "foreign") return `${foreignWords(found.relations)} nothing was changed.`;
  if (found.is !== "other") return null;
  const what = found.tag
    ? `"${found.tag}" was not done as it is written here`
    : "it has tables of another history";
  return `The database does not fit this version of Trivium (${what}): start the version it was made with, or restore a backup of this one; nothing was changed.`;
}

const NAMED = 3;

function foreignWords(relations: readonly string[]): string {
  const more = relations.length - NAMED;
  const named = `${relations.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `The database belongs to something else than Trivium (it has ${named || "a journal of other migrations"}): give Trivium an empty database of its own;`;
}

/** What is wrong for whoever asks while it runs, in one sentence; null when nothing is. */
export function standingFault(found: Standing): string | null {
  if (found.is === "empty") return "the database has no tables yet: `npm start` makes them.";
  if (found.is === "older")
    return `the database lacks ${found.missing} migrations of this version: stop, and start this version once.`;
  return startFault(found);
}
