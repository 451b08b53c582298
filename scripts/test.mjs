import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { systemChromium } from "./chromium.mjs";
import { failedInPlaywright, failedInVitest } from "./failed-tests.mjs";
import { environment, installDependencies } from "./install.mjs";

// A `.env` that lies here says how this machine serves people, and nothing to the tests.
process.env.ENV_FILE = "";

installDependencies();

/**
 * `npm run test:full` walks every journey in each language on each screen, and tries as many
 * generated cases as by hand.
 */
if (process.argv.includes("--full"))
  Object.assign(process.env, { TEST_FULL: "1", FUZZ_EACH: "200" });
const JOURNEYS = readdirSync("e2e")
  .filter((name) => name.endsWith(".spec.ts"))
  .sort();
/** Where the journeys on a wide screen are cut in two halves that take as long. */
const SECOND_HALF = "practice-writing.spec.ts";
/**
 * Each with a network of its own, at the same time: on which screen which files are walked. What no
 * width changes is walked on the wide screen only, so that one has twice as much to do.
 */
const NETWORKS = {
  phone: { screen: "phone", files: JOURNEYS },
  "desktop-first": { screen: "desktop", files: JOURNEYS.filter((name) => name < SECOND_HALF) },
  "desktop-second": { screen: "desktop", files: JOURNEYS.filter((name) => name >= SECOND_HALF) },
};
/** How long the demonstration may take to be filled on a busy machine. */
const FILL_SECONDS = 300;
const scratch = mkdtempSync(join(tmpdir(), "trivium-results-"));
// The database of the browser tests lives in here, and its server runs as a user of its own.
chmodSync(scratch, 0o755);
// Each start of one of our programs reads a thousand files: what Node made of them once, the next
// start takes from here.
process.env.NODE_COMPILE_CACHE = join(scratch, "compiled");
const total = { passed: 0, failed: 0 };
/** What failed, said once more at the end: above it stand thousands of lines. */
const failures = [];
/** What was done, and how long it took. */
const took = [];

await stage("checks", async () => {
  await check("format and lint", "biome", ["ci", "."]);
  await check("types of the routes", "next", ["typegen"]);
  await check("types", "tsc", ["-p", "."]);
});
// Tests of the database wait for its server, and those of processes for time to pass: side by side
// they fill what the others leave. Those of processes take longest, and nothing waits for them.
const built = build();
const processes = built.then(() => tests(["processes"], { silent: true }));
await stage(
  "tests of the database, then of rules; beside them the build, and the demonstration for the browser",
  () =>
    Promise.all([
      tests(["database", "database-apart"]).then(() => tests(["unit"], { silent: true })),
      built.then(prepareBrowsers),
    ]),
);
await stage(
  "journeys in a browser: three networks at once, so that no core waits; beside them what is left of our commands as processes",
  () =>
    Promise.all([
      processes,
      ...Object.entries(NETWORKS).map(([network, walk]) => journeys(network, walk)),
    ]),
);

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${took.join("\n")}`);
for (const failure of failures) console.log(`\nFailed: ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Says what is done now, does it, and notes how long it took. */
async function stage(name, work) {
  console.log(`\n— ${name}`);
  const began = performance.now();
  await work();
  const seconds = Math.round((performance.now() - began) / 1_000);
  took.push(
    `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, "0")} ${name}`,
  );
}

/** Runs a command to its end. With `silent`, what it says is kept until then. */
async function run(command, args, { env = {}, silent = false } = {}) {
  const child = spawn(command, args, {
    stdio: silent ? ["ignore", "pipe", "pipe"] : "inherit",
    env: environment(env),
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => said.push(chunk));
  const status = await new Promise((ended) => {
    child.on("error", () => ended(1));
    child.on("exit", (code) => ended(code ?? 1));
  });
  return { status, said: Buffer.concat(said).toString("utf8") };
}

/** Checks count as one test each, so a run that only breaks formatting is a failure too. */
async function check(name, command, args, options) {
  if (!options?.silent) console.log(`\n— ${name}`);
  const { status, said } = await run(command, args, options);
  if (options?.silent) console.log(`\n— ${name}${status === 0 ? ": done" : `\n${said}`}`);
  total[status === 0 ? "passed" : "failed"] += 1;
  if (status !== 0) failures.push(name);
}

async function build() {
  const call = 'const { buildWeb } = await import("./scripts/build.ts"); await buildWeb();';
  await check("the production build", "node", ["--input-type=module", "-e", call], {
    silent: true,
  });
}

/** Chromium where it is missing, and one demonstration of which each network gets a copy. */
async function prepareBrowsers() {
  if (!systemChromium()) await installChromium();
  const [first, ...others] = Object.keys(NETWORKS).map((network) => join(scratch, network));
  if (await fillDemonstration(first))
    for (const other of others) spawnSync("cp", ["-a", first, other], { stdio: "inherit" });
  // Each fills its own then.
  else rmSync(first, { recursive: true, force: true });
}

/**
 * Starts the service in an empty folder and stops it as soon as it serves.
 *
 * @returns whether it did serve, and stopped in order
 */
async function fillDemonstration(folder) {
  const port = String(await freePort());
  const service = spawn("node", ["scripts/supervisor.ts"], {
    stdio: "ignore",
    env: environment({ PORT: port, DATA_DIR: folder }),
  });
  let status;
  const ended = new Promise((end) => {
    service.on("exit", (code) => end(code ?? 1));
    service.on("error", () => end(1));
  }).then((code) => {
    status = code;
  });
  const isReady = () =>
    fetch(`http://localhost:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  let hasServed = false;
  for (let second = 0; second < FILL_SECONDS && status === undefined && !hasServed; second += 1) {
    await wait(1_000);
    hasServed = await isReady();
  }
  service.kill("SIGTERM");
  await ended;
  return hasServed && status === 0;
}

/**
 * The tests of some of the projects of vitest.config.ts. With `silent` on one core alone, and what
 * they say at their end.
 */
async function tests(projects, { silent = false } = {}) {
  const results = join(scratch, `${projects[0]}.json`);
  const args = [
    "run",
    ...projects.map((project) => `--project=${project}`),
    ...(silent ? ["--maxWorkers=1"] : []),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${results}`,
  ];
  const { status, said } = await run("vitest", args, { silent });
  if (said) console.log(said);
  const answer = readJson(results);
  count(answer?.numPassedTests, failedInVitest(answer), { status, name: projects.join(", ") });
}

/** The journeys of some files on one kind of screen, in one network. */
async function journeys(network, { screen, files }) {
  const results = join(scratch, `${network}-journeys.json`);
  const port = String(await freePort());
  const { status } = await run(
    "playwright",
    [
      "test",
      ...files.map((name) => `e2e/${name}`),
      `--project=${screen}`,
      `--output=test-results/${network}`,
    ],
    { env: { E2E_PORT: port, E2E_DATA_DIR: join(scratch, network), E2E_RESULTS: results } },
  );
  const answer = readJson(results);
  const failed = failedInPlaywright(answer, (file) => readFileSync(file, "utf8"));
  count(answer?.stats.expected, failed, { status, name: `journeys of ${network}` });
}

/** What ended badly without naming a test is a failure of its own. */
function count(passed = 0, failed, { status, name }) {
  const all = status !== 0 && failed.length === 0 ? [`${name}: ended with ${status}`] : failed;
  total.passed += passed;
  total.failed += all.length;
  failures.push(...all);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** As root on Debian from its packages; elsewhere Playwright's own. */
async function installChromium() {
  console.log("Installing Chromium for the browser tests (once)…");
  const debian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const commands = debian
    ? [
        ["apt-get", ["update", "-qq"]],
        // Older releases have the one with windows only.
        [
          "sh",
          [
            "-c",
            "apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium",
          ],
        ],
      ]
    : [["playwright", ["install", "chromium"]]];
  for (const [command, args] of commands) await run(command, args);
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
