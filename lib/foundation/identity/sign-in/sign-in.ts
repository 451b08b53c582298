import { eq, sql } from "drizzle-orm";
import { loginSessions, people } from "#db/schema/identity.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Context, Method } from "../context.ts";
import { adapterOf } from "./adapter.ts";
import { DEMONSTRATION_ACCOUNTS, isFromThisMachine } from "./demonstration.ts";

/** After how many hours a session ends, however much it is used. */
export const SESSION_HOURS = 12;

export type OpenedSession = { token: string; expiresAt: Temporal.Instant };

/**
 * Signs in as an account of the demonstration; anywhere else these accounts open nothing.
 *
 * @param headers of the request, as they arrived: one that came from another machine is refused
 * @throws DomainError not_found without demonstration or account, forbidden from another machine
 */
export async function signInToDemonstration(
  ctx: Context,
  account: string,
  headers: Headers,
): Promise<OpenedSession> {
  const known = DEMONSTRATION_ACCOUNTS.find((name) => name === account);
  if (!settings().demo || !known)
    throw new DomainError("not_found", { code: "identity.no_demonstration" });
  if (!isFromThisMachine(headers))
    throw new DomainError("forbidden", { code: "identity.demonstration_here" });
  const [person] = await ctx.db
    .select({ id: people.id })
    .from(people)
    .where(eq(sql`lower(${people.email})`, `${known}@trivium.test`));
  if (!person) throw new DomainError("not_found", { code: "identity.no_demonstration" });
  return openSession(ctx, person.id, "demonstration");
}

/**
 * Opens a session. When people sign in is kept with their session and nowhere else: the audit log
 * would keep it for years. Its token leaves once, in the answer, and only its hash stays here.
 */
export async function openSession(
  ctx: Context,
  personId: string,
  method: Method,
): Promise<OpenedSession> {
  const token = newToken();
  const expiresAt = ctx.now.add({ hours: SESSION_HOURS });
  await adapterOf(ctx, method).createSession({
    sessionToken: token,
    userId: personId,
    expires: new Date(expiresAt.epochMilliseconds),
  });
  return { token, expiresAt };
}

/** Notes that the device is not the person's own: the session ends sooner when nobody uses it. */
export async function markShared(ctx: Context, token: string): Promise<void> {
  await ctx.db
    .update(loginSessions)
    .set({ isShared: true })
    .where(eq(loginSessions.tokenHash, sha256(token)));
}

/** Ends the session this token opens; from now on it opens nothing, on any process. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  await adapterOf(ctx, "organisation").deleteSession(token);
}

/** An address is no longer than a browser keeps in a form. */
const MOST_PATH = 2_000;
const HERE = "http://here.invalid";

/**
 * An address that somebody wrote beside a request, where it is a page of ours; or else `otherwise`.
 * It is read as a browser reads it: what climbs out of its folder, or names a host, is no page.
 *
 * @returns the path with what it asks, as a header can carry it
 */
export function localPath(wanted: unknown, otherwise: string): string {
  if (typeof wanted !== "string" || wanted.length > MOST_PATH) return otherwise;
  if (!/^\/(nl|fr|en)(\/|\?|#|$)/.test(wanted) || /[\\\p{Cc}\s]/u.test(wanted)) return otherwise;
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  const isPage = origin === HERE && /^\/(nl|fr|en)(\/(?!\/)|$)/.test(pathname);
  return isPage ? `${pathname}${search}${hash}` : otherwise;
}
