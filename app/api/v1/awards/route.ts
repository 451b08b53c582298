import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { applyForBadge } from "#lib/learning/badges/awards/commands.ts";
import { publicAward } from "#lib/learning/badges/awards/public.ts";
import { myAwards } from "#lib/learning/badges/awards/queries.ts";
import { application } from "#lib/learning/badges/awards/schema.ts";

/** The actor's own ways to badges, those that wait for them first. */
export async function GET(request: Request) {
  return respond(request, async () => {
    const awards = await myAwards(await requestContext());
    const items = awards.map((award) => publicAward(award, settings().publicUrl));
    return Response.json({ items, next: null });
  });
}

/** Applying twice is refused: nobody is on two ways to one badge, so no key is needed. */
export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { id } = await applyForBadge(ctx, await jsonBody(request, application));
    return Response.json({ id }, { status: 201 });
  });
}
