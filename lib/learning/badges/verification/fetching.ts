import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP } from "node:net";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  type Guard,
  PUBLIC_ONLY,
  resolveTarget,
  targetFrom,
} from "#lib/foundation/platform/http/signed-post.ts";

/** What came back from an address, or why nothing did. */
export type Answer =
  | { is: "found"; url: string; type: string; bytes: Uint8Array }
  | { is: "refused"; why: "not_https" | "not_public" | "redirects" | "too_large" | "no_document" }
  | { is: "unreachable" };

/**
 * Asks for a document.
 *
 * @property redirects how many are followed, each looked at like the first address
 */
export type Fetch = (
  url: string,
  options: { mostBytes: number; redirects: number },
) => Promise<Answer>;

const ACCEPT =
  "application/vc+ld+json, application/did+ld+json, application/json, application/vc+jwt, text/plain, image/png, image/svg+xml";

/**
 * Fetches from the open internet over https and from nowhere else: each name is looked up once, all
 * its addresses must be public, and the one that was looked at is connected to. All questions
 * together end at `signal`.
 */
export function guardedFetch(signal: AbortSignal, guard: Guard = PUBLIC_ONLY): Fetch {
  return async (text, { mostBytes, redirects }) => {
    let url = text;
    for (let left = redirects; ; left -= 1) {
      const answer = await ask(url, mostBytes, signal, guard);
      if (answer.is !== "moved") return answer;
      if (left <= 0) return { is: "refused", why: "redirects" };
      url = URL.canParse(answer.to, url) ? new URL(answer.to, url).href : "";
    }
  };
}

async function ask(
  text: string,
  mostBytes: number,
  signal: AbortSignal,
  guard: Guard,
): Promise<Answer | { is: "moved"; to: string }> {
  try {
    const url = targetFrom(text, guard);
    const address = await Promise.race([resolveTarget(url, guard), ended(signal)]);
    return await get(url, { address, mostBytes, signal, guard });
  } catch (error) {
    if (!(error instanceof DomainError)) return { is: "unreachable" };
    if (error.reason.code === "common.not_https") return { is: "refused", why: "not_https" };
    if (error.reason.code === "common.address_not_public")
      return { is: "refused", why: "not_public" };
    return { is: "unreachable" };
  }
}

type Way = { address: string; mostBytes: number; signal: AbortSignal; guard: Guard };

function get(
  url: URL,
  { address, mostBytes, signal, guard }: Way,
): Promise<Answer | { is: "moved"; to: string }> {
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        agent: false,
        signal,
        lookup: (_, options, done) =>
          options.all
            ? done(null, [{ address, family: isIP(address) }])
            : done(null, address, isIP(address)),
        headers: { accept: ACCEPT, "accept-encoding": "identity", "user-agent": "Trivium" },
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        const done = (answer: Answer | { is: "moved"; to: string }) => {
          resolve(answer);
          response.destroy();
        };
        if (statusCode >= 300 && statusCode < 400 && headers.location)
          return done({ is: "moved", to: headers.location });
        if (statusCode === 404 || statusCode === 410)
          return done({ is: "refused", why: "no_document" });
        if (statusCode !== 200 || (headers["content-encoding"] ?? "identity") !== "identity")
          return done({ is: "unreachable" });
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes > mostBytes) done({ is: "refused", why: "too_large" });
          else chunks.push(chunk);
        });
        response.on("end", () => {
          const type = String(headers["content-type"] ?? "");
          resolve({ is: "found", url: url.href, type, bytes: Buffer.concat(chunks) });
        });
        response.on("error", reject);
      },
    );
    request.on("socket", (socket) =>
      socket.once("connect", () => {
        if (!guard.isAllowed(socket.remoteAddress ?? ""))
          request.destroy(new Error("address not public"));
      }),
    );
    request.on("error", reject);
    request.end();
  });
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Error("too late"));
    signal.addEventListener("abort", () => reject(new Error("too late")), { once: true });
  });
}
