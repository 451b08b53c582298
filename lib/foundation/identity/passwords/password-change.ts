import { eq, sql } from "drizzle-orm";
import { people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import type { Context } from "../context.ts";
import { notify } from "../people/telling.ts";
import { ownAccount } from "../permission/policy.ts";
import { judged } from "../sign-in/rate-limits.ts";
import { openSession } from "../sign-in/sign-in.ts";
import { setPassword } from "./invitations.ts";
import { newPasswordHash, passwordFits } from "./passwords.ts";
import type { StaffSignIn } from "./staff.ts";

/** Whether the actor has a password to change. */
export async function haveIPassword(ctx: Context): Promise<boolean> {
  const { personId } = ownAccount(ctx.actor);
  const [person] = await ctx.db
    .select({ has: sql<boolean>`${people.passwordHash} is not null` })
    .from(people)
    .where(eq(people.id, personId));
  return person?.has ?? false;
}

/**
 * Changes the actor's own password. Every session and token of before ends; the one that is
 * returned goes on here.
 *
 * @throws DomainError invalid when the old one is wrong, or the new one is the same or weak;
 *   rate_limited
 */
export async function changePassword(
  ctx: Context,
  { current, password }: { current: string; password: string },
): Promise<StaffSignIn & { email: string | null }> {
  const { personId, method = "password" } = ownAccount(ctx.actor);
  const [person] = await ctx.db.select().from(people).where(eq(people.id, personId));
  const tries = { key: `change-password:${personId}`, attempts: 10, windowMinutes: 60 };
  await judged(ctx, { own: [tries] }, async () => {
    if (!(await passwordFits(person?.passwordHash ?? null, current)))
      throw new DomainError("invalid", { code: "identity.password_wrong" });
  });
  if (current === password) throw new DomainError("invalid", { code: "identity.password_same" });
  const hash = await newPasswordHash(ctx, personId, password);
  return ctx.db.transaction(async (db) => {
    const within = { ...ctx, db };
    await setPassword(within, personId, hash);
    await notify(db, personId, "passwordChanged");
    const session = await openSession(within, personId, method);
    return { ...session, stamp: sha256(hash), email: person?.email ?? null };
  });
}
