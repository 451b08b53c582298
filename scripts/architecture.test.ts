import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MODULES } from "#lib/modules.ts";
import { architectureWithPicture } from "./architecture.ts";

const text = readFileSync("docs/architecture.md", "utf8");

test("the picture of the house is that of its modules; `npm run architecture` draws it anew", () => {
  expect(text).toBe(architectureWithPicture(text));
});

test("a document without a place for the picture is refused", () => {
  expect(() => architectureWithPicture("# Architecture")).toThrow(/no Mermaid picture/);
});

test("every wing says in thirty lines at most what lives there, and names each of its modules", () => {
  const wings = Map.groupBy(Object.keys(MODULES), (name) => name.split("/")[0] ?? name);
  for (const [wing, names] of wings) {
    const modules = names.map((name) => name.slice(wing.length + 1)).filter(Boolean);
    if (modules.length === 0) continue;
    const readme = `lib/${wing}/README.md`;
    expect(existsSync(readme), readme).toBe(true);
    const lines = readFileSync(readme, "utf8").trimEnd().split("\n");
    expect(lines.length, readme).toBeLessThanOrEqual(30);
    const said = modules.filter((name) => !lines.some((line) => line.startsWith(`- **${name}**`)));
    expect(said, readme).toEqual([]);
  }
});

test("every folder of lib is a wing or a module of the list", () => {
  const wings = new Set(Object.keys(MODULES).map((name) => name.split("/")[0]));
  const folders = readdirSync("lib", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).filter((name) => !wings.has(name))).toEqual([]);
});
