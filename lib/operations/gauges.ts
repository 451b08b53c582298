import { Counter, Gauge, type Registry } from "prom-client";
import type { Database } from "#db/client.ts";
import { unsealedState } from "#lib/foundation/identity/audit/audit.ts";
import { outboxState } from "#lib/foundation/notifications/given-up.ts";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { openStreams } from "#lib/foundation/platform/http/event-stream.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { tasksState } from "#lib/foundation/platform/queues/tasks.ts";
import { webhooksState } from "#lib/foundation/webhooks/given-up.ts";
import { jobStates } from "./job-states.ts";
import { databaseState, diskOf, lastBackupOf, versionsOf } from "./machine.ts";

// Next evaluates a module once per bundle; the figures are one set a registry.
const shared = globalThis as { triviumFigures?: WeakMap<Registry, Gauges> };

/**
 * When the last question is put to the database: with what it may take itself, all is told within
 * three seconds.
 */
const LAST_BEGIN_MS = 1_400;

/**
 * Figures of the whole network, the same whichever process is asked; what a worker knows, it has
 * written into the database.
 */
export function networkGauges(registry: Registry): Gauges {
  shared.triviumFigures ??= new WeakMap();
  const known = shared.triviumFigures.get(registry) ?? makeGauges(registry);
  shared.triviumFigures.set(registry, known);
  return known;
}

function makeGauges(registry: Registry) {
  const registers = [registry];
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Gauge<Label>({ name: `trivium_${name}`, help, labelNames, registers });
  return {
    outboxWaiting: gauge("outbox_waiting", "Messages written and not sent yet, still tried", [
      "channel",
    ]),
    outboxOldest: gauge("outbox_oldest_waiting_seconds", "Age of the oldest of these", ["channel"]),
    outboxGivenUp: gauge("outbox_given_up", "Messages that were tried as often as they are", [
      "channel",
    ]),
    webhooksWaiting: gauge("webhooks_waiting", "Events for other programs that wait"),
    webhooksOldest: gauge(
      "webhooks_oldest_waiting_seconds",
      "How long the oldest of these is overdue",
    ),
    webhooksGivenUp: gauge(
      "webhooks_given_up",
      "Events that were tried as often as they are, of 30 days",
    ),
    tasks: gauge("tasks", "Long tasks; refused and given up of the last 7 days", ["state"]),
    tasksOldest: gauge("tasks_oldest_waiting_seconds", "How long the oldest waits for a worker"),
    unsealed: gauge("audit_unsealed", "Entries of the audit log that wait for their seal"),
    unsealedOldest: gauge("audit_oldest_unsealed_seconds", "How long the oldest of these waits"),
    // Not `job`: Prometheus calls by that whom it asks.
    jobSuccess: gauge("job_last_success_timestamp_seconds", "When a job last went well", ["name"]),
    jobSeconds: gauge("job_last_duration_seconds", "How long its last run took", ["name"]),
    jobFailing: gauge("job_failures_in_a_row", "Runs that failed since one went well", ["name"]),
    jobLate: gauge("job_late", "1 where a job should have run and did not", ["name"]),
    jobRuns: new Counter({
      name: "trivium_job_runs_total",
      help: "Runs of a job, by how they ended",
      labelNames: ["name", "outcome"],
      registers,
    }),
    backupAt: gauge(
      "backup_last_timestamp_seconds",
      "When the last backup was made; 0 when none is known",
    ),
    backupBytes: gauge("backup_last_bytes", "Its size"),
    diskFree: gauge("disk_free_bytes", "Room left on the disk of DATA_DIR"),
    diskSize: gauge("disk_size_bytes", "Size of that disk"),
    databaseBytes: gauge("database_bytes", "Size of the database"),
    serverConnections: gauge(
      "database_server_connections",
      "Connections of everybody to the server",
    ),
    mostConnections: gauge("database_server_connections_most", "How many it takes"),
    eventStreams: gauge("event_streams_open", "Live pages that this process serves now"),
    build: gauge("build_info", "1, with what runs", ["version", "build", "node", "postgresql"]),
  };
}

type Gauges = ReturnType<typeof makeGauges>;
type Figure = Gauge<string> | Counter<string>;

/** Figures that come from one question: known together, or not at all. */
type Part = { gauges: Figure[]; read: () => Promise<void> };

/**
 * Works the figures out anew. A part that cannot be known now is left out; the rest is told all the
 * same.
 *
 * @param db a pool or a transaction, whose questions are answered, or fail, in time
 */
export async function readFigures(
  db: Database,
  registry: Registry,
  now: Temporal.Instant,
): Promise<void> {
  const all = networkGauges(registry);
  all.eventStreams.set(openStreams());
  const ofMachine = [diskPart(all), backupPart(all)].map(readPart);
  const ofDatabase = [
    databasePart(all, db),
    jobsPart(all, db, now),
    outboxPart(all, db),
    sealsPart(all, db),
    tasksPart(all, db),
    webhooksPart(all, db),
  ];
  // One after the other: a transaction has one connection, and that takes one question at a time.
  const began = performance.now();
  for (const { gauges, read } of ofDatabase)
    await readPart({
      gauges,
      read: async () => {
        if (performance.now() - began > LAST_BEGIN_MS) throw new Error("no time is left");
        await read();
      },
    });
  await Promise.all(ofMachine);
}

async function readPart({ gauges, read }: Part): Promise<void> {
  try {
    for (const gauge of gauges) gauge.reset();
    await read();
  } catch (error) {
    gauges.forEach(leaveOut);
    log.debug({ fault: faultOf(error) }, "figures not read");
  }
}

/** A figure without labels stays at 0 until it is removed; one with labels has no series left. */
function leaveOut(figure: Figure): void {
  figure.reset();
  const isLabelled =
    "labelNames" in figure && Array.isArray(figure.labelNames) && figure.labelNames.length > 0;
  if (!isLabelled) figure.remove();
}

function diskPart({ diskFree, diskSize }: Gauges): Part {
  const read = async () => {
    const { free, size } = await diskOf();
    diskFree.set(free);
    diskSize.set(size);
  };
  return { gauges: [diskFree, diskSize], read };
}

function backupPart({ backupAt, backupBytes }: Gauges): Part {
  const read = async () => {
    const backup = await lastBackupOf();
    backupAt.set(backup ? backup.at.epochMilliseconds / 1000 : 0);
    backupBytes.set(backup?.bytes ?? 0);
  };
  return { gauges: [backupAt, backupBytes], read };
}

function databasePart(
  { databaseBytes, serverConnections, mostConnections, build }: Gauges,
  db: Database,
): Part {
  const read = async () => {
    const state = await databaseState(db);
    databaseBytes.set(state.bytes);
    serverConnections.set(state.connections);
    mostConnections.set(state.mostConnections);
    const { program: version, build: sources, node } = await versionsOf();
    build.set({ version, build: sources, node, postgresql: state.version }, 1);
  };
  return { gauges: [databaseBytes, serverConnections, mostConnections, build], read };
}

function jobsPart(
  { jobSuccess, jobSeconds, jobFailing, jobLate, jobRuns }: Gauges,
  db: Database,
  now: Temporal.Instant,
): Part {
  const read = async () => {
    for (const { name, state, ...run } of await jobStates(db, now)) {
      jobSuccess.set({ name }, run.succeededAt ? run.succeededAt.epochMilliseconds / 1000 : 0);
      if (run.tookMs !== null) jobSeconds.set({ name }, run.tookMs / 1000);
      jobFailing.set({ name }, run.failedInARow);
      jobLate.set({ name }, state === "late" || state === "unknown" ? 1 : 0);
      jobRuns.inc({ name, outcome: "succeeded" }, run.succeeded);
      jobRuns.inc({ name, outcome: "failed" }, run.failed);
    }
  };
  return { gauges: [jobSuccess, jobSeconds, jobFailing, jobLate, jobRuns], read };
}

function outboxPart({ outboxWaiting, outboxOldest, outboxGivenUp }: Gauges, db: Database): Part {
  const read = async () => {
    const channels = Object.entries(await outboxState(db));
    for (const [channel, { waiting, oldestSeconds, givenUp }] of channels) {
      outboxWaiting.set({ channel }, waiting);
      outboxOldest.set({ channel }, oldestSeconds);
      outboxGivenUp.set({ channel }, givenUp);
    }
  };
  return { gauges: [outboxWaiting, outboxOldest, outboxGivenUp], read };
}

function sealsPart({ unsealed, unsealedOldest }: Gauges, db: Database): Part {
  const read = async () => {
    const { waiting, oldestSeconds } = await unsealedState(db);
    unsealed.set(waiting);
    unsealedOldest.set(oldestSeconds);
  };
  return { gauges: [unsealed, unsealedOldest], read };
}

function tasksPart({ tasks, tasksOldest }: Gauges, db: Database): Part {
  const read = async () => {
    const { waiting, running, refused, givenUp, oldestSeconds } = await tasksState(db);
    const states = { waiting, running, refused, given_up: givenUp };
    for (const [state, count] of Object.entries(states)) tasks.set({ state }, count);
    tasksOldest.set(oldestSeconds);
  };
  return { gauges: [tasks, tasksOldest], read };
}

function webhooksPart(
  { webhooksWaiting, webhooksOldest, webhooksGivenUp }: Gauges,
  db: Database,
): Part {
  const read = async () => {
    const { waiting, oldestSeconds, givenUp } = await webhooksState(db);
    webhooksWaiting.set(waiting);
    webhooksOldest.set(oldestSeconds);
    webhooksGivenUp.set(givenUp);
  };
  return { gauges: [webhooksWaiting, webhooksOldest, webhooksGivenUp], read };
}
