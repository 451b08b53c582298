import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { processesOf, startService, stopService } from "#testing/service.ts";
import { startDatabase } from "./embedded-database.ts";

const folder = mkdtempSync(join(tmpdir(), "trivium-service-env-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function envFile(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.join("\n"), { mode: 0o600 });
  return file;
}

test("a network is run from a file alone, with passwords of any signs, and who serves people has not the owner's", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "trivium-service-own-"));
  const own = await startDatabase({ dataDir });
  try {
    const { host, password } = new URL(own.url);
    const token = "a token: # $HOME % / @";
    const file = envFile(
      "whole.env",
      `DATABASE_URL=postgresql://trivium_web@${host}/trivium`,
      "DATABASE_PASSWORD='p@ss: w/o #r $d 100% é\"\\'",
      `DATABASE_OWNER_URL=postgresql://trivium@${host}/trivium`,
      `DATABASE_OWNER_PASSWORD=${password}`,
      `METRICS_TOKEN='${token}'`,
      "PORT=1 # the environment wins",
    );
    const service = await startService({ env: { ENV_FILE: file } });
    try {
      const headers = { authorization: `Bearer ${token}` };
      expect((await fetch(`${service.url}/metrics`, { headers })).status).toBe(200);
      const serving = processesOf(service.dataDir).filter(({ command }) =>
        /main\.ts/.test(command),
      );
      expect(
        serving.map(({ command }) => /(server|worker)\/main/.exec(command)?.[1]).sort(),
      ).toEqual(["server", "worker"]);
      for (const { pid } of serving) {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        expect(environment).not.toContain("DATABASE_OWNER");
        expect(environment).not.toContain(password);
      }
    } finally {
      await stopService(service);
    }
  } finally {
    await own.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test.each([
  {
    program: "scripts/supervisor.ts",
    words: [],
    line: "PORT 3100",
    said: "line 1: it is no NAME=value",
  },
  {
    program: "lib/cli/main.ts",
    words: ["doctor"],
    line: "PORT=99999",
    said: "PORT: it is 65535 or less",
  },
])("$program says what is wrong with $line in words", async ({ program, words, line, said }) => {
  const { ended, log } = await startService({
    command: [process.execPath, program, ...words],
    dataDir: folder,
    env: { ENV_FILE: envFile("wrong.env", line), PORT: undefined },
    isReady: false,
  });
  expect(await ended).toBe(1);
  expect(log()).toContain(said);
  expect(log()).not.toContain("    at ");
});
