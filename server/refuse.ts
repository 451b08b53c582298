import type { IncomingMessage, ServerResponse } from "node:http";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { problem } from "#lib/foundation/platform/http/respond.ts";
import type { Passage } from "./gate.ts";
import { refusalPage } from "./refusal-page.ts";

/**
 * How much of a request that is refused is read, and for how long, so that its sender gets to see
 * the refusal.
 */
const MOST_DISCARDED_BYTES = 64_000_000;
const DISCARD_MS = 10_000;

type Refusal = Extract<Passage, { to: "refusal" }>;

/** Refused in words: for programs a problem with a code, for people a page in their language. */
export async function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { error, locale, isForPrograms }: Pick<Refusal, "error" | "locale" | "isForPrograms">,
  nonce: string,
): Promise<void> {
  const response = isForPrograms
    ? problem(error, locale)
    : refusalPage(error, locale, nonce, { again: formPage(incoming, error) });
  if (error.status === 405) response.headers.set("allow", String(error.reason.allow));
  if (error.status === 401) response.headers.set("www-authenticate", "Bearer");
  // What still comes is thrown away first: most clients read no answer before they have sent
  // everything. The rest is cut off.
  await discarded(incoming);
  if (!incoming.complete) response.headers.set("connection", "close");
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}

/** The page whose form was refused, to be opened again: without scripts it is gone from the window. */
function formPage({ method, url = "" }: IncomingMessage, { status }: DomainError): string | null {
  const isPage = LOCALES.some((locale) => url.startsWith(`/${locale}/`));
  return method === "POST" && isPage && status !== 404 && status !== 405 ? url : null;
}

/**
 * Reads the rest of a request without keeping it, as far as that is bearable. Resolves when it has
 * ended, or there is too much of it.
 */
function discarded(incoming: IncomingMessage): Promise<void> {
  if (incoming.complete) return Promise.resolve();
  return new Promise((done) => {
    let bytes = 0;
    const timer = setTimeout(end, DISCARD_MS);
    incoming.on("data", count);
    for (const event of ["end", "close", "error"]) incoming.once(event, end);

    function count(chunk: Buffer) {
      bytes += chunk.length;
      if (bytes > MOST_DISCARDED_BYTES) end();
    }
    function end() {
      clearTimeout(timer);
      incoming.off("data", count).pause();
      done();
    }
  });
}
