import { requestContext } from "#lib/identity/session.ts";
import { publicPeople } from "#lib/occupancy/now.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/platform/respond.ts";
import { spaceApi } from "#lib/spaces/exchange.ts";
import { opennessOf } from "#lib/spaces/openness.ts";
import { findSpace } from "#lib/spaces/queries.ts";

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
