import { requestContext, startSession } from "#lib/foundation/identity/session.ts";
import { localPath, signInToDemonstration } from "#lib/foundation/identity/sign-in.ts";
import { formBody, respond } from "#lib/foundation/platform/respond.ts";

/**
 * One click on an account of the demonstration; a plain form, so that it works without JavaScript.
 */
export async function POST(request: Request) {
  return respond(request, async () => {
    const form = await formBody(request);
    const account = String(form.get("account"));
    await startSession(
      await signInToDemonstration(await requestContext(), account, request.headers),
    );
    return new Response(null, {
      status: 303,
      headers: { location: localPath(form.get("next"), "/") },
    });
  });
}
