import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { type Service, startService, stopService } from "./service.ts";

/**
 * Two web processes of one network, as behind a proxy, without a worker.
 *
 * @property one whose address is that of the network
 * @property env the settings that both have, for our commands
 */
export type TwoWebs = {
  one: Service;
  other: Service;
  database: RunningDatabase;
  env: Record<string, string>;
  stop: () => Promise<void>;
};

/** @param more settings besides */
export async function startTwoWebs(more: Record<string, string> = {}): Promise<TwoWebs> {
  const dataDir = mkdtempSync(join(tmpdir(), "trivium-two-webs-"));
  const database = await startDatabase({ dataDir });
  const port = await freePort();
  const env = {
    DATABASE_URL: database.applicationUrl,
    DATABASE_OWNER_URL: database.url,
    AUTH_SECRET: "the same for both, and long enough to be one",
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...more,
  };
  const command = [process.execPath, "scripts/supervisor.ts", "web"];
  const services: Service[] = [];
  const stop = async () => {
    for (const service of services) await stopService(service);
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    services.push(await startService({ command, port, env }));
    services.push(await startService({ command, env }));
  } catch (error) {
    await stop();
    throw error;
  }
  const [one, other] = services as [Service, Service];
  return { one, other, database, env, stop };
}
