import { and, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { signInCodes } from "#db/schema/identity.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { keyedHash } from "#lib/platform/hash.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { authSecret, settings } from "#lib/platform/settings.ts";
import { accountByEmail, madeForEmail } from "./accounts.ts";
import { newSixDigits } from "./codes.ts";
import type { Context } from "./context.ts";
import { limit } from "./rate-limits.ts";
import { oneFactorOpens } from "./rules.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";

const MINUTES = 10;
const ATTEMPTS = 5;

/**
 * Mails a six-digit code. Whoever asks learns nothing about the address: the answer is the same for an account,
 * for none yet, and for staff, who are told by mail where they sign in.
 *
 * @param email in small letters
 */
export async function requestSignInCode(ctx: Context, email: string, locale: Locale): Promise<void> {
  await limit(ctx, { key: `ask:${email}:${ctx.client?.address}`, attempts: 5, windowMinutes: 15 });
  await limit(ctx, { key: `ask:${email}`, attempts: 10, windowMinutes: 60 });

  const account = await accountByEmail(ctx.db, email);
  if (account?.disabledAt) return;
  if (account && !oneFactorOpens(account))
    return enqueue(ctx.db, {
      template: "identity-staff",
      toEmail: email,
      locale,
      data: { link: `${settings().publicUrl}/${locale}/sign-in/staff` },
    });

  const code = newSixDigits();
  await ctx.db.transaction(async (db) => {
    await db.insert(signInCodes).values({
      email,
      codeHash: hashOf(email, code),
      createdAt: ctx.now,
      expiresAt: ctx.now.add({ minutes: MINUTES }),
    });
    await enqueue(db, { template: "identity-code", toEmail: email, locale, data: { code } });
  });
}

/**
 * Signs in with the newest code of this address, and makes the account at the first time.
 *
 * @throws DomainError invalid for a code that is wrong, used, ended or tried too often: all the same to whoever guesses
 */
export async function signInByCode(
  ctx: Context,
  { email, code, locale }: { email: string; code: string; locale: Locale },
): Promise<OpenedSession> {
  await limit(ctx, { key: `code:${email}:${ctx.client?.address}`, attempts: 10, windowMinutes: 15 });
  await limit(ctx, { key: `code:${email}`, attempts: 40, windowMinutes: 60 });

  // The try is counted in a statement of its own, before anything is compared: no refusal takes it back.
  const newest = ctx.db
    .select({ id: signInCodes.id })
    .from(signInCodes)
    .where(eq(signInCodes.email, email))
    .orderBy(desc(signInCodes.createdAt), desc(signInCodes.id))
    .limit(1);
  const [tried] = await ctx.db
    .update(signInCodes)
    .set({ attempts: sql`${signInCodes.attempts} + 1` })
    .where(
      and(
        eq(signInCodes.id, newest),
        isNull(signInCodes.usedAt),
        gt(signInCodes.expiresAt, ctx.now),
        lt(signInCodes.attempts, ATTEMPTS),
      ),
    )
    .returning();
  if (!tried || tried.codeHash !== hashOf(email, code)) throw wrongCode();

  return ctx.db.transaction(async (db) => {
    const used = await db
      .update(signInCodes)
      .set({ usedAt: ctx.now })
      .where(and(eq(signInCodes.id, tried.id), isNull(signInCodes.usedAt)))
      .returning({ id: signInCodes.id });
    if (used.length === 0) throw wrongCode();

    const account = await madeForEmail(db, { email, locale });
    if (account.disabledAt) throw wrongCode();
    if (!oneFactorOpens(account))
      throw new DomainError("forbidden", { code: "identity.staff_needs_password" });
    return openSession({ ...ctx, db }, account.id, "code");
  });
}

function hashOf(email: string, code: string): string {
  return keyedHash(authSecret(), `code:${email}:${code}`);
}

function wrongCode(): DomainError {
  return new DomainError("invalid", { code: "identity.code_wrong" });
}
