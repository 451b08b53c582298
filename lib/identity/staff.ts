import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people, recoveryCodes } from "#db/schema/identity.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { keyedHash } from "#lib/platform/hash.ts";
import { unseal } from "#lib/platform/seal.ts";
import { authSecret } from "#lib/platform/settings.ts";
import { bare } from "./codes.ts";
import type { Context } from "./context.ts";
import { passwordFits } from "./passwords.ts";
import { limit } from "./rate-limits.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";
import { totpStep } from "./totp.ts";

/**
 * Signs in with a password and a second factor: the app's code of this half minute, or a recovery code. Each opens once.
 *
 * @param email in small letters
 * @throws DomainError invalid, the same whichever of the three is wrong
 */
export async function signInStaff(
  ctx: Context,
  { email, password, code }: { email: string; password: string; code: string },
): Promise<OpenedSession> {
  await limit(ctx, { key: `staff:${email}:${ctx.client?.address}`, attempts: 10, windowMinutes: 15 });
  await limit(ctx, { key: `staff:${email}`, attempts: 50, windowMinutes: 60 });

  const [person] = await ctx.db
    .select()
    .from(people)
    .where(and(eq(sql`lower(${people.email})`, email), isNull(people.disabledAt)));
  const fits = await passwordFits(person?.passwordHash ?? null, password);
  if (!person?.totpSecret || !person.totpConfirmedAt || !fits) throw wrong();
  const secret = unseal(authSecret(), person.totpSecret);

  return ctx.db.transaction(async (db) => {
    const step = totpStep(secret, bare(code), ctx.now);
    const accepted =
      step === null
        ? await takeRecoveryCode(db, person.id, bare(code), ctx.now)
        : await takeStep(db, person.id, step);
    if (!accepted) throw wrong();
    return openSession({ ...ctx, db }, person.id, "password");
  });
}

/** A step later than the last one: a code somebody looked at over a shoulder is worth nothing. */
async function takeStep(db: Database, personId: string, step: number): Promise<boolean> {
  const taken = await db
    .update(people)
    .set({ totpLastStep: step })
    .where(and(eq(people.id, personId), or(isNull(people.totpLastStep), lt(people.totpLastStep, step))))
    .returning({ id: people.id });
  return taken.length === 1;
}

async function takeRecoveryCode(
  db: Database,
  personId: string,
  code: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const taken = await db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(recoveryCodes.personId, personId),
        eq(recoveryCodes.codeHash, recoveryHash(code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ personId: recoveryCodes.personId });
  return taken.length === 1;
}

export function recoveryHash(code: string): string {
  return keyedHash(authSecret(), `recovery:${code}`);
}

function wrong(): DomainError {
  return new DomainError("invalid", { code: "identity.staff_wrong" });
}
