import { setTimeout as wait } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { deliverNext } from "#lib/notifications/deliver.ts";
import { mailer } from "#lib/notifications/mailer.ts";
import { textHook } from "#lib/notifications/text-hook.ts";
import { database } from "#lib/platform/database.ts";
import { log } from "#lib/platform/log.ts";
import { settings } from "#lib/platform/settings.ts";
import { runTasks } from "#lib/platform/tasks.ts";
import { runWebhooks } from "#lib/webhooks/deliver.ts";
import { JOBS } from "./jobs.ts";
import { TASKS } from "./tasks.ts";
import { TEMPLATES } from "./templates.ts";

const IDLE_MS = 1_000;
const STOP_MS = 6_000;

const { db, close } = database();
const boss = new PgBoss({
  connectionString: settings().databaseUrl,
  max: 2,
  application_name: "trivium-jobs",
  createSchema: false,
});
boss.on("error", (error) => log.error({ err: error }, "jobs"));

let stopping = false;
const asleep = new AbortController();

await boss.start();
for (const { name, cron, run } of JOBS) {
  await boss.createQueue(name);
  await boss.schedule(name, cron);
  await boss.work(name, async () => {
    const counts = await run(db, Temporal.Now.instant());
    const isQuiet = Object.values(counts).every((count) => count === 0);
    log[isQuiet ? "debug" : "info"]({ job: name, ...counts }, "job done");
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    stopping = true;
    asleep.abort();
  });

const webhooks = runWebhooks(db, asleep.signal);
const tasks = runTasks(db, TASKS, asleep.signal);
const send = mailer();
const sendText = textHook();
while (!stopping) {
  const busy = await deliverNext(db, TEMPLATES, send, Temporal.Now.instant(), sendText).catch(
    (error: unknown) => {
      log.error({ err: error }, "outbox");
      return false;
    },
  );
  if (!busy) await wait(IDLE_MS, undefined, { signal: asleep.signal }).catch(() => {});
}
// Whatever does not end by itself is cut off: every job and message may be taken up again.
setTimeout(() => process.exit(0), STOP_MS);
await Promise.all([webhooks, tasks]);
await boss.stop({ graceful: true, timeout: STOP_MS / 2 });
await close();
process.exit(0);
