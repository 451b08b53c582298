import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people, recoveryCodes } from "#db/schema/identity.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { bare } from "../sign-in/rules.ts";
import { totpStep } from "./totp.ts";

/**
 * Takes the app's code of this half minute, or a recovery code; each is taken once.
 *
 * @param of whose it is, and the secret of their app
 * @param typed as people write it
 * @returns whether it was right, and new
 */
export async function takeSecondFactor(
  db: Database,
  { personId, secret }: { personId: string; secret: string },
  typed: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const step = totpStep(secret, bare(typed), now);
  return step === null
    ? takeRecoveryCode(db, personId, bare(typed), now)
    : takeStep(db, personId, step);
}

/** A step later than the last one: a code somebody looked at over a shoulder is worth nothing. */
async function takeStep(db: Database, personId: string, step: number): Promise<boolean> {
  const taken = await db
    .update(people)
    .set({ totpLastStep: step })
    .where(
      and(eq(people.id, personId), or(isNull(people.totpLastStep), lt(people.totpLastStep, step))),
    )
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
