import { publicRelease } from "#lib/evidence/research/public.ts";
import { findRelease } from "#lib/evidence/research/queries.ts";
import { releaseId } from "#lib/evidence/research/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () =>
    Response.json(
      publicRelease(await findRelease(await requestContext(), releaseId((await params).id))),
    ),
  );
}
