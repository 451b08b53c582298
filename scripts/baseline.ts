// Rewrites the first migration from db/schema, then lists the hand-written ones after it. Until the first release only:
// afterwards a change of schema is a migration of its own (`drizzle-kit generate`).
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = new URL("../db/migrations/", import.meta.url);
const handWritten = readdirSync(folder)
  .filter((name) => /^1\d_.*\.sql$/.test(name))
  .sort();

for (const name of readdirSync(folder)) if (name.startsWith("0000_")) rmSync(new URL(name, folder));
rmSync(new URL("meta/", folder), { recursive: true, force: true });
mkdirSync(new URL("meta/", folder));
execFileSync("drizzle-kit", ["generate", "--name", "baseline"], { stdio: "inherit" });

const journalFile = new URL("meta/_journal.json", folder);
const journal = JSON.parse(readFileSync(journalFile, "utf8"));
const [baseline] = journal.entries;
const EPOCH = Date.UTC(2026, 10, 24);
baseline.when = EPOCH;
journal.entries = [
  baseline,
  ...handWritten.map((name, at) => ({
    ...baseline,
    idx: at + 1,
    when: EPOCH + at + 1,
    tag: name.replace(/\.sql$/, ""),
  })),
];
writeFileSync(journalFile, `${JSON.stringify(journal, null, 2)}\n`);
