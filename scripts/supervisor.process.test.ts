import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
} from "#testing/service.ts";
import { halfSent, listener, openConnection, visitors } from "#testing/visitors.ts";

/** Root, who may begin a world of processes as a container does; inside a container often not. */
const maySeparate =
  process.getuid?.() === 0 &&
  spawnSync("unshare", ["--pid", "--fork", "--mount-proc", "true"]).status === 0;
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

describe("told to stop, it answers what was asked, ends in order and leaves nothing behind", () => {
  test.each<[string, string[], Blow, boolean]>([
    ["by SIGTERM", SUPERVISOR, itself("SIGTERM"), true],
    ["by SIGINT", SUPERVISOR, itself("SIGINT"), true],
    ["killed without a word", SUPERVISOR, itself("SIGKILL"), false],
    ["by SIGTERM to npm", NPM, itself("SIGTERM"), true],
    ["npm killed without a word", NPM, itself("SIGKILL"), true],
    ...(maySeparate
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
    expect(met.answered).toBeGreaterThan(10);
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  });
});

describe("what dies is started again", () => {
  let service: Service;
  const isReady = () =>
    fetch(`${service.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  const kill = (part: string) => {
    for (const pid of pidsOf(service, part)) process.kill(pid, "SIGKILL");
  };
  beforeAll(async () => {
    service = await startService({ dataDir });
  });
  afterAll(async () => {
    service.signal("SIGTERM");
    await service.ended;
  });

  test.each([
    ["PostgreSQL", PARTS.database, /PostgreSQL ended \(SIGKILL.*\)/],
    [
      "PostgreSQL, when its keeper is killed",
      "postgres/keeper.ts",
      // It may serve a moment before its keeper knows: killed then, it is said not to have started.
      /PostgreSQL (?:ended|did not start) \(its keeper was killed.*\)/,
    ],
    ["web", PARTS.web, /web ended \(SIGKILL\); starting it again in \d/],
    ["worker", PARTS.worker, /worker ended \(SIGKILL\); starting it again in \d/],
  ])("%s, with a word in the log", async (_, part, word) => {
    const address = (await ownerOf(service)).port;
    const before = pidsOf(service, part);
    const said = service.log().length;
    kill(part);
    await until(() => pidsOf(service, part).some((pid) => !before.includes(pid)), 30_000);
    await until(isReady, 30_000);
    expect(service.log().slice(said)).toMatch(word);
    const owner = await ownerOf(service);
    expect(owner.port).toBe(address);
    await owner.end();
  });

  test("a folder that is in use is not touched by a second start", async () => {
    const second = await startService({ dataDir, isReady: false });
    expect(await second.ended).toBe(1);
    expect(second.log()).toMatch(/in use by another start \(process \d+\)/);
    expect(await isReady()).toBe(true);
  });

  test("but not what is killed just before the stop; a second signal cuts short what would take long", async () => {
    kill(PARTS.worker);
    const owner = await ownerOf(service);
    await owner.query("BEGIN; LOCK TABLE space IN ACCESS EXCLUSIVE MODE");
    const slow = fetch(`${service.url}/api/v1/spaces`).catch(() => null);
    await wait(300);
    const began = performance.now();
    service.signal("SIGTERM");
    await wait(1_000);
    expect(pidsOf(service, PARTS.web)).toHaveLength(1);
    service.signal("SIGTERM");
    expect(await service.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(9_000);
    await slow;
    expect(processesOf(dataDir)).toEqual([]);
  });
});

test("a PostgreSQL that nobody leads any more is stopped by the next start, and sockets left behind go", async () => {
  const first = await startService({ dataDir });
  for (const part of ["postgres/keeper.ts", "scripts/supervisor.ts"])
    for (const pid of pidsOf(first, part)) process.kill(pid, "SIGKILL");
  await first.ended;
  const cluster = join(dataDir, "postgres");
  const sockets = () => readdirSync(cluster).filter((name) => name.startsWith(".s.PGSQL."));
  // As one does that goes with the whole machine.
  for (const left of [".s.PGSQL.1", ".s.PGSQL.1.lock"]) writeFileSync(join(cluster, left), "");
  const second = await startService({ dataDir });
  const owner = await ownerOf(second);
  const own = `.s.PGSQL.${owner.port}`;
  expect(sockets().sort()).toEqual([own, `${own}.lock`]);
  await owner.end();
  second.signal("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(sockets()).toEqual([]);
  await until(() => processesOf(dataDir).length === 0);
});
