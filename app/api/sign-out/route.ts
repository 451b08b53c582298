import { endSession } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { formBody, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const form = await formBody(request);
    await endSession();
    return new Response(null, {
      status: 303,
      headers: { location: localPath(form.get("next"), "/") },
    });
  });
}
