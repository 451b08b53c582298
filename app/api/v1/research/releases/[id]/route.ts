import { requestContext } from "#lib/identity/session.ts";
import { respond } from "#lib/platform/respond.ts";
import { publicRelease } from "#lib/research/public.ts";
import { findRelease } from "#lib/research/queries.ts";
import { releaseId } from "#lib/research/schema.ts";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () =>
    Response.json(publicRelease(await findRelease(await requestContext(), releaseId((await params).id)))),
  );
}
