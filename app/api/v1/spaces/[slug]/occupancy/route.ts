import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { occupancyNow } from "#lib/places/occupancy/now.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    Response.json(await occupancyNow(await requestContext(), (await params).slug), {
      headers: { "cache-control": "no-store" },
    }),
  );
}
