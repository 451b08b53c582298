import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { signInCodes } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";
import { accountByEmail, madeForEmail } from "../people/accounts.ts";
import { oneFactorOpens } from "../rules.ts";
import { newSixDigits } from "./codes.ts";
import { knownDevice } from "./devices.ts";
import { blockOf, judged, limit } from "./rate-limits.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";

const MINUTES = 10;
const ATTEMPTS = 5;

/**
 * Mails a six-digit code. Whoever asks learns nothing about the address: the answer is the same for
 * an account, for none yet, and for staff, who are told by mail where they sign in.
 *
 * One block of addresses asks five times an hour for one address, which is far from what all may
 * ask: nobody alone keeps another from getting a code. On a device where this address signed in
 * before, only that device is counted.
 *
 * @param email in small letters
 * @param ask known to the form that asked, and to nobody else: with it, others can neither use up
 *   nor replace the code
 */
export async function requestSignInCode(
  ctx: Context,
  email: string,
  locale: Locale,
  ask: string = randomUUID(),
): Promise<void> {
  const device = knownDevice(ctx, email, "");
  await limit(ctx, {
    key: `ask:${email}:${device ?? blockOf(ctx)}`,
    attempts: 5,
    windowMinutes: 60,
  });
  if (!device) await limit(ctx, { key: `ask:${email}`, attempts: 30, windowMinutes: 60 });

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
      id: ask,
      email,
      codeHash: hashOf(email, code),
      createdAt: ctx.now,
      expiresAt: ctx.now.add({ minutes: MINUTES }),
    });
    await enqueue(db, { template: "identity-code", toEmail: email, locale, data: { code } });
  });
}

/**
 * Signs in with the code that this form asked for or, without `ask`, the newest of this address;
 * makes the account at the first time. Tries with `ask` are counted for that form alone, tries
 * without it for the code: a stranger who guesses uses up none of the tries of whoever asked.
 *
 * @throws DomainError invalid for a code that is wrong, used, ended or tried too often: all the
 *   same to whoever guesses
 */
export async function signInByCode(
  ctx: Context,
  entry: { email: string; code: string; locale: Locale; ask?: string | undefined },
): Promise<OpenedSession> {
  const { email, ask } = entry;
  const device = knownDevice(ctx, email, "");
  const own = [{ key: `code:${email}:${device ?? blockOf(ctx)}`, attempts: 10, windowMinutes: 15 }];
  const shared = device ? [] : [{ key: `code:${email}`, free: 20, windowMinutes: 60 }];
  return judged(ctx, { own, shared }, () =>
    ask ? openAsked(ctx, entry, ask) : openNewest(ctx, entry),
  );
}

type Entry = { email: string; code: string; locale: Locale };

async function openAsked(ctx: Context, entry: Entry, ask: string): Promise<OpenedSession> {
  const tries = { key: `code-of:${ask}`, attempts: ATTEMPTS, windowMinutes: MINUTES };
  try {
    return await judged(ctx, { own: [tries] }, async () => {
      const [asked] = await ctx.db
        .select()
        .from(signInCodes)
        .where(
          and(
            eq(signInCodes.id, ask),
            eq(signInCodes.email, entry.email),
            isNull(signInCodes.usedAt),
            gt(signInCodes.expiresAt, ctx.now),
          ),
        );
      if (asked?.codeHash !== hashOf(entry.email, entry.code)) throw wrongCode();
      return openWith(ctx, entry, asked.id);
    });
  } catch (error) {
    // Tried too often is to whoever guesses the same as wrong.
    throw error instanceof DomainError && error.kind === "rate_limited" ? wrongCode() : error;
  }
}

async function openNewest(ctx: Context, entry: Entry): Promise<OpenedSession> {
  const { email, code } = entry;
  // The try is counted in a statement of its own, before anything is compared: no refusal takes it
  // back.
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
  return openWith(ctx, entry, tried.id);
}

function openWith(ctx: Context, { email, locale }: Entry, codeId: string): Promise<OpenedSession> {
  return ctx.db.transaction(async (db) => {
    const used = await db
      .update(signInCodes)
      .set({ usedAt: ctx.now })
      .where(and(eq(signInCodes.id, codeId), isNull(signInCodes.usedAt)))
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
