import { z } from "zod";
import { cookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { cookieOf, keepCookie } from "#lib/foundation/identity/sign-in/session.ts";

const COOKIE = "trivium-guest";
/** As long as a room is kept at most for whoever has not pressed their link yet. */
export const KEPT_SECONDS = 2 * 3600;

/**
 * Lets this browser say for a while that a guest booked here with this key. The key opens nothing,
 * and names nobody: whoever has the device next learns no more than its history says.
 */
export async function keepGuestKey(key: string): Promise<void> {
  await keepCookie(cookieName(COOKIE), key, { maxAge: KEPT_SECONDS });
}

/** The key with which a guest last booked in this browser, if any: a browser may send anything. */
export async function guestKey(): Promise<string | null> {
  const kept = z.uuid().safeParse(await cookieOf(cookieName(COOKIE)));
  return kept.success ? kept.data : null;
}
