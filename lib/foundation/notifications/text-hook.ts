import {
  type Guard,
  OPERATORS_OWN,
  postSigned,
} from "#lib/foundation/platform/http/signed-post.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { SendText } from "./deliver.ts";

/**
 * Hands a message for a telephone to SMS_HOOK_URL, signed with SMS_HOOK_SECRET; null where that is
 * not set. What stands behind it sends each `id` once: a message may come again. @see
 * docs/operations.md
 *
 * @throws Error when it is not taken: the outbox tries again
 */
export function textHook(hook = settings().smsHook, guard: Guard = OPERATORS_OWN): SendText | null {
  if (!hook) return null;
  const { url, secret } = hook;
  return async ({ id, to, text, locale }) => {
    const status = await postSigned(
      { url, id, body: JSON.stringify({ id, to, text, locale }), secrets: [secret] },
      guard,
    );
    if (status < 200 || status > 299) throw new Error(`SMS hook answered ${status}`);
  };
}
