import { z } from "zod";
import { cookieName, cookieTraits } from "#lib/foundation/identity/sign-in/cookies.ts";
import { cookieOf, keepCookie } from "#lib/foundation/identity/sign-in/session.ts";

const COOKIE = "trivium-guest";
const PRESSED = "trivium-guest-pressed";
/** As long as a room is kept at most for whoever has not pressed their link yet. */
export const KEPT_SECONDS = 2 * 3600;

/**
 * Lets this browser say for a while that a guest booked here with this key. The key opens nothing,
 * and names nobody: whoever has the device next learns no more than its history says.
 */
export async function keepGuestKey(key: string): Promise<void> {
  await keepCookie(cookieName(COOKIE), key, { maxAge: KEPT_SECONDS });
}

/**
 * What a page says of the same key when it is pressed, with the key in place of `#`: where the
 * answer is lost on the way, what it would have left in the browser is, too.
 */
export function pressedCookie(): string {
  const { path, sameSite, secure } = cookieTraits();
  const traits = `Path=${path}; SameSite=${sameSite}; Max-Age=${KEPT_SECONDS}`;
  return `${cookieName(PRESSED)}=#; ${traits}${secure ? "; Secure" : ""}`;
}

/** The keys with which a guest last booked, or pressed, in this browser: it may send anything. */
export async function guestKeys(): Promise<string[]> {
  const kept = await Promise.all([COOKIE, PRESSED].map((name) => cookieOf(cookieName(name))));
  return [...new Set(kept.filter((key) => z.uuid().safeParse(key).success))] as string[];
}
