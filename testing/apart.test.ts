import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { APART } from "./apart.ts";

const ROOT = join(import.meta.dirname, "..");
/** What outlives a file in a worker that goes on: a module that is stood in for, a setting. */
const OUTLIVES =
  /\bvi\.(?:mock|stub\w+|spyOn|useFakeTimers)\(|\bprocess\.env\.\w+ (?:\?\?)?= |secret-of-dumps/;

const files = ["db", "lib", "scripts", "server", "testing"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".db.test.ts"))
    .map((name) => `${folder}/${name}`),
);

test("database tests that change what their worker keeps have a worker of their own", () => {
  const changing = files.filter((name) => OUTLIVES.test(readFileSync(join(ROOT, name), "utf8")));
  expect(changing.filter((name) => !APART.includes(name))).toEqual([]);
});

test("each of the list is there", () => {
  expect(APART.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
});
