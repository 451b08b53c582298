import { makeRelease } from "#lib/evidence/research/commands.ts";
import { publicRelease } from "#lib/evidence/research/public.ts";
import { listReleases } from "#lib/evidence/research/queries.ts";
import { registerQuery, releaseRequest } from "#lib/evidence/research/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond, searchParams } from "#lib/foundation/platform/http/respond.ts";

export async function GET(request: Request) {
  return respond(request, async () => {
    const { page } = searchParams(request, registerQuery);
    const { items, pages } = await listReleases(await requestContext(), page);
    return Response.json({
      items: items.map(publicRelease),
      next: page < pages ? String(page + 1) : null,
    });
  });
}

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { purpose, ...input } = await jsonBody(request, releaseRequest);
    return Response.json(publicRelease(await makeRelease(ctx, input, purpose)), { status: 201 });
  });
}
