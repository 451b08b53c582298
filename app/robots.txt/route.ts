import { FOR_EVERYBODY } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * What programs that read the web leave alone: answers for programs of ours, and addresses without
 * end. Pages that are not to be kept say so themselves.
 */
const TEXT = `User-agent: *
Disallow: /api/
Disallow: /kiosk/
Disallow: /calendar/
Disallow: /*/book/
Disallow: /*/guest/
`;

export function GET() {
  return new Response(`${TEXT}\nSitemap: ${settings().publicUrl}/sitemap.xml\n`, {
    headers: { "content-type": "text/plain; charset=utf-8", ...FOR_EVERYBODY },
  });
}
