import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { migrate } from "#db/migrate.ts";
import {
  ownerOf,
  processesOf,
  type Service,
  startService,
  stopService,
  until,
} from "#testing/service.ts";
import { byPort, freePort, type RunningDatabase, startDatabase } from "./embedded-database.ts";

const isRoot = process.getuid?.() === 0;
/** Root of a container often may not. */
const mayMount = isRoot && spawnSync("unshare", ["--mount", "true"]).status === 0;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "trivium-start-"));
  folders.push(folder);
  return folder;
}

/** A start that ends by itself: with its code and what it said. */
async function refused(
  options: Parameters<typeof startService>[0],
): Promise<{ code: unknown; said: string }> {
  const service = await startService({ isReady: false, dataDir: newFolder(), ...options });
  const code = await service.ended;
  return { code, said: service.log().trim() };
}

describe("a port or host that cannot be had is named in its own words, before anything is written", () => {
  test("taken", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((open) => other.listen(port, "127.0.0.1", open));
    const dataDir = newFolder();
    const { code, said } = await refused({ port, dataDir });
    await new Promise((closed) => other.close(closed));
    expect({ code, said }).toEqual({
      code: 1,
      said: `Port ${port} is taken. Choose another: PORT=${port + 1} npm start`,
    });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test.each([
    ["while the database was readied", "Starting the database…"],
    ["in the moment before the web process has it", "Trivium: "],
  ])("taken by another %s: it ends, and does not try for ever", async (_, moment) => {
    const service = await startService({ isReady: false, dataDir: newFolder() });
    const other = createServer();
    await until(() => service.log().includes(moment), 120_000);
    await new Promise<void>((open) => other.listen(service.port, "127.0.0.1", open));
    const code = await service.ended;
    await new Promise((closed) => other.close(closed));
    expect(code).toBe(1);
    expect(service.log()).toMatch(
      new RegExp(`^Port ${service.port} is taken\\. Choose another`, "m"),
    );
    expect(service.log()).not.toContain("starting it again");
    expect(processesOf(service.dataDir)).toEqual([]);
  });

  test.each([
    ["192.0.2.7", /^HOST=192\.0\.2\.7 is no address of this machine/],
    [
      "no-such-machine.invalid",
      /^HOST=no-such-machine\.invalid is a name that no address is known for/,
    ],
  ])("HOST=%s", async (HOST, words) => {
    const { code, said } = await refused({ env: { HOST } });
    expect(code).toBe(1);
    expect(said).toMatch(words);
    expect(said).not.toMatch(/taken/);
  });
});

type Addresses = { url: string; applicationUrl: string };

describe("with a PostgreSQL of one's own", () => {
  let server: RunningDatabase;
  let services: Service[] = [];
  beforeAll(async () => {
    server = await startDatabase({ dataDir: newFolder() });
  });
  afterEach(async () => {
    for (const service of services) await stopService(service);
    services = [];
  });
  afterAll(() => server.stop());

  test("the owner's address is needed by `migrate` alone; web and worker wait for it and then go without", async () => {
    const web = await startService({
      command: [process.execPath, "scripts/supervisor.ts", "migrate"],
      env: { DATABASE_URL: server.applicationUrl, DATABASE_OWNER_URL: server.url },
      isReady: false,
    });
    services.push(web);
    expect(await web.ended, web.log()).toBe(0);
    for (const part of ["web", "worker"])
      services.push(
        await startService({
          command: [process.execPath, "scripts/supervisor.ts", part],
          env: { DATABASE_URL: server.applicationUrl, AUTH_SECRET: "x".repeat(32) },
          isReady: part === "web",
        }),
      );
    const [, ready, worker] = services;
    expect((await fetch(`${ready?.url}/api/v1/spaces`)).status).toBe(200);
    // Killed without a word, neither leaves anything behind; the server of others runs on.
    for (const service of [ready, worker]) {
      service?.signal("SIGKILL");
      await service?.ended;
      await until(() => processesOf(service?.dataDir ?? "").length === 0, 30_000);
    }
  });

  /** A database of its own on the server, which the same logins reach. */
  async function newDatabase(name: string): Promise<Addresses> {
    await migrate(server.url, { application: server.applicationUrl });
    await onDatabase(server.url, `CREATE DATABASE ${name}`);
    const [url, applicationUrl] = [server.url, server.applicationUrl].map(
      (address) => new URL(`/${name}`, address).href,
    ) as [string, string];
    return { url, applicationUrl };
  }

  async function onDatabase(connectionString: string, statement: string) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client.query(statement).finally(() => client.end());
  }

  /** The tables that a database holds, and what its journal says was done. */
  async function contentsOf(url: string): Promise<unknown[]> {
    const { rows } = await onDatabase(
      url,
      "SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND oid >= 16384 ORDER BY 1",
    );
    const hasJournal = rows.some(({ relname }) => relname === "__drizzle_migrations");
    const journal = "SELECT * FROM drizzle.__drizzle_migrations ORDER BY 1";
    return [rows, hasJournal && (await onDatabase(url, journal)).rows];
  }

  const migratedAnd =
    (statement: string) =>
    async ({ url, applicationUrl }: Addresses) => {
      await migrate(url, { application: applicationUrl });
      await onDatabase(url, statement);
    };

  test.for<[string, string, (addresses: Addresses) => Promise<unknown>, string]>([
    [
      "another product",
      "of_another",
      ({ url }) => onDatabase(url, "CREATE TABLE wp_posts (id int); CREATE TABLE person (id int)"),
      "The database belongs to something else than Trivium (it has person, wp_posts): give Trivium an empty database of its own; nothing was changed.",
    ],
    [
      "half a migration",
      "half_done",
      migratedAnd("DROP TABLE job_run"),
      'The database is half migrated ("job_run" of 53_job_run is missing, and its journal says it was made): restore a backup; nothing was changed.',
    ],
    [
      "a newer version",
      "of_later",
      migratedAnd(
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('later', 9000000000000)",
      ),
      "The database belongs to a newer version of Trivium (it has 1 migrations that this version does not know): start that version, or restore the backup made before the upgrade.",
    ],
  ])(
    "on a database of %s nothing starts, nothing is written, and one sentence says so",
    async ([, name, make, sentence]) => {
      const addresses = await newDatabase(name);
      await make(addresses);
      const before = await contentsOf(addresses.url);
      const env = {
        DATABASE_URL: addresses.applicationUrl,
        DATABASE_OWNER_URL: addresses.url,
        AUTH_SECRET: "x".repeat(32),
      };
      const starts = [[], ["migrate"], ["web"], ["worker"]].map(async (part) => {
        const command = [process.execPath, "scripts/supervisor.ts", ...part];
        const { code, said } = await refused({ command, env });
        return { part, code, said: said.split("\n").at(-1) };
      });
      for (const { part, ...ended } of await Promise.all(starts))
        expect({ part, ...ended }).toEqual({ part, code: 1, said: sentence });
      const command = ["lib/cli/main.ts", "user", "add", "--email", "an@start.test"];
      const { status, stderr } = spawnSync(process.execPath, command, {
        env: { ...process.env, ...env, ENV_FILE: "", DEMO: "0" },
        encoding: "utf8",
      });
      expect({ status, said: stderr.trim() }).toEqual({ status: 1, said: sentence });
      expect(await contentsOf(addresses.url)).toEqual(before);
    },
  );

  test("a server that is not reached, or refuses the password, is named without the password", async () => {
    // A socket is there or not, and nobody else listens at it.
    const away = new URL(byPort(server.applicationUrl));
    away.port = String(await freePort());
    const unreached = await refused({ env: { DATABASE_URL: away.href } });
    expect(unreached.code).toBe(1);
    expect(unreached.said).toMatch(`The database is not reached at 127.0.0.1:${away.port}/trivium`);
    const wrong = new URL(server.url);
    wrong.password = "not-the-password";
    const denied = await refused({ env: { DATABASE_URL: wrong.href } });
    expect(denied.code).toBe(1);
    expect(denied.said).toMatch(/refuses the name or password/);
    // Something answers there that is no PostgreSQL.
    const stranger = createServer((socket) =>
      socket.once("data", () => socket.end("?\r\n")).resume(),
    );
    away.port = String(await freePort());
    await new Promise<void>((open) => stranger.listen(Number(away.port), "127.0.0.1", open));
    const odd = await refused({ env: { DATABASE_URL: away.href } });
    await new Promise((closed) => stranger.close(closed));
    expect(odd.code).toBe(1);
    expect(odd.said).toMatch(
      `What answers at 127.0.0.1:${away.port}/trivium closes the connection at once`,
    );
    expect(unreached.said + denied.said + odd.said).not.toMatch(/not-the-password/);
  });
});

// A small disk is made for it.
describe.skipIf(!mayMount)("on a disk that is full", () => {
  const disk = newFolder();
  const dataDir = join(disk, "data");
  const mount = (...args: string[]) => expect(spawnSync("mount", args).status).toBe(0);
  beforeAll(() => mount("-t", "tmpfs", "-o", "size=140m,mode=755", "tmpfs", disk));
  afterAll(() => {
    spawnSync("umount", [disk]);
  });

  test("the disk and the folder are named, everything stops, and the next start goes on", async () => {
    // Room for the tables and not for the demonstration; then for nothing at all.
    for (const [megabytes, DEMO] of [
      [60, "1"],
      [138, "0"],
    ] as const) {
      spawnSync("dd", [
        "if=/dev/zero",
        `of=${join(disk, "filler")}`,
        "bs=1M",
        `count=${megabytes}`,
      ]);
      const { code, said } = await refused({ dataDir, env: { DEMO } });
      expect(code).toBe(1);
      expect(said).toMatch(/The disk is full: tmpfs, mounted on \S+, has \d+ MB left of 140 MB/);
      expect(said).toContain(dataDir);
      expect(processesOf(dataDir)).toEqual([]);
    }
    rmSync(join(disk, "filler"));
    const service = await startService({ dataDir });
    const owner = await ownerOf(service);
    // Nothing of the demonstration is there, so that it is filled whole by a start that has room
    // for it.
    const { rows } = await owner.query(
      "SELECT (SELECT count(*) FROM space) + (SELECT count(*) FROM person) AS filled",
    );
    await owner.end();
    expect(Number(rows[0].filled)).toBe(0);
    await stopService(service);
  });
});

// A folder is shown once more in its own place, where nothing can be written.
describe.skipIf(!mayMount)("on a disk that became read-only", () => {
  test("doctor says so, it stops in order, and the next start names the disk", async () => {
    const dataDir = newFolder();
    const service = await startService({ dataDir });
    const mount = (...args: string[]) => expect(spawnSync("mount", args).status).toBe(0);
    mount("--bind", dataDir, dataDir);
    try {
      mount("-o", "remount,ro,bind", dataDir);
      const { stdout } = spawnSync(process.execPath, ["lib/cli/main.ts", "doctor"], {
        encoding: "utf8",
        env: { ...process.env, ENV_FILE: "", DATA_DIR: dataDir, DEMO: "0" },
      });
      expect(stdout).toContain(`✗ Disk: ${dataDir} cannot be written.`);
      service.signal("SIGTERM");
      expect(await service.ended).toBe(0);
      expect(service.log()).not.toMatch(/^\s+at |Node\.js v/m);
      expect(processesOf(dataDir)).toEqual([]);

      const { code, said } = await refused({ dataDir });
      expect(code).toBe(1);
      expect(said).toMatch(
        new RegExp(`The disk of ${dataDir}\\S* is read-only: .*mounted on ${dataDir}`),
      );
    } finally {
      await service.ended;
      spawnSync("umount", [dataDir]);
    }
    await stopService(await startService({ dataDir }));
  });
});

// As root, PostgreSQL's own user cannot enter it.
test("in a folder that nobody else may enter it starts, changes no folder, and leaves no secret to read", async () => {
  const home = newFolder();
  const dataDir = join(home, "existing", "data");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folders = [home, join(home, "existing"), dataDir];
  for (const folder of folders) chmodSync(folder, 0o700);
  // Secrets that a full disk left empty are made anew.
  for (const file of ["auth-secret", "postgres-password"])
    writeFileSync(join(dataDir, file), "", { mode: 0o600 });
  const before = readdirSync(tmpdir());
  const service = await startService({ dataDir });
  for (const file of ["postgres-password", "application-password", "auth-secret", "database-url"]) {
    const { mode, size } = statSync(join(dataDir, file));
    expect(mode & 0o777).toBe(0o600);
    expect(size).toBeGreaterThan(20);
  }
  service.signal("SIGTERM");
  expect(await service.ended).toBe(0);
  for (const folder of folders) expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(
    readdirSync(dataDir).filter((name) => name.includes(".new") || name === "database-url"),
  ).toEqual([]);
  const left = readdirSync(tmpdir()).filter((name) => !before.includes(name));
  expect(left.filter((name) => /^pg-password|^\.s\.PGSQL/.test(name))).toEqual([]);
});

// Without the right to mount anything, as in most containers.
test.skipIf(!isRoot)(
  "where root cannot let PostgreSQL in, it says why before anything is written",
  async () => {
    const home = newFolder();
    chmodSync(home, 0o700);
    const dataDir = join(home, "data");
    const { code, said } = await refused({
      dataDir,
      command: [
        "setpriv",
        "--bounding-set=-sys_admin",
        "--inh-caps=-sys_admin",
        process.execPath,
        "scripts/supervisor.ts",
      ],
    });
    expect(code).toBe(1);
    expect(said).toMatch(
      /does not run as root, and its user "postgres" cannot reach .*Nothing was written/,
    );
    expect(existsSync(dataDir)).toBe(false);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  },
);
