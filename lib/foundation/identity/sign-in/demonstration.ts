import { isLoopback } from "#lib/foundation/platform/settings/settings.ts";

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
const FORWARDING = [
  "forwarded",
  "via",
  "x-real-ip",
  "x-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
];

/**
 * Headers as they arrived. Next adds some of a proxy's by itself, so `server/main.ts` writes down
 * the names that came; where no such list is, nobody has added anything.
 */
function asArrived(headers: Headers): Headers {
  const names = headers.get("x-arrived");
  if (names === null) return headers;
  const arrived = names.split(",").filter((name) => headers.has(name));
  return new Headers(arrived.map((name) => [name, headers.get(name) ?? ""]));
}

/**
 * Whether a request was made on this machine, to this machine: a demonstration opens to nobody
 * else. The address that connected says nothing, for a tunnel or proxy on this machine connects
 * from here too; the headers it adds, and the name that was asked for, do.
 *
 * @param sent as they arrived, or with what Next has added and the list of those that arrived
 */
export function isFromThisMachine(sent: Headers): boolean {
  const headers = asArrived(sent);
  const isForwarded = [...headers.keys()].some(
    (name) => FORWARDING.includes(name) || name.startsWith("x-forwarded-"),
  );
  const host = (headers.get("host") ?? "").replace(/:\d+$/, "");
  return !isForwarded && isLoopback(host);
}
