import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { publicSpace } from "#lib/places/spaces/exchange.ts";
import { layoutsOfSpace } from "#lib/places/spaces/layouts.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const space = await findSpace(ctx, (await params).slug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    const { id } = space;
    return Response.json(
      publicSpace(space, await photosOf(ctx, id), await layoutsOfSpace(ctx, id)),
    );
  });
}
