import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { nothingSent, respond } from "#lib/foundation/platform/http/respond.ts";
import { withdrawRequest } from "#lib/learning/badges/awards/commands.ts";
import { awardId } from "#lib/learning/badges/awards/schema.ts";

/** Takes a request back, as long as nobody has decided on it. */
export async function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await withdrawRequest(ctx, awardId((await params).id));
    return new Response(null, { status: 204 });
  });
}
