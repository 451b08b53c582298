import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { machineFault } from "./machine-fault.ts";

const folder = mkdtempSync(join(tmpdir(), "trivium-fault-"));
const file = join(folder, "file");
writeFileSync(file, "");
afterAll(() => rmSync(folder, { recursive: true }));

const faultOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
};
const coded = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: raw`), { code, path });
const asked = { dataDir: folder, database: null, next: "command" } as const;

test.each<[string, () => unknown, string]>([
  [
    "a folder far below one that is missing",
    () => readFileSync(join(folder, "a/b/c")),
    join(folder, "a is not there."),
  ],
  [
    "what should lie in a file",
    () => mkdirSync(join(file, "below")),
    `${file} is a file, where a folder is needed.`,
  ],
  [
    "a folder to be read as a file",
    () => readFileSync(folder),
    "is a folder, where a file is needed.",
  ],
])("%s is named in words", (_, run, words) => {
  expect(machineFault(faultOf(run), asked)).toContain(words);
});

test.each([
  [
    "a folder of somebody else",
    coded("EACCES", "/proc/1/new"),
    /^The user \S+ may not use \/proc\/1, which belongs to root\.$/,
  ],
  [
    "a disk that may only be read",
    coded("EROFS", file),
    /^The disk of \S+ is read-only: .* MB left of \d+ MB\.$/,
  ],
  [
    "a full disk",
    coded("ENOSPC", file),
    /^The disk is full: .* MB left of \d+ MB\. It holds \S+\. Make room and run it again\.$/,
  ],
  [
    "a database that takes nobody yet",
    coded("57P03"),
    /^The database in \S+ starts, stops or mends itself/,
  ],
  [
    "a database that ended meanwhile",
    new Error("Connection terminated unexpectedly"),
    /^The database in \S+ starts, stops or mends itself/,
  ],
  ["a database that was left behind", coded("ECONNREFUSED"), /does not answer: run `npm start`/],
  [
    "a database whose socket went with it",
    Object.assign(coded("ENOENT"), { syscall: "connect", address: "/data/postgres/.s.PGSQL.1" }),
    /does not answer: run `npm start`/,
  ],
  [
    "a socket in a folder of somebody else",
    Object.assign(coded("EACCES"), { syscall: "connect", address: "/proc/1/new/.s.PGSQL.1" }),
    /^The user \S+ may not use \/proc\/1, which belongs to root: run this as that user, or leave `\?host=…` out of DATABASE_URL, so that the database is met at its port\.$/,
  ],
])("%s is named in words, without the system's code", (_, error, words) => {
  const said = machineFault(new Error("Failed query", { cause: error }), asked);
  expect(said).toMatch(words);
  expect(said).not.toContain("raw");
});

test("a start says what to do about a folder of somebody else", () => {
  const said = machineFault(coded("EACCES", "/proc/1/new"), { ...asked, next: "start" });
  expect(said).toMatch(
    /belongs to root\. Start as that user, or choose another folder with DATA_DIR\.$/,
  );
});
