import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { isLocale, type Locale, preferredLocale } from "#lib/i18n/locales.ts";
import { messageFor } from "#lib/i18n/translator.ts";
import type { Reason } from "#lib/platform/errors.ts";

/** Redirects to a language and sets headers; it authorises nothing (lib/identity/policy.ts does). */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const [, first = ""] = pathname.split("/");

  if (!isLocale(first) && !isOutsideLanguages(pathname)) {
    const locale = preferredLocale(request.headers.get("accept-language"));
    const target = new URL(`/${locale}${pathname === "/" ? "" : pathname}${search}`, request.url);
    return NextResponse.redirect(target, { status: 307, headers: { vary: "Accept-Language" } });
  }

  if (isLocale(first) && /^Bearer /i.test(request.headers.get("authorization") ?? ""))
    return noPageForTokens(first);
  if (isLocale(first) && Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    return inShort(first, 413, { code: "common.too_large", megabytes: MOST_BYTES / 1_000_000 });
  if (isLocale(first) && /%00/.test(pathname + search))
    return inShort(first, 400, { code: "common.odd_text" });

  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-request-id", randomUUID());
  headers.set("x-pathname", pathname);
  if (isLocale(first)) headers.set("x-locale", first);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", headers.get("x-request-id") ?? "");
  // `no-referrer` would make every form without JavaScript fail: Server Actions compare the origin.
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("permissions-policy", "camera=(self), geolocation=(self), microphone=()");
  return response;
}

/** Access tokens open the API. A page is read by somebody who signed in, so a token there is a mistake worth naming. */
function noPageForTokens(locale: Locale): NextResponse {
  const code = "identity.no_pages_for_tokens";
  return NextResponse.json(
    { type: "about:blank", status: 401, title: messageFor(locale, { code }), code },
    {
      status: 401,
      headers: {
        "content-type": "application/problem+json",
        "content-language": locale,
        "www-authenticate": "Bearer",
      },
    },
  );
}

/** What a form may weigh: `serverActions.bodySizeLimit` in next.config.ts, which itself answers without a word. */
const MOST_BYTES = 4_000_000;

function inShort(locale: Locale, status: number, reason: Reason): NextResponse {
  const title = messageFor(locale, reason);
  return new NextResponse(
    `<!doctype html><html lang="${locale}"><title>${title}</title><p>${title}</p></html>`,
    {
      status,
      headers: { "content-type": "text/html; charset=utf-8", "content-language": locale },
    },
  );
}

const OUTSIDE_LANGUAGES = ["/api", "/calendar", "/healthz", "/readyz", "/metrics", "/kiosk"];

function isOutsideLanguages(pathname: string): boolean {
  return OUTSIDE_LANGUAGES.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`));
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data: https:",
    "connect-src 'self'",
    // The kiosk's service worker: without this, 'strict-dynamic' would refuse it.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!_next/static|_next/image|icon.svg|favicon.ico|robots.txt|map/).*)"],
};
