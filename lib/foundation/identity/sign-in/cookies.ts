import { settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * Every cookie's name: `__Host-` binds it to this host and to https; plain http is for one's own
 * machine.
 */
export function cookieName(name: string): string {
  return isSecure() ? `__Host-${name}` : name;
}

/** The cookie that holds the token of a login session. */
export function sessionCookieName(): string {
  return cookieName("trivium");
}

/** Out of reach of scripts, and never sent along from another site's form. */
export function cookieTraits() {
  return { httpOnly: true, secure: isSecure(), sameSite: "lax", path: "/" } as const;
}

/** The header that takes the session's cookie from a browser: what it holds opens nothing. */
export function withoutSession(): string {
  return `${sessionCookieName()}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`;
}

function isSecure(): boolean {
  return settings().publicUrl.startsWith("https:");
}
