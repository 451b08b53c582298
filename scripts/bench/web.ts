import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { WEB } from "../build.ts";
import { freePort } from "../embedded-database.ts";

export type Web = { url: string; pid: number; stop: (signal?: NodeJS.Signals) => Promise<void> };

/** Four minutes: the machine may be busy. */
const READY_TRIES = 2_400;

type Where = {
  databaseUrl: string;
  dataDir: string;
  port?: number;
  /** Where its complaints go; nowhere for somebody who kills its database on purpose. */
  complaints?: "inherit" | "ignore";
};

/** The production build as a web process of its own, ready to answer. */
export async function startWeb({
  databaseUrl,
  dataDir,
  port,
  complaints = "inherit",
}: Where): Promise<Web> {
  const chosenPort = port ?? (await freePort());
  const child = spawn(process.execPath, [WEB], {
    stdio: ["ignore", "ignore", complaints],
    env: {
      ...process.env,
      NODE_ENV: "production",
      TZ: "UTC",
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: String(chosenPort),
      LOG_LEVEL: "silent",
      DEMO: "0",
      // One machine asks for everybody.
      WORK_BUDGET_SECONDS: "1000000",
    },
  });
  const url = `http://127.0.0.1:${chosenPort}`;
  for (let attempt = 1; ; attempt += 1) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) break;
    if (attempt === READY_TRIES) throw new Error("the web process does not get ready");
    await wait(100);
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: (signal = "SIGTERM") =>
      new Promise<void>((stopped) => {
        child.once("exit", () => stopped());
        child.kill(signal);
      }),
  };
}
