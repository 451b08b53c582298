import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { knownMigrations, type Migration } from "./journal.ts";

/**
 * A migration that a database of somebody's has had.
 *
 * @property sha256 of its text with the line endings of Unix
 */
export type Frozen = { tag: string; when: number; sha256: string };

const FILE = join(import.meta.dirname, "migrations/frozen.json");

/** What may not change any more, in order of time: `npm run freeze` adds to it. */
export function frozenMigrations(): Frozen[] {
  return JSON.parse(readFileSync(FILE, "utf8")) as Frozen[];
}

/**
 * Freezes every migration that is there now.
 *
 * @throws Error in sentences, and nothing is written, when a frozen one was changed
 */
export function freezeMigrations(): Frozen[] {
  const faults = thawed(frozenMigrations(), knownMigrations());
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const frozen = knownMigrations().map(({ tag, when, hashes }) => ({
    tag,
    when,
    sha256: hashes[0] ?? "",
  }));
  writeFileSync(FILE, `${JSON.stringify(frozen, null, 2)}\n`);
  return frozen;
}

/**
 * What was done to migrations that are frozen.
 *
 * @param known those of this version, in order of time
 * @returns sentences; none when all are as they were, and what is new comes after them
 */
export function thawed(frozen: readonly Frozen[], known: readonly Migration[]): string[] {
  const last = Math.max(...frozen.map(({ when }) => when));
  const changed = frozen.flatMap(({ tag, when, sha256 }) => {
    const migration = known.find((one) => one.tag === tag);
    if (!migration) return [`${tag} is frozen and is not there any more.`];
    if (migration.when !== when) return [`${tag} is frozen and has another moment in the journal.`];
    if (!migration.hashes.includes(sha256))
      return [`${tag} is frozen and was changed: put it back, and write a new migration instead.`];
    return [];
  });
  const early = known
    .filter(({ tag, when }) => when <= last && !frozen.some((one) => one.tag === tag))
    .map(({ tag }) => `${tag} comes before the last frozen migration: give it a later moment.`);
  return [...changed, ...early];
}
