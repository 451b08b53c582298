import { preferredLocale } from "#lib/foundation/i18n/locales.ts";

/**
 * The map for frames in the language of whoever looks at it: each language has an address of its
 * own.
 */
export function GET(request: Request): Response {
  const { search } = new URL(request.url);
  const locale = preferredLocale(request.headers.get("accept-language"));
  return new Response(null, {
    status: 307,
    headers: { location: `/embed/${locale}/map${search}` },
  });
}
