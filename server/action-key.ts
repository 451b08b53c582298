import { hkdfSync } from "node:crypto";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";

const KEY_BYTES = 32;

/**
 * Gives Next the key for what server actions close over and pages carry: the same in every process
 * of a network, and after every build. To be called before Next is readied.
 */
export function giveActionKey(): void {
  const key = hkdfSync("sha256", authSecret(), "", "server actions", KEY_BYTES);
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = Buffer.from(key).toString("base64");
}
