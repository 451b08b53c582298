import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { DomainError, type Reason } from "./errors.ts";
import { log } from "./log.ts";
import { transaction } from "./transaction.ts";

/** Tasks of one person that may wait or run at once. */
export const MOST_OPEN_TASKS = 5;
/** A task that brought its worker down so many times is given up. */
export const TASK_ATTEMPTS = 5;
const IDLE_MS = 500;
const PROGRESS_EVERY_MS = 250;

export type NewTask = {
  kind: string;
  /** Idempotency key: the same from the same person is the same task. */
  key: string;
  askedBy: string;
  spaceId: string;
  payload: Record<string, unknown>;
};

export type Task = NewTask & {
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  done: number;
  /** Null until it is known. */
  total: number | null;
  /** What the handler returned, or `{ reason }` of one that failed; null until it ended. */
  result: Record<string, unknown> | null;
};

/** Notes how far a task is, at most a few times a second. */
export type Progress = (done: number, total: number) => Promise<void>;

/**
 * Does one kind of task, inside a transaction that also notes its end: all of it is done and noted, or nothing.
 *
 * @returns what is shown of it
 * @throws DomainError when it cannot be done; whoever asked is told why
 */
export type TaskHandler = (db: Database, task: Task, progress: Progress) => Promise<Record<string, unknown>>;

/**
 * Queues a task in the caller's transaction. Idempotent by key.
 *
 * @throws DomainError rate_limited when the person has too many that have not ended
 */
export async function askForTask(db: Database, task: NewTask): Promise<string> {
  const { kind, key, askedBy, spaceId, payload } = task;
  return transaction(db, async (tx) => {
    const known = await tx.execute<{ id: string }>(
      sql`select id from background_task where asked_by = ${askedBy} and key = ${key}`,
    );
    if (known.rows[0]) return known.rows[0].id;
    const { rows: open } = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from background_task where asked_by = ${askedBy} and ended_at is null`);
    if ((open[0]?.count ?? 0) >= MOST_OPEN_TASKS)
      throw new DomainError("rate_limited", { code: "desk.tasks.too_many", count: MOST_OPEN_TASKS });
    const { rows } = await tx.execute<{ id: string }>(sql`
      insert into background_task (kind, key, asked_by, space_id, payload)
      values (${kind}, ${key}, ${askedBy}, ${spaceId}, ${JSON.stringify(payload)}::jsonb)
      on conflict (asked_by, key) do update set key = excluded.key returning id`);
    const [made] = rows;
    if (!made) throw new Error("no task came back");
    return made.id;
  });
}

const COLUMNS = sql`id, kind, key, asked_by as "askedBy", space_id as "spaceId", payload, state, done, total, result`;

/** A task of this person; null for one of somebody else. */
export async function findTask(db: Database, id: string, askedBy: string): Promise<Task | null> {
  const { rows } = await db.execute<Task>(
    sql`select ${COLUMNS} from background_task where id = ${id} and asked_by = ${askedBy}`,
  );
  return rows[0] ?? null;
}

/** Why a task failed; null for any other. */
export function failureOf({ state, result }: Task): Reason | null {
  return state === "failed"
    ? ((result?.reason as Reason | undefined) ?? { code: "desk.tasks.gave_up" })
    : null;
}

/** Runs tasks one after the other until told to stop. */
export async function runTasks(
  db: Database,
  handlers: Record<string, TaskHandler>,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const busy = await runNextTask(db, handlers).catch((error: unknown) => {
      log.error({ err: error }, "tasks");
      return false;
    });
    if (!busy) await wait(IDLE_MS, undefined, { signal: stop }).catch(() => {});
  }
}

/**
 * Does the oldest task that no other worker has. A worker holds its task by a lock of its transaction: when it dies, the
 * database undoes what it did and lets the lock go, and the next worker begins the task anew.
 *
 * @returns false when there is nothing to do
 */
export async function runNextTask(db: Database, handlers: Record<string, TaskHandler>): Promise<boolean> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from background_task where ended_at is null order by created_at, id limit 50`,
  );
  for (const { id } of rows) if (await runTask(db, id, handlers)) return true;
  return false;
}

/** @returns false when another worker has it, or it ended meanwhile */
async function runTask(db: Database, id: string, handlers: Record<string, TaskHandler>): Promise<boolean> {
  try {
    return await transaction(db, async (tx) => {
      const { rows: lock } = await tx.execute<{ mine: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended('task:' || ${id}, 0)) as mine`,
      );
      if (!lock[0]?.mine) return false;
      // Outside of the transaction: others see that it runs, and a death that undoes the rest leaves its count.
      const { rows } = await db.execute<Task & { attempts: number }>(sql`
        update background_task set state = 'running', attempts = attempts + 1, done = 0, started_at = coalesce(started_at, now())
        where id = ${id} and ended_at is null returning ${COLUMNS}, attempts`);
      const [task] = rows;
      if (!task) return false;
      if (task.attempts > TASK_ATTEMPTS) throw new DomainError("conflict", { code: "desk.tasks.gave_up" });
      const handler = handlers[task.kind];
      if (!handler) throw new Error(`no handler for tasks of kind ${task.kind}`);
      const result = await handler(tx, task, progressOf(db, id));
      await tx.execute(sql`
        update background_task set state = 'done', done = coalesce(total, done), result = ${JSON.stringify(result)}::jsonb,
          ended_at = clock_timestamp() where id = ${id}`);
      log.info({ task: task.kind, taskId: id }, "task done");
      return true;
    });
  } catch (error) {
    const reason = error instanceof DomainError ? error.reason : await lastReason(db, id, error);
    if (reason) await noteFailure(db, id, reason);
    return true;
  }
}

/** A fault of ours is tried again, and told once it is given up. */
async function lastReason(db: Database, id: string, error: unknown): Promise<Reason | null> {
  log.error({ err: error, taskId: id }, "task failed");
  const { rows } = await db.execute<{ attempts: number }>(
    sql`select attempts from background_task where id = ${id}`,
  );
  return (rows[0]?.attempts ?? 0) >= TASK_ATTEMPTS ? { code: "desk.tasks.gave_up" } : null;
}

async function noteFailure(db: Database, id: string, reason: Reason): Promise<void> {
  await db.execute(sql`
    update background_task set state = 'failed', result = ${JSON.stringify({ reason })}::jsonb, ended_at = clock_timestamp()
    where id = ${id} and ended_at is null`);
}

function progressOf(db: Database, id: string): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return async (done, total) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    await db.execute(
      sql`update background_task set done = ${done}, total = ${total} where id = ${id} and ended_at is null`,
    );
  };
}
