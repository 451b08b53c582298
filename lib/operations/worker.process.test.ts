import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { PgBoss } from "pg-boss";
import { Registry } from "prom-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "#db/client.ts";
import { freePort, type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { type Service, startService, stopService, until } from "#testing/service.ts";
import { readFigures } from "./gauges.ts";
import { TURNS } from "./schedule.ts";

const folder = mkdtempSync(join(tmpdir(), "trivium-knowing-"));
const WENT_WELL = "select count(*)::int as count from job_run where succeeded_at is not null";
let server: RunningDatabase;
let connection: Connection;
let worker: Service;

/**
 * A real network without SMTP that answers: a database of one's own, one login for everything, a
 * mail server that is away.
 */
beforeAll(async () => {
  server = await startDatabase({ dataDir: folder });
  connection = connect(server.url, { max: 2 });
  worker = await startWorker();
  await until(async () => (await count(WENT_WELL)) > 2, 60_000);
});
afterAll(async () => {
  await stopService(worker);
  await connection.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<Service> {
  return startService({
    command: [process.execPath, "scripts/supervisor.ts", "worker"],
    env: {
      DATABASE_URL: server.url,
      SMTP_URL: `smtp://mailer:hunter2@127.0.0.1:${await freePort()}`,
    },
    isReady: false,
  });
}

async function count(question: string): Promise<number> {
  // The tables come with the first start.
  const { rows } = await connection.pool
    .query<{ count: number }>(question)
    .catch(() => ({ rows: [] }));
  return rows[0]?.count ?? 0;
}

/** What a command of ours says, and how it ends. */
function cli(...words: string[]): Promise<{ code: number; said: string }> {
  return cliOn(server.url, ...words);
}

async function cliOn(
  databaseUrl: string,
  ...words: string[]
): Promise<{ code: number; said: string }> {
  const run = promisify(execFile)(process.execPath, ["lib/cli/main.ts", ...words], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      ENV_FILE: "",
      DATABASE_URL: databaseUrl,
      DATA_DIR: worker.dataDir,
      DEMO: "0",
    },
  });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` }),
  );
}

/** Has a job run now, as its hour would. */
async function runJob(name: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: server.url,
    createSchema: false,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.send(name);
  await boss.stop();
}

const linesOf = (said: string) =>
  worker
    .log()
    .split("\n")
    .filter((line) => line.includes(said));

test("the worker seals what is written in the audit log; what was changed before stays without, and is told", async () => {
  const ENTRY =
    "insert into audit_entry (actor, action, subject) values ('system:test', 'test.done', 'x') returning id";
  const unsealed = () => count("select count(*)::int as count from audit_unsealed");
  await connection.pool.query(ENTRY);
  await until(async () => (await unsealed()) === 0, 20_000);
  expect((await cli("audit", "verify")).said).toMatch(/every seal whole/);

  const owner = await connection.pool.connect();
  await owner.query("begin");
  const { rows } = await owner.query<{ id: string }>(ENTRY);
  await owner.query("set local session_replication_role = replica");
  await owner.query("update audit_entry set subject = 'y' where id = $1", [rows[0]?.id]);
  await owner.query("commit");
  await connection.pool.query(ENTRY);
  await until(async () => (await unsealed()) === 1, 20_000);
  const { code, said } = await cli("audit", "verify");
  expect(code).toBe(1);
  expect(said).toContain(
    `entry ${rows[0]?.id} of network was changed or removed before it was sealed`,
  );

  await owner.query("begin");
  await owner.query("set local session_replication_role = replica");
  await owner.query("update audit_entry set subject = 'x' where id = $1", [rows[0]?.id]);
  await owner.query("commit");
  owner.release();
  await until(async () => (await unsealed()) === 0, 20_000);
  expect((await cli("audit", "verify")).code).toBe(0);
});

test("a job that fails is a line in the log, a figure and a line of doctor, until it goes well again", async () => {
  await connection.pool.query("alter table profile_answer rename code to code_away");
  await runJob("sealing");
  await expect.poll(() => linesOf("job failed").length, { timeout: 20_000 }).toBe(1);
  const [line = "{}"] = linesOf("job failed");
  expect(JSON.parse(line)).toMatchObject({
    job: "sealing",
    fault: 'column "code" does not exist (42703)',
  });
  const figures = await figuresNow();
  expect(figures).toContain('trivium_job_runs_total{name="sealing",outcome="failed"} 1');
  expect(figures).toContain('trivium_job_failures_in_a_row{name="sealing"} 1');
  const ill = await cli("doctor");
  expect(ill.code).toBe(1);
  expect(ill.said).toMatch(/✗ Jobs: “Old answers are closed” failed on .*code/);

  await connection.pool.query("alter table profile_answer rename code_away to code");
  await runJob("sealing");
  await expect
    .poll(figuresNow, { timeout: 20_000 })
    .toContain('trivium_job_failures_in_a_row{name="sealing"} 0');
  const well = await cli("doctor");
  expect(well.said).toMatch(/✓ Jobs/);
  expect(well.said).toMatch(/! Roles in the database: One login does everything/);
});

test("a letter that cannot leave is given up in words, without its address, and sent again by command", async () => {
  const address = "noor.peeters@example.be";
  await connection.pool.query(
    `insert into outbox_message (template, to_email, locale, data, attempts)
     values ('identity-code', $1, 'nl', '{"code": "123456"}', 7)`,
    [address],
  );
  await expect.poll(() => linesOf("message given up").length, { timeout: 20_000 }).toBe(1);
  // The line is written inside the transaction that notes it.
  await until(async () =>
    (await figuresNow()).includes('trivium_outbox_given_up{channel="mail"} 1'),
  );
  const figures = await figuresNow();
  expect((await cli("doctor")).said).toMatch(/✗ Mail: One message was tried eight times/);
  const { said } = await cli("outbox", "list");
  expect(said).toMatch(/ECONNREFUSED/);
  expect(said).toMatch(/code, .*n…@e….be/);

  expect(await cli("outbox", "retry")).toEqual({ code: 0, said: "1 letters are tried anew.\n" });
  await expect
    .poll(() => count("select attempts as count from outbox_message"), { timeout: 20_000 })
    .toBe(1);
  expect(await cli("outbox", "retry")).toEqual({ code: 0, said: "0 letters are tried anew.\n" });
  for (const secret of [address, "123456", "hunter2"])
    expect(`${worker.log()}${said}${figures}`).not.toContain(secret);
});

test.for([
  ["doctor", /✗ Database: No answer came within 5 seconds/],
  ["outbox list", /does not answer within 5 seconds/],
] as const)(
  "a database that takes connections and says nothing is not waited for by %s",
  async ([command, sentence]) => {
    const held: number[] = [];
    const silent = createServer((socket) => {
      const began = performance.now();
      socket.on("close", () => held.push((performance.now() - began) / 1000)).on("error", () => {});
      socket.resume();
    });
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const { port } = silent.address() as AddressInfo;
    try {
      const { code, said } = await cliOn(
        `postgresql://trivium@127.0.0.1:${port}/trivium`,
        ...command.split(" "),
      );
      expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(sentence) });
      // From its first word to its end: how long the command needs to start is the machine's
      // affair.
      await until(() => held.length > 0);
      expect(Math.max(...held)).toBeLessThan(15);
    } finally {
      silent.close();
    }
  },
);

test("a lock that somebody forgot is told of by the check that waits for it, and not waited for", async () => {
  const holder = await connection.pool.connect();
  await holder.query("begin; lock table space in access exclusive mode");
  try {
    const { code, said } = await cli("doctor");
    expect(code).toBe(1);
    expect(said).toMatch(/✓ Database: .*[\s\S]*✗ Opening hours: No answer came within 5 seconds/);
  } finally {
    await holder.query("rollback");
    holder.release();
  }
});

test("after nights without power the worker makes up for what it missed, as soon as it starts", async () => {
  const { dataDir } = worker;
  await stopService(worker);
  await connection.pool.query(
    "update job_run set known_since = now() - interval '4 days', failed_at = null, succeeded_at = now() - interval '3 days'",
  );
  expect((await cli("doctor")).said).toMatch(/✗ Jobs: .*should have run and did not/);
  // The command that found it out made the folder again.
  rmSync(dataDir, { recursive: true });
  worker = await startWorker();
  const made =
    "select count(*)::int as count from job_run where succeeded_at > now() - interval '1 hour'";
  const jobs = Object.keys(TURNS).length;
  await until(async () => (await count(made)) === jobs, 60_000);
  expect((await cli("doctor")).said).toMatch(/✓ Jobs/);
});

async function figuresNow(): Promise<string[]> {
  const registry = new Registry();
  await readFigures(connection.db, registry, Temporal.Now.instant());
  return (await registry.metrics()).split("\n");
}
