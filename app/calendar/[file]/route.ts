import { readFeed } from "#lib/calendars/feeds.ts";
import { visitorContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { sha256 } from "#lib/platform/hash.ts";
import { respond } from "#lib/platform/respond.ts";

/** `/calendar/{token}.ics`: a live feed for calendar programs. The token is all they have. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  return respond(request, async () => {
    const [, token] = /^([\w-]{20,100})\.ics$/.exec((await params).file) ?? [];
    if (!token) throw new DomainError("not_found", { code: "calendars.unknown_feed" });
    const text = await readFeed(await visitorContext(), token);
    // The moment of reading stands in DTSTAMP: what is compared is the rest.
    const etag = `"${sha256(text.replace(/^DTSTAMP:.*$/gm, "")).slice(0, 32)}"`;
    const headers = { etag, "cache-control": "private, max-age=300", "x-robots-tag": "noindex" };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "content-type": "text/calendar; charset=utf-8" } });
  });
}
