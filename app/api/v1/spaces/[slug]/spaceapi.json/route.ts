import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/foundation/platform/http/respond.ts";
import { publicPeople } from "#lib/places/occupancy/now.ts";
import { spaceApi } from "#lib/places/spaces/exchange.ts";
import { opennessOf } from "#lib/places/spaces/openness.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const space = await findSpace(ctx, (await params).slug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    const openness = await opennessOf(ctx, space.id);
    const people = openness.isOpen ? await publicPeople(ctx, space.slug) : null;
    return Response.json(spaceApi(space, openness, people), {
      headers: { ...FOR_EVERYBODY, "access-control-allow-origin": "*" },
    });
  });
}
