import { randomUUID } from "node:crypto";
import { test as base, inject } from "vitest";
import type { Database } from "#db/client.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { givenOn } from "./given.ts";
import { freshDatabase } from "./postgres-database.ts";

/** A Monday morning, before anything opens. */
export const NOW = Temporal.Instant.from("2026-03-02T06:00:00Z");

/** A transaction of Drizzle's own, so that the commands' transactions become savepoints inside it. */
async function rolledBack(
  db: Database,
  onCleanup: (undo: () => Promise<void>) => void,
): Promise<Database> {
  const opened = Promise.withResolvers<Database>();
  const done = Promise.withResolvers<never>();
  const ended = db.transaction((tx) => {
    opened.resolve(tx);
    return done.promise;
  });
  onCleanup(async () => {
    done.reject(new Error("roll back"));
    await ended.catch(() => {});
  });
  return opened.promise;
}

/**
 * Tests inside one transaction that is always rolled back: nothing to clean, no order to respect.
 */
export const test = base
  .extend("serverUrl", { scope: "worker" }, inject("serverUrl"))
  // For rows that other connections are to see: they stay, until the file ends.
  .extend("database", { scope: "file" }, async ({ serverUrl }, { onCleanup }) => {
    const database = await freshDatabase(serverUrl);
    onCleanup(database.drop);
    return database;
  })
  // One for all files: a new connection reads the catalogue and plans each statement anew, which
  // took longer than most tests.
  .extend("connection", { scope: "worker" }, async ({ serverUrl }, { onCleanup }) => {
    const database = await freshDatabase(serverUrl);
    onCleanup(database.drop);
    return database.connect(1);
  })
  .extend("transaction", ({ connection }, { onCleanup }) => rolledBack(connection.db, onCleanup))
  .extend("given", ({ transaction }) => givenOn(transaction))
  .extend("ctx", async ({ transaction, given }): Promise<Context> => {
    return { actor: await given.person(), now: NOW, db: transaction, requestId: randomUUID() };
  });

/**
 * The same in a database of its own, for what is planned: statistics, and room that rows of other
 * tests left, would change it.
 */
export const plannedTest = test.extend("transaction", ({ database }, { onCleanup }) =>
  rolledBack(database.connect(1).db, onCleanup),
);
