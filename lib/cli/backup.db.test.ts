import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { cp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { migrate } from "#db/migrate.ts";
import { byPort, type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { processesOf } from "#testing/service.ts";
import { makeBackup } from "./backup/make.ts";
import { readManifest, writeManifest } from "./backup/manifest.ts";
import { restore } from "./backup/restore.ts";

const folder = mkdtempSync(join(tmpdir(), "trivium-backup-"));
// PostgreSQL's own user passes through, where root runs the tests.
chmodSync(folder, 0o711);
const dataDir = join(folder, "data");
const backup = join(folder, "backup");
let database: RunningDatabase;

beforeAll(startService);

afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What \`npm start\` does for its database, and the file by which commands find it. */
async function startService(): Promise<void> {
  database = await startDatabase({ dataDir });
  await migrate(database.url, { application: database.applicationUrl });
  for (const [name, text] of [
    ["database-url", byPort(database.applicationUrl)],
    ["auth-secret", "of the tests, thirty-two signs and more"],
  ] as const)
    writeFileSync(join(dataDir, name), text, { mode: 0o600 });
}

type Ended = { code: number; out: string };

function start(
  words: string[],
  at = dataDir,
  [program = process.execPath, ...before] = [] as string[],
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(program, [...before, "lib/cli/main.ts", ...words], {
    env: { ...process.env, NODE_ENV: "production", DATA_DIR: at, DEMO: "0", LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  return { child, ended: once(child, "close").then(([code]) => ({ code: code as number, out })) };
}

const cli = (words: string[], at?: string) => start(words, at).ended;

async function onDatabase<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.applicationUrl });
  await client.connect();
  return run(client).finally(() => client.end());
}

async function personCalled(name: string): Promise<string> {
  return onDatabase(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "insert into person (display_name, email, locale) values ($1, $2, 'nl') returning id",
      [name, `${name}@trivium.test`],
    );
    return rows[0]?.id ?? "";
  });
}

/**
 * Adds people without a pause.
 *
 * @returns how many were acknowledged when asked, and a way to end it
 */
function busy(): { acknowledged: () => number; end: () => Promise<void> } {
  let count = 0;
  let isOver = false;
  const ended = onDatabase(async (client) => {
    while (!isOver) {
      await client.query("insert into person (display_name, locale) values ('busy', 'nl')");
      count += 1;
    }
  });
  return {
    acknowledged: () => count,
    end: () => {
      isOver = true;
      return ended;
    },
  };
}

test("a backup of a busy service, a wrecked disk, a restore: everything is there, and who was erased since is erased again", {
  timeout: 300_000,
}, async () => {
  const [anna, bert] = [await personCalled("anna"), await personCalled("bert")];
  const load = busy();
  await wait(300);
  const before = load.acknowledged();
  const made = await cli(["backup", backup]);
  await load.end();
  expect(made).toMatchObject({ code: 0 });
  expect(made.out).toMatch(/backup 50 %/);

  // Nobody else on the machine reads it.
  for (const entry of readdirSync(backup, { recursive: true, withFileTypes: true }))
    expect(statSync(join(entry.parentPath, entry.name)).mode & 0o077, entry.name).toBe(0);
  for (const name of ["auth-secret", "postgres-password", "application-password"])
    expect(readFileSync(join(backup, "files", name), "utf8")).toBe(
      readFileSync(join(dataDir, name), "utf8"),
    );

  // Erased after the backup was made.
  const list = join(folder, "erase.jsonl");
  appendFileSync(
    list,
    `${JSON.stringify({ at: Temporal.Now.instant().toString(), person: anna })}\n`,
  );
  expect(await cli(["erasures", "repeat", list])).toMatchObject({ code: 0 });
  expect(readFileSync(join(dataDir, "erasures.jsonl"), "utf8")).toContain(anna);

  expect(await cli(["restore", "--force", backup])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/runs|in use/),
  });
  await database.stop();
  const cluster = join(dataDir, "postgres");
  for (const name of readdirSync(join(cluster, "global")).filter((file) => /^\d+$/.test(file)))
    truncateSync(join(cluster, "global", name), 0);

  expect(await cli(["restore", backup])).toMatchObject({
    code: 1,
    out: expect.stringContaining("not empty"),
  });
  const restored = await cli(["restore", "--force", backup]);
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.out).toContain("Of 1 people on the list 1 were erased again");
  const aside = readdirSync(dataDir).filter((name) => name.startsWith("before-restore-"));
  expect(aside).toHaveLength(1);
  expect(existsSync(join(dataDir, aside[0] ?? "", "postgres", "PG_VERSION"))).toBe(true);

  await startService();
  const rows = await onDatabase(async (client) => {
    const found = await client.query(
      "select id, display_name, email, erased_at is not null as erased from person where id = any($1) order by erased_at",
      [[anna, bert]],
    );
    const { rowCount } = await client.query("select from person where display_name = 'busy'");
    expect(rowCount).toBeGreaterThanOrEqual(before);
    return found.rows;
  });
  expect(rows).toEqual([
    { id: anna, display_name: "–", email: null, erased: true },
    { id: bert, display_name: "bert", email: "bert@trivium.test", erased: false },
  ]);
  expect(await cli(["verify"])).toMatchObject({ code: 0 });
});

test("a backup goes into a folder of its own, outside of what it copies", {
  timeout: 180_000,
}, async () => {
  expect(await cli(["backup", backup])).toMatchObject({
    code: 1,
    out: expect.stringContaining("not empty"),
  });
  expect(await cli(["backup", join(dataDir, "backup")])).toMatchObject({
    code: 1,
    out: expect.stringContaining("inside DATA_DIR"),
  });
  expect(existsSync(join(dataDir, "backup"))).toBe(false);
});

test("half a backup and a damaged one are refused in words, and nothing is put anywhere", {
  timeout: 300_000,
}, async () => {
  const target = join(folder, "empty");
  const half = join(folder, "half");
  const { child, ended } = start(["backup", half]);
  await once(child.stderr ?? child, "data");
  child.kill("SIGKILL");
  await ended;
  expect(existsSync(half)).toBe(true);
  expect(await cli(["restore", half], target)).toMatchObject({
    code: 1,
    out: expect.stringContaining("no whole backup"),
  });

  const damages: [string, (copy: string) => Promise<void> | void][] = [
    ["postgres.tar.gz is not what it was", (copy) => turnedByte(join(copy, "postgres.tar.gz"))],
    [
      "postgres.tar.gz is not what it was",
      (copy) => truncateSync(join(copy, "postgres.tar.gz"), 100_000),
    ],
    ["files/auth-secret is missing", (copy) => rmSync(join(copy, "files", "auth-secret"))],
    ["is damaged", (copy) => turnedByte(join(copy, "backup.json"))],
  ];
  for (const [words, damage] of damages) {
    const copy = join(folder, "copy");
    await cp(backup, copy, { recursive: true });
    await damage(copy);
    await expect(restore({ from: copy, dataDir: target })).rejects.toThrow(words);
    rmSync(copy, { recursive: true });
  }
  expect(existsSync(target) ? readdirSync(target) : []).toEqual([]);
});

test("a drill leaves nothing behind, refused, done or cut off", { timeout: 300_000 }, async () => {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary, { mode: 0o755 });
  const drill = (from: string) =>
    start(["restore-drill", from], dataDir, ["env", `TMPDIR=${temporary}`, process.execPath]);
  expect(await drill(folder).ended).toMatchObject({ code: 1 });
  expect(readdirSync(temporary)).toEqual([]);
  expect(await drill(backup).ended).toMatchObject({ code: 0 });
  expect(readdirSync(temporary)).toEqual([]);

  const cut = drill(backup);
  const cluster = () =>
    readdirSync(temporary).some((name) =>
      existsSync(join(temporary, name, "data/postgres/postmaster.pid")),
    );
  await vi.waitUntil(cluster, { timeout: 120_000, interval: 20 });
  cut.child.kill("SIGINT");
  expect(await cut.ended).toMatchObject({
    code: 1,
    out: expect.stringContaining("Cut off: nothing of it was kept."),
  });
  await vi.waitUntil(() => processesOf(temporary).length === 0, { timeout: 60_000 });
  expect(readdirSync(temporary)).toEqual([]);
});

test("a backup of a newer version is refused, and so is a folder that is none", {
  timeout: 180_000,
}, async () => {
  const copy = join(folder, "newer");
  await cp(backup, copy, { recursive: true });
  const made = await readManifest(copy);
  rmSync(join(copy, "backup.json"));
  await writeManifest(copy, { ...made, schema: made.schema + 1_000_000_000_000 });
  const target = join(folder, "empty");
  for (const [from, words] of [
    [copy, "newer version"],
    [folder, "no whole backup"],
    [join(folder, "nowhere"), "no whole backup"],
  ] as const)
    await expect(restore({ from, dataDir: target })).rejects.toThrow(words);
});

test("a backup whose database is of another product, or half migrated, is named and put nowhere", {
  timeout: 300_000,
}, async () => {
  const target = join(folder, "empty");
  const beside = join(folder, "beside");
  const other = await startDatabase({ dataDir: beside });
  try {
    await migrate(other.url);
    for (const [name, statement, words] of [
      ["half", "DROP TABLE job_run", 'half migrated ("job_run" of 53_job_run is missing'],
      [
        "of-another",
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE wp_posts (id int); UPDATE drizzle.__drizzle_migrations SET hash = md5(hash)",
        "something else than Trivium (it has wp_posts)",
      ],
    ] as const) {
      const owner = new pg.Client({ connectionString: other.url });
      await owner.connect();
      await owner.query(statement);
      await owner.end();
      const copy = join(folder, `${name}-backup`);
      await makeBackup({ dataDir: beside, target: copy, authSecret: "x", ownerUrl: other.url });
      await expect(restore({ from: copy, dataDir: target })).rejects.toThrow(words);
      expect(readdirSync(target)).toEqual([]);
    }
  } finally {
    await other.stop();
  }
});

const tiny = join(folder, "tiny");
/** Only root may make a disk, and not everywhere. */
const mayMount = (() => {
  mkdirSync(tiny);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", tiny]).status === 0;
})();

test.skipIf(!mayMount)(
  "a full disk is named, and nothing of what was begun stays",
  { timeout: 180_000 },
  async () => {
    try {
      expect(await cli(["backup", join(tiny, "backup")])).toMatchObject({
        code: 1,
        out: expect.stringContaining("is full"),
      });
      expect(readdirSync(tiny)).toEqual([]);
      await expect(restore({ from: backup, dataDir: join(tiny, "data") })).rejects.toThrow(
        "is full",
      );
      expect(readdirSync(join(tiny, "data"))).toEqual([]);
    } finally {
      spawnSync("umount", [tiny]);
    }
  },
);

// Root may write everywhere: it is run without that right.
const ORDINARY =
  process.getuid?.() === 0
    ? [
        ...["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override"],
        process.execPath,
      ]
    : [];

test("a folder that may not be written, or a list that is a folder, is named without the system's codes", {
  timeout: 180_000,
}, async () => {
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o500 });
  const at = join(closed, "deeper", "new");
  for (const [words, dir, said] of [
    [["backup", at], dataDir, /may not use \S+closed, which belongs to \S+\.$/],
    [["export", at], dataDir, /may not use \S+closed, which belongs to \S+\.$/],
    [["restore", backup], at, /may not use \S+closed, which belongs to \S+\.$/],
    [["restore", join(folder, "nowhere")], at, /nowhere holds no whole backup/],
    [["erasures", "repeat", folder], dataDir, /is a folder, where a file is needed/],
  ] as const) {
    const { code, out } = await start([...words], dir, ORDINARY).ended;
    expect({ words, code, out: out.trim() }).toEqual({
      words,
      code: 1,
      out: expect.stringMatching(said),
    });
    expect(out).not.toMatch(/EACCES|EISDIR|ENOENT/);
  }
  const { code, out } = await cli(["backup", join(folder, "new")], join(folder, "no-data"));
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining("No database runs in") });
  expect(readdirSync(closed)).toEqual([]);
});

/** Another bit in the middle of a file. */
async function turnedByte(path: string): Promise<void> {
  const file = await open(path, "r+");
  const { size } = await file.stat();
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, Math.floor(size / 2));
  byte[0] = (byte[0] ?? 0) ^ 1;
  await file.write(byte, 0, 1, Math.floor(size / 2));
  await file.close();
}
