import { endSession } from "#lib/identity/session.ts";
import { localPath } from "#lib/identity/sign-in.ts";
import { formBody, respond } from "#lib/platform/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const form = await formBody(request);
    await endSession();
    return new Response(null, { status: 303, headers: { location: localPath(form.get("next"), "/") } });
  });
}
