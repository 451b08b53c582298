import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/platform.ts";
import { DomainError } from "../errors/errors.ts";
import { sha256 } from "../secrets/hash.ts";
import { transaction } from "./transaction.ts";

export type Answer = { status: number; body: unknown };

export type Ask = { actorKey: string; key: string; request: unknown };

/**
 * The answer this key got before, or null.
 *
 * @throws DomainError invalid when it came with another body
 */
export async function earlierAnswer(db: Database, ask: Ask): Promise<Answer | null> {
  const found = await answerOfKey(db, ask);
  if (found && found.requestHash !== requestHash(ask.request))
    throw new DomainError("invalid", { code: "common.key_reused" });
  return found;
}

/** Whether what came with a key is not what came with it before. */
export function isKeyReused(error: unknown): boolean {
  return error instanceof DomainError && error.reason.code === "common.key_reused";
}

/** The answer this key got before, whatever it was asked with, or null. */
export async function answerOfKey(
  db: Database,
  { actorKey, key }: Pick<Ask, "actorKey" | "key">,
): Promise<(Answer & { requestHash: string }) | null> {
  const [found] = await db
    .select({
      status: idempotencyKeys.status,
      body: idempotencyKeys.response,
      requestHash: idempotencyKeys.requestHash,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actorKey, actorKey), eq(idempotencyKeys.key, key)));
  return found ?? null;
}

/**
 * Keeps the answer in the caller's transaction. A twin that runs at the same moment waits here for
 * the first to commit.
 * @returns false when the key was taken meanwhile: roll back, then ask `earlierAnswer`
 */
export async function keepAnswer(
  db: Database,
  { actorKey, key, request }: Ask,
  answer: Answer,
): Promise<boolean> {
  const kept = await db
    .insert(idempotencyKeys)
    .values({
      actorKey,
      key,
      requestHash: requestHash(request),
      status: answer.status,
      response: answer.body,
    })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  return kept.length === 1;
}

/**
 * Runs a transaction whose answer is kept under its key, when it has one: the same request gets the
 * first answer again.
 */
export async function onlyOnce<T>(
  db: Database,
  ask: Ask | null,
  run: (db: Database) => Promise<T>,
): Promise<T> {
  return answerOnce(db, ask, () =>
    transaction(db, async (tx) => {
      const body = await run(tx);
      await keepFirstAnswer(tx, ask, body);
      return body;
    }),
  );
}

/**
 * For a caller with a transaction of its own: the answer that its key got before, or what `run`
 * answers and keeps with `keepFirstAnswer`. What fails while a twin succeeds gets the answer of the
 * twin.
 */
export async function answerOnce<T>(
  db: Database,
  ask: Ask | null,
  run: () => Promise<T>,
): Promise<T> {
  if (!ask) return run();
  const replay = await earlierAnswer(db, ask);
  if (replay) return replay.body as T;
  try {
    return await run();
  } catch (error) {
    const first = await earlierAnswer(db, ask);
    if (first) return first.body as T;
    throw error;
  }
}

/**
 * Keeps an answer under its key, when it has one, in the transaction inside `answerOnce`.
 *
 * @throws TwinWasFirst when the key was taken meanwhile, so that the transaction is rolled back
 */
export async function keepFirstAnswer(db: Database, ask: Ask | null, body: unknown): Promise<void> {
  if (ask && !(await keepAnswer(db, ask, { status: 201, body }))) throw new TwinWasFirst();
}

/** Another request with the same key committed while this one ran: its answer is the answer. */
class TwinWasFirst extends Error {}

function requestHash(request: unknown): string {
  return sha256(JSON.stringify(request));
}
