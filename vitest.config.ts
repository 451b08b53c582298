import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { APART } from "./testing/apart.ts";

// A `.env` that lies here is not for tests, nor for the processes that they start.
process.env.ENV_FILE = "";

const LEFT_OUT = ["**/node_modules/**", "e2e/**", ".next/**", ".data*/**"];

/**
 * `unit` needs nothing; `database` shares one embedded PostgreSQL, migrated once per run, and so does `database-apart`;
 * `processes` starts our commands as a machine runs them, against the production build, one at a time.
 */
export default defineConfig({
  test: {
    // What is kept outside the database (secret, witness, list of erasures) is not that of a service in this folder.
    env: { TZ: "UTC", NODE_ENV: "test", DATA_DIR: join(tmpdir(), "trivium-tests") },
    // One a core: on two cores it would be a single one, and database tests wait for their server half of the time.
    maxWorkers: "100%",
    // It imports parts of Next by names that only a bundler understands.
    server: { deps: { inline: ["next-auth"] } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // One worker reads its modules once: what a file changes for all (settings, the clock), it puts back.
          isolate: false,
          // Some try hundreds of cases: a busy machine is no fault of theirs.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/*.process.test.ts", ...LEFT_OUT],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          // As for `unit`: reading the modules anew for each file took as long as the tests.
          isolate: false,
          include: ["**/*.db.test.ts"],
          exclude: [...APART, ...LEFT_OUT],
          globalSetup: ["testing/postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database-apart",
          include: APART,
          exclude: LEFT_OUT,
          globalSetup: ["testing/postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "processes",
          include: ["**/*.process.test.ts"],
          exclude: LEFT_OUT,
          globalSetup: ["testing/built.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
