import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";

/** A feed as its readers ask for it again and again: nothing is sent when nothing has changed. */
export function calendarAnswer(
  request: Request,
  text: string,
  visibility: "private" | "public",
): Response {
  // The moment of reading stands in DTSTAMP: what is compared is the rest.
  const etag = `"${sha256(text.replace(/^DTSTAMP:.*$/gm, "")).slice(0, 32)}"`;
  const headers = {
    etag,
    "cache-control": `${visibility}, max-age=300`,
    "x-robots-tag": "noindex",
  };
  if (isKnown(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  return new Response(text, {
    headers: { ...headers, "content-type": "text/calendar; charset=utf-8" },
  });
}

/**
 * Weakly compared: whoever packs the answer on the way says so in the tag. @see RFC 9110 section
 * 13.1.2
 */
function isKnown(sent: string | null, etag: string): boolean {
  return (sent ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
