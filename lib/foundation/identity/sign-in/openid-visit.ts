import { parse } from "hono/utils/cookie";
import { compactVerify, createRemoteJWKSet, customFetch as keysFetch } from "jose";
import NextAuth, { customFetch, type NextAuthConfig } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import { z } from "zod";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isLoopback, settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";
import { accountIdOf, adapterOf } from "./adapter.ts";
import { authConfig, CHECKS, checkCookieName, origin } from "./auth.ts";
import { sessionCookieName } from "./cookies.ts";
import {
  admitByOrganisation,
  claimsFrom,
  linkIdentity,
  type OrganisationClaims,
  PROVIDER,
  refuseClosed,
} from "./openid.ts";

/** Where organisations send people back to: they know this address and no other. */
const CALLBACK = "/api/auth/oidc/callback";
const DISCOVERY = "/.well-known/openid-configuration";
const PATIENCE_MS = 10_000;
const KNOWN_FOR_MS = 3_600_000;

/**
 * The answer to a step of a visit: where the browser goes, and the cookies it is to keep, as
 * headers.
 */
type Step = { location: string; cookies: string[] };

/**
 * Sends the browser to the organisation. What must fit on return waits in sealed cookies, out of
 * reach of scripts.
 *
 * @throws DomainError not_found where no organisation is set, unauthenticated when it does not
 *   answer
 */
export async function beginVisit(ctx: Context): Promise<Step> {
  return stepOf(ctx, { method: "POST", path: `signin/${PROVIDER}` }, {});
}

/**
 * Reads the organisation's answer, and signs in whom it names; or links their account there to
 * whoever is signed in.
 *
 * @param search the query with which the browser came back
 * @param cookieOf what the browser kept, by name
 * @returns the cookies, and the token of the new session, which is in one of them; null where
 *   nobody signed in
 * @throws DomainError unauthenticated when state, nonce, code or signature do not hold, and
 *   whatever refuses them (`organisation.ts`)
 */
export async function completeVisit(
  ctx: Context,
  {
    search,
    cookieOf,
    links,
    locale,
  }: {
    search: string;
    cookieOf: (name: string) => Promise<string | null>;
    links: boolean;
    locale: Locale;
  },
): Promise<Step & { token: string | null }> {
  let vouched: OrganisationClaims | null = null;
  const adapter = adapterOf(ctx, "organisation");
  const kept = await Promise.all(
    CHECKS.map(checkCookieName).map(
      async (name) => `${name}=${encodeURIComponent((await cookieOf(name)) ?? "")}`,
    ),
  );
  const step = await stepOf(
    ctx,
    { method: "GET", path: `callback/${PROVIDER}${search}`, cookie: kept.join("; ") },
    {
      callbacks: {
        async signIn({ profile }) {
          const claims = claimsFrom({ ...profile });
          if (links) {
            await linkIdentity(ctx, claims);
            return "/";
          }
          await admitByOrganisation(ctx, claims, locale);
          vouched = claims;
          return true;
        },
      },
      adapter: {
        ...adapter,
        createSession: (session) =>
          ctx.db.transaction(async (db) => {
            if (!vouched)
              throw new DomainError("forbidden", { code: "identity.organisation_failed" });
            await refuseClosed(db, session.userId, vouched);
            return adapterOf({ ...ctx, db }, "organisation").createSession(session);
          }),
      },
    },
  );
  return { ...step, token: tokenIn(step.cookies) };
}

function tokenIn(cookies: readonly string[]): string | null {
  const name = sessionCookieName();
  return cookies.map((cookie) => parse(cookie, name)[name]).find(Boolean) ?? null;
}

/**
 * Lets next-auth answer a request that is made here: of what came with the real one, it sees what
 * it needs.
 */
async function stepOf(
  ctx: Context,
  { method, path, cookie = "" }: { method: "GET" | "POST"; path: string; cookie?: string },
  more: Partial<NextAuthConfig>,
): Promise<Step> {
  const faults: Error[] = [];
  const provider = organisation();
  const { handlers } = NextAuth({
    ...authConfig(ctx, (error) => faults.push(error)),
    ...more,
    providers: [provider],
  });
  const request = new Request(`${ownOrigin()}/api/auth/${path}`, { method, headers: { cookie } });
  const answer = await handlers[method](request as Parameters<typeof handlers.GET>[0]);
  const [fault] = faults;
  if (fault) throw refusalFor(fault);
  const names = [sessionCookieName(), ...CHECKS.map(checkCookieName)];
  return {
    location: answer.headers.get("location") ?? "/",
    cookies: answer.headers
      .getSetCookie()
      .filter((header) => names.includes(header.split("=", 1)[0] ?? "")),
  };
}

/**
 * What our own commands and the database say travels on; everything else means that the answer did
 * not hold.
 */
function refusalFor(error: Error): Error {
  const cause = origin(error);
  const isOurs =
    cause instanceof DomainError || /^(AdapterError|AccessDenied)$/.test(typeOf(error));
  return isOurs
    ? cause
    : new DomainError("unauthenticated", { code: "identity.organisation_failed" }, { cause });
}

function typeOf(error: Error): string {
  return "type" in error ? String(error.type) : "";
}

/** @throws DomainError not_found where none is set */
function organisation(): OIDCConfig<Record<string, unknown>> {
  const { oidc } = settings();
  if (!oidc) throw new DomainError("not_found", { code: "identity.organisation_unset" });
  const { issuer, clientId, clientSecret, label, staffAcr } = oidc;
  return {
    id: PROVIDER,
    name: label,
    type: "oidc",
    issuer,
    clientId,
    clientSecret,
    client: { token_endpoint_auth_method: "client_secret_post" },
    checks: ["pkce", "state", "nonce"],
    authorization: {
      params: {
        scope: "openid email profile",
        redirect_uri: `${ownOrigin()}${CALLBACK}`,
        ...(staffAcr.length > 0 ? { acr_values: staffAcr.join(" ") } : {}),
      },
    },
    token: { conform: refuseForged },
    profile: (claims) => {
      const { issuer: by, subject } = claimsFrom(claims);
      return { id: accountIdOf({ issuer: by, subject }) };
    },
    [customFetch]: askOrganisation,
  };
}

function ownOrigin(): string {
  return new URL(settings().publicUrl).origin;
}

/** What an organisation says of itself, as far as it is read here. */
const described = z.looseObject({
  issuer: z.url(),
  jwks_uri: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
});

type Known = {
  description: z.infer<typeof described>;
  keys: ReturnType<typeof createRemoteJWKSet>;
  until: number;
};

/** Read once and kept for an hour; what is wrong is read again by the next visitor. */
let known: Known | undefined;

/**
 * Asks the organisation for next-auth, in its place where it would ask for something else than was
 * agreed.
 */
const askOrganisation: typeof fetch = async (address, init) => {
  const url = new URL(address instanceof Request ? address.url : address);
  if (url.pathname.endsWith(DISCOVERY)) {
    if (!known || known.until < Date.now()) known = await discovered(url, init);
    return Response.json(known.description);
  }
  // next-auth would name an address of its own making, of which the organisation has not heard.
  if (init?.body instanceof URLSearchParams)
    init.body.set("redirect_uri", `${ownOrigin()}${CALLBACK}`);
  return ask(url, init);
};

async function discovered(url: URL, init: RequestInit | undefined): Promise<Known> {
  const answer = await ask(url, init);
  if (!answer.ok)
    throw new Error(`the organisation does not describe itself: status ${answer.status}`);
  const description = described.parse(await answer.json());
  const expected = settings().oidc?.issuer ?? "";
  if (new URL(description.issuer).href !== new URL(expected).href)
    throw new Error("the organisation describes another issuer");
  return {
    // next-auth wants to know where to ask more about a person; the ID token says enough, and it
    // never does.
    description: {
      ...description,
      userinfo_endpoint: description.userinfo_endpoint ?? description.token_endpoint,
    },
    keys: createRemoteJWKSet(new URL(description.jwks_uri), { [keysFetch]: ask }),
    until: Date.now() + KNOWN_FOR_MS,
  };
}

/** @throws Error where secrets would travel in the open, and when nothing comes for ten seconds */
async function ask(address: string | URL, init: RequestInit = {}): Promise<Response> {
  const url = new URL(address);
  const isOpen =
    url.protocol !== "https:" && !isLoopback(new URL(settings().oidc?.issuer ?? "").hostname);
  if (isOpen) throw new Error("the organisation names an address without https");
  return fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
}

/**
 * next-auth takes an ID token as it comes, trusting the connection. Here its signature is checked
 * as well, with the keys that the issuer publishes.
 */
async function refuseForged(answer: Response): Promise<undefined> {
  const { id_token: token } = z
    .looseObject({ id_token: z.string().optional() })
    .parse(await answer.json());
  if (token === undefined) return;
  if (!known) throw new Error("the keys of the organisation are not known");
  await compactVerify(token, known.keys);
}
