import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { sitemapOf } from "#lib/learning/sessions/sitemap.ts";
import { journalPages } from "#lib/practice/journal/queries.ts";
import { practicePages } from "#lib/practice/practices/queries.ts";
import { prototypePages } from "#lib/practice/prototypes/queries.ts";

/** Every page that may be found, in each language, with the others named beside it. @see https://www.sitemaps.org/protocol.html */
export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await visitorContext();
    const pages = [
      ...(await sitemapOf(ctx)),
      { path: "/practices", changedAt: null },
      ...(await practicePages(ctx)),
      { path: "/prototypes", changedAt: null },
      ...(await prototypePages(ctx)),
      { path: "/journals", changedAt: null },
      ...(await journalPages(ctx)),
    ];
    return new Response(sitemapText(pages), {
      headers: { "content-type": "application/xml; charset=utf-8", ...FOR_EVERYBODY },
    });
  });
}

function sitemapText(pages: { path: string; changedAt: Temporal.Instant | null }[]): string {
  const { publicUrl } = settings();
  const address = (locale: string, path: string) => escaped(`${publicUrl}/${locale}${path}`);
  const entries = pages.flatMap(({ path, changedAt }) => {
    const others = LOCALES.map(
      (other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${address(other, path)}"/>`,
    ).join("");
    const changed = changedAt
      ? `<lastmod>${changedAt.toString({ smallestUnit: "second" })}</lastmod>`
      : "";
    return LOCALES.map(
      (locale) => `<url><loc>${address(locale, path)}</loc>${changed}${others}</url>`,
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join("\n")}
</urlset>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
