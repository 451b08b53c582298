import { createHmac, randomBytes } from "node:crypto";
import { lookup, Resolver } from "node:dns/promises";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP } from "node:net";
import { DomainError } from "../errors/errors.ts";
import { isPublicAddress } from "./public-address.ts";

/**
 * Where a message to somebody else's machine may go. A test opens its own machine; nothing else
 * does.
 */
export type Guard = {
  protocols: readonly string[];
  isAllowed: (address: string) => boolean;
  /** Every address a name has. */
  resolve: (host: string) => Promise<string[]>;
};

const TIMEOUT_MS = 5_000;
const RESOLVE_MS = 2_000;
/** Of an answer nothing is kept; a little is read, so that the other side may end in peace. */
const MOST_ANSWER_BYTES = 4_096;

/** The open internet over TLS. */
export const PUBLIC_ONLY: Guard = {
  protocols: ["https:"],
  isAllowed: isPublicAddress,
  async resolve(host) {
    // Not `lookup`: names that nobody answers would keep the threads that read files.
    const resolver = new Resolver({ timeout: RESOLVE_MS, tries: 1 });
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  },
};

/**
 * An address that the operator chose, so it may stand in their own network: only TLS is asked for.
 */
export const OPERATORS_OWN: Guard = {
  protocols: ["https:"],
  isAllowed: () => true,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
};

/** An address as somebody typed it. @throws DomainError invalid */
export function targetFrom(text: string, { protocols }: Pick<Guard, "protocols">): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !protocols.includes(url.protocol) || url.username || url.password)
    throw new DomainError("invalid", { code: "common.not_https" });
  url.hash = "";
  return url;
}

/**
 * The one address that is connected to. All that a name stands for must be allowed: half of it is a
 * trap.
 *
 * @throws DomainError invalid when nobody knows the name, or it leads inside
 */
export async function resolveTarget(url: URL, { isAllowed, resolve }: Guard): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [host] : await resolve(host).catch(() => []);
  const [first] = addresses;
  if (!first) throw new DomainError("invalid", { code: "common.host_unknown" });
  if (!addresses.every(isAllowed))
    throw new DomainError("invalid", { code: "common.address_not_public" });
  return first;
}

export type SignedPost = {
  url: string;
  /** Of the message, the same each time it is sent; without a full stop. */
  id: string;
  body: string;
  /** The newest first; while one is being replaced, both sign. */
  secrets: string[];
};

/**
 * Sends JSON signed as Standard Webhooks say: `webhook-id`, `webhook-timestamp` in seconds, and in `webhook-signature` for each
 * secret `v1,` and HMAC-SHA256, in base64, over `<id>.<seconds>.<body>`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * The name is looked up once and that address connected to, looked at again when the connection stands; redirects are
 * not followed, and five seconds are the most it may take.
 *
 * @returns the HTTP status of the answer
 * @throws Error when there was none: refused, unknown, not public, too slow
 */
export async function postSigned(
  { url: text, id, body, secrets }: SignedPost,
  guard: Guard = PUBLIC_ONLY,
): Promise<number> {
  const url = targetFrom(text, guard);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const address = await Promise.race([resolveTarget(url, guard), aborted(signal)]);
  const family = isIP(address);
  const at = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000);
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: "POST",
        agent: false,
        signal,
        lookup: (_, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Trivium",
          "webhook-id": id,
          "webhook-timestamp": String(at),
          "webhook-signature": signatureOf({ id, body, secrets }, at),
        },
      },
      (response) => {
        let bytes = 0;
        const done = () => resolve(response.statusCode ?? 0);
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes <= MOST_ANSWER_BYTES) return;
          done();
          response.destroy();
        });
        response.on("end", done);
        response.on("error", reject);
      },
    );
    request.on("socket", (socket) =>
      socket.once("connect", () => {
        if (!guard.isAllowed(socket.remoteAddress ?? ""))
          request.destroy(new Error("address not public"));
      }),
    );
    request.on("error", (error) => reject(signal.aborted ? tooSlow() : error));
    request.end(body);
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(tooSlow()), { once: true }),
  );
}

function tooSlow(): Error {
  return new Error(`no answer within ${TIMEOUT_MS / 1000} seconds`);
}

export function signatureOf(
  { id, body, secrets }: Omit<SignedPost, "url">,
  seconds: number,
): string {
  return secrets
    .map((secret) =>
      createHmac("sha256", keyOf(secret)).update(`${id}.${seconds}.${body}`).digest("base64"),
    )
    .map((mac) => `v1,${mac}`)
    .join(" ");
}

/** The name of a secret that is random bytes in base64, as others know it too. */
const IN_BASE64 = "whsec_";

export function newSecret(): string {
  return `${IN_BASE64}${randomBytes(32).toString("base64")}`;
}

/** One that an operator chose otherwise signs with its own letters. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(IN_BASE64)
    ? Buffer.from(secret.slice(IN_BASE64.length), "base64")
    : Buffer.from(secret, "utf8");
}
