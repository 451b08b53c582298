import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ownerOf,
  pidsOf,
  processesOf,
  type Service,
  startService,
  until,
  watchEnds,
} from "#lib/fixtures/service.ts";
import { halfSent, listener, openConnection, visitors } from "#lib/fixtures/visitors.ts";

const isRoot = process.getuid?.() === 0;
const SUPERVISOR = [process.execPath, "scripts/supervisor.ts"];
const NPM = ["npm", "start"];
const PARTS = { web: "server/main.ts", worker: "worker/main.ts", database: "/postgres -D" };
const STREAM = "/api/v1/occupancy/stream";

// One database for all of them: each start but the first goes on with it.
const dataDir = mkdtempSync(join(tmpdir(), "trivium-supervisor-"));
beforeAll(async () => {
  const service = await startService({ dataDir });
  service.signal("SIGTERM");
  await service.ended;
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Whoever is told or killed, and how. */
type Blow = (service: Service) => void;
const itself =
  (signal: NodeJS.Signals): Blow =>
  ({ pid }) =>
    process.kill(pid, signal);
const supervisor =
  (signal: NodeJS.Signals): Blow =>
  (service) => {
    for (const pid of pidsOf(service, "scripts/supervisor.ts")) process.kill(pid, signal);
  };

describe("told to stop, it answers what was asked, ends in order and leaves nothing behind", () => {
  test.each<[string, string[], Blow, boolean]>([
    ["by SIGTERM", SUPERVISOR, itself("SIGTERM"), true],
    ["by SIGINT", SUPERVISOR, itself("SIGINT"), true],
    ["by SIGHUP", SUPERVISOR, itself("SIGHUP"), true],
    ["killed without a word", SUPERVISOR, itself("SIGKILL"), false],
    ["by SIGTERM to npm", NPM, itself("SIGTERM"), true],
    ["npm killed without a word", NPM, itself("SIGKILL"), true],
    ["its supervisor killed under npm", NPM, supervisor("SIGKILL"), false],
    ...(isRoot
      ? ([
          [
            "as the first process of a container",
            ["unshare", "--pid", "--fork", "--mount-proc", ...SUPERVISOR],
            // What runs the container tells its first process.
            (service) => {
              const [, first] = pidsOf(service, "scripts/supervisor.ts");
              if (first) process.kill(first, "SIGTERM");
            },
            true,
          ],
        ] satisfies [string, string[], Blow, boolean][])
      : []),
  ])("%s", async (_, command, blow, isLed) => {
    const service = await startService({ dataDir, command });
    const stream = await listener(service.url, STREAM);
    const idle = await openConnection(service.url);
    const clients = visitors(service.url, "/healthz", 8);
    const form = await halfSent(service.url, "/api/v1/bookings");
    const owner = await ownerOf(service);
    await owner.query("BEGIN; LOCK TABLE space IN ACCESS EXCLUSIVE MODE");
    const slow = fetch(`${service.url}/api/v1/spaces`);
    await wait(300);
    const ends = watchEnds(service, PARTS);

    blow(service);
    expect(await stream.ended).toMatch(/retry: \d{4}\n\n$/);
    expect(await idle.ask("/healthz")).toMatch(/^HTTP\/1.1 200 OK/);
    await wait(700);
    await owner.query("COMMIT");
    await owner.end();
    expect((await slow).status).toBe(200);
    expect(await form.finish()).toBe(422);

    await service.ended;
    await until(() => processesOf(dataDir).length === 0);
    // Without anybody to lead them, web and worker end at the same time.
    expect(ends.done().at(-1)).toBe("database");
    if (isLed) expect(ends.done()).toEqual(["web", "worker", "database"]);
    const met = await clients.leave();
    expect(met).toMatchObject({ failed: [], lost: 0 });
    expect(met.answered).toBeGreaterThan(50);
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  });
});
