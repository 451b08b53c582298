import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { DomainError, type Reason } from "./errors.ts";
import { faultOf, framesOf } from "./fault.ts";
import { tryLockOne } from "./locks.ts";
import { log } from "./log.ts";
import { transaction } from "./transaction.ts";
import { type Trouble, troubleOf } from "./trouble.ts";

/** Tasks of one person that may wait or run at once. */
export const MOST_OPEN_TASKS = 5;
/** A task that brought its worker down so many times is given up. */
export const TASK_ATTEMPTS = 5;
const PROGRESS_EVERY_MS = 250;
/** The reason noted of a task that was given up: a fault of ours, not a refusal. */
export const GAVE_UP = "desk.tasks.gave_up";

export type NewTask = {
  kind: string;
  /** Idempotency key: the same from the same person is the same task. */
  key: string;
  askedBy: string;
  /** Null for what is of the network as a whole. */
  spaceId: string | null;
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
 * Does one kind of task, inside a transaction that also notes its end: all of it is done and noted,
 * or nothing.
 *
 * @returns what is shown of it
 * @throws DomainError when it cannot be done; whoever asked is told why
 */
export type TaskHandler = (
  db: Database,
  task: Task,
  progress: Progress,
) => Promise<Record<string, unknown>>;

/**
 * Queues a task in the caller's transaction. Idempotent by key.
 *
 * @throws DomainError rate_limited when the person has too many that have not ended
 */
export async function askForTask(db: Database, task: NewTask): Promise<string> {
  const { kind, key, askedBy, spaceId, payload } = task;
  return transaction(db, async (tx) => {
    const [known] = await rowsOf<{ id: string }>(
      tx,
      sql`select id from background_task where asked_by = ${askedBy} and key = ${key}`,
    );
    if (known) return known.id;
    const open = await rowsOf<{ count: number }>(
      tx,
      sql`
        select count(*)::int as count from background_task where asked_by = ${askedBy} and ended_at is null`,
    );
    if ((open[0]?.count ?? 0) >= MOST_OPEN_TASKS)
      throw new DomainError("rate_limited", {
        code: "desk.tasks.too_many",
        count: MOST_OPEN_TASKS,
      });
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`
        insert into background_task (kind, key, asked_by, space_id, payload)
        values (${kind}, ${key}, ${askedBy}, ${spaceId}, ${JSON.stringify(payload)}::jsonb)
        on conflict (asked_by, key) do update set key = excluded.key returning id`,
    );
    const [made] = rows;
    if (!made) throw new Error("no task came back");
    return made.id;
  });
}

const COLUMNS = sql`id, kind, key, asked_by, space_id, payload, state, done, total, result`;

/** A task of this person; null for one of somebody else. */
export async function findTask(db: Database, id: string, askedBy: string): Promise<Task | null> {
  const rows = await rowsOf<Task>(
    db,
    sql`select ${COLUMNS} from background_task where id = ${id} and asked_by = ${askedBy}`,
  );
  return rows[0] ?? null;
}

/**
 * The newest task of these kinds whose payload holds these facts, whoever asked for it; where a
 * state is named, the newest in that state.
 */
export async function lastTaskAbout(
  db: Database,
  kinds: readonly string[],
  facts: Record<string, string>,
  state?: Task["state"],
): Promise<Task | null> {
  const rows = await rowsOf<Task>(
    db,
    sql`
      select ${COLUMNS} from background_task
      where kind = any(${sql.param([...kinds])}::text[])
        and payload @> ${JSON.stringify(facts)}::jsonb
        and state = coalesce(${state ?? null}::text, state)
      order by created_at desc, id limit 1`,
  );
  return rows[0] ?? null;
}

/** Why a task failed; null for any other. */
export function failureOf({ state, result }: Task): Reason | null {
  return state === "failed" ? ((result?.reason as Reason | undefined) ?? { code: GAVE_UP }) : null;
}

/**
 * Does the oldest task that no other worker has. A worker holds its task by a lock of its
 * transaction: when it dies, the database undoes what it did and lets the lock go, and the next
 * worker begins the task anew.
 *
 * @returns false when there is nothing to do
 */
export async function runNextTask(
  db: Database,
  handlers: Record<string, TaskHandler>,
): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select id from background_task where ended_at is null order by created_at, id limit 50`,
  );
  for (const { id } of rows) if (await runTask(db, id, handlers)) return true;
  return false;
}

/**
 * What no task can be the cause of. The rest counts as a try: a task that is never given up would
 * be tried for ever.
 */
const NOT_OF_THE_TASK: Trouble[] = [
  "lock_timeout",
  "pool_full",
  "too_many_connections",
  "read_only",
];

/**
 * @returns false when another worker has it, when something it needs is not there just now, or it
 *   ended meanwhile
 */
async function runTask(
  db: Database,
  id: string,
  handlers: Record<string, TaskHandler>,
): Promise<boolean> {
  try {
    return await transaction(db, async (tx) => {
      const lock = await rowsOf<{ own: boolean }>(
        tx,
        sql`select ${tryLockOne(`task:${id}`)} as own`,
      );
      if (!lock[0]?.own) return false;
      // Outside of the transaction: others see that it runs, and a death that undoes the rest
      // leaves its count.
      const rows = await rowsOf<Task & { attempts: number }>(
        db,
        sql`
          update background_task
          set state = 'running', attempts = attempts + 1, done = 0,
            started_at = coalesce(started_at, now())
          where id = ${id} and ended_at is null returning ${COLUMNS}, attempts`,
      );
      const [task] = rows;
      if (!task) return false;
      if (task.attempts > TASK_ATTEMPTS) throw new DomainError("conflict", { code: GAVE_UP });
      const handler = handlers[task.kind];
      if (!handler) throw new Error(`no handler for tasks of kind ${task.kind}`);
      const result = await handler(tx, task, progressOf(db, id));
      await tx.execute(sql`
        update background_task
        set state = 'done', done = coalesce(total, done), result = ${JSON.stringify(result)}::jsonb,
          ended_at = clock_timestamp() where id = ${id}`);
      log.info({ task: task.kind, taskId: id }, "task done");
      return true;
    });
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble || !NOT_OF_THE_TASK.includes(trouble)) {
      await noteError(db, id, error);
      return true;
    }
    await db.execute(sql`
      update background_task set state = 'waiting', attempts = greatest(attempts - 1, 0)
      where id = ${id} and ended_at is null`);
    log.warn({ trouble, taskId: id, fault: faultOf(error) }, "task waits");
    return false;
  }
}

/** Logs why a task failed, and ends it where it was refused or tried often enough. */
async function noteError(db: Database, id: string, error: unknown): Promise<void> {
  const { kind, attempts } = await triedSoFar(db, id);
  const isRefusal = error instanceof DomainError && error.reason.code !== GAVE_UP;
  const isOver = isRefusal || attempts >= TASK_ATTEMPTS;
  const fault = isRefusal ? error.reason.code : faultOf(error);
  const line = { task: kind, taskId: id, attempts, fault };
  if (isRefusal) log.warn(line, "task refused");
  else log.error({ ...line, stack: framesOf(error) }, isOver ? "task given up" : "task failed");
  if (isOver) await noteFailure(db, id, isRefusal ? error.reason : { code: GAVE_UP });
}

/** A fault of ours is tried again; whoever asked gets a message once it is given up. */
async function triedSoFar(db: Database, id: string): Promise<{ kind: string; attempts: number }> {
  const rows = await rowsOf<{ kind: string; attempts: number }>(
    db,
    sql`select kind, attempts from background_task where id = ${id}`,
  );
  return rows[0] ?? { kind: "unknown", attempts: 0 };
}

async function noteFailure(db: Database, id: string, reason: Reason): Promise<void> {
  await db.execute(sql`
    update background_task
    set state = 'failed', result = ${JSON.stringify({ reason })}::jsonb,
      ended_at = clock_timestamp()
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

export type TasksState = {
  waiting: number;
  running: number;
  /**
   * Of the last seven days: refused in words to whoever asked, and given up through a fault of
   * ours.
   */
  refused: number;
  givenUp: number;
  /** Since when the oldest waits for a worker, in seconds; 0 where none does. */
  oldestSeconds: number;
};

/** How many long tasks there are, by what became of them. */
export async function tasksState(db: Database): Promise<TasksState> {
  const rows = await rowsOf<TasksState>(
    db,
    sql`
      select count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'running')::int as running,
        count(*) filter (where state = 'failed'
          and coalesce(result #>> '{reason,code}', ${GAVE_UP}) <> ${GAVE_UP})::int as refused,
        count(*) filter (where state = 'failed'
          and coalesce(result #>> '{reason,code}', ${GAVE_UP}) = ${GAVE_UP})::int as given_up,
        coalesce(extract(epoch from now() - min(created_at) filter (where state = 'waiting')),
        0)::int as oldest_seconds
      from background_task`,
  );
  return rows[0] ?? { waiting: 0, running: 0, refused: 0, givenUp: 0, oldestSeconds: 0 };
}
