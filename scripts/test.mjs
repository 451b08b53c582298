import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, installDependencies } from "./install.mjs";

installDependencies();

const scratch = mkdtempSync(join(tmpdir(), "trivium-results-"));
const vitestResults = join(scratch, "vitest.json");
const total = { passed: 0, failed: 0 };

/** Checks count as one test each, so a run that only breaks formatting is a failure too. */
function check(name, command, args) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: environment({ NEXT_DIST_DIR: ".next-test" }),
  });
  total[status === 0 ? "passed" : "failed"] += 1;
}

check("format and lint", "biome", ["ci", "."]);
check("types of the routes", "next", ["typegen"]);
check("types", "tsc", ["-p", "."]);

console.log("\n— unit and database tests");
const vitest = spawnSync(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestResults}`],
  {
    stdio: "inherit",
    env: environment(),
  },
);
const { numPassedTests, numFailedTests } = readJson(vitestResults) ?? {
  numPassedTests: 0,
  numFailedTests: 0,
};
total.passed += numPassedTests;
total.failed += numFailedTests;
if (vitest.status !== 0 && numFailedTests === 0) total.failed += 1;

check("production build", "next", ["build"]);

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
