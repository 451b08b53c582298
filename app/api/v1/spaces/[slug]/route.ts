import { requestContext } from "#lib/identity/session.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { respond } from "#lib/platform/respond.ts";
import { publicSpace } from "#lib/spaces/exchange.ts";
import { findSpace } from "#lib/spaces/queries.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const space = await findSpace(await requestContext(), (await params).slug);
    if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
    return Response.json(publicSpace(space));
  });
}
