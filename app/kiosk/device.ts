import { DEVICE_TOKEN } from "#lib/foundation/identity/context.ts";
import { cookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { bearerToken, cookieOf, keepCookie } from "#lib/foundation/identity/sign-in/session.ts";

export const KEPT_DAYS = 365;
const COOKIE = "trivium-kiosk";

/**
 * What this tablet keeps, out of reach of scripts; a program of a door may send it as a bearer
 * token.
 */
export async function deviceToken(): Promise<string | null> {
  const bearer = await bearerToken();
  return bearer?.startsWith(DEVICE_TOKEN) ? bearer : cookieOf(cookieName(COOKIE));
}

export async function keepDeviceToken(token: string): Promise<void> {
  await keepCookie(cookieName(COOKIE), token, { maxAge: KEPT_DAYS * 24 * 3600 });
}
