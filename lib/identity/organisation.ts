import { and, eq } from "drizzle-orm";
import * as client from "openid-client";
import { z } from "zod";
import { externalIdentities, people } from "#db/schema/identity.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { settings } from "#lib/platform/settings.ts";
import { accountById, madeForEmail } from "./accounts.ts";
import type { Context } from "./context.ts";
import { type OpenedSession, openSession } from "./sign-in.ts";

const CALLBACK = "/api/auth/oidc/callback";

/** What the browser keeps between leaving for the organisation and coming back. */
const oidcVisit = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  next: z.string(),
});

export type OidcVisit = z.infer<typeof oidcVisit>;

export const VISIT_COOKIE = "trivium-oidc";

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
};

/** @throws DomainError not_found where no organisation is set */
export async function beginOidc(next: string): Promise<{ url: URL; visit: OidcVisit }> {
  const organisation = await discovered();
  const visit = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    next,
  };
  const url = client.buildAuthorizationUrl(organisation, {
    redirect_uri: `${settings().publicUrl}${CALLBACK}`,
    scope: "openid email profile",
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
    code_challenge_method: "S256",
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
  const { iss: issuer, sub: subject, email, email_verified: isVerified, name } = claims;
  return {
    issuer,
    subject,
    verifiedEmail: isVerified === true && typeof email === "string" ? email.toLowerCase() : null,
    name: typeof name === "string" && name.trim() ? name.trim().slice(0, 80) : null,
  };
}

/** Signs in whom the organisation vouches for: known by issuer and subject, else by verified address, else made now. */
export async function signInByOrganisation(
  ctx: Context,
  { issuer, subject, verifiedEmail, name }: OrganisationClaims,
  locale: Locale,
): Promise<OpenedSession> {
  return ctx.db.transaction(async (db) => {
    const [linked] = await db
      .select({ personId: externalIdentities.personId })
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

let discovery: Promise<client.Configuration> | undefined;

/** The organisation's own description of itself, read once; a failure is tried again by the next visitor. */
function discovered(): Promise<client.Configuration> {
  const { oidc } = settings();
  if (!oidc) throw new DomainError("not_found", { code: "identity.organisation_unset" });
  const issuer = new URL(oidc.issuer);
  discovery ??= client
    .discovery(issuer, oidc.clientId, oidc.clientSecret, undefined, {
      // Plain http is for a stand-in on one's own machine.
      execute: ["localhost", "127.0.0.1"].includes(issuer.hostname) ? [client.allowInsecureRequests] : [],
    })
    .catch((cause: unknown) => {
      discovery = undefined;
      throw new DomainError("unauthenticated", { code: "identity.organisation_failed" }, { cause });
    });
  return discovery;
}
