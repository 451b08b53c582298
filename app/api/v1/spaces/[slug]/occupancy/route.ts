import { requestContext } from "#lib/identity/session.ts";
import { occupancyNow } from "#lib/occupancy/now.ts";
import { respond } from "#lib/platform/respond.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    Response.json(await occupancyNow(await requestContext(), (await params).slug), {
      headers: { "cache-control": "no-store" },
    }),
  );
}
