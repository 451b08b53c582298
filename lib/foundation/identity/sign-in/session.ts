import { randomUUID } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { parse } from "hono/utils/cookie";
import { cache } from "react";
import { isLocale, type Locale, preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { database } from "#lib/foundation/platform/database/database.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { currentRequest } from "#lib/foundation/platform/http/current-request.ts";
import { isBearer } from "#lib/foundation/platform/http/foreign.ts";
import {
  noteAsker,
  noteRefusal,
  noteSessionGone,
} from "#lib/foundation/platform/logs/security-log.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { actorKey, type Context, DEVICE_TOKEN } from "../context.ts";
import { type Action, can } from "../permission/policy.ts";
import { type About, actorBySession, askerByAccessToken } from "./askers.ts";
import { clientFrom } from "./client.ts";
import { cookieName, cookieTraits, sessionCookieName } from "./cookies.ts";
import { DEVICE_COOKIE, DEVICE_DAYS, deviceProof } from "./devices.ts";
import { markShared, type OpenedSession, signOut } from "./sign-in.ts";

// Asked for where Next draws a page or runs an action; a route that answers a program knows nothing
// of it.
const nextHeaders = () => import("next/headers");
const auth = () => import("./auth.ts");

type Incoming = { headers: Pick<Headers, "get">; cookie: (name: string) => string | undefined };

const NO_COOKIE = () => undefined;

/**
 * What came with the request: of the route that answers it, or of the page that Next draws. Whoever
 * sends a token is known by it alone: their cookies are not read, so that no other site's page can
 * act with them.
 */
async function incoming(): Promise<Incoming> {
  const request = currentRequest();
  if (!request) {
    const { cookies, headers } = await nextHeaders();
    const [sent, jar] = await Promise.all([headers(), cookies()]);
    const cookie = isBearer(sent.get("authorization"))
      ? NO_COOKIE
      : (name: string) => jar.get(name)?.value;
    return { headers: sent, cookie };
  }
  const { headers } = request;
  const sent = headers.get("cookie") ?? "";
  const cookie = isBearer(headers.get("authorization"))
    ? NO_COOKIE
    : (name: string) => parse(sent, name)[name];
  return { headers, cookie };
}

/** Who asks, as the log of refusals names them: an id. */
export async function requestContext(): Promise<Context> {
  return noted(await knownContext());
}

/**
 * The context of this request, with what a program asks about itself in the same round trip.
 *
 * @param about what is asked at that moment
 * @returns no rows for whoever comes without an access token: ask for them then
 */
export async function requestContextWith<Row>(
  about: (now: Temporal.Instant, ...asker: Parameters<About>) => SQL,
): Promise<{ ctx: Context; rows: Row[] | null }> {
  const bearer = await bearerToken();
  if (!bearer) return { ctx: await requestContext(), rows: null };
  const { now } = await visitorContext();
  const { ctx, rows } = await bearerContext<Row>(bearer, now, (personId) => about(now, personId));
  return { ctx: noted(ctx), rows };
}

function noted(context: Context): Context {
  noteAsker(actorKey(context.actor), context.requestId);
  return context;
}

/** @throws DomainError unauthenticated when nobody holds the token */
async function bearerContext<Row>(
  bearer: string,
  now: Temporal.Instant,
  about: About | null,
): Promise<{ ctx: Context; rows: Row[] }> {
  const context = await visitorContext();
  const found = bearer.startsWith(DEVICE_TOKEN)
    ? null
    : await askerByAccessToken<Row>(context.db, bearer, now, about);
  if (!found) throw new DomainError("unauthenticated", { code: "identity.token_unknown" });
  return { ctx: { ...context, now, actor: found.actor }, rows: found.rows };
}

/** The one place that reads the login session, the clock and the connection. Once per request. */
const knownContext = cache(async (): Promise<Context> => {
  const context = await visitorContext();
  const { db, now } = context;

  const bearer = await bearerToken();
  if (bearer) return (await bearerContext(bearer, now, null)).ctx;

  const token = await sessionToken();
  if (!token) return context;
  const actor = currentRequest()
    ? await actorBySession(db, token, now)
    : await (await auth()).authenticated(context, token);
  if (!actor) noteSessionGone();
  return actor ? { ...context, actor } : context;
});

/**
 * The request before anybody has looked at who sends it: for devices, whose token is no person's.
 */
export const visitorContext = cache(async (): Promise<Context> => {
  const { headers: sent, cookie } = await incoming();
  return {
    actor: { kind: "visitor" },
    now: Temporal.Now.instant(),
    db: database().db,
    client: {
      ...clientFrom(sent, settings().trustProxy),
      devices: cookie(cookieName(DEVICE_COOKIE)),
    },
    requestId: sent.get("x-request-id") ?? randomUUID(),
    locale: languageAskedFor(sent),
  };
});

/** The language of a page is in its address; a program says its own. */
function languageAskedFor(sent: Incoming["headers"]): Locale | undefined {
  const [, first] = (currentRequest() ? null : sent.get("x-address"))?.split("/") ?? [];
  if (isLocale(first)) return first;
  const asked = sent.get("accept-language");
  return asked ? preferredLocale(asked) : undefined;
}

/**
 * The context of a request that may come from a device: its token names no person, and whoever
 * reads it says whether it is one.
 */
export async function deviceContext(): Promise<Context> {
  return (await isDeviceBearer()) ? visitorContext() : requestContext();
}

export async function isDeviceBearer(): Promise<boolean> {
  return (await bearerToken())?.startsWith(DEVICE_TOKEN) ?? false;
}

export async function bearerToken(): Promise<string | undefined> {
  return (await incoming()).headers.get("authorization")?.match(/^Bearer +(\S.*)$/i)?.[1];
}

/** A cookie of this browser, by its name. */
export async function cookieOf(name: string): Promise<string | null> {
  return (await incoming()).cookie(name) ?? null;
}

/** This browser's session token, if it has one. */
export async function sessionToken(): Promise<string | null> {
  return cookieOf(sessionCookieName());
}

/**
 * Gives the browser its session.
 * On a shared device, whoever was still signed in is signed out.
 */
export async function startSession(
  { token, expiresAt }: OpenedSession,
  { isShared = false }: { isShared?: boolean } = {},
): Promise<void> {
  await endEarlierSession();
  if (isShared) await markShared(await visitorContext(), token);
  // On a device of somebody else, the cookie goes with the window.
  const until = isShared ? {} : { expires: new Date(expiresAt.epochMilliseconds) };
  await keepCookie(sessionCookieName(), token, until);
}

/** Signs out whoever was still signed in in this browser, before somebody else is. */
export async function endEarlierSession(): Promise<void> {
  const earlier = await sessionToken();
  if (earlier) await signOut(await requestContext(), earlier);
}

/**
 * Knows this browser again when the same person signs in: failures of strangers do not count
 * against them here.
 */
export async function rememberDevice(account: string, stamp: string): Promise<void> {
  const proof = deviceProof(await requestContext(), account, stamp);
  await keepCookie(cookieName(DEVICE_COOKIE), proof, { maxAge: DEVICE_DAYS * 24 * 3600 });
}

/** A cookie out of reach of scripts, never sent along from another site's form. */
export async function keepCookie(
  name: string,
  value: string,
  until: { expires?: Date } | { maxAge: number },
): Promise<void> {
  const jar = await (await nextHeaders()).cookies();
  jar.set(name, value, { ...cookieTraits(), ...until });
}

/** Ends this browser's session, here and in the database. */
export async function endSession(): Promise<void> {
  const token = await sessionToken();
  if (token) await signOut(await requestContext(), token);
  await keepCookie(sessionCookieName(), "", { maxAge: 0 });
}

/**
 * The context of a page that only some may open. A visitor is asked to sign in and comes back;
 * for somebody without the right the page does not exist. Commands behind it ask again.
 */
export async function staffContext(action: Action, path: string): Promise<Context> {
  const { notFound, redirect } = await import("next/navigation");
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor")
    return redirect(`/${path.split("/")[1]}/sign-in?next=${encodeURIComponent(path)}`);
  if (!can(ctx.actor, action)) {
    const refusal = new DomainError("forbidden", { code: "identity.not_allowed" });
    noteRefusal(refusal, "page", { key: actorKey(ctx.actor), requestId: ctx.requestId });
    return notFound();
  }
  return ctx;
}

/**
 * What was found; what somebody may not see is to them a page that does not exist, whatever it is
 * that forbids it.
 */
export async function orNotThere<T>(found: Promise<T>): Promise<T> {
  return found.catch(async (error: unknown) => {
    if (error instanceof DomainError && ["forbidden", "not_found"].includes(error.kind)) {
      const { actor, requestId } = await requestContext();
      noteRefusal(error, "page", { key: actorKey(actor), requestId });
      (await import("next/navigation")).notFound();
    }
    throw error;
  });
}
