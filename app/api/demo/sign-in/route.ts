import { preferredLocale } from "#lib/foundation/i18n/locales.ts";
import { afterSignIn } from "#lib/foundation/identity/sign-in/after-sign-in.ts";
import { requestContext, startSession } from "#lib/foundation/identity/sign-in/session.ts";
import { signInToDemonstration } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { formBody, respond } from "#lib/foundation/platform/http/respond.ts";

/**
 * One click on an account of the demonstration; a plain form, so that it works without JavaScript.
 */
export async function POST(request: Request) {
  return respond(request, async () => {
    const form = await formBody(request);
    const ctx = await requestContext();
    const account = String(form.get("account"));
    const session = await signInToDemonstration(ctx, account, request.headers);
    await startSession(session);
    const locale = preferredLocale(request.headers.get("accept-language"));
    const location = await afterSignIn(ctx, session.token, { next: form.get("next"), locale });
    return new Response(null, { status: 303, headers: { location } });
  });
}
