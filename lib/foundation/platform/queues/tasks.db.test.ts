import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { DomainError } from "../errors/errors.ts";
import {
  askForTask,
  failureOf,
  findTask,
  MOST_OPEN_TASKS,
  runNextTask,
  TASK_ATTEMPTS,
  type TaskHandler,
} from "./tasks.ts";

/** A database with somebody who asks, and a handler that leaves a trace of what it did. */
async function world() {
  const database = await freshDatabase();
  const { db } = database.connect();
  const given = givenOn(db);
  const { id: spaceId } = await given.space();
  const { personId: askedBy } = await given.staff(spaceId);
  const ask = (key = "one") =>
    askForTask(db, { kind: "count", key, askedBy, spaceId, payload: { to: 3 } });
  const done = async () => {
    const { rows } = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from idempotency_key where actor_key = 'trace'`,
    );
    return rows[0]?.count;
  };
  const leaveTrace: TaskHandler = async (tx, task, progress) => {
    await tx.execute(sql`insert into idempotency_key (actor_key, key, request_hash, status, response)
      values ('trace', ${crypto.randomUUID()}, '', 200, '{}')`);
    await progress(1, 3);
    return { counted: task.payload.to };
  };
  return { database, db, askedBy, ask, done, leaveTrace, given };
}

test("a task is done once, shown to whoever asked and to nobody else", async () => {
  const { database, db, askedBy, ask, done, leaveTrace, given } = await world();
  const id = await ask();
  expect(await ask()).toBe(id);
  expect(await findTask(db, id, askedBy)).toMatchObject({
    state: "waiting",
    total: null,
    result: null,
  });
  expect(await runNextTask(db, { count: leaveTrace })).toBe(true);
  expect(await runNextTask(db, { count: leaveTrace })).toBe(false);
  expect(await ask()).toBe(id);
  expect(await done()).toBe(1);
  expect(await findTask(db, id, askedBy)).toMatchObject({
    state: "done",
    done: 3,
    total: 3,
    result: { counted: 3 },
  });
  expect(await findTask(db, id, (await given.person()).personId)).toBeNull();
  await database.drop();
});

test("two workers do not take the same task, and progress is seen while it runs", async () => {
  const { database, db, askedBy, ask, done, leaveTrace } = await world();
  const id = await ask();
  const isHalfway = Promise.withResolvers<void>();
  const mayGoOn = Promise.withResolvers<void>();
  const slow: TaskHandler = async (...all) => {
    const result = await leaveTrace(...all);
    isHalfway.resolve();
    await mayGoOn.promise;
    return result;
  };
  const first = runNextTask(db, { count: slow });
  await isHalfway.promise;
  expect(await runNextTask(database.connect().db, { count: leaveTrace })).toBe(false);
  expect(await findTask(db, id, askedBy)).toMatchObject({ state: "running", done: 1, total: 3 });
  expect(await done()).toBe(0);
  mayGoOn.resolve();
  await first;
  expect(await done()).toBe(1);
  await database.drop();
});

test("what a worker did that dies is undone, and the next one begins anew", async () => {
  const { database, db, askedBy, ask, done, leaveTrace } = await world();
  const id = await ask();
  const dying = database.connect();
  const dies: TaskHandler = async (tx, task, progress) => {
    await leaveTrace(tx, task, progress);
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
    return leaveTrace(tx, task, progress);
  };
  await runNextTask(dying.db, { count: dies }).catch(() => {});
  expect(await done()).toBe(0);
  expect(await findTask(db, id, askedBy)).toMatchObject({ state: "running", result: null });
  expect(await runNextTask(db, { count: leaveTrace })).toBe(true);
  expect(await done()).toBe(1);
  expect(await findTask(db, id, askedBy)).toMatchObject({ state: "done" });
  await database.drop();
});

test("a refusal is told and leaves nothing; a fault is tried again, and given up in the end", async () => {
  const { database, db, askedBy, ask, done, leaveTrace } = await world();
  const refused = await ask("refused");
  const refuses: TaskHandler = async (...all) => {
    await leaveTrace(...all);
    throw new DomainError("conflict", { code: "booking.closure_list_changed" });
  };
  await runNextTask(db, { count: refuses });
  const task = await findTask(db, refused, askedBy);
  expect(task && failureOf(task)).toEqual({ code: "booking.closure_list_changed" });

  const faulty = await ask("faulty");
  const fails: TaskHandler = async (...all) => {
    await leaveTrace(...all);
    throw new Error("a bug");
  };
  for (let attempt = 1; attempt <= TASK_ATTEMPTS; attempt += 1) {
    expect(await findTask(db, faulty, askedBy)).toMatchObject({ result: null });
    expect(await runNextTask(db, { count: fails })).toBe(true);
  }
  const given = await findTask(db, faulty, askedBy);
  expect(given && failureOf(given)).toEqual({ code: "desk.tasks.gave_up" });
  expect(await done()).toBe(0);
  expect(await runNextTask(db, { count: leaveTrace })).toBe(false);
  await database.drop();
});

test("a person has so many open at once, and others none the fewer", async () => {
  const { database, db, ask, leaveTrace } = await world();
  for (let number = 0; number < MOST_OPEN_TASKS; number += 1) await ask(`task ${number}`);
  await expect(ask("one more")).rejects.toMatchObject({ reason: { code: "desk.tasks.too_many" } });
  await expect(ask("task 0")).resolves.toBeTypeOf("string");
  await runNextTask(db, { count: leaveTrace });
  await expect(ask("one more")).resolves.toBeTypeOf("string");
  await database.drop();
});

test("a task that finds a table locked waits for it, however often, and is done then", async () => {
  const { database, db, askedBy, ask, done, leaveTrace } = await world();
  const id = await ask();
  const impatient: TaskHandler = async (tx, task, progress) => {
    await tx.execute(sql`set local lock_timeout = '50ms'`);
    return leaveTrace(tx, task, progress);
  };
  await database.connect(1).db.transaction(async (holder) => {
    await holder.execute(sql`lock table idempotency_key in access exclusive mode`);
    for (let attempt = 0; attempt <= TASK_ATTEMPTS; attempt += 1)
      expect(await runNextTask(db, { count: impatient })).toBe(false);
    expect(await findTask(db, id, askedBy)).toMatchObject({ state: "waiting" });
  });
  expect(await runNextTask(db, { count: impatient })).toBe(true);
  expect(await done()).toBe(1);
  await database.drop();
});
