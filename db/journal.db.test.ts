import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freshDatabase } from "#testing/postgres-database.ts";
import { knownMigrations, standingOf } from "./journal.ts";
import { migrate } from "./migrate.ts";

const FOLDER = join(import.meta.dirname, "migrations");

/** The migrations of a program that is one behind this one, or that knows one more. */
function folderOf(change: "behind" | "ahead" | "rewritten"): string {
  const folder = mkdtempSync(join(tmpdir(), "trivium-migrations-"));
  cpSync(FOLDER, folder, { recursive: true });
  const journalFile = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(journalFile, "utf8"));
  const last = journal.entries.at(-1);
  if (change === "behind") journal.entries.pop();
  if (change === "ahead") {
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "99_probe" });
    writeFileSync(join(folder, "99_probe.sql"), "CREATE TABLE probe (id integer);");
  }
  if (change === "rewritten")
    writeFileSync(join(folder, `${journal.entries[0].tag}.sql`), "SELECT 1;");
  writeFileSync(journalFile, JSON.stringify(journal));
  return folder;
}

test("an older database is brought to this version; a newer one and one of another history are refused untouched", async () => {
  const database = await freshDatabase();
  const folders = {
    ahead: folderOf("ahead"),
    behind: folderOf("behind"),
    rewritten: folderOf("rewritten"),
  };
  try {
    const { pool } = database.connect(2);
    expect(await standingOf(pool)).toEqual({ is: "same" });
    expect(await standingOf(pool, folders.ahead)).toEqual({ is: "older", missing: 1 });
    expect(await standingOf(pool, folders.behind)).toEqual({ is: "newer", more: 1 });

    await expect(migrate(database.url, { folder: folders.behind })).rejects.toThrow(
      /a newer version/,
    );
    await expect(migrate(database.url, { folder: folders.rewritten })).rejects.toThrow(
      /"09_extensions" was not done as it is written here/,
    );
    expect(await standingOf(pool)).toEqual({ is: "same" });

    await migrate(database.url, { folder: folders.ahead });
    expect(await standingOf(pool, folders.ahead)).toEqual({ is: "same" });
    expect(await standingOf(pool)).toEqual({ is: "newer", more: 1 });

    await pool.query("DROP TABLE drizzle.__drizzle_migrations");
    await expect(migrate(database.url)).rejects.toThrow(/it has tables of another history/);
  } finally {
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true });
    await database.drop();
  }
});

test("a half-migrated database, one whose journal is lost and one of another product are refused untouched, each by its name", async () => {
  const [half, early, foreign] = [
    await freshDatabase(),
    await freshDatabase(),
    await freshDatabase(),
  ];
  try {
    const tags = knownMigrations();
    await half.connect(1).pool.query("DROP TABLE job_run");
    await expect(migrate(half.url)).rejects.toThrow(
      /half migrated \("job_run" of 53_job_run is missing, and its journal says it was made\)/,
    );

    const { pool } = early.connect(1);
    const since = tags.find(({ tag }) => tag === "53_job_run")?.when;
    await pool.query("DELETE FROM drizzle.__drizzle_migrations WHERE created_at >= $1", [since]);
    await expect(migrate(early.url)).rejects.toThrow(
      /half migrated \("job_run" of 53_job_run is there/,
    );
    expect(await standingOf(pool)).toMatchObject({
      is: "half",
      relation: "job_run",
      isThere: true,
    });

    const other = foreign.connect(1).pool;
    await other.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE wp_posts (id integer);
      CREATE TABLE person (id integer)`);
    // With a journal of the same tool, and with none.
    await other.query("UPDATE drizzle.__drizzle_migrations SET hash = md5(hash)");
    for (const statement of ["SELECT 1", "DROP SCHEMA drizzle CASCADE"]) {
      await other.query(statement);
      await expect(migrate(foreign.url)).rejects.toThrow(
        /something else than Trivium \(it has person, wp_posts\)/,
      );
    }
    const { rows } = await other.query(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
    );
    expect(rows).toEqual([{ relname: "person" }, { relname: "wp_posts" }]);
  } finally {
    for (const database of [half, early, foreign]) await database.drop();
  }
});
