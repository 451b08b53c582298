import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const ENTRIES = [
  "drizzle-orm",
  "drizzle-orm/pg-core",
  "drizzle-orm/node-postgres",
  "drizzle-orm/node-postgres/migrator",
];

/** The address of each entry and what it exports, as a process of its own finds them. */
function exportsOf(options: string[]) {
  const script = `
    for (const entry of ${JSON.stringify(ENTRIES)})
      console.log(import.meta.resolve(entry), Object.keys(await import(entry)).sort().join());
    const { createRequire } = process.getBuiltinModule("node:module");
    console.log(createRequire(import.meta.url).resolve("drizzle-orm"));`;
  return execFileSync(process.execPath, [...options, "--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

test("imports the same files, whether quickly or as Node does by itself", () => {
  const quick = exportsOf(["--import", "./scripts/quick-imports.mjs"]);
  expect(quick).toContain("pgTable");
  expect(quick).toBe(exportsOf([]));
});
