import { and, eq, isNull, sql } from "drizzle-orm";
import { people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";
import { knownDevice } from "../sign-in/devices.ts";
import { blockOf, judged } from "../sign-in/rate-limits.ts";
import { type OpenedSession, openSession } from "../sign-in/sign-in.ts";
import { passwordFits } from "./passwords.ts";
import { takeSecondFactor } from "./second-factor.ts";

/** @property stamp what a known device stands by: it ends with the password */
export type StaffSignIn = OpenedSession & { stamp: string };

/**
 * Signs in with a password and a second factor: the app's code of this half minute, or a recovery
 * code. Each opens once. Failures count for the block of addresses they come from, and slow down
 * the account for everybody; on a device where this account signed in before they count for that
 * device alone, so that nobody is locked out by strangers.
 *
 * @param email in small letters
 * @throws DomainError invalid, the same whichever of the three is wrong; rate_limited
 */
export async function signInStaff(
  ctx: Context,
  entry: { email: string; password: string; code: string },
): Promise<StaffSignIn> {
  const { email } = entry;
  const [person] = await ctx.db
    .select()
    .from(people)
    .where(and(eq(sql`lower(${people.email})`, email), isNull(people.disabledAt)));
  const stamp = sha256(person?.passwordHash ?? "");
  const device = knownDevice(ctx, email, stamp);
  const tries = device
    ? { own: [{ key: `staff-on:${device}`, attempts: 10, windowMinutes: 15 }] }
    : {
        own: [{ key: `staff:${email}:${blockOf(ctx)}`, attempts: 10, windowMinutes: 15 }],
        shared: [{ key: `staff:${email}`, free: 20, windowMinutes: 60 }],
      };
  const session = await judged(ctx, tries, () => openedBy(ctx, person, entry, device));
  return { ...session, stamp };
}

async function openedBy(
  ctx: Context,
  person: typeof people.$inferSelect | undefined,
  { password, code }: { password: string; code: string },
  device: string | null,
): Promise<OpenedSession> {
  const fits = await passwordFits(person?.passwordHash ?? null, password);
  if (!person?.totpSecret || !person.totpConfirmedAt || !fits) throw wrong();
  const secret = unseal(authSecret(), person.totpSecret);
  // Only whoever has the password gets here: of the second factor, few may be tried, from wherever.
  const second = {
    key: `second-factor:${person.id}:${device ?? "unknown"}`,
    attempts: 20,
    windowMinutes: 60,
  };
  return judged(ctx, { own: [second] }, () => openedByCode(ctx, person.id, secret, code));
}

function openedByCode(
  ctx: Context,
  personId: string,
  secret: string,
  code: string,
): Promise<OpenedSession> {
  return ctx.db.transaction(async (db) => {
    const accepted = await takeSecondFactor(db, { personId, secret }, code, ctx.now);
    if (!accepted) throw wrong();
    return openSession({ ...ctx, db }, personId, "password");
  });
}

function wrong(): DomainError {
  return new DomainError("invalid", { code: "identity.staff_wrong" });
}
