import { and, eq, gt, isNull } from "drizzle-orm";
import { externalIdentities, invitations, people, recoveryCodes } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { keyedHash, newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";
import type { AuditAction } from "#lib/modules.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { refuseOneself } from "../people/people.ts";
import { notify } from "../people/telling.ts";
import { authorise } from "../permission/policy.ts";
import { codeFromDigest, newRecoveryCodes } from "../sign-in/codes.ts";
import { endAllAccess } from "../sign-in/ending.ts";
import { judged } from "../sign-in/rate-limits.ts";
import { bare } from "../sign-in/rules.ts";
import { type OpenedSession, openSession } from "../sign-in/sign-in.ts";
import { newPasswordHash } from "./passwords.ts";
import { recoveryHash, takeSecondFactor } from "./second-factor.ts";
import { newTotpSecret, totpStep, totpUri } from "./totp.ts";

const HOURS = 48;
/**
 * How the token of a link begins that needs a code besides, from hand to hand. The token's hash
 * covers it.
 */
const WITH_CODE = "handed-";

/**
 * What a link sets. `first`: password and app of an account that has none. `password`: a new
 * password, with the app or a recovery code that the account has. `both`: a new password and a new
 * app, with a code that an administrator gave in person: a mail alone never replaces both factors.
 */
export type InvitationKind = "first" | "password" | "both";

export type Invitation = {
  kind: InvitationKind;
  personId: string;
  displayName: string;
  secret: string;
  uri: string;
};

/**
 * Makes the link with which somebody chooses a password, and at first a second factor. Earlier
 * links end.
 */
export async function makeInvitation(
  ctx: Context,
  personId: string,
  locale: Locale,
): Promise<string> {
  authorise(ctx.actor, "people.manage");
  return linkWith(ctx, { personId, token: newToken(), action: "identity.invited" }, locale);
}

async function linkWith(
  ctx: Context,
  { personId, token, action }: { personId: string; token: string; action: AuditAction },
  locale: Locale,
): Promise<string> {
  await ctx.db.transaction(async (db) => {
    await db
      .update(invitations)
      .set({ usedAt: ctx.now })
      .where(and(eq(invitations.personId, personId), isNull(invitations.usedAt)));
    await db.insert(invitations).values({
      personId,
      tokenHash: sha256(token),
      totpSecret: seal(authSecret(), newTotpSecret()),
      createdAt: ctx.now,
      expiresAt: ctx.now.add({ hours: HOURS }),
    });
    await recordAudit(db, { actor: ctx.actor, action, spaceId: null, subject: personId });
  });
  return `${settings().publicUrl}/${locale}/sign-in/invitation?token=${token}`;
}

/**
 * Makes the link and mails it.
 *
 * @throws DomainError conflict for somebody without an address, or whose second factor was reset: a
 *   mail does not replace it
 */
export async function sendInvitation(
  ctx: Context,
  personId: string,
  locale: Locale,
): Promise<void> {
  authorise(ctx.actor, "people.manage");
  const { toEmail, name, hasPassword, hasApp } = await addressee(ctx, personId);
  if (hasPassword && !hasApp)
    throw new DomainError("conflict", { code: "identity.reset_in_person" });
  await ctx.db.transaction(async (db) => {
    const link = await makeInvitation({ ...ctx, db }, personId, locale);
    const template = hasPassword ? "identity-new-password" : "identity-invitation";
    await enqueue(db, { template, toEmail, locale, data: { name, link } });
  });
}

/**
 * For somebody who lost their second factor. It ends at once, with every session and token; a link
 * is mailed to its owner, and opens with the code that is returned: whoever resets it gives that in
 * person, or by a voice they know.
 *
 * @throws DomainError conflict for oneself, and for somebody without password or address
 */
export async function resetSecondFactor(
  ctx: Context,
  personId: string,
  locale: Locale,
): Promise<string> {
  authorise(ctx.actor, "people.manage");
  const { toEmail, name } = await addressee(ctx, personId);
  return ctx.db.transaction(async (db) => {
    const { link, code } = await makeReset({ ...ctx, db }, personId, locale);
    await enqueue(db, { template: "identity-reset", toEmail, locale, data: { name, link } });
    return code;
  });
}

/**
 * Ends a second factor that was lost, as `resetSecondFactor`, for whoever mails or carries the link
 * themselves.
 */
export async function makeReset(
  ctx: Context,
  personId: string,
  locale: Locale,
): Promise<{ link: string; code: string }> {
  authorise(ctx.actor, "people.manage");
  refuseOneself(ctx, personId);
  const token = `${WITH_CODE}${newToken()}`;
  return ctx.db.transaction(async (db) => {
    const reset = await db
      .update(people)
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
      .where(and(eq(people.id, personId), isNull(people.disabledAt)))
      .returning({ passwordHash: people.passwordHash });
    if (!reset[0]?.passwordHash)
      throw new DomainError("conflict", { code: "identity.nothing_to_reset" });
    await db.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
    await endAllAccess(db, personId, ctx.now);
    const within = { ...ctx, db };
    const action = "identity.second_factor_reset";
    const link = await linkWith(within, { personId, token, action }, locale);
    await notify(db, personId, "factorReset");
    return { link, code: handedCode(token) };
  });
}

async function addressee({ db }: Context, personId: string) {
  const [person] = await db
    .select({
      email: people.email,
      name: people.displayName,
      passwordHash: people.passwordHash,
      confirmedAt: people.totpConfirmedAt,
    })
    .from(people)
    .where(and(eq(people.id, personId), isNull(people.disabledAt)));
  if (!person?.email) throw new DomainError("conflict", { code: "identity.no_email" });
  const { email: toEmail, name, passwordHash, confirmedAt } = person;
  return { toEmail, name, hasPassword: passwordHash !== null, hasApp: confirmedAt !== null };
}

/** What a link offers, or null when it is unknown, used or too old. */
export async function findInvitation(ctx: Context, token: string): Promise<Invitation | null> {
  const [found] = await ctx.db
    .select({
      personId: people.id,
      displayName: people.displayName,
      email: people.email,
      passwordHash: people.passwordHash,
      sealed: invitations.totpSecret,
    })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.personId))
    .where(
      and(
        eq(invitations.tokenHash, sha256(token)),
        isNull(invitations.usedAt),
        gt(invitations.expiresAt, ctx.now),
        isNull(people.disabledAt),
      ),
    );
  if (!found) return null;
  const { personId, displayName, email, passwordHash, sealed } = found;
  const secret = unseal(authSecret(), sealed);
  const kind = token.startsWith(WITH_CODE) ? "both" : passwordHash === null ? "first" : "password";
  return { kind, personId, displayName, secret, uri: totpUri(secret, email ?? displayName) };
}

export type Acceptance = { token: string; password: string; code: string; handed?: string };

/**
 * Sets what the link is for and signs in. Whatever opened the account before opens it no longer.
 * Recovery codes come with a new app, and are shown once.
 *
 * @throws DomainError gone for a link that was used or is too old; invalid when a code is not
 *   right, or the password is weak
 */
export async function acceptInvitation(
  ctx: Context,
  { token, password, code, handed = "" }: Acceptance,
): Promise<{ session: OpenedSession; recovery: string[] }> {
  const invitation = await findInvitation(ctx, token);
  if (!invitation) throw ended();
  const { kind, personId } = invitation;
  // Outside what is counted: whoever tries one weak password after another guesses nothing.
  const hash = await newPasswordHash(ctx, personId, password);
  const tries = { key: `invitation:${token}`, attempts: 10, windowMinutes: 60 };
  return judged(ctx, { own: [tries] }, async () => {
    if (kind === "both" && bare(handed) !== handedCode(token))
      throw new DomainError("invalid", { code: "identity.handed_wrong" });
    const step = totpStep(invitation.secret, bare(code), ctx.now);
    if (kind !== "password" && step === null) throw wrongApp();
    return ctx.db.transaction(async (db) => {
      const within = { ...ctx, db };
      const used = await db
        .update(invitations)
        .set({ usedAt: ctx.now })
        .where(and(eq(invitations.tokenHash, sha256(token)), isNull(invitations.usedAt)))
        .returning({ id: invitations.id });
      if (used.length === 0) throw ended();
      if (kind === "password") await proveApp(within, personId, code);
      const recovery = kind === "password" ? [] : await setApp(within, invitation, step);
      await setPassword(within, personId, hash);
      if (kind !== "first") await notify(db, personId, "passwordChanged");
      return { session: await openSession(within, personId, "password"), recovery };
    });
  });
}

/** Keeps a new password. What opened the account before ends. */
export async function setPassword(ctx: Context, personId: string, hash: string): Promise<void> {
  const { db } = ctx;
  await db.update(people).set({ passwordHash: hash }).where(eq(people.id, personId));
  await endAllAccess(db, personId, ctx.now);
  await recordAudit(db, {
    actor: ctx.actor,
    action: "identity.password_set",
    spaceId: null,
    subject: personId,
  });
}

/**
 * @throws DomainError invalid when the code is none of the app or the recovery codes that the
 *   account has
 */
async function proveApp({ db, now }: Context, personId: string, code: string): Promise<void> {
  const [person] = await db
    .select({ sealed: people.totpSecret, confirmedAt: people.totpConfirmedAt })
    .from(people)
    .where(eq(people.id, personId));
  if (!person?.sealed || !person.confirmedAt)
    throw new DomainError("conflict", { code: "identity.reset_in_person" });
  const secret = unseal(authSecret(), person.sealed);
  if (!(await takeSecondFactor(db, { personId, secret }, code, now))) throw wrongApp();
}

async function setApp(
  ctx: Context,
  { personId, secret }: Invitation,
  step: number | null,
): Promise<string[]> {
  const { db } = ctx;
  const recovery = newRecoveryCodes();
  await db
    .update(people)
    .set({ totpSecret: seal(authSecret(), secret), totpConfirmedAt: ctx.now, totpLastStep: step })
    .where(eq(people.id, personId));
  await db.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
  await db
    .insert(recoveryCodes)
    .values(recovery.map((recoveryCode) => ({ personId, codeHash: recoveryHash(recoveryCode) })));
  // What was linked with the factors of before is linked anew with these.
  await db
    .update(externalIdentities)
    .set({ confirmedAt: null })
    .where(eq(externalIdentities.personId, personId));
  await recordAudit(db, {
    actor: ctx.actor,
    action: "identity.second_factor_set",
    spaceId: null,
    subject: personId,
  });
  return recovery;
}

/** Worked out from the token, which only the mail holds: nothing of it is kept. */
function handedCode(token: string): string {
  return codeFromDigest(keyedHash(authSecret(), `handed:${token}`));
}

function wrongApp(): DomainError {
  return new DomainError("invalid", { code: "identity.totp_wrong" });
}

function ended(): DomainError {
  return new DomainError("gone", { code: "identity.invitation_ended" });
}
