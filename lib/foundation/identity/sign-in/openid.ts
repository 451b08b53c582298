import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { externalIdentities, loginSessions, people } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";
import { recordAudit } from "../audit/audit.ts";
import type { Context } from "../context.ts";
import { accountById, madeForEmail } from "../people/accounts.ts";
import { notify } from "../people/telling.ts";
import { ownAccount } from "../permission/policy.ts";
import { oneFactorOpens, saysTwoFactors } from "../rules.ts";
import { accountIdOf, adapterOf } from "./adapter.ts";

/** The organisation, as next-auth calls it. */
export const PROVIDER = "oidc";

/**
 * What the browser keeps between leaving for the organisation and coming back, beside what
 * next-auth keeps.
 */
const oidcVisit = z.object({
  next: z.string(),
  /**
   * Whether somebody who is signed in comes to link the organisation's account, instead of signing
   * in.
   */
  links: z.boolean().default(false),
});

export type OidcVisit = z.infer<typeof oidcVisit>;

export const VISIT_COOKIE = "trivium-oidc";
/** How long somebody may take to come back from their organisation. */
export const VISIT_MINUTES = 10;

/** Why an organisation's answer did not help, as the page says it that was come back to. */
const FAILURES = [
  "identity.organisation_failed",
  "identity.organisation_not_linked",
  "identity.organisation_of_another",
  "identity.link_needs_password",
  "identity.account_closed",
] as const;

/** @param said in the address, which anybody can write */
export function failureFrom(said: unknown): (typeof FAILURES)[number] {
  return FAILURES.find((code) => code === said) ?? "identity.organisation_failed";
}

/** What the cookie says, or null when it is missing or not ours. */
export function visitFrom(cookie: string | null): OidcVisit | null {
  try {
    return oidcVisit.parse(JSON.parse(cookie ?? ""));
  } catch {
    return null;
  }
}

/**
 * Who the organisation says this is. An address counts only when the organisation has verified it.
 */
export type OrganisationClaims = {
  issuer: string;
  subject: string;
  verifiedEmail: string | null;
  name: string | null;
  /**
   * Whether the organisation says that two factors were asked, in the words that the settings name.
   */
  withTwoFactors: boolean;
};

/** What a token says that was signed by the organisation, and whose state, nonce and code fit. */
export function claimsFrom({
  iss: issuer,
  sub: subject,
  email,
  email_verified: isVerified,
  name,
  acr,
  amr,
}: Record<string, unknown>): OrganisationClaims {
  if (typeof issuer !== "string" || typeof subject !== "string")
    throw new DomainError("unauthenticated", { code: "identity.organisation_failed" });
  return {
    issuer,
    subject,
    verifiedEmail: isVerified === true && typeof email === "string" ? email.toLowerCase() : null,
    name: typeof name === "string" ? cleanText(name).trim().slice(0, 80) || null : null,
    withTwoFactors: saysTwoFactors(
      { acr, amr },
      { acr: settings().oidc?.staffAcr ?? [], amr: settings().oidc?.staffAmr ?? [] },
    ),
  };
}

/**
 * Lets in whom the organisation vouches for: known by issuer and subject, else by verified address,
 * else made now. Its word alone opens accounts of learners. For staff, the owner linked it while
 * signed in with both factors, or the organisation says that it asked for two.
 *
 * @returns their id
 * @throws DomainError forbidden for a closed account, or one of staff that was not linked. Nothing
 *   stays of what was made then.
 */
export async function admitByOrganisation(
  ctx: Context,
  claims: OrganisationClaims,
  locale: Locale,
): Promise<string> {
  const { subject, verifiedEmail, name } = claims;
  return ctx.db.transaction(async (db) => {
    const { getUserByAccount, linkAccount } = adapterOf({ ...ctx, db }, "organisation");
    const account = { provider: PROVIDER, providerAccountId: accountIdOf(claims) };
    const linked = await getUserByAccount(account);
    const personId =
      linked?.id ??
      (verifiedEmail
        ? (await madeForEmail(db, { email: verifiedEmail, locale, displayName: name ?? undefined }))
            .id
        : await madeNameless());
    if (!linked) await linkAccount({ ...account, userId: personId, type: "oidc" });
    await refuseClosed(db, personId, claims);
    return personId;

    async function madeNameless(): Promise<string> {
      const [made] = await db
        .insert(people)
        .values({ displayName: name ?? subject.slice(0, 80), locale })
        .returning({ id: people.id });
      if (!made) throw new Error("an account that was just made is not there");
      return made.id;
    }
  });
}

/**
 * Asked when somebody is let in, and again in the transaction that opens their session.
 *
 * @throws DomainError forbidden when the organisation's word does not open this account
 */
export async function refuseClosed(
  db: Database,
  personId: string,
  { issuer, subject, withTwoFactors }: OrganisationClaims,
): Promise<void> {
  const account = await accountById(db, personId);
  if (!account || account.disabledAt)
    throw new DomainError("forbidden", { code: "identity.account_closed" });
  if (oneFactorOpens(account) || withTwoFactors) return;
  const [link] = await db
    .select({ confirmedAt: externalIdentities.confirmedAt })
    .from(externalIdentities)
    .where(
      and(
        eq(externalIdentities.issuer, issuer),
        eq(externalIdentities.subject, subject),
        eq(externalIdentities.personId, personId),
      ),
    );
  if (!link?.confirmedAt)
    throw new DomainError("forbidden", { code: "identity.organisation_not_linked" });
}

export type LinkedIdentity = {
  issuer: string;
  subject: string;
  createdAt: Temporal.Instant;
  isConfirmed: boolean;
};

/** The accounts at organisations that open the actor's own. */
export async function myIdentities(ctx: Context): Promise<LinkedIdentity[]> {
  const { personId } = ownAccount(ctx.actor);
  const rows = await ctx.db
    .select()
    .from(externalIdentities)
    .where(eq(externalIdentities.personId, personId));
  return rows.map(({ issuer, subject, createdAt, confirmedAt }) => ({
    issuer,
    subject,
    createdAt,
    isConfirmed: confirmedAt !== null,
  }));
}

/**
 * Links an account at an organisation to the actor's own. From now on it opens it, for staff too.
 *
 * @throws DomainError forbidden when password and second factor did not open the session; conflict
 *   when the account at the organisation is somebody else's here
 */
export async function linkIdentity(
  ctx: Context,
  { issuer, subject }: OrganisationClaims,
): Promise<void> {
  const { personId, method } = ownAccount(ctx.actor);
  if (method !== "password")
    throw new DomainError("forbidden", { code: "identity.link_needs_password" });
  await ctx.db.transaction(async (db) => {
    const [linked] = await db
      .insert(externalIdentities)
      .values({ issuer, subject, personId, createdAt: ctx.now, confirmedAt: ctx.now })
      .onConflictDoUpdate({
        target: [externalIdentities.issuer, externalIdentities.subject],
        set: { confirmedAt: ctx.now },
        setWhere: eq(externalIdentities.personId, personId),
      })
      .returning({ personId: externalIdentities.personId });
    if (!linked) throw new DomainError("conflict", { code: "identity.organisation_of_another" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.organisation_linked",
      spaceId: null,
      subject: personId,
    });
    await notify(db, personId, "organisationLinked");
  });
}

/**
 * An account at an organisation opens the actor's own no longer. What it opened ends. Idempotent.
 */
export async function unlinkIdentity(
  ctx: Context,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await ctx.db.transaction(async (db) => {
    const gone = await db
      .delete(externalIdentities)
      .where(
        and(
          eq(externalIdentities.issuer, issuer),
          eq(externalIdentities.subject, subject),
          eq(externalIdentities.personId, personId),
        ),
      )
      .returning({ personId: externalIdentities.personId });
    if (gone.length === 0) return;
    await db
      .update(loginSessions)
      .set({ revokedAt: ctx.now })
      .where(
        and(
          eq(loginSessions.personId, personId),
          eq(loginSessions.method, "organisation"),
          isNull(loginSessions.revokedAt),
        ),
      );
    await recordAudit(db, {
      actor: ctx.actor,
      action: "identity.organisation_unlinked",
      spaceId: null,
      subject: personId,
    });
  });
}
