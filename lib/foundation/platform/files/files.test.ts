import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOfTest } from "#testing/folder.ts";
import { appendLines, wholeLines, writeWhole } from "./files.ts";

const folder = () => folderOfTest("files");

test("half a line that was left there is no line, and gives way to the next", async () => {
  const file = join(folder(), "lines");
  expect(await wholeLines(file)).toEqual([]);
  await appendLines(file, ["one"]);
  for (const half of ['"tw', `"${"x".repeat(200_000)}`]) {
    writeFileSync(file, `"one"\n${half}`);
    expect(await wholeLines(file)).toEqual(['"one"']);
    await appendLines(file, [{ two: 2 }, 3]);
    expect(readFileSync(file, "utf8")).toBe('"one"\n{"two":2}\n3\n');
  }
});

test("a last line that only lacks its end is a line", async () => {
  const file = join(folder(), "lines");
  writeFileSync(file, '"one"\n"two"');
  expect(await wholeLines(file)).toEqual(['"one"', '"two"']);
  await appendLines(file, ["three"]);
  expect(readFileSync(file, "utf8")).toBe('"one"\n"two"\n"three"\n');
});

test("a file that is replaced is the old one or the new one", async () => {
  const at = folder();
  const file = join(at, "sent");
  await writeWhole(file, "1");
  await writeWhole(file, "2");
  expect(readFileSync(file, "utf8")).toBe("2");
  await expect(writeWhole(join(at, "none/sent"), "3")).rejects.toMatchObject({ code: "ENOENT" });
  expect(readdirSync(at)).toEqual(["sent"]);
});

const OWN_WORLD = ["--user", "--map-root-user", "--mount"];
const hasOwnWorld = spawnSync("unshare", [...OWN_WORLD, "true"]).status === 0;

/** Runs in a world whose folder is a disk of 64 KB, which its end takes away. */
function onSmallDisk(at: string): {
  codes: string[];
  lines: string[];
  ends: string;
  again: string[];
  left: string[];
} {
  const script = join(import.meta.dirname, "../../../../testing/small-disk.ts");
  const mount = `mount -t tmpfs -o size=64k none "$0" && exec "$1" "$2" "$0"`;
  const told = execFileSync(
    "unshare",
    [...OWN_WORLD, "sh", "-c", mount, at, process.execPath, script],
    {
      encoding: "utf8",
    },
  );
  return JSON.parse(told);
}

test.runIf(hasOwnWorld)(
  "a disk that is full takes lines whole or not at all, and goes on when there is room",
  () => {
    const { codes, lines, ends, again, left } = onSmallDisk(folder());
    expect(codes).toEqual(["ENOSPC", "ENOSPC"]);
    expect(ends).toBe("\n");
    for (const line of lines) expect(line).toMatch(/^"\d+ x{1000}"$/);
    expect(lines.length).toBeGreaterThan(10);
    expect(again).toEqual([...lines, '"after"']);
    expect(left).toEqual(["lines", "sent"]);
  },
);
