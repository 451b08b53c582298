import { cookies, headers } from "next/headers";
import { DEVICE_TOKEN } from "#lib/identity/context.ts";
import { settings } from "#lib/platform/settings.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

function cookieName(): string {
  return settings().publicUrl.startsWith("https:") ? "__Host-trivium-kiosk" : "trivium-kiosk";
}

/** What this tablet keeps, out of reach of scripts; a program of a door may send it as a bearer token. */
export async function deviceToken(): Promise<string | null> {
  const bearer = (await headers()).get("authorization")?.match(/^Bearer (.+)$/i)?.[1];
  if (bearer?.startsWith(DEVICE_TOKEN)) return bearer;
  return (await cookies()).get(cookieName())?.value ?? null;
}

export async function keepDeviceToken(token: string): Promise<void> {
  (await cookies()).set(cookieName(), token, {
    httpOnly: true,
    secure: settings().publicUrl.startsWith("https:"),
    sameSite: "lax",
    path: "/",
    maxAge: YEAR_SECONDS,
  });
}
