import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./folder.ts";

const root = mkdtempSync(join(tmpdir(), "trivium-folder-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const modeOf = (path: string) => statSync(path).mode & 0o777;

test("what is missing is made, and what is there keeps its permissions", () => {
  const there = join(root, "there");
  mkdirSync(there);
  chmodSync(there, 0o750);
  makeFolder(join(there, "a/b"), 0o700);
  makeFolder(join(there, "a/b"), 0o777);
  expect([there, join(there, "a"), join(there, "a/b")].map(modeOf)).toEqual([0o750, 0o700, 0o700]);
});

test("a file in its way is named", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "a/b")])
    expect(() => makeFolder(path)).toThrow(`${file} is a file: name a folder.`);
});

test("a name that points to nothing ends in an error, and not in a search for ever", () => {
  const link = join(root, "link");
  symlinkSync(join(root, "nowhere/at/all"), link);
  expect(() => makeFolder(link)).toThrow(link);
});

// In a process of its own, which is killed should it never end.
test.skipIf(process.platform !== "linux")(
  "where the system takes no folders, it says so and ends",
  () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "-e",
        `import(${JSON.stringify(resolve("lib/foundation/platform/files/folder.ts"))}).then((m) => m.makeFolder("/proc/a/b"))`,
      ],
      { encoding: "utf8", timeout: 10_000, killSignal: "SIGKILL" },
    );
    expect({ status, said: stderr }).toEqual({
      status: 1,
      said: expect.stringContaining("/proc/a cannot be made"),
    });
  },
);
