import { defineConfig } from "@playwright/test";
import { leftOutOn } from "./e2e/runs.ts";
import { launchOptions } from "./scripts/chromium.mjs";

// A `.env` that lies here is not for tests, nor for the processes that they start.
process.env.ENV_FILE = "";

const port = process.env.E2E_PORT ?? "3199";
const dataDir = process.env.E2E_DATA_DIR ?? ".data-e2e";
// What a journey seals for the service is sealed with its secret.
process.env.DATA_DIR = dataDir;

export default defineConfig({
  testDir: "e2e",
  // One at a time: two people booking "the first free room" would, rightly, take it from each other.
  workers: 1,
  // What passes only at its second try does not pass.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.E2E_RESULTS ?? "test-results/e2e.json" }],
  ],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: launchOptions(),
  },
  projects: [
    {
      name: "phone",
      grepInvert: leftOutOn("phone"),
      use: { viewport: { width: 360, height: 740 } },
    },
    {
      name: "desktop",
      grepInvert: leftOutOn("desktop"),
      use: { viewport: { width: 1280, height: 900 } },
    },
  ],
  // The production build, with a database of its own.
  webServer: {
    // What it logs is searched for names (e2e/whole-life.spec.ts).
    command: `mkdir -p "${dataDir}" && exec node scripts/supervisor.ts > "${dataDir}/service.log"`,
    url: `http://localhost:${port}/readyz`,
    timeout: 480_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    // Any port of one host: the partner's site of e2e/embed.spec.ts.
    env: {
      PORT: port,
      DATA_DIR: dataDir,
      LOG_LEVEL: "info",
      EMBED_ORIGINS: "http://partner.localhost:*",
    },
  },
});
