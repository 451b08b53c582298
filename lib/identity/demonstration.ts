import { isLoopback } from "#lib/platform/settings.ts";

/** Accounts of the demonstration network: `learner@trivium.test` and so on. */
export const DEMONSTRATION_ACCOUNTS = [
  "learner",
  "facilitator",
  "manager",
  "researcher",
  "steward",
  "partner",
  "admin",
] as const;

export type DemonstrationAccount = (typeof DEMONSTRATION_ACCOUNTS)[number];

/** What a proxy adds on the way: whoever connects from this machine sends none of them. */
const FORWARDING = ["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];

/**
 * Whether a request was made on this machine, to this machine: a demonstration opens to nobody else. The address that connected
 * says nothing, for a tunnel or proxy on this machine connects from here too; the headers it adds, and the name that was asked for, do.
 *
 * @param headers as they arrived
 */
export function isFromThisMachine(headers: Headers): boolean {
  const isForwarded = [...headers.keys()].some(
    (name) => FORWARDING.includes(name) || name.startsWith("x-forwarded-"),
  );
  const host = (headers.get("host") ?? "").replace(/:\d+$/, "");
  return !isForwarded && isLoopback(host);
}
