import { AsyncLocalStorage } from "node:async_hooks";
import type { DomainError } from "../errors/errors.ts";
import { log } from "./log.ts";
import { metrics } from "./metrics.ts";

/**
 * What is known of one request.
 *
 * @property key who asks, by id, as soon as somebody has found it out. Filled in by
 *   `lib/foundation/identity/sign-in/session.ts`.
 * @property door the method and the template of the address
 * @property fault why it could not be answered: the first thing that was not there, as
 *   `lib/foundation/platform/errors/trouble.ts` names it
 * @property isFormRefused the fault met the form itself, and nothing of it was kept
 * @property isSessionGone the session's cookie that came along opens nothing
 */
type Asker = {
  key: string | null;
  requestId: string | null;
  door: string | null;
  fault: DomainError | null;
  isFormRefused: boolean;
  isSessionGone: boolean;
};

// Next evaluates a module once per bundle; who asks is known once per process.
const shared = globalThis as { triviumAsker?: AsyncLocalStorage<Asker> };
shared.triviumAsker ??= new AsyncLocalStorage<Asker>();
const asking = shared.triviumAsker;

/** Runs what answers one request, so that a refusal can say whose it was. */
export function withAsker<T>(run: () => T, known: Partial<Asker> = {}): T {
  const nobody = {
    key: null,
    requestId: null,
    door: null,
    fault: null,
    isFormRefused: false,
    isSessionGone: false,
  };
  return asking.getStore() ? run() : asking.run({ ...nobody, ...known }, run);
}

/** What is known of the request that is answered just now; undefined outside of one. */
export function currentAsker(): Asker | undefined {
  return asking.getStore();
}

/** @param key an id, as in the audit log: never a name or an address */
export function noteAsker(key: string, requestId: string): void {
  Object.assign(asking.getStore() ?? {}, { key, requestId });
}

/** The browser keeps a session's cookie that opens nothing, and is to forget it. */
export function noteSessionGone(): void {
  Object.assign(asking.getStore() ?? {}, { isSessionGone: true });
}

const EVENTS = {
  unauthenticated: "not_signed_in",
  forbidden: "forbidden",
  rate_limited: "limit_reached",
} as const;

/**
 * Refusals that mean that somebody knew a secret wrongly. Each is a failed sign-in, or a token that
 * opens nothing.
 */
const FAILED: Record<string, "sign_in_failed" | "token_refused"> = {
  "identity.code_wrong": "sign_in_failed",
  "identity.card_wrong": "sign_in_failed",
  "identity.staff_wrong": "sign_in_failed",
  "identity.totp_wrong": "sign_in_failed",
  "identity.account_closed": "sign_in_failed",
  "identity.organisation_failed": "sign_in_failed",
  "identity.organisation_not_linked": "sign_in_failed",
  "identity.staff_needs_password": "sign_in_failed",
  "identity.token_unknown": "token_refused",
  "identity.no_pages_for_tokens": "token_refused",
  "occupancy.token_unknown": "token_refused",
  "presence.no_kiosk": "token_refused",
};

export type SecurityEvent = (typeof EVENTS)[keyof typeof EVENTS] | (typeof FAILED)[string];

/**
 * What a refusal says to whoever watches over the network; null when it says nothing, as a full
 * room does not.
 */
export function securityEvent({ kind, reason }: DomainError): SecurityEvent | null {
  return FAILED[reason.code] ?? (kind in EVENTS ? EVENTS[kind as keyof typeof EVENTS] : null);
}

/**
 * Writes a refusal down once, where it leaves: which event, which rule, who by id, at which door.
 * Nobody's name or address. Whoever is simply not signed in yet is counted and not written: that is
 * most of what happens.
 *
 * @param door a method and the template of an address; or `form`, `page`, `gate`
 * @param known what the caller knows of who asks, where nobody noted it before
 */
export function noteRefusal(
  error: DomainError,
  door: string,
  known: Pick<Partial<Asker>, "key" | "requestId"> = {},
): void {
  const event = securityEvent(error);
  if (!event) return;
  metrics().securityEvents.inc({ event, code: error.reason.code });
  if (event === "not_signed_in") return;
  const key = known.key ?? asking.getStore()?.key;
  const requestId = known.requestId ?? asking.getStore()?.requestId;
  log.warn(
    {
      security: event,
      code: error.reason.code,
      status: error.status,
      who: key ?? "unknown",
      door,
      requestId: requestId ?? null,
    },
    "refused",
  );
}
