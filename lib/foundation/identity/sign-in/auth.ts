import { skipCSRFCheck } from "@auth/core";
import NextAuth, { type NextAuthConfig, type Session } from "next-auth";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { newToken } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Context, PersonActor } from "../context.ts";
import { adapterOf, type KnownUser } from "./adapter.ts";
import { cookieName, cookieTraits, sessionCookieName } from "./cookies.ts";
import { SESSION_HOURS } from "./sign-in.ts";

declare module "next-auth" {
  interface Session {
    actor: PersonActor;
  }
}

// Where next-auth would look for addresses and keys by itself: what it needs of the settings, it is
// told.
for (const name of ["AUTH_URL", "NEXTAUTH_URL", "AUTH_REDIRECT_PROXY_URL"])
  delete process.env[name];

const SESSION_SECONDS = SESSION_HOURS * 3600;

/** What comes back from a sign-in at an organisation must fit what waits in these cookies. */
export const CHECKS = ["pkceCodeVerifier", "state", "nonce"] as const;

/**
 * What every use of next-auth has in common.
 *
 * @param onError told of the first thing that failed: next-auth itself swallows it and says
 *   "nobody"
 */
export function authConfig(
  ctx: Pick<Context, "db" | "now" | "client">,
  onError: (error: Error) => unknown,
): NextAuthConfig {
  const options = cookieTraits();
  return {
    providers: [],
    adapter: adapterOf(ctx, "organisation"),
    secret: authSecret(),
    basePath: "/api/auth",
    // Requests are made here, with the address of the settings: no header says where we are.
    trustHost: true,
    useSecureCookies: options.secure,
    // Every request is one that our own code makes: no form of another site arrives here.
    skipCSRFCheck,
    // A session is never made longer: it is due for that when it has ended.
    session: {
      strategy: "database",
      maxAge: SESSION_SECONDS,
      updateAge: SESSION_SECONDS,
      generateSessionToken: newToken,
    },
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      ...Object.fromEntries(
        CHECKS.map((check) => [check, { name: checkCookieName(check), options }]),
      ),
    },
    logger: {
      error: onError,
      warn: (code) => log.warn({ code }, "next-auth warns"),
    },
  };
}

export function checkCookieName(check: (typeof CHECKS)[number]): string {
  return cookieName(`organisation-${check.toLowerCase()}`);
}

/**
 * Who holds this session's token, for a page that Next draws.
 *
 * @returns null when it opens nothing
 * @throws whatever kept the database from answering: that is not the same as nobody
 */
export async function authenticated(
  ctx: Pick<Context, "db" | "now" | "client">,
  token: string,
): Promise<PersonActor | null> {
  const faults: Error[] = [];
  const { auth } = NextAuth({
    ...authConfig(ctx, (error) => faults.push(error)),
    callbacks: {
      session: ({ session, user }) => ({ ...session, actor: (user as KnownUser).actor }) as Session,
    },
  });
  const { protocol, host } = new URL(settings().publicUrl);
  // next-auth takes every cookie whose name begins like the session's for a part of it: it is shown
  // that one alone.
  const headers = {
    host,
    "x-forwarded-proto": protocol,
    cookie: `${sessionCookieName()}=${encodeURIComponent(token)}`,
  };
  const session = await (auth as unknown as AuthByHeaders)({ headers }, { headers: new Headers() });
  const [fault] = faults;
  if (fault) throw origin(fault);
  return session?.actor ?? null;
}

/**
 * `auth()` as it is called outside a page: all that it reads of a request, and writes of an answer,
 * are headers.
 */
type AuthByHeaders = (
  request: { headers: Record<string, string> },
  response: { headers: Headers },
) => Promise<Session | null>;

/** What next-auth wrapped up, once or more often. */
export function origin(error: Error): Error {
  const { cause } = error;
  const inner = cause instanceof Error ? cause : (cause as { err?: unknown } | undefined)?.err;
  return error.name !== "DomainError" && "type" in error && inner instanceof Error
    ? origin(inner)
    : error;
}
