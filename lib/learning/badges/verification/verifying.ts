import type { Context } from "#lib/foundation/identity/context.ts";
import { blockOf, limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { type Guard, PUBLIC_ONLY } from "#lib/foundation/platform/http/signed-post.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { everyDuty } from "#lib/modules.ts";
import { badgeIn, SHARE_PARAMETER } from "../credentials/addresses.ts";
import { endorserDocument, ownDidDocument } from "../credentials/did-document.ts";
import { readableCredential } from "../credentials/queries.ts";
import { statusListOf } from "../credentials/status-lists.ts";
import { type Answer, type Fetch, guardedFetch } from "./fetching.ts";
import { notTried, type Verification } from "./outcome.ts";
import { MOST_BYTES, readBadge } from "./read.ts";
import { squareIn } from "./square.ts";
import { verifyBadge } from "./verify.ts";

/** Of all questions to others together: who waits is told within ten seconds. */
const TOGETHER_MS = 8_000;
const PER_MINUTE = 30;

/**
 * Checks a badge for whoever asks, signed in or not. Nothing of it is kept.
 *
 * @param given a file, or a text: a badge, or the address where one is
 * @throws DomainError rate_limited
 */
export async function verifyGiven(
  ctx: Context,
  given: Uint8Array | string,
  guard: Guard = PUBLIC_ONLY,
): Promise<Verification> {
  await limited(ctx);
  return verify(ctx, given, guard);
}

/**
 * Checks what somebody hands in who was shown a badge: a picture may also hold the QR code that
 * leads to it.
 *
 * @throws DomainError rate_limited
 */
export async function verifyHandedIn(
  ctx: Context,
  given: Uint8Array | string,
  guard: Guard = PUBLIC_ONLY,
): Promise<Verification> {
  await limited(ctx);
  const said = typeof given === "string" ? null : await squareBeside(given);
  if (said === null) return verify(ctx, given, guard);
  const { steps, ...result } = await verify(ctx, said, guard);
  const known: Record<string, string> = { not_a_badge: "qr_no_badge" };
  return {
    ...result,
    steps: steps.map((step) =>
      step.step === "read"
        ? { ...step, code: step.outcome === "passed" ? "qr" : (known[step.code] ?? step.code) }
        : step,
    ),
  };
}

/** What a QR code in a picture without a badge says. */
async function squareBeside(bytes: Uint8Array): Promise<string | null> {
  const found = await readBadge(bytes);
  const isOpen =
    found.is === "nothing" && ["no_badge_in_picture", "not_a_badge"].includes(found.code);
  return isOpen ? squareIn(bytes) : null;
}

async function limited(ctx: Context): Promise<void> {
  await limit(ctx, { key: `verify:${blockOf(ctx)}`, attempts: PER_MINUTE, windowMinutes: 1 });
}

async function verify(
  ctx: Context,
  given: Uint8Array | string,
  guard: Guard,
): Promise<Verification> {
  const fetch = withOwn(ctx, guardedFetch(AbortSignal.timeout(TOGETHER_MS), guard));
  const world = { now: ctx.now, fetch };
  if (typeof given !== "string") return verifyBadge(given, world);
  const address = addressIn(given);
  if (!address) return verifyBadge(Buffer.from(given), world);
  const answer = await fetch(address, { mostBytes: MOST_BYTES, redirects: 2 });
  return answer.is === "found" ? verifyBadge(answer.bytes, world) : notFetched(answer, address);
}

/** An address as people paste it, with or without its beginning; null for what is no address. */
export function addressIn(text: string): string | null {
  const trimmed = text.trim();
  if (/\s/.test(trimmed) || trimmed.length > 2_000) return null;
  if (/^https?:\/\//i.test(trimmed)) return URL.canParse(trimmed) ? trimmed : null;
  if (!/^([\w-]+(\.[\w-]+)+|localhost)(:\d+)?\/\S/.test(trimmed)) return null;
  return URL.canParse(`https://${trimmed}`) ? `https://${trimmed}` : null;
}

function notFetched(answer: Exclude<Answer, { is: "found" }>, address: string): Verification {
  const code =
    answer.is === "unreachable"
      ? "address_unreachable"
      : (codeOfOwn(new URL(address)) ?? CODES[answer.why]);
  const read = {
    step: "read",
    outcome: answer.is === "unreachable" ? "unchecked" : "failed",
    code,
  } as const;
  return {
    verdict: answer.is === "unreachable" ? "unsure" : "refused",
    steps: [read, ...notTried([read])],
    badge: null,
  };
}

/**
 * The network's own badges are for those whom their holder shows them to: the same is said whether
 * there is such a badge or not. Null for any other address.
 */
function codeOfOwn({ host, pathname, searchParams }: URL): string | null {
  const isOwn = host === new URL(settings().publicUrl).host && badgeIn(pathname) !== null;
  if (!isOwn) return null;
  return searchParams.has(SHARE_PARAMETER) ? "address_ended" : "address_private";
}

const CODES: Record<Extract<Answer, { is: "refused" }>["why"], string> = {
  not_https: "address_not_public",
  not_public: "address_not_public",
  redirects: "address_redirects",
  too_large: "too_large",
  no_document: "address_gone",
};

/**
 * What the network itself publishes is read where it lies: it needs no way through the internet,
 * and works offline.
 */
function withOwn(ctx: Context, others: Fetch): Fetch {
  const { host } = new URL(settings().publicUrl);
  return async (text, options) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url?.host !== host) return others(text, options);
    const own = await ownDocument(ctx, url);
    if (own === null) return { is: "refused", why: "no_document" };
    return { is: "found", url: text, type: "application/json", bytes: Buffer.from(own) };
  };
}

const ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

async function ownDocument(ctx: Context, url: URL): Promise<string | null> {
  const { pathname, searchParams } = url;
  if (pathname === "/.well-known/did.json") return JSON.stringify(await ownDidDocument(ctx.db));
  // Whether there is such an organisation does not matter here: nothing is signed for one that
  // there is not.
  const [, endorser] = new RegExp(`^/endorsers/(${ID})/did\\.json$`).exec(pathname) ?? [];
  if (endorser) return JSON.stringify(await endorserDocument(ctx.db, endorser));
  const [, list] = new RegExp(`^/status/(${ID})$`).exec(pathname) ?? [];
  if (list) return (await statusListOf(ctx.db, list))?.signed ?? null;
  const badge = badgeIn(pathname);
  const signed = badge && (await ownBadge(ctx, badge, searchParams.get(SHARE_PARAMETER)));
  if (signed) return signed;
  for (const duties of await everyDuty()) {
    const document = await duties.signed?.(ctx, url);
    if (document) return document;
  }
  return null;
}

/** Through a link that has ended there is nothing, also for who may see the badge without it. */
async function ownBadge(ctx: Context, id: string, token: string | null): Promise<string | null> {
  const badge = await orNothing(readableCredential(ctx, id, token));
  return badge && (token === null || badge.isByLink) ? badge.signed : null;
}
