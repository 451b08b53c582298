import type { IncomingMessage, ServerResponse } from "node:http";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { sessionCookieName } from "#lib/foundation/identity/sign-in/cookies.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { retryHeader } from "#lib/foundation/platform/http/respond.ts";
import type { currentAsker } from "#lib/foundation/platform/logs/security-log.ts";
import { fieldsOf } from "./form-body.ts";
import type { Instead } from "./instead.ts";
import { outdatedAnswer, UNKNOWN_ACTION } from "./outdated.ts";
import { refusalPage } from "./refusal-page.ts";

const IS_DEVELOPMENT = process.env.NODE_ENV === "development";
const BROKEN = new DomainError("broken", { code: "common.broken" });

/** A request for a page. @property body of a form; null where there is none */
type Asked = {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  body: Buffer<ArrayBuffer> | null;
  passage: { locale: Locale; target: string };
  nonce: string;
  asker: ReturnType<typeof currentAsker>;
};

/**
 * What is better than the answer that Next has for a page, by the status of that answer; null where
 * it may leave as it is.
 */
export function betterThan(
  asked: Asked,
): (status: number) => Promise<Instead> | Record<string, string> | null {
  const { incoming, outgoing, body, passage, nonce, asker } = asked;
  const { rsc, "next-action": action } = incoming.headers;
  return (status) => {
    if (body && outgoing.hasHeader(UNKNOWN_ACTION)) {
      outgoing.removeHeader(UNKNOWN_ACTION);
      return outdated({ incoming, body, passage, nonce });
    }
    // Next sends a page that is not there empty, to be drawn by its scripts: it is drawn here.
    if (status === 404 && !rsc && !action) return missing(incoming, passage.locale, nonce);
    return asker?.fault ? afterFault(asked, asker.fault, status) : afterNone(asked, status);
  };
}

/** What is better after a fault that was foreseen. */
function afterFault(
  { incoming, body, passage, nonce, asker }: Asked,
  fault: DomainError,
  status: number,
): Promise<Instead> | Record<string, string> | null {
  const isFormRefused = asker?.isFormRefused ?? false;
  if (status >= 500)
    return notNow(fault, { incoming, body: isFormRefused ? body : null, passage, nonce });
  // The page that shows the form again says by its status that nothing was kept; scripts read it
  // there themselves.
  return isFormRefused && !incoming.headers["next-action"] ? retryHeader(fault) : null;
}

/** After what nobody foresaw: Next would send it empty. Who develops wants to see more of it. */
function afterNone({ incoming, passage, nonce }: Asked, status: number): Promise<Instead> | null {
  const { method, headers } = incoming;
  if (status < 500 || headers.rsc || headers["next-action"] || IS_DEVELOPMENT) return null;
  const again = method === "POST" ? null : passage.target;
  return sent(refusalPage(BROKEN, passage.locale, nonce, { again }), method);
}

/**
 * What a page that is not there is answered with: the same words as by its scripts, without them.
 */
function missing(
  { method, headers }: IncomingMessage,
  locale: Locale,
  nonce: string,
): Promise<Instead> {
  const error = new DomainError("not_found", { code: "common.no_address" });
  const isSignedIn = headers.cookie?.includes(`${sessionCookieName()}=`) ?? false;
  return sent(refusalPage(error, locale, nonce, { isSignedIn }), method);
}

/** What a form is answered with whose page is older than this build. */
async function outdated(asked: {
  incoming: IncomingMessage;
  body: Buffer<ArrayBuffer>;
  passage: { locale: Locale; target: string };
  nonce: string;
}): Promise<Instead> {
  const { headers, method } = asked.incoming;
  const response = await outdatedAnswer({
    ...asked,
    ...asked.passage,
    type: headers["content-type"] ?? "",
    isByScript: headers["next-action"] !== undefined,
  });
  return sent(response, method);
}

/**
 * What a page that could not be drawn is answered with, and what a form without scripts had sent,
 * to be sent again.
 */
async function notNow(
  fault: DomainError,
  {
    incoming,
    body,
    passage: { locale, target },
    nonce,
  }: Pick<Asked, "incoming" | "body" | "passage" | "nonce">,
): Promise<Instead> {
  const fields = body && (await fieldsOf(body, incoming.headers["content-type"] ?? ""));
  const response = refusalPage(fault, locale, nonce, {
    sent: fields && { to: target, fields },
    again: incoming.method === "POST" ? null : target,
  });
  return sent(response, incoming.method);
}

async function sent(response: Response, method: string | undefined): Promise<Instead> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: method === "HEAD" ? null : Buffer.from(await response.arrayBuffer()),
  };
}
