import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { Registry } from "prom-client";
import { afterAll, expect } from "vitest";
import { connect, type Database } from "#db/client.ts";
import { jobRuns } from "#db/schema/operations.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { recordAudit, sealAudit } from "#lib/foundation/identity/audit/audit.ts";
import { test } from "#testing/database.ts";
import { CHECK_NAMES, type CheckName, examine, type Finding } from "./checks.ts";
import { readFigures } from "./gauges.ts";
import { introduceJobs } from "./job-runs.ts";
import { LAST_BACKUP_FILE } from "./machine.ts";
import { TURNS } from "./schedule.ts";
import { wordsOf } from "./words.ts";

const dataDir = mkdtempSync(join(tmpdir(), "trivium-checks-"));
process.env.DATA_DIR = dataDir;
process.env.DEMO = "0";
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const NOW = Temporal.Now.instant();
const ago = (hours: number) => NOW.subtract({ hours });
const noteBackup = (text: string) => writeFileSync(join(dataDir, LAST_BACKUP_FILE), text);
const of = (findings: Finding[], name: CheckName) =>
  findings.filter((finding) => finding.name === name).map(({ state, code }) => `${state} ${code}`);

test("a network that is well says so by every check, but for what is not set up here", async ({
  ctx: { db },
}) => {
  await introduceJobs(db);
  noteBackup(JSON.stringify({ at: ago(3).toString(), bytes: 5_000_000 }));
  const findings = await examine(db, NOW, { isThorough: true });
  expect([...new Set(findings.map(({ name }) => name))]).toEqual([...CHECK_NAMES]);
  expect(
    findings.filter(({ state }) => state !== "well").map(({ name, code }) => `${name} ${code}`),
  ).toEqual(["roles one", "mail noServer"]);
});

test.for([
  [
    "a job that failed",
    "jobs",
    "fault fails",
    { failedInARow: 1, failedAt: ago(1), fault: "disk full" },
  ],
  ["a job whose turn went by", "jobs", "fault late", { knownSince: ago(30), succeededAt: ago(29) }],
  ["a job that never had its turn", "jobs", "fault late", { knownSince: ago(30) }],
] as const)("%s is found", async ([, name, found, run], { ctx: { db } }) => {
  await introduceJobs(db);
  await db.update(jobRuns).set(run).where(eq(jobRuns.name, "openings"));
  expect(of(await examine(db, NOW), name)).toEqual([found]);
});

test("an entry of the audit log that waits too long for its seal is found, and counted", async ({
  ctx: { db, actor },
}) => {
  const figures = async () => {
    const registry = new Registry();
    await readFigures(db, registry, NOW);
    return registry.metrics();
  };
  await recordAudit(db, { actor, action: "space.changed", spaceId: null, subject: "x" });
  expect(of(await examine(db, NOW), "audit")).toEqual(["well nightly"]);
  expect(await figures()).toMatch(/^trivium_audit_unsealed 1$/m);

  // Nobody else may make it older.
  await db.execute("set local session_replication_role = replica");
  await db.execute("update audit_unsealed set noted_at = noted_at - interval '7 minutes'");
  await db.execute("set local session_replication_role = origin");
  expect(of(await examine(db, NOW), "audit")).toEqual(["fault unsealed"]);
  expect(of(await examine(db, NOW, { isThorough: true }), "audit")).toEqual(["fault unsealed"]);
  expect(await figures()).toMatch(/^trivium_audit_oldest_unsealed_seconds 42\d/m);

  await sealAudit(db);
  expect(of(await examine(db, NOW, { isThorough: true }), "audit")).toEqual(["well well"]);
  expect(await figures()).toMatch(/^trivium_audit_oldest_unsealed_seconds 0$/m);
});

test("where no worker has ever started, that is said once", async ({ ctx: { db } }) => {
  expect(of(await examine(db, NOW), "jobs")).toEqual(["fault none"]);
});

test("letters, texts, events and tasks that wait too long or were given up are found, each by its own check", async ({
  ctx: { db },
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person([], { email: null, phone: "+32470123456" });
  const asker = await given.person();
  const old = { createdAt: ago(2), nextAttemptAt: ago(2) };
  await db.insert(outboxMessages).values([
    { template: "x", toEmail: "a@example.be", ...old },
    { template: "x", toEmail: "b@example.be", ...old, attempts: 8 },
    { template: "x", personId, ...old },
    { template: "x", personId, ...old, attempts: 8 },
  ]);
  const [hook] = await db
    .insert(webhooks)
    .values({ spaceId, url: "https://example.be/x", events: [], secret: "x" })
    .returning();
  const delivery = { spaceId, webhookId: hook?.id ?? "", event: "test" };
  await db.insert(webhookDeliveries).values([
    { ...delivery, nextAttemptAt: ago(2) },
    { ...delivery, nextAttemptAt: null, attempts: 10 },
  ]);
  const task = { kind: "x", askedBy: asker.personId, spaceId, payload: {} };
  const ended = { state: "failed", endedAt: ago(1), startedAt: ago(1) };
  await db.insert(backgroundTasks).values([
    { ...task, key: "1", createdAt: ago(1) },
    { ...task, key: "2", ...ended, result: { reason: { code: "desk.tasks.gave_up" } } },
    { ...task, key: "3", ...ended, result: { reason: { code: "booking.slot_taken" } } },
  ]);
  const findings = await examine(db, NOW);
  expect(of(findings, "mail")).toEqual(["warning noServer", "fault givenUp", "fault stuck"]);
  expect(of(findings, "texts")).toEqual(["fault givenUp", "fault stuck"]);
  expect(of(findings, "webhooks")).toEqual(["warning givenUp", "fault stuck"]);
  expect(of(findings, "tasks")).toEqual(["fault givenUp", "fault stuck"]);

  // The same in figures, for whoever is woken by them. A transaction has one connection, and the
  // driver warns of whoever asks it two things at once; its next version refuses.
  const warnings: string[] = [];
  const note = ({ message }: Error) => warnings.push(message);
  process.on("warning", note);
  const registry = new Registry();
  await readFigures(db, registry, NOW);
  await turn();
  process.off("warning", note);
  expect(warnings).toEqual([]);
  const text = await registry.metrics();
  for (const line of [
    'trivium_outbox_waiting{channel="mail"} 1',
    'trivium_outbox_given_up{channel="mail"} 1',
    'trivium_outbox_given_up{channel="text"} 1',
    "trivium_webhooks_given_up 1",
    'trivium_tasks{state="given_up"} 1',
    'trivium_tasks{state="refused"} 1',
    'trivium_job_late{name="openings"} 1',
  ])
    expect(text.split("\n")).toContain(line);
});

test("what could not leave at its last try is said before it is given up, with the reason", async ({
  ctx: { db },
  given,
}) => {
  const { id: spaceId } = await given.space();
  const { personId } = await given.person([], { email: null, phone: "+32470123456" });
  const tried = { template: "x", attempts: 1, lastError: "connect ECONNREFUSED 127.0.0.1:9" };
  await db.insert(outboxMessages).values([
    { ...tried, toEmail: "a@example.be" },
    { ...tried, personId },
  ]);
  const [hook] = await db
    .insert(webhooks)
    .values({ spaceId, url: "https://example.be/x", events: [], secret: "x" })
    .returning();
  await db
    .insert(webhookDeliveries)
    .values({ spaceId, webhookId: hook?.id ?? "", event: "test", attempts: 1, nextAttemptAt: NOW });
  const findings = await examine(db, NOW);
  expect(of(findings, "mail")).toEqual(["warning noServer", "warning failing"]);
  expect(of(findings, "texts")).toEqual(["warning failing"]);
  expect(of(findings, "webhooks")).toEqual(["warning failing"]);
  for (const locale of LOCALES)
    for (const finding of findings.filter(({ code }) => code === "failing")) {
      const { sentence } = wordsOf(locale, finding);
      expect(sentence).not.toMatch(/operations\.|[{}]/);
      if (finding.name !== "webhooks") expect(sentence).toContain("ECONNREFUSED");
    }
});

test.for([
  ["none", "", "warning none"],
  ["a note that cannot be read", "{", "warning none"],
  ["one of yesterday evening", JSON.stringify({ at: ago(20) }), "well well"],
  ["one of the day before", JSON.stringify({ at: ago(40), bytes: 1 }), "warning old"],
  ["one of last month", JSON.stringify({ at: ago(24 * 30), bytes: 1 }), "fault old"],
])("of backups, %s is judged", async ([, note, found], { ctx: { db } }) => {
  noteBackup(note ?? "");
  expect(of(await examine(db, NOW), "backups")).toEqual([found]);
});

test("a database that is not reached is one sentence without its address, and figures that are left out", async () => {
  const { db, close } = connect("postgresql://noor:secret@127.0.0.1:1/trivium");
  const findings = await examine(db, NOW);
  expect(findings).toHaveLength(1);
  const [only] = findings;
  expect(only).toMatchObject({ name: "database", state: "fault", code: "away" });
  expect(JSON.stringify(only)).not.toMatch(/secret|noor/);
  const registry = new Registry();
  await readFigures(db, registry, NOW);
  await close();
  const text = await registry.metrics();
  expect(text).toMatch(/^trivium_disk_free_bytes \d+/m);
  expect(text).not.toMatch(/^trivium_(outbox|job|webhooks|tasks|database|build)\S* \d/m);
});

test("a socket that is closed to whoever looks is said in words, without its path", async () => {
  const closed = Object.assign(new Error("connect EACCES /data/.s.PGSQL.1"), {
    code: "EACCES",
    syscall: "connect",
    address: "/data/.s.PGSQL.1",
  });
  const away = { execute: () => Promise.reject(new Error("Failed query", { cause: closed })) };
  const [only, ...more] = await examine(away as unknown as Database, NOW);
  expect(more).toEqual([]);
  expect(only).toEqual({ name: "database", state: "fault", code: "refused", values: {} });
  for (const locale of LOCALES)
    expect(only && wordsOf(locale, only).sentence).toMatch(
      /^[^/{}]*\?host=…[^/{}]*DATABASE_URL\.$/,
    );
});

test("every finding and every job has its words in each language", async ({ ctx: { db } }) => {
  const findings = await examine(db, NOW);
  for (const locale of LOCALES) {
    for (const finding of findings)
      expect(wordsOf(locale, finding).sentence).not.toMatch(/operations\.(?!md)|[{}]/);
    for (const job of Object.keys(TURNS)) {
      const late: Finding = { name: "jobs", state: "fault", code: "late", values: { job } };
      expect(wordsOf(locale, late).sentence).not.toContain(`“${job}”`);
    }
  }
});
