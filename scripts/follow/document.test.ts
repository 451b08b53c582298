import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, FIRST_COURSE } from "./document.ts";

const fenced = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, "```"].join("\n");

test("blocks are taken in order, with their section and what is done with them", () => {
  const text = [
    "# Title",
    "## Install",
    fenced("sh follow", "cd trivium", "npm ci"),
    fenced("json", "{}"),
    "## Run",
    fenced("sh follow while http://localhost:3000/readyz", "npm start"),
    fenced("ini follow append .env", "PORT=3000"),
    fenced("sh follow stopped in own database", "npm start"),
    fenced("sh", "sudo reboot"),
  ].join("\n");
  expect(blocksOf(text)).toMatchObject([
    {
      section: "Install",
      line: 3,
      text: "cd trivium\nnpm ci",
      does: { kind: "run", isStopped: false },
    },
    { section: "Run", does: { kind: "start", address: "http://localhost:3000/readyz" } },
    { text: "PORT=3000", does: { kind: "file", path: ".env", isAdded: true } },
    { course: "own database", does: { kind: "run", isStopped: true } },
    { course: FIRST_COURSE, does: { kind: "left" } },
  ]);
});

test("words that nobody knows are refused by their line", () => {
  expect(() => blocksOf(fenced("sh follow quickly", "ls"))).toThrow("Line 1");
});

test("the document can be followed from its first section on", () => {
  const blocks = blocksOf(
    readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8"),
  );
  const followed = blocks.filter(({ does }) => does.kind !== "left");
  expect(followed[0]?.section).toBe("Install");
  expect(new Set(followed.map(({ section }) => section)).size).toBeGreaterThan(4);
});
