import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

/**
 * The headers of every answer: pages, programs, files and refusals alike. What a door knows better
 * (how long its answer may be kept, what it may be framed by) it says itself, over these.
 *
 * @param nonce of the scripts and styles of a page; null where an answer holds none
 * @param framedBy the origins that may show a page in a frame: other than none for pages that are
 *   made for it
 */
export function securityHeaders({
  nonce,
  isSecure,
  isDevelopment = false,
  framedBy = [],
}: {
  nonce: string | null;
  isSecure: boolean;
  isDevelopment?: boolean;
  framedBy?: readonly string[];
}): Record<string, string> {
  return {
    "content-security-policy": nonce
      ? pagePolicy(nonce, isDevelopment, framedBy)
      : "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    // `no-referrer` would make every form without JavaScript fail: the origin of what is sent is
    // compared.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    // It knows no list: where there is one, the policy says it alone.
    ...(framedBy.length === 0 ? { "x-frame-options": "DENY" } : {}),
    "permissions-policy": "camera=(self), geolocation=(self), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

function pagePolicy(nonce: string, isDevelopment: boolean, framedBy: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data: https:",
    "connect-src 'self'",
    // The service workers of the kiosk and of the list of places: without this, 'strict-dynamic'
    // would refuse it.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(" ") : "'none'"}`,
  ].join("; ");
}

/** What an answer that is not for everybody depends on. */
const READER = ["Accept-Encoding", "Accept-Language", "Authorization", "Cookie"];

/**
 * Completes an answer at the moment its headers leave: one of which the door said nothing is for
 * whoever asked alone and is kept nowhere; one that is not public says on what it depends.
 *
 * @param cookie a cookie that the answer sets, as a header, unless it sets one of that name
 *   already. Asked at that moment.
 */
export function completeWhenSent(
  outgoing: ServerResponse,
  cookie: () => string | null = () => null,
): void {
  const writeHead = outgoing.writeHead.bind(outgoing);
  const complete = (status: number, ...rest: unknown[]) => {
    const given = rest.find((part) => typeof part === "object" && part !== null);
    if (given) for (const [name, value] of pairsOf(given)) outgoing.setHeader(name, value);
    const wanted = cookie();
    const set = [outgoing.getHeader("set-cookie") ?? []].flat().map(String);
    if (wanted && !set.some((one) => nameOf(one) === nameOf(wanted)))
      outgoing.setHeader("set-cookie", [...set, wanted]);
    if (!outgoing.hasHeader("cache-control")) outgoing.setHeader("cache-control", "no-store");
    if (!/\bpublic\b/.test(String(outgoing.getHeader("cache-control"))))
      outgoing.setHeader("vary", joined(outgoing.getHeader("vary")));
    return writeHead(status, ...(rest.filter((part) => typeof part === "string") as [string]));
  };
  outgoing.writeHead = complete as typeof outgoing.writeHead;
}

function nameOf(cookie: string): string | undefined {
  return cookie.split("=", 1)[0];
}

function pairsOf(given: object): [string, string | number | readonly string[]][] {
  if (!Array.isArray(given))
    return Object.entries(given as OutgoingHttpHeaders).filter(
      ([, value]) => value !== undefined,
    ) as never;
  if (Array.isArray(given[0])) return given as never;
  const list = given as OutgoingHttpHeader[];
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), list[at + 1]]] : [])) as never;
}

function joined(vary: OutgoingHttpHeader | undefined): string {
  const said = [vary ?? []]
    .flat()
    .flatMap((part) => String(part).split(","))
    .map((part) => part.trim());
  const missing = READER.filter(
    (name) => !said.some((known) => known.toLowerCase() === name.toLowerCase()),
  );
  return [...said.filter(Boolean), ...missing].join(", ");
}
