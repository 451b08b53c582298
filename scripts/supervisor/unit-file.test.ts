import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const UNIT = readFileSync("deploy/trivium.service", "utf8");
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

/** The value of a line of the unit. */
const lineOf = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(UNIT)?.[1] ?? "";

test("the unit starts what is there, tells the supervisor alone, and gives each part its time", () => {
  const [node = "", script = ""] = lineOf("ExecStart").split(" ");
  const root = lineOf("WorkingDirectory");
  for (const path of [node.replace(root, "."), script])
    expect(readFileSync(resolve(path)).length).toBeGreaterThan(0);
  expect(lineOf("KillMode")).toBe("mixed");
  // Twenty seconds for web and worker each, and three times fifteen for the database.
  expect(Number(lineOf("TimeoutStopSec"))).toBeGreaterThanOrEqual(2 * 20 + 3 * 15);
});

test.skipIf(!hasSystemd)("systemd finds nothing wrong in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "trivium-unit-"));
  const file = join(folder, "trivium.service");
  // The program lies here, and not where the unit will find it.
  writeFileSync(file, UNIT.replaceAll("/srv/trivium", resolve(".")));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
