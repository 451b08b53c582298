import type { Metadata } from "next";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * The pages that everybody may find, by their path without the language. Searchers are asked to
 * leave all others out.
 */
const TO_BE_FOUND = [
  /^$/,
  /^\/spaces\/[^/]+$/,
  /^\/sessions(\/[^/]+)?$/,
  /^\/book$/,
  /^\/about\/[^/]+$/,
  /^\/badges(\/(maps\/)?[^/]+)?$/,
  /^\/verify$/,
  /^\/network$/,
];

/**
 * What every page says of itself to machines: its one address, the same page in the other
 * languages, and whether it may be found. A page that answers a question (a search, a second page
 * of a list) is that page without the question, and is not kept.
 *
 * @param address path and query, as the reader has them
 */
export function metadataOf(locale: Locale, address: string): Metadata {
  const { pathname, search } = new URL(address, "http://page");
  const path = pathname.replace(/^\/\w+/, "").replace(/\/$/, "");
  const isPublic = TO_BE_FOUND.some((pattern) => pattern.test(path));
  const isFound = isPublic && search === "";
  return {
    metadataBase: new URL(settings().publicUrl),
    title: { default: "Trivium", template: "%s – Trivium" },
    description: translator(locale, "common")("describe.network"),
    manifest: `/manifest.webmanifest?in=${locale}`,
    icons: {
      icon: [
        { url: "/favicon.ico", sizes: "48x48" },
        { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
      ],
      apple: "/apple-touch-icon.png",
    },
    robots: isFound ? undefined : { index: false, follow: isPublic },
    alternates: isPublic
      ? {
          canonical: `/${locale}${path}`,
          languages: isFound
            ? {
                ...Object.fromEntries(LOCALES.map((other) => [other, `/${other}${path}`])),
                // Whoever speaks none of them gets what the address without a language sends them
                // to.
                "x-default": path === "" ? "/" : `/en${path}`,
              }
            : undefined,
        }
      : undefined,
    other: isFound ? { "twitter:card": "summary_large_image" } : undefined,
  };
}
