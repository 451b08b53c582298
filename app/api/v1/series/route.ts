import { bookSeries } from "#lib/booking/series/commands.ts";
import { seriesRequest } from "#lib/booking/series/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { on_conflict: onConflict, decisions, ...input } = await jsonBody(request, seriesRequest);
    const key = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await bookSeries(ctx, input, { decisions, onConflict }, key), {
      status: 201,
    });
  });
}
