import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepFiles } from "./earlier-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trivium-static-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function build(name: string, files: Record<string, string>): string {
  const built = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(built, file)), { recursive: true });
    writeFileSync(join(built, file), text);
  }
  return built;
}

const day = (number: number) => new Date(Date.UTC(2026, 2, number));

test("files of the build before are found for two weeks, and forgotten when nothing has served them since", () => {
  const kept = join(folder, "kept");
  const first = build("first", {
    "chunks/old.js": "old",
    "chunks/both.js": "same",
    "a/~b.css": "x",
  });
  const second = build("second", { "chunks/both.js": "same", "chunks/new.js": "new" });
  expect(keepFiles(first, kept, day(1))("/_next/static/chunks/old.js")).toBeNull();

  const find = keepFiles(second, kept, day(10));
  expect(find("/_next/static/chunks/old.js?v=1")).toMatchObject({
    bytes: 3,
    type: "text/javascript; charset=utf-8",
  });
  expect(find("/_next/static/a/%7Eb.css")).toMatchObject({ type: "text/css; charset=utf-8" });
  for (const own of ["both", "new"]) expect(find(`/_next/static/chunks/${own}.js`)).toBeNull();

  const later = keepFiles(second, kept, day(16));
  expect(later("/_next/static/chunks/old.js")).toBeNull();
  expect(readdirSync(join(kept, "chunks")).toSorted()).toEqual(["both.js", "new.js"]);
});

test.each([
  "/_next/static/../auth-secret",
  "/_next/static/%2e%2e/auth-secret",
  "/_next/static/..%2fauth-secret",
  "/static/chunks/old.js",
  "/_next/static/",
])("nothing outside is found: %s", (target) => {
  const kept = join(folder, "data/static");
  build("data", { "auth-secret": "s" });
  keepFiles(build("first", { "chunks/old.js": "old" }), kept, day(1));
  expect(keepFiles(build("second", {}), kept, day(2))(target)).toBeNull();
});
