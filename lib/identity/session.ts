import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "#lib/platform/database.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { settings } from "#lib/platform/settings.ts";
import { clientFrom } from "./client.ts";
import { type Context, DEVICE_TOKEN } from "./context.ts";
import { type Action, can } from "./policy.ts";
import { type OpenedSession, signOut } from "./sign-in.ts";
import { actorByAccessToken, actorBySession } from "./sign-ins.ts";

/** `__Host-` binds the cookie to this host and to https; plain http is for one's own machine. */
export function sessionCookieName(): string {
  return settings().publicUrl.startsWith("https:") ? "__Host-trivium" : "trivium";
}

/** The one place that reads the login session, the clock and the connection. Once per request. */
export const requestContext = cache(async (): Promise<Context> => {
  const context = await visitorContext();
  const { db, now } = context;

  const bearer = await bearerToken();
  if (bearer && !bearer.startsWith(DEVICE_TOKEN)) {
    const actor = await actorByAccessToken(db, bearer, now);
    if (!actor) throw new DomainError("unauthenticated", { code: "identity.token_unknown" });
    return { ...context, actor };
  }

  const token = (await cookies()).get(sessionCookieName())?.value;
  const actor = token ? await actorBySession(db, token, now) : null;
  return actor ? { ...context, actor } : context;
});

/** The request before anybody has looked at who sends it: for devices, whose token is no person's. */
export const visitorContext = cache(async (): Promise<Context> => {
  const incoming = await headers();
  return {
    actor: { kind: "visitor" },
    now: Temporal.Now.instant(),
    db: database().db,
    client: clientFrom(incoming, settings().trustProxy),
    requestId: incoming.get("x-request-id") ?? randomUUID(),
  };
});

export async function bearerToken(): Promise<string | undefined> {
  return (await headers()).get("authorization")?.match(/^Bearer (.+)$/i)?.[1];
}

/** This browser's session token, if it has one. */
export async function sessionToken(): Promise<string | null> {
  return (await cookies()).get(sessionCookieName())?.value ?? null;
}

/**
 * Gives the browser its session: out of reach of scripts, never sent along from another site's form.
 * On a shared device, whoever was still signed in is signed out.
 */
export async function startSession({ token, expiresAt }: OpenedSession): Promise<void> {
  const jar = await cookies();
  const earlier = jar.get(sessionCookieName())?.value;
  if (earlier) await signOut(await requestContext(), earlier);
  jar.set(sessionCookieName(), token, {
    httpOnly: true,
    secure: settings().publicUrl.startsWith("https:"),
    sameSite: "lax",
    path: "/",
    expires: new Date(expiresAt.epochMilliseconds),
  });
}

/** Ends this browser's session, here and in the database. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookieName())?.value;
  if (token) await signOut(await requestContext(), token);
  jar.delete(sessionCookieName());
}

/**
 * The context of a page that only some may open. A visitor is asked to sign in and comes back;
 * for somebody without the right the page does not exist. Commands behind it ask again.
 */
export async function staffContext(action: Action, path: string): Promise<Context> {
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor")
    redirect(`/${path.split("/")[1]}/sign-in?next=${encodeURIComponent(path)}`);
  if (!can(ctx.actor, action)) notFound();
  return ctx;
}
