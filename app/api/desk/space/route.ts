import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { formBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { keepChosenSpace } from "#lib/places/spaces/chosen.ts";

/**
 * The space that the pages of the desk are about from now on, in this browser; then back to the
 * page.
 */
export async function POST(request: Request) {
  return respond(request, async () => {
    const { actor } = await requestContext();
    authorise(actor, "booking.manage");
    const form = await formBody(request);
    await keepChosenSpace(String(form.get("space") ?? "").slice(0, 200));
    return new Response(null, {
      status: 303,
      headers: { location: localPath(form.get("next"), "/") },
    });
  });
}
