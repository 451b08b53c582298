import { and, desc, eq, gt, isNull, ne, type SQL } from "drizzle-orm";
import { loginSessions } from "#db/schema/identity.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { ownAccount } from "../permission/policy.ts";

export type OwnSession = {
  id: string;
  method: string;
  device: string | null;
  createdAt: Temporal.Instant;
  lastSeenAt: Temporal.Instant;
  isThisOne: boolean;
};

/**
 * Where the actor is signed in now, the newest first.
 *
 * @param token the one of the browser that asks
 */
export async function mySessions(ctx: Context, token: string | null): Promise<OwnSession[]> {
  const rows = await ctx.db
    .select()
    .from(loginSessions)
    .where(open(ctx))
    .orderBy(desc(loginSessions.lastSeenAt), desc(loginSessions.id));
  return rows.map(({ id, method, device, createdAt, lastSeenAt, tokenHash }) => ({
    id,
    method,
    device,
    createdAt,
    lastSeenAt,
    isThisOne: token !== null && tokenHash === sha256(token),
  }));
}

/** Ends one of the actor's own sessions. Idempotent. */
export function endOwnSession(ctx: Context, id: string): Promise<void> {
  return end(ctx, and(open(ctx), eq(loginSessions.id, id)));
}

/** Signs out everywhere else. */
export function endOtherSessions(ctx: Context, token: string | null): Promise<void> {
  return end(
    ctx,
    and(open(ctx), token === null ? undefined : ne(loginSessions.tokenHash, sha256(token))),
  );
}

function open(ctx: Context): SQL | undefined {
  const { personId } = ownAccount(ctx.actor);
  return and(
    eq(loginSessions.personId, personId),
    isNull(loginSessions.revokedAt),
    gt(loginSessions.expiresAt, ctx.now),
  );
}

async function end(ctx: Context, which: SQL | undefined): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await ctx.db.transaction(async (db) => {
    const ended = await db
      .update(loginSessions)
      .set({ revokedAt: ctx.now })
      .where(which)
      .returning({ id: loginSessions.id });
    if (ended.length === 0) return;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.sessions_ended",
      spaceId: null,
      subject: personId,
      data: { sessions: ended.length },
    });
  });
}
