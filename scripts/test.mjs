import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, installDependencies } from "./install.mjs";

// A `.env` that lies here says how this machine serves people, and nothing to the tests.
process.env.ENV_FILE = "";

installDependencies();

const scratch = mkdtempSync(join(tmpdir(), "trivium-results-"));
// The database of the browser tests lives in here, and its server runs as a user of its own.
chmodSync(scratch, 0o755);
/** `again` counts the journeys that passed only at their second try; which ones, the report of the browser tests says. */
const total = { passed: 0, failed: 0, again: 0 };

/** Checks count as one test each, so a run that only breaks formatting is a failure too. */
function check(name, command, args) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: environment(),
  });
  total[status === 0 ? "passed" : "failed"] += 1;
}

check("format and lint", "biome", ["ci", "."]);
check("types of the routes", "next", ["typegen"]);
check("types", "tsc", ["-p", "."]);

console.log("\n— unit and database tests");
tests("unit", "database");

if (!chromium()) installChromium();
console.log("\n— the production build");
check("build", "node", [
  "--input-type=module",
  "-e",
  'const { buildWeb } = await import("./scripts/build.ts"); await buildWeb();',
]);
console.log("\n— our commands as processes of their own, against the production build");
tests("processes");
console.log(
  "\n— journeys in a browser, against the production build: two screens at once, each with a network of its own",
);
for (const { passed, failed, again } of await Promise.all(["phone", "desktop"].map(journeys))) {
  total.passed += passed;
  total.failed += failed;
  total.again += again;
}

rmSync(scratch, { recursive: true, force: true });
if (total.again > 0) console.log(`\n${total.again} passed only at the second try`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** The tests of some of the projects of vitest.config.ts. */
function tests(...projects) {
  const results = join(scratch, `${projects[0]}.json`);
  const { status } = spawnSync(
    "vitest",
    [
      "run",
      ...projects.map((project) => `--project=${project}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${results}`,
    ],
    { stdio: "inherit", env: environment() },
  );
  const { numPassedTests, numFailedTests } = readJson(results) ?? { numPassedTests: 0, numFailedTests: 0 };
  total.passed += numPassedTests;
  total.failed += numFailedTests;
  if (status !== 0 && numFailedTests === 0) total.failed += 1;
}

/** The journeys on one kind of screen. */
async function journeys(screen) {
  const results = join(scratch, `${screen}.json`);
  const port = String(await freePort());
  const run = spawn("playwright", ["test", `--project=${screen}`, `--output=test-results/${screen}`], {
    stdio: "inherit",
    env: environment({ E2E_PORT: port, E2E_DATA_DIR: join(scratch, screen), E2E_RESULTS: results }),
  });
  const status = await new Promise((ended) => run.on("exit", ended));
  const { expected, flaky, unexpected } = readJson(results)?.stats ?? {
    expected: 0,
    flaky: 0,
    unexpected: 0,
  };
  return {
    passed: expected + flaky,
    failed: status !== 0 && unexpected === 0 ? 1 : unexpected,
    again: flaky,
  };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function chromium() {
  const known = [process.env.CHROME_PATH, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
  return known.find((path) => path && existsSync(path));
}

/** As root on Debian from its packages; elsewhere Playwright's own. */
function installChromium() {
  console.log("Installing Chromium for the browser tests (once)…");
  const debian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const commands = debian
    ? [
        ["apt-get", ["update", "-qq"]],
        // Older releases have the one with windows only.
        ["sh", ["-c", "apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium"]],
      ]
    : [["playwright", ["install", "chromium"]]];
  for (const [command, args] of commands) spawnSync(command, args, { stdio: "inherit", env: environment() });
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
