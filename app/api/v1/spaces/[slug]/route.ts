import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { respond } from "#lib/platform/respond.ts";
import { publicSpace } from "#lib/spaces/exchange.ts";
import { photosOf } from "#lib/spaces/photos.ts";
import { findSpace } from "#lib/spaces/queries.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const space = await findSpace(ctx, (await params).slug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    return Response.json(publicSpace(space, await photosOf(ctx, space.id)));
  });
}
