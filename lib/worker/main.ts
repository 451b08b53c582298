import { PgBoss } from "pg-boss";
import { LIMITS, startupOptions } from "#db/limits.ts";
import { sealAudit } from "#lib/foundation/identity/audit/audit.ts";
import { deliverNext } from "#lib/foundation/notifications/deliver.ts";
import { mailer } from "#lib/foundation/notifications/mailer.ts";
import { textHook } from "#lib/foundation/notifications/text-hook.ts";
import { database } from "#lib/foundation/platform/database/database.ts";
import { faultOf, framesOf } from "#lib/foundation/platform/errors/fault.ts";
import { log, logWhatEndsUs } from "#lib/foundation/platform/logs/log.ts";
import { onStop } from "#lib/foundation/platform/process/stopping.ts";
import { runNextTask } from "#lib/foundation/platform/queues/tasks.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { runWebhooks } from "#lib/foundation/webhooks/deliver.ts";
import { introduceJobs, runLoop, runNoted, watchLoop } from "#lib/operations/job-runs.ts";
import { missedJobs } from "#lib/operations/job-states.ts";
import { cronOf, JOB_TURNS, type JobName, type Turn } from "#lib/operations/schedule.ts";
import { allJobs } from "./jobs.ts";
import { allTasks } from "./tasks.ts";
import { TEMPLATES } from "./templates.ts";

const IDLE_MS = { letters: 1_000, tasks: 500, seals: 1_000 };
/**
 * What has its turn by night is tried again after a minute, two, four and so on; the rest has its
 * next turn soon.
 */
const BY_NIGHT = { retryLimit: 6, retryDelay: 60, retryBackoff: true };
const OFTEN = { retryLimit: 0 };
/** However many workers start meanwhile, a turn that was missed is made up for once. */
const ONCE = { singletonKey: "missed", singletonSeconds: 600 };
/** How long what runs may take when the process is told to stop. */
const STOP_MS = 15_000;

logWhatEndsUs();
const { db, close } = database("job");
const boss = new PgBoss({
  connectionString: settings().databaseUrl,
  max: 2,
  application_name: "trivium-jobs",
  createSchema: false,
  options: startupOptions("job"),
  connectionTimeoutMillis: LIMITS.job.connectionMs,
});
boss.on("error", (error) => log.error({ fault: faultOf(error), stack: framesOf(error) }, "jobs"));

const asleep = new AbortController();

const jobs = await allJobs();
const handlers = await allTasks();
await boss.start();
await introduceJobs(db);
const missed = await missedJobs(db, Temporal.Now.instant());
for (const [name, turn] of Object.entries(JOB_TURNS) as [JobName, Turn][]) {
  const tries = "dailyAt" in turn ? BY_NIGHT : OFTEN;
  await boss.createQueue(name, tries);
  // A queue that an older version made keeps its own until it is told.
  await boss.updateQueue(name, tries);
  await boss.schedule(name, cronOf(turn));
  if (missed.includes(name)) await boss.send(name, null, { ...tries, ...ONCE });
  await boss.work(name, () => runNoted(db, name, () => jobs[name](db, Temporal.Now.instant())));
}
if (!settings().smtpUrl && !settings().demo)
  log.warn("SMTP_URL is not set: letters stay in DATA_DIR/outbox and reach nobody");

onStop((time) => {
  // Whatever does not end by itself is cut off: every job and message may be taken up again.
  if (time > 1) process.exit(0);
  asleep.abort();
  setTimeout(() => process.exit(0), STOP_MS);
});

const stop = asleep.signal;
const webhooks = runWebhooks(db, stop, { watch: watchLoop(db, "webhooks") });
const tasks = runLoop(db, { name: "tasks", idleMs: IDLE_MS.tasks, stop }, () =>
  runNextTask(db, handlers),
);
const seals = runLoop(db, { name: "seals", idleMs: IDLE_MS.seals, stop }, () => sealAudit(db));
const send = mailer();
const sendText = textHook();
await runLoop(db, { name: "letters", idleMs: IDLE_MS.letters, stop }, () =>
  deliverNext(db, TEMPLATES, send, Temporal.Now.instant(), sendText),
);
await Promise.all([webhooks, tasks, seals, boss.stop({ graceful: true, timeout: STOP_MS })]);
await close();
log.debug("worker stopped");
process.exit(0);
