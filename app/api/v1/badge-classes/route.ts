import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { publicBadge } from "#lib/learning/badges/classes/achievement.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const items = (await listBadges(await requestContext())).map((badge) =>
      publicBadge(badge, settings().publicUrl),
    );
    return Response.json({ items, next: null }, { headers: FOR_EVERYBODY });
  });
}
