import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { FOR_EVERYBODY } from "#lib/foundation/platform/http/respond.ts";

/**
 * What a phone or a desk needs to put Trivium among its programs: `/manifest.webmanifest?in=nl`.
 */
export function GET(request: Request) {
  const locale = localeOf(new URL(request.url).searchParams.get("in") ?? "en");
  const t = translator(locale, "common");
  const shortcut = (key: string, path: string) => ({ name: t(key), url: `/${locale}${path}` });
  const manifest = {
    id: "/",
    name: "Trivium",
    short_name: "Trivium",
    description: t("describe.network"),
    lang: locale,
    dir: "ltr",
    start_url: `/${locale}`,
    scope: "/",
    display: "standalone",
    background_color: "#faf7f1",
    theme_color: "#faf7f1",
    categories: ["education"],
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    ],
    shortcuts: [
      shortcut("nav.spaces", ""),
      shortcut("nav.sessions", "/sessions"),
      shortcut("nav.me", "/me"),
    ],
  };
  return new Response(JSON.stringify(manifest), {
    headers: { "content-type": "application/manifest+json; charset=utf-8", ...FOR_EVERYBODY },
  });
}
