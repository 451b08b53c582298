import { and, eq, isNull } from "drizzle-orm";
import * as client from "openid-client";
import { z } from "zod";
import { externalIdentities, loginSessions, people } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { isLoopback, settings } from "#lib/foundation/platform/settings.ts";
import { cleanText } from "#lib/foundation/platform/text.ts";
import { accountById, madeForEmail } from "./accounts.ts";
import { recordAudit } from "./audit.ts";
import type { Context } from "./context.ts";
import { ownAccount } from "./policy.ts";
import { oneFactorOpens, saysTwoFactors } from "./rules.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";
import { tell } from "./telling.ts";

const CALLBACK = "/api/auth/oidc/callback";

/** What the browser keeps between leaving for the organisation and coming back. */
const oidcVisit = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  next: z.string(),
  /** Whether somebody who is signed in comes to link the organisation's account, instead of signing in. */
  links: z.boolean().default(false),
});

export type OidcVisit = z.infer<typeof oidcVisit>;

export const VISIT_COOKIE = "trivium-oidc";

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
export function visitFrom(cookie: string | undefined): OidcVisit | null {
  try {
    return oidcVisit.parse(JSON.parse(cookie ?? ""));
  } catch {
    return null;
  }
}

/** Who the organisation says this is. An address counts only when the organisation has verified it. */
export type OrganisationClaims = {
  issuer: string;
  subject: string;
  verifiedEmail: string | null;
  name: string | null;
  /** Whether the organisation says that two factors were asked, in the words that the settings name. */
  withTwoFactors: boolean;
};

/**
 * @param links to link an account to whoever is signed in, instead of signing in
 * @throws DomainError not_found where no organisation is set
 */
export async function beginOidc(
  next: string,
  { links = false }: { links?: boolean } = {},
): Promise<{ url: URL; visit: OidcVisit }> {
  const organisation = await discovered();
  const acr = settings().oidc?.staffAcr ?? [];
  const visit = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    next,
    links,
  };
  const url = client.buildAuthorizationUrl(organisation, {
    redirect_uri: `${settings().publicUrl}${CALLBACK}`,
    scope: "openid email profile",
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
    code_challenge_method: "S256",
    ...(acr.length > 0 ? { acr_values: acr.join(" ") } : {}),
  });
  return { url, visit };
}

/**
 * Reads the organisation's answer.
 *
 * @param search the query with which the browser came back
 * @throws DomainError unauthenticated when state, nonce, code or signature do not hold
 */
export async function claimsFrom(
  search: string,
  { state, nonce, verifier }: OidcVisit,
): Promise<OrganisationClaims> {
  const organisation = await discovered();
  const tokens = await client
    .authorizationCodeGrant(organisation, new URL(`${settings().publicUrl}${CALLBACK}${search}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    .catch((cause: unknown) => {
      throw new DomainError("unauthenticated", { code: "identity.organisation_failed" }, { cause });
    });
  const claims = tokens.claims();
  if (!claims) throw new DomainError("unauthenticated", { code: "identity.organisation_failed" });
  const { iss: issuer, sub: subject, email, email_verified: isVerified, name, acr, amr } = claims;
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
 * Signs in whom the organisation vouches for: known by issuer and subject, else by verified address, else made now.
 * Its word alone opens accounts of learners. For staff, the owner linked it while signed in with both factors, or the organisation
 * says that it asked for two.
 *
 * @throws DomainError forbidden for a closed account, or one of staff that was not linked
 */
export async function signInByOrganisation(
  ctx: Context,
  { issuer, subject, verifiedEmail, name, withTwoFactors }: OrganisationClaims,
  locale: Locale,
): Promise<OpenedSession> {
  return ctx.db.transaction(async (db) => {
    const [linked] = await db
      .select({ personId: externalIdentities.personId, confirmedAt: externalIdentities.confirmedAt })
      .from(externalIdentities)
      .where(and(eq(externalIdentities.issuer, issuer), eq(externalIdentities.subject, subject)));
    const personId =
      linked?.personId ??
      (verifiedEmail
        ? (await madeForEmail(db, { email: verifiedEmail, locale, displayName: name ?? undefined })).id
        : await madeNameless());
    if (!linked) {
      const [link] = await db
        .insert(externalIdentities)
        .values({ issuer, subject, personId, createdAt: ctx.now })
        .onConflictDoNothing()
        .returning({ personId: externalIdentities.personId });
      // The same person, in another window at the same moment: nothing of this one stays.
      if (!link) throw new DomainError("conflict", { code: "identity.organisation_failed" });
    }
    const account = await accountById(db, personId);
    if (!account || account.disabledAt)
      throw new DomainError("forbidden", { code: "identity.account_closed" });
    if (!oneFactorOpens(account) && !linked?.confirmedAt && !withTwoFactors)
      throw new DomainError("forbidden", { code: "identity.organisation_not_linked" });
    return openSession({ ...ctx, db }, personId, "organisation");

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
 * @throws DomainError forbidden when password and second factor did not open the session; conflict when the account at the organisation is somebody else's here
 */
export async function linkIdentity(ctx: Context, { issuer, subject }: OrganisationClaims): Promise<void> {
  const { personId, method } = ownAccount(ctx.actor);
  if (method !== "password") throw new DomainError("forbidden", { code: "identity.link_needs_password" });
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
    await tell(db, personId, "organisationLinked");
  });
}

/** An account at an organisation opens the actor's own no longer. What it opened ends. Idempotent. */
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

let discovery: Promise<client.Configuration> | undefined;

/** The organisation's own description of itself, read once; a failure is tried again by the next visitor. */
function discovered(): Promise<client.Configuration> {
  const { oidc } = settings();
  if (!oidc) throw new DomainError("not_found", { code: "identity.organisation_unset" });
  const issuer = new URL(oidc.issuer);
  discovery ??= client
    .discovery(issuer, oidc.clientId, oidc.clientSecret, undefined, {
      // The signature of each ID token is checked with the issuer's published keys, also where TLS would vouch for it.
      execute: [
        client.enableNonRepudiationChecks,
        ...(isLoopback(issuer.hostname) ? [client.allowInsecureRequests] : []),
      ],
    })
    .catch((cause: unknown) => {
      discovery = undefined;
      throw new DomainError("unauthenticated", { code: "identity.organisation_failed" }, { cause });
    });
  return discovery;
}
