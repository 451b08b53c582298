import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { publicBadge } from "#lib/learning/badges/classes/achievement.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";

type Route = { params: Promise<{ slug: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const badge = await findBadge(await requestContext(), (await params).slug);
    if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
    return Response.json(publicBadge(badge, settings().publicUrl), { headers: FOR_EVERYBODY });
  });
}
