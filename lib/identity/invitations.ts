import { and, eq, gt, isNull } from "drizzle-orm";
import { invitations, people, recoveryCodes } from "#db/schema/identity.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { newToken, sha256 } from "#lib/platform/hash.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { seal, unseal } from "#lib/platform/seal.ts";
import { authSecret, settings } from "#lib/platform/settings.ts";
import { recordAudit } from "./audit.ts";
import { newRecoveryCodes } from "./codes.ts";
import type { Context } from "./context.ts";
import { endAllAccess } from "./ending.ts";
import { passwordHash } from "./passwords.ts";
import { authorise } from "./policy.ts";
import { judged } from "./rate-limits.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";
import { recoveryHash } from "./staff.ts";
import { newTotpSecret, totpStep, totpUri } from "./totp.ts";

const HOURS = 48;

export type Invitation = { personId: string; displayName: string; secret: string; uri: string };

/** Makes the link with which somebody chooses a password and a second factor. Earlier links end. */
export async function makeInvitation(ctx: Context, personId: string, locale: Locale): Promise<string> {
  authorise(ctx.actor, "people.manage");
  const token = newToken();
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
    await recordAudit(db, { actor: ctx.actor, action: "identity.invited", spaceId: null, subject: personId });
  });
  return `${settings().publicUrl}/${locale}/sign-in/invitation?token=${token}`;
}

/** Makes the link and mails it. @throws DomainError conflict for somebody without an address */
export async function sendInvitation(ctx: Context, personId: string, locale: Locale): Promise<void> {
  authorise(ctx.actor, "people.manage");
  const [person] = await ctx.db
    .select({ email: people.email, displayName: people.displayName })
    .from(people)
    .where(and(eq(people.id, personId), isNull(people.disabledAt)));
  if (!person?.email) throw new DomainError("conflict", { code: "identity.no_email" });
  const { email: toEmail, displayName: name } = person;
  await ctx.db.transaction(async (db) => {
    const link = await makeInvitation({ ...ctx, db }, personId, locale);
    await enqueue(db, { template: "identity-invitation", toEmail, locale, data: { name, link } });
  });
}

/** What a link offers, or null when it is unknown, used or too old. */
export async function findInvitation(ctx: Context, token: string): Promise<Invitation | null> {
  const [found] = await ctx.db
    .select({
      personId: people.id,
      displayName: people.displayName,
      email: people.email,
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
  const { personId, displayName, email, sealed } = found;
  const secret = unseal(authSecret(), sealed);
  return { personId, displayName, secret, uri: totpUri(secret, email ?? displayName) };
}

/**
 * Sets password and second factor, signs in, and returns the recovery codes, which are shown once.
 * Whatever opened the account before opens it no longer.
 *
 * @throws DomainError gone for a link that was used or is too old; invalid when the app's code is not right
 */
export async function acceptInvitation(
  ctx: Context,
  { token, password, code }: { token: string; password: string; code: string },
): Promise<{ session: OpenedSession; recovery: string[] }> {
  const invitation = await findInvitation(ctx, token);
  if (!invitation) throw ended();
  const { personId, secret } = invitation;
  const tries = { key: `invitation:${token}`, attempts: 20, windowMinutes: 60 };
  const step = await judged(ctx, { own: [tries] }, async () => {
    const found = totpStep(secret, code, ctx.now);
    if (found === null) throw new DomainError("invalid", { code: "identity.totp_wrong" });
    return found;
  });

  const hash = await passwordHash(password);
  const recovery = newRecoveryCodes();
  const session = await ctx.db.transaction(async (db) => {
    const used = await db
      .update(invitations)
      .set({ usedAt: ctx.now })
      .where(and(eq(invitations.tokenHash, sha256(token)), isNull(invitations.usedAt)))
      .returning({ id: invitations.id });
    if (used.length === 0) throw ended();
    await db
      .update(people)
      .set({
        passwordHash: hash,
        totpSecret: seal(authSecret(), secret),
        totpConfirmedAt: ctx.now,
        totpLastStep: step,
      })
      .where(eq(people.id, personId));
    await db.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
    await db
      .insert(recoveryCodes)
      .values(recovery.map((recoveryCode) => ({ personId, codeHash: recoveryHash(recoveryCode) })));
    await endAllAccess(db, personId, ctx.now);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.second_factor_set",
      spaceId: null,
      subject: personId,
    });
    return openSession({ ...ctx, db }, personId, "password");
  });
  return { session, recovery };
}

function ended(): DomainError {
  return new DomainError("gone", { code: "identity.invitation_ended" });
}
