import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "trivium-stopping-"));
const program = join(folder, "program.mjs");
beforeAll(() =>
  writeFileSync(
    program,
    `import { onStop } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "stopping.ts")).href)};
     onStop((time) => { console.log("told " + time); if (time === 2) process.exit(0); });
     setInterval(() => {}, 1000);
     console.log("ready");`,
  ),
);
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that says how often it was told to stop, and ends at the second time. */
async function started(): Promise<{
  child: ChildProcess;
  heard: (what: string) => Promise<void>;
  said: () => string;
}> {
  const child = fork(program, { silent: true });
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const heard = async (what: string) => {
    while (!text.includes(what)) await wait(10);
  };
  await heard("ready");
  return { child, heard, said: () => text };
}

test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "%s tells a process to stop; later once more, to hurry",
  async (signal) => {
    const { child, heard, said } = await started();
    child.kill(signal);
    await heard("told 1");
    // The same Ctrl-C, handed on by whoever heard it too.
    child.kill("SIGTERM");
    await wait(600);
    expect(said()).not.toContain("told 2");
    child.kill(signal);
    await heard("told 2");
  },
);

test("so does the end of whoever started it", async () => {
  const { child, heard } = await started();
  child.disconnect();
  await heard("told 1");
  child.kill("SIGKILL");
});
