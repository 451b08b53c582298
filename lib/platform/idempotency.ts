import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/platform.ts";
import { DomainError } from "./errors.ts";
import { sha256 } from "./hash.ts";

export type Answer = { status: number; body: unknown };

export type Ask = { actorKey: string; key: string; request: unknown };

/** The answer this key got before, or null. @throws DomainError invalid when it came with another body */
export async function earlierAnswer(db: Database, { actorKey, key, request }: Ask): Promise<Answer | null> {
  const [found] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actorKey, actorKey), eq(idempotencyKeys.key, key)));
  if (!found) return null;
  if (found.requestHash !== requestHash(request))
    throw new DomainError("invalid", { code: "common.key_reused" });
  return { status: found.status, body: found.response };
}

/**
 * Keeps the answer in the caller's transaction. A twin that runs at the same moment waits here for the first to commit.
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

function requestHash(request: unknown): string {
  return sha256(JSON.stringify(request));
}
