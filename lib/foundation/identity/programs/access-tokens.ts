import { and, desc, eq, gt, isNull, or, type SQL } from "drizzle-orm";
import { accessTokens, people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { accountByEmail } from "../people/accounts.ts";
import { ACTIONS, type Action, authorise, can, ownAccount } from "../permission/policy.ts";

const DAYS = 365;

export type NewToken = { name: string; scopes: string[]; days?: number };

export type AccessToken = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant | null;
  lastUsedAt: Temporal.Instant | null;
};

/**
 * Makes a personal access token for somebody. Only its hash is kept: what is returned cannot be
 * shown again.
 *
 * @throws Error when nobody has this address, or a scope is no action of the policy
 */
export async function createAccessToken(
  ctx: Context,
  { email, ...token }: NewToken & { email: string },
): Promise<string> {
  authorise(ctx.actor, "people.manage");
  const unknown = token.scopes.find((scope) => !ACTIONS.some((action) => action === scope));
  if (unknown) throw new Error(`"${unknown}" is no scope. Scopes: ${ACTIONS.join(", ")}`);
  const account = await accountByEmail(ctx.db, email);
  if (!account) throw new Error(`Nobody has the address ${email}.`);
  return made(ctx, account.id, token);
}

/** Makes a token of one's own, for what one may do oneself. Shown once. */
export async function createOwnToken(ctx: Context, token: NewToken): Promise<string> {
  const person = ownAccount(ctx.actor);
  if (!token.scopes.every((scope) => scopesFor(ctx).some((own) => own === scope)))
    throw new DomainError("invalid", { code: "identity.no_such_scope" });
  return made(ctx, person.personId, token);
}

/** What the actor's own tokens may do at most. */
export function scopesFor(ctx: Context): Action[] {
  return ACTIONS.filter((action) => can(ctx.actor, action));
}

/** The actor's tokens that work now, the newest first. */
export async function myTokens(ctx: Context): Promise<AccessToken[]> {
  return ctx.db
    .select(shown)
    .from(accessTokens)
    .where(and(working(ctx), eq(accessTokens.personId, ownAccount(ctx.actor).personId)))
    .orderBy(desc(accessTokens.createdAt), desc(accessTokens.id));
}

/** Ends one of the actor's own tokens. */
export async function revokeOwnToken(ctx: Context, id: string): Promise<void> {
  await revoke(
    ctx,
    and(eq(accessTokens.id, id), eq(accessTokens.personId, ownAccount(ctx.actor).personId)),
  );
}

/** Every token that works now, and whose it is. */
export async function listAccessTokens(
  ctx: Context,
): Promise<(AccessToken & { email: string | null })[]> {
  authorise(ctx.actor, "people.manage");
  return ctx.db
    .select({ ...shown, email: people.email })
    .from(accessTokens)
    .innerJoin(people, eq(people.id, accessTokens.personId))
    .where(working(ctx))
    .orderBy(desc(accessTokens.createdAt), desc(accessTokens.id));
}

/** @returns false when there is no such token, or it has ended already */
export async function revokeAccessToken(ctx: Context, id: string): Promise<boolean> {
  authorise(ctx.actor, "people.manage");
  return revoke(ctx, eq(accessTokens.id, id));
}

const shown = {
  id: accessTokens.id,
  name: accessTokens.name,
  scopes: accessTokens.scopes,
  createdAt: accessTokens.createdAt,
  expiresAt: accessTokens.expiresAt,
  lastUsedAt: accessTokens.lastUsedAt,
};

function working(ctx: Context): SQL | undefined {
  return and(
    isNull(accessTokens.revokedAt),
    or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, ctx.now)),
  );
}

async function made(
  ctx: Context,
  personId: string,
  { name, scopes, days = DAYS }: NewToken,
): Promise<string> {
  const token = newToken();
  await ctx.db.transaction(async (db) => {
    await db.insert(accessTokens).values({
      personId,
      name,
      scopes,
      tokenHash: sha256(token),
      createdAt: ctx.now,
      expiresAt: ctx.now.add({ hours: days * 24 }),
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.token_created",
      spaceId: null,
      subject: personId,
    });
  });
  return token;
}

async function revoke(ctx: Context, which: SQL | undefined): Promise<boolean> {
  return ctx.db.transaction(async (db) => {
    const [ended] = await db
      .update(accessTokens)
      .set({ revokedAt: ctx.now })
      .where(and(which, isNull(accessTokens.revokedAt)))
      .returning({ personId: accessTokens.personId });
    if (!ended) return false;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.token_revoked",
      spaceId: null,
      subject: ended.personId,
    });
    return true;
  });
}
