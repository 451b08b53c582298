// Rewrites the first migration from db/schema, then lists the hand-written ones after it. Until the first release only:
// afterwards a change of schema is a migration of its own (`drizzle-kit generate`).
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = new URL("../db/migrations/", import.meta.url);
const handWritten = readdirSync(folder)
  .filter((name) => /^(09|[12]\d)_.*\.sql$/.test(name))
  .sort();

for (const name of readdirSync(folder)) if (name.startsWith("0000_")) rmSync(new URL(name, folder));
rmSync(new URL("meta/", folder), { recursive: true, force: true });
execFileSync("drizzle-kit", ["generate", "--name", "baseline"], { stdio: "inherit" });

const journalFile = new URL("meta/_journal.json", folder);
const journal = JSON.parse(readFileSync(journalFile, "utf8"));
const [baseline] = journal.entries;
const EPOCH = Date.UTC(2026, 10, 24);
const before = handWritten.filter((name) => name.startsWith("0"));
const after = handWritten.filter((name) => !name.startsWith("0"));
const tags = [...before, `${baseline.tag}.sql`, ...after].map((name) => name.replace(/\.sql$/, ""));
journal.entries = tags.map((tag, idx) => ({ ...baseline, idx, when: EPOCH + idx, tag }));
writeFileSync(journalFile, `${JSON.stringify(journal, null, 2)}\n`);
