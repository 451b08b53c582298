import { requestContext } from "#lib/identity/session.ts";
import { publicPeople } from "#lib/occupancy/now.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { FOR_EVERYBODY, respond } from "#lib/platform/respond.ts";
import { spaceApi } from "#lib/spaces/exchange.ts";
import { findSpace, openUntil } from "#lib/spaces/queries.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const space = await findSpace(ctx, (await params).slug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    const isOpen = (await openUntil(ctx, space)) !== null;
    return Response.json(spaceApi(space, isOpen, isOpen ? await publicPeople(ctx, space.slug) : null), {
      headers: { ...FOR_EVERYBODY, "access-control-allow-origin": "*" },
    });
  });
}
