import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { countWhere } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { backgroundTasks } from "#db/schema/tasks.ts";
import { tryLockOne } from "../database/locks.ts";
import { transaction } from "../database/transaction.ts";
import { DomainError, type Reason } from "../errors/errors.ts";
import { faultOf, framesOf } from "../errors/fault.ts";
import { type Trouble, troubleOf } from "../errors/trouble.ts";
import { log } from "../logs/log.ts";

/** Tasks of one person that may wait or run at once. */
export const MOST_OPEN_TASKS = 5;
/** A task that brought its worker down so many times is given up. */
export const TASK_ATTEMPTS = 5;
const PROGRESS_EVERY_MS = 250;
/** Of the open tasks, the oldest among which a worker looks for one that nobody has. */
const LOOKED_AT = 50;
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
    const [known] = await tx
      .select({ id: backgroundTasks.id })
      .from(backgroundTasks)
      .where(and(eq(backgroundTasks.askedBy, askedBy), eq(backgroundTasks.key, key)));
    if (known) return known.id;
    const open = await tx.$count(
      backgroundTasks,
      and(eq(backgroundTasks.askedBy, askedBy), isNull(backgroundTasks.endedAt)),
    );
    if (open >= MOST_OPEN_TASKS)
      throw new DomainError("rate_limited", {
        code: "desk.tasks.too_many",
        count: MOST_OPEN_TASKS,
      });
    const [made] = await tx
      .insert(backgroundTasks)
      .values({ kind, key, askedBy, spaceId, payload })
      .onConflictDoUpdate({
        target: [backgroundTasks.askedBy, backgroundTasks.key],
        set: { key },
      })
      .returning({ id: backgroundTasks.id });
    if (!made) throw new Error("no task came back");
    return made.id;
  });
}

const COLUMNS = {
  id: backgroundTasks.id,
  kind: backgroundTasks.kind,
  key: backgroundTasks.key,
  askedBy: backgroundTasks.askedBy,
  spaceId: backgroundTasks.spaceId,
  payload: backgroundTasks.payload,
  state: sql<Task["state"]>`${backgroundTasks.state}`,
  done: backgroundTasks.done,
  total: backgroundTasks.total,
  result: backgroundTasks.result,
};

/** A task of this person; null for one of somebody else. */
export async function findTask(db: Database, id: string, askedBy: string): Promise<Task | null> {
  const [task] = await db
    .select(COLUMNS)
    .from(backgroundTasks)
    .where(and(eq(backgroundTasks.id, id), eq(backgroundTasks.askedBy, askedBy)));
  return task ?? null;
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
  const [task] = await db
    .select(COLUMNS)
    .from(backgroundTasks)
    .where(
      and(
        inArray(backgroundTasks.kind, [...kinds]),
        sql`${backgroundTasks.payload} @> ${JSON.stringify(facts)}::jsonb`,
        state && eq(backgroundTasks.state, state),
      ),
    )
    .orderBy(desc(backgroundTasks.createdAt), backgroundTasks.id)
    .limit(1);
  return task ?? null;
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
  const rows = await db
    .select({ id: backgroundTasks.id })
    .from(backgroundTasks)
    .where(isNull(backgroundTasks.endedAt))
    .orderBy(backgroundTasks.createdAt, backgroundTasks.id)
    .limit(LOOKED_AT);
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
      const [task] = await db
        .update(backgroundTasks)
        .set({
          state: "running",
          attempts: sql`${backgroundTasks.attempts} + 1`,
          done: 0,
          startedAt: sql`coalesce(${backgroundTasks.startedAt}, now())`,
        })
        .where(isOpen(id))
        .returning({ ...COLUMNS, attempts: backgroundTasks.attempts });
      if (!task) return false;
      if (task.attempts > TASK_ATTEMPTS) throw new DomainError("conflict", { code: GAVE_UP });
      const handler = handlers[task.kind];
      if (!handler) throw new Error(`no handler for tasks of kind ${task.kind}`);
      const result = await handler(tx, task, progressOf(db, id));
      await tx
        .update(backgroundTasks)
        .set({
          state: "done",
          done: sql`coalesce(${backgroundTasks.total}, ${backgroundTasks.done})`,
          result,
          endedAt: sql`clock_timestamp()`,
        })
        .where(eq(backgroundTasks.id, id));
      log.info({ task: task.kind, taskId: id }, "task done");
      return true;
    });
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble || !NOT_OF_THE_TASK.includes(trouble)) {
      await noteError(db, id, error);
      return true;
    }
    await db
      .update(backgroundTasks)
      .set({ state: "waiting", attempts: sql`greatest(${backgroundTasks.attempts} - 1, 0)` })
      .where(isOpen(id));
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
  const [task] = await db
    .select({ kind: backgroundTasks.kind, attempts: backgroundTasks.attempts })
    .from(backgroundTasks)
    .where(eq(backgroundTasks.id, id));
  return task ?? { kind: "unknown", attempts: 0 };
}

async function noteFailure(db: Database, id: string, reason: Reason): Promise<void> {
  await db
    .update(backgroundTasks)
    .set({ state: "failed", result: { reason }, endedAt: sql`clock_timestamp()` })
    .where(isOpen(id));
}

function isOpen(id: string): SQL | undefined {
  return and(eq(backgroundTasks.id, id), isNull(backgroundTasks.endedAt));
}

function progressOf(db: Database, id: string): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return async (done, total) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    await db.update(backgroundTasks).set({ done, total }).where(isOpen(id));
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
  const isWaiting = eq(backgroundTasks.state, "waiting");
  const hasFailed = eq(backgroundTasks.state, "failed");
  const reason = sql`coalesce(${backgroundTasks.result} #>> '{reason,code}', ${GAVE_UP})`;
  const [state] = await db
    .select({
      waiting: countWhere(isWaiting),
      running: countWhere(eq(backgroundTasks.state, "running")),
      refused: countWhere(and(hasFailed, ne(reason, GAVE_UP))),
      givenUp: countWhere(and(hasFailed, eq(reason, GAVE_UP))),
      oldestSeconds: sql<number>`coalesce(extract(epoch from now() - min(${backgroundTasks.createdAt}) filter (where ${isWaiting})), 0)::int`,
    })
    .from(backgroundTasks);
  return state ?? { waiting: 0, running: 0, refused: 0, givenUp: 0, oldestSeconds: 0 };
}
